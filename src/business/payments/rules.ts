import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'

/** Pure, browser-safe. */

export const BATCH_STATUS = {
  collecting: { zh: '编入中', en: 'collecting' },
  on_notice: { zh: '公示中', en: 'on public notice' },
  deciding: { zh: '公示期满，待决定', en: 'noticed, waiting for decisions' },
  decided: { zh: '已决定', en: 'decided' },
  dissolved: { zh: '已解散', en: 'dissolved' },
} as const satisfies Record<string, Text>
export type BatchStatus = keyof typeof BATCH_STATUS

export const BATCH_ROW_STATUS = {
  listed: { zh: '在列', en: 'listed' },
  held: { zh: '异议暂缓', en: 'held by an objection' },
  approved: { zh: '已批准', en: 'approved' },
  declined: { zh: '不予批准', en: 'declined' },
  removed: { zh: '已移出', en: 'removed' },
} as const satisfies Record<string, Text>
export type BatchRowStatus = keyof typeof BATCH_ROW_STATUS

export const RUN_STATUS = {
  prepared: { zh: '待复核', en: 'waiting for approval' },
  approved: { zh: '已复核，待发出', en: 'approved, to be sent' },
  sent: { zh: '已发出，待回单', en: 'sent, waiting for the bank' },
  closed: { zh: '已办结', en: 'closed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const satisfies Record<string, Text>
export type RunStatus = keyof typeof RUN_STATUS

export const ROW_STATUS = {
  prepared: { zh: '待支付', en: 'to be paid' },
  stopped: { zh: '停止支付', en: 'stopped' },
  sent: { zh: '已发出', en: 'sent' },
  paid: { zh: '已支付', en: 'paid' },
  unpaid: { zh: '未支付', en: 'unpaid' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const satisfies Record<string, Text>
export type RowStatus = keyof typeof ROW_STATUS

export const CAUSES = {
  falsehood: { zh: '弄虚作假', en: 'falsehood' },
  red_invoice: { zh: '红字发票冲减', en: 'red-letter invoice' },
  overpaid: { zh: '多付', en: 'overpaid' },
  voluntary: { zh: '主动退回', en: 'returned voluntarily' },
} as const satisfies Record<string, Text>
export type Cause = keyof typeof CAUSES

export const RECOVERY_STATUS = {
  open: { zh: '待退回', en: 'to be returned' },
  returned: { zh: '已全部退回', en: 'returned in full' },
  waived: { zh: '已撤销', en: 'waived' },
  stopped: { zh: '未付即止', en: 'stopped before payment' },
  overturned: { zh: '认定已撤销', en: 'finding overturned' },
} as const satisfies Record<string, Text>
export type RecoveryStatus = keyof typeof RECOVERY_STATUS

export const keysOf = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as [K, ...K[]]

export const yuan = (fen: bigint) => formatFen(fen, { bare: true })

export const sumFen = (rows: readonly { amountFen: bigint }[]): bigint =>
  rows.reduce((sum, { amountFen }) => sum + amountFen, 0n)

/** A line of the bank's confirmation, as read. Days are YYYY-MM-DD. */
export type ConfirmationLine = {
  line: number
  runNumber: string
  rowNo: number
  amountFen: bigint
  result: 'paid' | 'unpaid'
  paidOn: string | null
  bankReference: string | null
  reason: string | null
}

/** The row it names, as it stands. */
export type ConfirmedRow = {
  id: string
  amountFen: bigint
  status: RowStatus
  bankReference: string | null
  paidOn: string | null
}

export const OUTCOMES = {
  paid: { zh: '已支付，已入账', en: 'paid and booked' },
  unpaid: { zh: '未支付，退回待付', en: 'not paid, back to the list' },
  already_booked: { zh: '此前已处理，不再改动', en: 'settled before, nothing changed' },
  unknown_row: { zh: '没有这张拨付单或这一行', en: 'no such run or row' },
  amount_differs: { zh: '金额与拨付单不符', en: 'the amount differs from the run' },
  contradicts: { zh: '与已入账的结果相反', en: 'contradicts what was booked' },
  not_sent: { zh: '该行没有发往银行', en: 'the row was never sent' },
  incomplete: { zh: '缺少支付日期、流水号或原因', en: 'the day, the reference or the reason is missing' },
  day_wrong: { zh: '支付日期不在发出日至今天之间', en: 'the day is not between sending and today' },
  reference_used: { zh: '流水号已用于另一笔款项', en: 'the reference belongs to another payment' },
  repeated: { zh: '文件中同一行出现多次', en: 'the same row twice in the file' },
  unreadable: { zh: '单元格有误', en: 'a cell can’t be read' },
} as const satisfies Record<string, Text>
export type Outcome = keyof typeof OUTCOMES

type Judged = {
  row: ConfirmedRow | undefined
  today: string
  sentOn: string | null
  /** The reference stands on another row, in the books or earlier in the file. */
  referenceTaken: boolean
  repeated: boolean
}

/** What one line of the confirmation does; only `paid` and `unpaid` change anything. */
export function judgeLine(
  line: ConfirmationLine,
  { row, today, sentOn, referenceTaken, repeated }: Judged,
): Outcome {
  if (!row) return 'unknown_row'
  if (repeated) return 'repeated'
  if (line.amountFen !== row.amountFen) return 'amount_differs'
  if (row.status === 'paid' || row.status === 'unpaid')
    return row.status === line.result ? sameAsBooked(line, row) : 'contradicts'
  if (row.status !== 'sent') return 'not_sent'
  if (line.result === 'unpaid') return line.reason ? 'unpaid' : 'incomplete'
  if (!line.paidOn || !line.bankReference) return 'incomplete'
  if (line.paidOn > today || (sentOn !== null && line.paidOn < sentOn)) return 'day_wrong'
  return referenceTaken ? 'reference_used' : 'paid'
}

const sameAsBooked = (line: ConfirmationLine, row: ConfirmedRow): Outcome =>
  line.result === 'unpaid' || line.bankReference === row.bankReference ? 'already_booked' : 'contradicts'

type Taken = { status: RecoveryStatus; demandedFen: bigint; returnedFen: bigint; refundedFen: bigint }

/** What may still be demanded back: paid, less what earlier recoveries take of it (`recovery_takes`). */
export const netPaidFen = (paidFen: bigint, recoveries: readonly Taken[]): bigint =>
  recoveries.reduce((left, one) => left - takes(one), paidFen)

function takes({ status, demandedFen, returnedFen, refundedFen }: Taken): bigint {
  if (status === 'stopped') return 0n
  if (status === 'waived') return returnedFen
  return status === 'overturned' ? returnedFen - refundedFen : demandedFen
}
