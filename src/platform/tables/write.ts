import { PassThrough, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'

/** text and code are stored as text; money is fen, shown in yuan with two decimals; day is PlainDate or YYYY-MM-DD, moment is ISO with zone, shown in Shanghai's time. */
export type ColumnKind = 'text' | 'code' | 'money' | 'integer' | 'day' | 'moment'
export type CellValue = string | number | bigint | Temporal.PlainDate | Temporal.Instant | null | undefined
export type OutColumn = { key: string; title: string; kind?: ColumnKind; width?: number }
export type OutRow = Record<string, CellValue>
export type OutSheet = {
  name: string
  columns: readonly OutColumn[]
  rows: Iterable<OutRow> | AsyncIterable<OutRow>
  /** Lines above the header: source, unit, as-of time. */
  notes?: readonly string[]
}

const FORMATS: Record<ColumnKind, string> = {
  text: '@',
  code: '@',
  money: '#,##0.00',
  integer: '#,##0',
  day: 'yyyy-mm-dd',
  moment: 'yyyy-mm-dd hh:mm',
}
const WIDTHS: Record<ColumnKind, number> = { text: 24, code: 22, money: 16, integer: 12, day: 13, moment: 18 }

/** The workbook as one buffer; for long tables use `streamTable`. */
export function writeTable(spec: { sheets: readonly OutSheet[] }): Promise<Buffer> {
  return buffer(streamTable(spec))
}

/** The same as a stream; rows are taken one by one and never held together. */
export function streamTable({ sheets }: { sheets: readonly OutSheet[] }): Readable {
  const out = new PassThrough()
  void writeSheets(out, sheets).catch((error: unknown) => out.destroy(error as Error))
  return out
}

async function writeSheets(out: PassThrough, sheets: readonly OutSheet[]): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  })
  for (const [index, { name, columns, rows, notes = [] }] of sheets.entries()) {
    const frozen = notes.length + 1
    const sheet = book.addWorksheet(sheetName(name, index), { views: [{ state: 'frozen', ySplit: frozen }] })
    sheet.columns = columns.map(({ kind = 'text', width }) => ({ width: width ?? WIDTHS[kind] }))
    for (const note of notes) sheet.addRow([clean(note)]).commit()
    const head = sheet.addRow(columns.map(({ title }) => clean(title)))
    head.font = { bold: true }
    head.commit()
    for await (const values of rows) {
      const row = sheet.addRow(columns.map(({ key, kind = 'text' }) => cellFor(values[key], kind)))
      row.eachCell((cell, place) => {
        cell.numFmt = FORMATS[columns[place - 1]?.kind ?? 'text']
      })
      row.commit()
      if (out.writableNeedDrain && !out.destroyed) await drained(out)
    }
    sheet.commit()
  }
  await book.commit()
}

const drained = (out: PassThrough) =>
  new Promise<void>((resolve) => {
    out.once('drain', resolve)
    out.once('close', resolve)
  })

/** Strings are written as strings whatever they begin with, so `=1+1` stays a text and never becomes a formula. */
function cellFor(value: CellValue, kind: ColumnKind): string | number | Date | null {
  if (value === null || value === undefined) return null
  if (kind === 'money') return yuanNumber(BigInt(value as bigint | string))
  if (kind === 'integer') return Number(value)
  if (kind === 'day') return new Date(`${value}T00:00:00Z`)
  if (kind === 'moment') return wallTime(String(value))
  return clean(String(value))
}

/** A spreadsheet knows no zones: what the clock in Shanghai shows, to the minute. */
function wallTime(iso: string): Date {
  const shown = Temporal.Instant.from(iso).toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime()
  return new Date(`${shown.toString({ smallestUnit: 'minute' })}:00Z`)
}

/** Exact: the nearest double of a decimal with two places shows the same two places up to 10^13 yuan. */
const yuanNumber = (fen: bigint): number => Number(yuanText(fen))

function yuanText(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** What XML 1.0 can't hold goes; 32,767 characters are what Excel opens. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (char) => ('\t\n'.includes(char) ? char : ''))
    .slice(0, 32_767)

function sheetName(name: string, index: number): string {
  const allowed = clean(name)
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31)
  return allowed || `Sheet${index + 1}`
}
