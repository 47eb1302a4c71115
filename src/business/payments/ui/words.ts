import type { Text } from '#core/text.ts'
import type { Tone } from '#web/kit/index.ts'
import type { BatchRowStatus, BatchStatus, RecoveryStatus, RowStatus, RunStatus } from '../rules.ts'

export const batchTones: Record<BatchStatus, Tone> = {
  collecting: 'info',
  on_notice: 'wait',
  deciding: 'wait',
  decided: 'good',
  dissolved: 'plain',
}
export const batchRowTones: Record<BatchRowStatus, Tone> = {
  listed: 'plain',
  held: 'wait',
  approved: 'good',
  declined: 'alarm',
  removed: 'plain',
}
export const runTones: Record<RunStatus, Tone> = {
  prepared: 'wait',
  approved: 'info',
  sent: 'wait',
  closed: 'good',
  cancelled: 'plain',
}
export const rowTones: Record<RowStatus, Tone> = {
  prepared: 'info',
  stopped: 'alarm',
  sent: 'wait',
  paid: 'good',
  unpaid: 'alarm',
  cancelled: 'plain',
}
export const recoveryTones: Record<RecoveryStatus, Tone> = {
  open: 'wait',
  returned: 'good',
  waived: 'plain',
  stopped: 'plain',
  overturned: 'plain',
}

/** Words that several of these pages share. */
/** Why a row was not paid: the node's own words in both languages, a bank's as it wrote them. */
export const whyOf = ({ reason, reasonEn }: { reason: string; reasonEn: string | null }): Text => ({
  zh: reason,
  en: reasonEn ?? reason,
})

export const words = {
  yuan: { zh: '元', en: 'CNY' },
  amount: { zh: '金额', en: 'Amount' },
  total: { zh: '合计', en: 'Total' },
  firm: { zh: '申请单位', en: 'Applicant' },
  payee: { zh: '收款单位', en: 'Payee' },
  provider: { zh: '服务机构', en: 'Provider' },
  redemption: { zh: '兑付编号', en: 'Redemption' },
  voucher: { zh: '创新券', en: 'Voucher' },
  state: { zh: '状态', en: 'State' },
  number: { zh: '编号', en: 'Number' },
  rowNo: { zh: '行号', en: 'Row' },
  rows: { zh: '件数', en: 'Rows' },
  account: { zh: '收款账户', en: 'Account' },
  reason: { zh: '理由', en: 'Reason' },
  result: { zh: '结果', en: 'Result' },
  done: { zh: '已办理', en: 'done' },
  notDone: { zh: '未办理', en: 'not done' },
  any: { zh: '全部状态', en: 'Any state' },
  chosen: { zh: '已选 {count} 件', en: '{count} chosen' },
  day: { zh: '日期', en: 'Day' },
  authority: { zh: '主管部门', en: 'Authority' },
} as const satisfies Record<string, Text>
