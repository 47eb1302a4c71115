import { formatFen } from '#core/money.ts'
import type { Language, Text } from '#core/text.ts'
import { momentText } from '#web/i18n/dates.ts'
import { call } from '#web/api.ts'
import { cases } from '../../contract.ts'
import { statusNames } from '../../state.ts'
import type { Row } from '../words.ts'
import { type Filters, queryOf } from './filters.ts'

type Column = { head: Text; cell: (row: Row, language: Language) => string }
const columns: readonly Column[] = [
  { head: { zh: '编号', en: 'Number' }, cell: (row) => row.number },
  { head: { zh: '申请单位', en: 'Applicant' }, cell: (row) => row.applicant },
  { head: { zh: '事项', en: 'Programme' }, cell: (row, language) => row.title[language] },
  { head: { zh: '环节', en: 'Stage' }, cell: (row, language) => row.stageTitle[language] },
  { head: { zh: '状态', en: 'Status' }, cell: (row, language) => statusNames[row.status][language] },
  { head: { zh: '到期日', en: 'Due' }, cell: (row) => row.dueOn ?? '' },
  {
    head: { zh: '剩余工作日', en: 'Working days left' },
    cell: (row) => (row.daysLeft === null ? '' : String(row.daysLeft)),
  },
  {
    head: { zh: '暂定', en: 'Provisional' },
    cell: (row, language) => (row.provisional ? { zh: '是', en: 'yes' }[language] : ''),
  },
  {
    head: { zh: '金额（元）', en: 'Amount (CNY)' },
    cell: (row) =>
      row.amountFen === null ? '' : formatFen(row.amountFen, { bare: true, fixed: true }).replaceAll(',', ''),
  },
  { head: { zh: '提交时间', en: 'Filed' }, cell: (row) => momentText(row.submittedAt) },
]

/** A cell that a spreadsheet would take for a formula gets an apostrophe; quotes are doubled. */
const quoted = (text: string) => {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`

/**
 * Every case the filters find, page by page, as a CSV file that spreadsheets open. `told` hears the count after each
 * page; an aborted signal ends it without a file.
 */
export async function exportCases(
  filters: Filters,
  language: Language,
  { signal, told }: { signal: AbortSignal; told: (count: number) => void },
): Promise<void> {
  const lines: string[][] = [columns.map(({ head }) => head[language])]
  let cursor: string | undefined
  do {
    const query = { ...queryOf(filters), limit: 200, ...(cursor ? { cursor } : {}) }
    const page = await call(cases.list, { query }, { signal })
    lines.push(...page.rows.map((row) => columns.map(({ cell }) => cell(row, language))))
    told(lines.length - 1)
    cursor = page.next ?? undefined
  } while (cursor)
  save(csvOf(lines), language === 'zh' ? '办件清单.csv' : 'cases.csv')
}

function save(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
