import { may } from '#core/policy.ts'
import { mayLook, registerTimeline, tells } from '#platform/audit/index.ts'
import { seesMoney } from './pages.ts'
import { STATUS } from './rules.ts'
import { findRedemption } from './store.ts'

registerTimeline('redemption', {
  kind: { zh: '兑付申请', en: 'Redemption request' },
  sees: async (db, actor, id) => {
    const redemption = await findRedemption(db, id)
    if (!redemption || !may(actor, 'redemption.read', redemption) || !seesMoney(actor, redemption))
      return null
    return { name: redemption.number, at: `/redemptions/${id}`, looks: mayLook(actor, redemption) }
  },
  sentences: {
    'invoices.register': {
      zh: '发票登记了另一版本，待裁定',
      en: 'another version of the invoice was registered',
    },
    'invoices.decide': { zh: '发票的两个版本已裁定', en: 'decided which version of the invoice is true' },
    'cases.act': { zh: '审核', en: 'reviewed' },
    'payments.decideBatch': { zh: '批次公示期满后决定', en: 'decided after public notice' },
    'payments.confirm': { zh: '银行回单入账', en: 'booked from the bank’s confirmation' },
  },
  tells: {
    status: tells.oneOf('状态', 'Status', STATUS),
    amountFen: tells.yuan('申请金额', 'Asked for'),
    approvedFen: tells.yuan('核定金额', 'Approved'),
    run: tells.text('拨付单', 'Payment run'),
    paidFen: tells.yuan('已支付', 'Paid'),
    paidOn: tells.text('支付日期', 'Paid on'),
    recovery: tells.text('追回', 'Recovery'),
    demandedFen: tells.yuan('应退', 'Demanded'),
  },
})
