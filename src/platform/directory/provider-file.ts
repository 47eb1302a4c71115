import type { QueryCtx } from '#core/query.ts'
import { BadCell, cells, readTable } from '#platform/tables/index.ts'
import { MOST_ROWS, sentAsTemplate, type UnreadRow, unreadOf } from './list-file.ts'
import { type Named, type ProviderWords, providerWords } from './provider-words.ts'

/** A code, or what a rulebook calls it in either language; where no rulebook is known, any code. */
const codeIn = (known: readonly Named[]) => (text: string) => {
  const wanted = text.toLowerCase()
  const found = known.find(({ code, name }) => [code, name.zh, name.en.toLowerCase()].includes(wanted))
  if (found) return found.code
  if (known.length === 0) return text
  const list = (language: 'zh' | 'en', comma: string) => known.map(({ name }) => name[language]).join(comma)
  throw new BadCell(
    `没有“${text}”；可填：${list('zh', '、')}`,
    `${text} is unknown; use one of: ${list('en', ', ')}`,
  )
}

const columnsOf = ({ classes, services }: ProviderWords) =>
  [
    { key: 'name', titles: ['机构名称', 'name'], parse: cells.text(200), required: true },
    {
      key: 'uscc',
      titles: ['统一社会信用代码', 'credit code'],
      parse: cells.text(60),
      optionalColumn: true,
    },
    { key: 'hostName', titles: ['依托单位', 'host'], parse: cells.text(200), optionalColumn: true },
    {
      key: 'hostUscc',
      titles: ['依托单位代码', 'code of the host'],
      parse: cells.text(60),
      optionalColumn: true,
    },
    { key: 'providerClass', titles: ['机构类别', 'class'], parse: codeIn(classes), required: true },
    {
      key: 'regionCode',
      titles: ['行政区划代码', 'region code'],
      parse: cells.text(6),
      required: true,
      digits: 6,
    },
    {
      key: 'scope',
      titles: ['服务范围', 'scope'],
      parse: (text: string) => text.split(/[、，,;；]+/).map((one) => codeIn(services)(one.trim())),
      optionalColumn: true,
    },
    { key: 'from', titles: ['入库日期', 'from'], parse: cells.day, required: true },
    { key: 'lastDay', titles: ['截止日期', 'last day'], parse: cells.day, optionalColumn: true },
  ] as const

export type ReadRow = { row: number; raw: Record<string, unknown> }

/**
 * A list of providers out of xlsx (its path) or csv and pasted cells (their bytes), each row by itself.
 * @throws Refusal table_… when the file as a whole can't be used
 */
export async function readProviderFile(
  words: ProviderWords,
  source: Uint8Array | string,
): Promise<{ rows: ReadRow[]; unread: UnreadRow[] }> {
  const columns = columnsOf(words)
  const table = await readTable(source, columns, { maxRows: MOST_ROWS })
  return {
    rows: table.rows.map(({ row, values }) => ({ row, raw: given(values) })),
    unread: unreadOf(table, columns),
  }
}

/** As `ProviderRow` takes it: what is blank is left out, days as text. */
const given = (values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, unknown][] =>
      value === null ? [] : [[key, value instanceof Temporal.PlainDate ? value.toString() : value]],
    ),
  )

/** An empty list with its heads, and a second sheet of the words that class and scope may hold. */
export async function providerTemplate({ db }: QueryCtx): Promise<Response> {
  const words = await providerWords(db)
  return sentAsTemplate('服务机构名单', columnsOf(words), helpRows(words))
}

function* helpRows({ classes, services }: ProviderWords) {
  yield {
    head: '统一社会信用代码',
    zh: '没有自己代码的实验室留空，填写依托单位及其代码',
    en: 'A laboratory without a code of its own names its host and the code of the host',
  }
  yield {
    head: '入库日期',
    zh: '如 2026-03-01；截止日期可空',
    en: 'Such as 2026-03-01; the last day may be empty',
  }
  for (const { name } of classes) yield { head: '机构类别', ...name }
  yield {
    head: '服务范围',
    zh: '可空，表示该类机构可提供的全部服务；多项以顿号分隔',
    en: 'May be empty for all that the class may offer; several are parted by commas',
  }
  for (const { name } of services) yield { head: '服务范围', ...name }
}
