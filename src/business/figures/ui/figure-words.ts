import type { Text } from '#core/text.ts'
import type { Tone } from '#web/kit/index.ts'
import type { BudgetFigures, DrillRow, Figure } from '../contract.ts'

/** Each figure with its definition, in the order in which they are shown. */
export type Definition = {
  id: string
  label: Text
  means: Text
  of: (row: BudgetFigures) => bigint
  drill?: Figure
}

export const definitions: readonly Definition[] = [
  {
    id: 'budget',
    label: { zh: '年度预算', en: 'Budget' },
    means: {
      zh: '下达和结转到本年度的资金合计，已减去调减的部分',
      en: 'Allotted to the year and carried into it, less what was cut',
    },
    of: (row) => row.budgetFen,
  },
  {
    id: 'issued',
    label: { zh: '已发放', en: 'Issued' },
    means: {
      zh: '已发出券的面额之和＝预留＋兑付核定＋失效退回',
      en: 'Face value of all vouchers = reserved + redeemed + lapsed',
    },
    of: (row) => row.issuedFen,
    drill: 'issued',
  },
  {
    id: 'reserved',
    label: { zh: '已预留', en: 'Reserved' },
    means: { zh: '已发放、尚未兑付也未失效的余额', en: 'Issued, and neither redeemed nor lapsed yet' },
    of: (row) => row.reservedFen,
    drill: 'reserved',
  },
  {
    id: 'redeemed',
    label: { zh: '兑付核定', en: 'Redeemed' },
    means: { zh: '审核通过、列入兑付的金额', en: 'Approved for redemption' },
    of: (row) => row.redeemedFen,
    drill: 'redeemed',
  },
  {
    id: 'paid',
    label: { zh: '已拨付', en: 'Paid' },
    means: {
      zh: '财政确认已付出的金额，已扣除决定追回的部分',
      en: 'Confirmed paid out, less what recoveries demand',
    },
    of: (row) => row.paidFen,
    drill: 'paid',
  },
  {
    id: 'lapsed',
    label: { zh: '失效退回', en: 'Lapsed' },
    means: { zh: '到期未用、主动退回等回到预算的金额', en: 'Back in the budget: expired or given back' },
    of: (row) => row.lapsedFen,
    drill: 'lapsed',
  },
  {
    id: 'recovered',
    label: { zh: '已追回', en: 'Recovered' },
    means: { zh: '追回决定后实际收回的金额', en: 'Received after a recovery was decided' },
    of: (row) => row.recoveredFen,
    drill: 'recovered',
  },
  {
    id: 'available',
    label: { zh: '可用余额', en: 'Available' },
    means: {
      zh: '已释放、尚未预留或兑付，现在可以发券',
      en: 'Released and neither reserved nor redeemed: vouchers can be issued from it',
    },
    of: (row) => row.availableFen,
  },
  {
    id: 'queued',
    label: { zh: '排队等候', en: 'Waiting' },
    means: { zh: '已通过、等候资金的申领金额', en: 'Claims accepted that wait for money' },
    of: (row) => row.queuedFen,
    drill: 'queued',
  },
]

export const source: Text = { zh: '本平台资金账', en: "The platform's ledger" }

export const statusWords = {
  open: { zh: '开放', en: 'open' },
  frozen: { zh: '冻结', en: 'frozen' },
  closed: { zh: '已关闭', en: 'closed' },
} as const satisfies Record<string, Text>
export const statusTones = { open: 'good', frozen: 'wait', closed: 'plain' } as const satisfies Record<
  string,
  Tone
>

export const stepWords: Record<string, Text> = {
  open: { zh: '建立预算', en: 'opened' },
  allot: { zh: '下达', en: 'allotted' },
  carry_in: { zh: '结转转入', en: 'carried over into it' },
  release: { zh: '释放额度', en: 'released' },
  take_back: { zh: '收回额度', en: 'release taken back' },
  cut: { zh: '调减', en: 'cut' },
  carry_out: { zh: '退回结转账户', en: 'carried back out of it' },
  freeze: { zh: '冻结', en: 'frozen' },
  unfreeze: { zh: '解冻', en: 'unfrozen' },
  close: { zh: '关闭年度', en: 'closed' },
}

export const drillKinds = {
  voucher: { zh: '创新券', en: 'voucher' },
  redemption: { zh: '兑付', en: 'redemption' },
  recovery: { zh: '追回', en: 'recovery' },
  claim: { zh: '申领', en: 'claim' },
} as const satisfies Record<DrillRow['what'], Text>
