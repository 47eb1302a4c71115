import type { Text } from '#core/text.ts'

/** Reads a list of providers out of a CSV file or of cells copied from a spreadsheet. */

type Key =
  | 'name'
  | 'uscc'
  | 'hostName'
  | 'hostUscc'
  | 'providerClass'
  | 'regionCode'
  | 'scope'
  | 'from'
  | 'lastDay'

export const columns: readonly { key: Key; head: Text; needed: boolean }[] = [
  { key: 'name', head: { zh: '机构名称', en: 'Name' }, needed: true },
  { key: 'uscc', head: { zh: '统一社会信用代码', en: 'Credit code' }, needed: false },
  { key: 'hostName', head: { zh: '依托单位', en: 'Host' }, needed: false },
  { key: 'hostUscc', head: { zh: '依托单位代码', en: 'Code of the host' }, needed: false },
  { key: 'providerClass', head: { zh: '机构类别', en: 'Class' }, needed: true },
  { key: 'regionCode', head: { zh: '行政区划代码', en: 'Region code' }, needed: true },
  { key: 'scope', head: { zh: '服务范围', en: 'Scope' }, needed: false },
  { key: 'from', head: { zh: '入库日期', en: 'From' }, needed: true },
  { key: 'lastDay', head: { zh: '截止日期', en: 'Last day' }, needed: false },
]

export type Read = { rows: Record<string, unknown>[]; missing: Text[] }

/** Rows as `directory.importProviders` takes them; what is wrong inside a row, the import tells. */
export function readProviders(text: string): Read {
  const [head = [], ...lines] = cellsOf(text).filter((line) => line.some((cell) => cell.trim() !== ''))
  const place = new Map(
    columns.map(({ key, head: { zh, en } }) => [
      key,
      head.findIndex((cell) => [zh, en.toLowerCase(), key.toLowerCase()].includes(plain(cell))),
    ]),
  )
  const missing = columns.filter(({ key, needed }) => needed && place.get(key) === -1).map((one) => one.head)
  return { missing, rows: missing.length > 0 ? [] : lines.map((line) => rowOf(line, place)) }
}

const plain = (cell: string) => cell.trim().replace(/[*＊]/g, '').toLowerCase()

function rowOf(line: readonly string[], place: ReadonlyMap<Key, number>): Record<string, unknown> {
  const given = columns.flatMap(({ key }): [string, unknown][] => {
    const cell = line[place.get(key) ?? -1]?.trim().replace(/^'/, '') ?? ''
    if (cell === '') return []
    if (key === 'scope') return [[key, cell.split(/[、，,;；\s]+/).filter(Boolean)]]
    return [[key, key === 'from' || key === 'lastDay' ? dayOf(cell) : cell]]
  })
  return Object.fromEntries(given)
}

/** `2026/3/2` and `2026年3月2日` as `2026-03-02`; anything else stays, for the import to refuse. */
function dayOf(cell: string): string {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell) ?? []
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : cell
}

/** RFC 4180, with commas or with the tabs that a spreadsheet copies. */
function cellsOf(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, '')
  const separator = source.slice(0, source.search(/\r?\n|$/)).includes('\t') ? '\t' : ','
  const lines: string[][] = [[]]
  const cell = new RegExp(`("(?:[^"]|"")*"|[^${separator}\\r\\n]*)(${separator}|\\r?\\n|$)`, 'gy')
  for (let found = cell.exec(source); found && found[0] !== ''; found = cell.exec(source)) {
    const [, raw = '', end = ''] = found
    lines.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
    if (end === '\n' || end === '\r\n') lines.push([])
  }
  return lines
}

/** The text of a file in UTF-8 or, as older spreadsheets write it, GB 18030. */
export async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

export const template = `\uFEFF${columns.map(({ head }) => head.zh).join(',')}\r\n`
