import type { Text } from '#core/text.ts'
import { BadCell, cells, readTable, type TableProblem } from '#platform/tables/index.ts'
import type { ConfirmationLine } from './rules.ts'

const RESULTS = {
  已支付: 'paid',
  支付成功: 'paid',
  成功: 'paid',
  paid: 'paid',
  未支付: 'unpaid',
  支付失败: 'unpaid',
  失败: 'unpaid',
  退回: 'unpaid',
  unpaid: 'unpaid',
} as const

const rowNo = (text: string): number => {
  const no = cells.integer(text)
  if (no < 1 || no > 100_000) throw new BadCell('行号应从1开始', 'row numbers begin at 1')
  return no
}

const columns = [
  { key: 'runNumber', titles: ['拨付单号', 'run number'], parse: cells.text(60), required: true },
  { key: 'rowNo', titles: ['行号', 'row no'], parse: rowNo, required: true },
  { key: 'amountFen', titles: ['金额', 'amount'], parse: cells.yuan, required: true },
  { key: 'result', titles: ['支付结果', 'result'], parse: cells.oneOf(RESULTS), required: true },
  { key: 'paidOn', titles: ['支付日期', 'paid on'], parse: cells.day, optionalColumn: true },
  {
    key: 'bankReference',
    titles: ['银行流水号', 'bank reference'],
    parse: cells.text(60),
    optionalColumn: true,
  },
  { key: 'reason', titles: ['未支付原因', '原因', 'reason'], parse: cells.text(500), optionalColumn: true },
] as const

/** A line with a bad cell; what could be read of it says which row it is about. */
export type Unreadable = Pick<ConfirmationLine, 'line'> & {
  [key in 'runNumber' | 'rowNo' | 'amountFen']: ConfirmationLine[key] | null
} & { detail: Text }

/**
 * Reads the bank's confirmation, an xlsx by its path or csv by its bytes.
 * @throws Refusal table_… when the file as a whole can't be used
 */
export async function readConfirmation(
  source: Uint8Array | string,
): Promise<{ lines: ConfirmationLine[]; unreadable: Unreadable[] }> {
  const table = await readTable(source, columns, { maxRows: 5_000 })
  const lines = table.rows.map(({ row, values }) => ({
    line: row,
    runNumber: values.runNumber,
    rowNo: values.rowNo,
    amountFen: values.amountFen,
    result: values.result,
    paidOn: values.paidOn?.toString() ?? null,
    bankReference: values.bankReference,
    reason: values.reason,
  }))
  const wrong = Map.groupBy(table.problems, ({ row }) => row)
  const unreadable = table.bad.map(({ row, values }) => ({
    line: row,
    runNumber: values.runNumber ?? null,
    rowNo: values.rowNo ?? null,
    amountFen: values.amountFen ?? null,
    detail: detailOf(wrong.get(row) ?? []),
  }))
  return { lines, unreadable }
}

const detailOf = (problems: readonly TableProblem[]): Text => ({
  zh: problems.map(({ column, text }) => `${column}：${text.zh}`).join('；'),
  en: problems.map(({ column, text }) => `${column}: ${text.en}`).join('; '),
})
