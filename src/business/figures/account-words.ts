import type { Text } from '#core/text.ts'

/** The accounts of a budget, and the authority's own for what closed years left. Browser-safe. */
export const ACCOUNTS = {
  appropriation: { zh: '财政安排', en: 'Appropriation' },
  allotted: { zh: '未释放额度', en: 'Allotted' },
  available: { zh: '可用额度', en: 'Available' },
  payable: { zh: '应付', en: 'Payable' },
  paid: { zh: '已拨付', en: 'Paid' },
  receivable: { zh: '应收', en: 'Receivable' },
  carry_over: { zh: '结转账户', en: 'Carry-over' },
} as const satisfies Record<string, Text>
export type AccountName = keyof typeof ACCOUNTS

/** What each kind of transfer is. */
export const CODES: Record<string, Text> = {
  'budget.allot': { zh: '下达', en: 'allotted' },
  'budget.carry_in': { zh: '结转转入', en: 'carried in' },
  'budget.release': { zh: '释放额度', en: 'released' },
  'budget.take_back': { zh: '收回额度', en: 'release taken back' },
  'budget.cut': { zh: '调减', en: 'cut' },
  'budget.carry_out': { zh: '退回结转账户', en: 'carried back' },
  'budget.carry_over': { zh: '结转', en: 'carried over' },
  'voucher.redeem': { zh: '兑付核定', en: 'redemption approved' },
  'payment.paid': { zh: '银行已付', en: 'paid by the bank' },
  'recovery.demand': { zh: '追回', en: 'recovery demanded' },
  'recovery.return': { zh: '退回到账', en: 'money came back' },
  'recovery.waive': { zh: '撤销追回', en: 'recovery waived' },
  'recovery.overturn': { zh: '撤销认定，不再追回', en: 'finding overturned, owed no more' },
  'recovery.refund': { zh: '撤销认定，待退还', en: 'finding overturned, to be paid again' },
  'recovery.refund_paid': { zh: '已退还', en: 'paid again' },
  'redemption.revoke': { zh: '撤销批准', en: 'approval revoked' },
  'redemption.reinstate': { zh: '恢复批准', en: 'approval reinstated' },
}
