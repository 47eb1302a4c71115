import { may } from '#core/policy.ts'
import { mayLook, registerTimeline, tells } from '#platform/audit/index.ts'
import { findBudget } from './budgets.store.ts'
import { BUDGET_STATUS, VOUCHER_STATUS } from './contract.ts'
import { schemeTitles } from './rulebooks.store.ts'
import { findVoucher } from './vouchers.store.ts'

registerTimeline('voucher', {
  kind: { zh: '科技创新券', en: 'Voucher' },
  sees: async (db, actor, id) => {
    const voucher = await findVoucher(db, id)
    if (!voucher || !may(actor, 'voucher.read', voucher)) return null
    return { name: voucher.number, at: `/vouchers/${id}`, looks: mayLook(actor, voucher) }
  },
  tells: {
    status: tells.oneOf('状态', 'Status', VOUCHER_STATUS),
    faceFen: tells.yuan('券面', 'Face value'),
    useBy: tells.text('使用截止', 'Use by'),
    redeemBy: tells.text('兑付截止', 'Redeem by'),
    redeemedFen: tells.yuan('兑付', 'Redeemed'),
    remainingFen: tells.yuan('余额', 'Left'),
    returnedFen: tells.yuan('退回预算', 'Back to the budget'),
  },
  sentences: {
    'cases.act': { zh: '申领审核通过，发券', en: 'claim accepted, voucher issued' },
    'vouchers.release': {
      zh: '额度发放，排队的申领发券',
      en: 'money released, voucher issued from the queue',
    },
    'payments.decideBatch': { zh: '兑付获批准', en: 'redemption approved' },
    'vouchers.lapse': { zh: '使用期满，失效', en: 'lapsed at the end of its period' },
  },
  reasons: { unused: { zh: '使用期已过，没有使用', en: 'Not used within its period' } },
})

const STEPS = {
  allot: { zh: '下达', en: 'allotted' },
  carry_in: { zh: '结转转入', en: 'carried in' },
  release: { zh: '释放额度', en: 'released' },
  take_back: { zh: '收回额度', en: 'taken back' },
  cut: { zh: '调减', en: 'cut' },
  carry_out: { zh: '退回结转', en: 'carried out' },
  freeze: { zh: '冻结', en: 'frozen' },
  unfreeze: { zh: '解冻', en: 'unfrozen' },
  close: { zh: '关闭年度', en: 'closed' },
}

/** What was done to a budget and why is public; who did it is for those who may see the rows behind its figures. */
registerTimeline('budget', {
  kind: { zh: '预算', en: 'Budget' },
  sees: async (db, actor, id) => {
    const budget = await findBudget(db, id)
    if (!budget || !(may(actor, 'budget.history', budget) || may(actor, 'budget.manage', budget))) return null
    const title = (await schemeTitles(db)).get(budget.scheme)?.zh ?? budget.scheme
    const at = `/figures/vouchers/${id}`
    return { name: `${budget.year} ${title}`, at, looks: mayLook(actor, budget) }
  },
  tells: {
    kind: tells.oneOf('事项', 'Step', STEPS),
    amountFen: tells.yuan('金额', 'Amount'),
    status: tells.oneOf('状态', 'State', BUDGET_STATUS),
    issuedFromQueue: tells.text('排队发券', 'Issued from the queue'),
  },
})
