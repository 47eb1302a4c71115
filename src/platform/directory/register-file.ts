import type { QueryCtx } from '#core/query.ts'
import { cells, readTable } from '#platform/tables/index.ts'
import { MOST_ROWS, sentAsTemplate, unreadOf } from './list-file.ts'

const columns = [
  { key: 'uscc', titles: ['统一社会信用代码', 'credit code'], parse: cells.text(60), required: true },
  { key: 'name', titles: ['企业名称', '单位名称', 'name'], parse: cells.text(200), required: true },
  {
    key: 'number',
    titles: ['证书或登记编号', '证书编号', '登记编号', '入库登记编号', '编号', 'number'],
    parse: cells.text(60),
    required: true,
  },
  { key: 'validFrom', titles: ['有效期起', 'valid from'], parse: cells.day, required: true },
  { key: 'validTo', titles: ['有效期至', 'valid to'], parse: cells.day, required: true },
] as const

/** A row as the list has it. */
export type ListedRow = {
  uscc: string
  name: string
  number: string
  validFrom: Temporal.PlainDate
  validTo: Temporal.PlainDate
}

/**
 * A register list out of xlsx (its path) or csv and pasted cells (their bytes), each row by itself.
 * @throws Refusal table_… when the file as a whole can't be used
 */
export async function readRegisterFile(source: Uint8Array | string) {
  const table = await readTable(source, columns, { maxRows: MOST_ROWS })
  const rows: { row: number; listed: ListedRow }[] = table.rows.map(({ row, values }) => ({
    row,
    listed: values,
  }))
  return { rows, unread: unreadOf(table, columns) }
}

/** An empty list with its heads, and a second sheet that says how to fill them. */
export async function registerTemplate({ actor, authorise }: QueryCtx): Promise<Response> {
  authorise({ authorityId: actor.organisationId })
  return sentAsTemplate('登记名单', columns, help)
}

const help = [
  {
    head: '统一社会信用代码',
    zh: '18 位，按代码找到单位',
    en: '18 characters; the organisation is found by it',
  },
  {
    head: '企业名称',
    zh: '名单上的名称；与平台登记不同的，按代码记录并提示',
    en: 'As listed; where it differs from the one here, the row is recorded by its code and says so',
  },
  {
    head: '证书或登记编号',
    zh: '证书编号或入库登记编号',
    en: 'Number of the certificate or of the entry',
  },
  {
    head: '有效期起',
    zh: '如 2026-03-01；尚未开始的请届时再导入',
    en: 'Such as 2026-03-01; one still to come is imported from that day on',
  },
  { head: '有效期至', zh: '含当日', en: 'The last day, included' },
]
