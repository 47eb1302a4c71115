import { readFile, stat } from 'node:fs/promises'
import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { faultOf, halfWidth } from './cells.ts'
import { readCsv } from './csv.ts'
import { type Cell, type GridLimits, type GridRow, isBlank } from './grid.ts'
import { tableRefusals } from './refusals.ts'
import { readXlsx } from './xlsx.ts'

/** A column the caller wants. `parse` is given the cell's trimmed text and throws BadCell, a Refusal or a ZodError. */
export type Column<K extends string = string, V = unknown> = {
  key: K
  /** What the header may say, in either language; spaces, case, width and units in brackets don't matter. */
  titles: readonly string[]
  parse: ((text: string) => V) | z.ZodType<V, string>
  /** Blank cells are a problem; otherwise they are null. */
  required?: boolean
  /** The column may be absent altogether; its values are then null. */
  optionalColumn?: boolean
  /** A code of so many digits: a cell that Excel keeps as a number and that is shorter has lost its zeros. */
  digits?: number
}

type ValueOf<C> = C extends { parse: (text: string) => infer V }
  ? V
  : C extends { parse: z.ZodType<infer V> }
    ? V
    : never
export type RowOf<C extends readonly Column[]> = {
  [One in C[number] as One['key']]: One extends { required: true } ? ValueOf<One> : ValueOf<One> | null
}

/** What is wrong with one cell; `row` is the number a person sees in the spreadsheet. */
export type TableProblem = { row: number; column: string; value: string; text: Text }

export type Table<R> = {
  /** Rows without a problem, with their numbers. */
  rows: { row: number; values: R }[]
  problems: TableProblem[]
  /** What could be read of the rows with a problem. */
  bad: { row: number; values: Partial<R> }[]
  headerRow: number
}

export type ReadOptions = { maxRows?: number; maxBytes?: number; sheet?: string }

const HEADER_WITHIN = 10

/**
 * Reads an xlsx or csv into typed rows, with everything that is wrong told at once, cell by cell.
 * @param source the bytes, or the path of a file
 * @throws Refusal table_* when the file as a whole can't be used
 */
export async function readTable<const C extends readonly Column[]>(
  source: Uint8Array | string,
  columns: C,
  options: ReadOptions = {},
): Promise<Table<RowOf<C>>> {
  const limits: GridLimits = {
    maxRows: options.maxRows ?? 20_000,
    maxBytes: options.maxBytes ?? 30 * 2 ** 20,
    sheet: options.sheet,
  }
  const grid = (await readGrid(source, limits)).filter((row) => !isBlank(row))
  const header = findHeader(grid, columns)
  const body = grid.slice(header.index + 1)
  if (body.length > limits.maxRows) tableRefusals.refuse('table_too_many_rows', { limit: limits.maxRows })
  const table: Table<RowOf<C>> = { rows: [], problems: [], bad: [], headerRow: header.row }
  for (const row of body) {
    const { values, problems } = readRow(row, columns, header.places)
    if (problems.length > 0) {
      table.problems.push(...problems)
      table.bad.push({ row: row.number, values: values as Partial<RowOf<C>> })
    } else table.rows.push({ row: row.number, values: values as RowOf<C> })
  }
  return table
}

async function readGrid(source: Uint8Array | string, limits: GridLimits): Promise<GridRow[]> {
  const size = typeof source === 'string' ? (await stat(source)).size : source.byteLength
  if (size === 0) tableRefusals.refuse('table_empty')
  if (size > limits.maxBytes)
    tableRefusals.refuse('table_too_large', { limit: `${Math.floor(limits.maxBytes / 2 ** 20)} MB` })
  const bytes = typeof source === 'string' ? await readFile(source) : source
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (magic === 'd0cf11e0') tableRefusals.refuse('table_old_or_encrypted')
  return magic === '504b0304' ? readXlsx(bytes, limits) : readCsv(bytes, limits)
}

