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