/** What of a title counts: no spaces, stars, colons, or bracketed unit; half-width; lower case. */
const plainTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/\([^()]*\)/g, '')
    .replace(/[\s*:_]/g, '')
    .toLowerCase()

type Header = { index: number; row: number; places: ReadonlyMap<string, number> }

/** The row among the first ten that names most of the columns; every column that must be there has to be. */
function findHeader(grid: readonly GridRow[], columns: readonly Column[]): Header {
  let best: { header: Header; missing: Column[] } | null = null
  for (const [index, row] of grid.slice(0, HEADER_WITHIN).entries()) {
    const places = placesIn(row, columns)
    if (places.size === 0 || (best && places.size <= best.header.places.size)) continue
    const missing = columns.filter((column) => !column.optionalColumn && !places.has(column.key))
    best = { header: { index, row: row.number, places }, missing }
  }
  const missing = best ? best.missing : columns.filter((column) => !column.optionalColumn)
  if (best && missing.length === 0) return best.header
  return tableRefusals.refuse('table_no_header', {
    rows: HEADER_WITHIN,
    missing: missing.map((column) => column.titles[0] ?? column.key).join('、'),
  })
}

function placesIn(row: GridRow, columns: readonly Column[]): Map<string, number> {
  const said = row.cells.map((cell) => (cell ? plainTitle(cell.text) : ''))
  const places = new Map<string, number>()
  for (const column of columns) {
    const titles = new Set([column.key, ...column.titles].map(plainTitle))
    const found = said.flatMap((title, place) => (title && titles.has(title) ? [place] : []))
    if (found.length > 1)
      tableRefusals.refuse('table_header_twice', { title: row.cells[found[0] as number]?.text ?? column.key })
    if (found[0] !== undefined) places.set(column.key, found[0])
  }
  return places
}

function readRow(row: GridRow, columns: readonly Column[], places: ReadonlyMap<string, number>) {
  const values: Record<string, unknown> = {}
  const problems: TableProblem[] = []
  for (const column of columns) {
    const place = places.get(column.key)
    const cell = place === undefined ? undefined : row.cells[place]
    const fault = readCell(column, cell, values)
    if (!fault) continue
    const value = (cell?.text ?? '').slice(0, 200)
    problems.push({ row: row.number, column: column.titles[0] ?? column.key, value, text: fault })
  }
  return { values, problems }
}

function readCell(column: Column, cell: Cell | undefined, values: Record<string, unknown>): Text | null {
  if (cell?.broken) return brokenTexts[cell.broken]
  const text = halfWidth(cell?.text ?? '').trim()
  if (text === '') {
    values[column.key] = null
    return column.required ? { zh: '必填，不能为空', en: 'must not be empty' } : null
  }
  const lost = cell?.numeric ? lostDigits(column, text) : null
  if (lost) return lost
  try {
    values[column.key] = typeof column.parse === 'function' ? column.parse(text) : column.parse.parse(text)
    return null
  } catch (error) {
    const fault = faultOf(error)
    if (!fault) throw error
    return fault
  }
}

const brokenTexts: Record<NonNullable<Cell['broken']>, Text> = {
  formula: {
    zh: '公式没有保存结果，请改为数值',
    en: 'a formula without a stored result; replace it by its value',
  },
  error: { zh: '单元格是错误值，请改正', en: 'the cell is an error value; correct it' },
}

function lostDigits({ digits }: Column, text: string): Text | null {
  if (/^\d{16,}$/.test(text)) {
    return {
      zh: '以数字保存，第15位以后的数字已丢失；请将该列设为“文本”后重新填写',
      en: 'kept as a number, so digits beyond the 15th are lost; format the column as text and type it again',
    }
  }
  if (!digits || text.length >= digits || !/^\d+$/.test(text)) return null
  const guess = text.padStart(digits, '0')
  return {
    zh: `应为${digits}位代码，前面的0可能丢失（是否为${guess}？）；请将该列设为“文本”后重新填写`,
    en: `a code of ${digits} digits whose leading zeros may be lost (${guess}?); format the column as text and type it again`,
  }
}
