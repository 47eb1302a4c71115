import ExcelJS from 'exceljs'
import { DEFAULT_ZIP_LIMITS, eachPiece, inspectZip } from './archive.ts'
import { type Cell, type GridLimits, type GridRow, refuseTooMany } from './grid.ts'
import { refuseUnsafe, tableRefusals } from './refusals.ts'

const MAX_CELLS = 1_000_000
const MAX_XML = 128 * 2 ** 20
/** Parts that a table does not need; some of them name ranges that would be spread over millions of cells. */
const IGNORED = [
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'drawing',
  'picture',
  'tableParts',
  'legacyDrawing',
  'hyperlinks',
  'cols',
  'autoFilter',
  'rowBreaks',
]
/** As exceljs finds them: anywhere in a name. */
const SHEET = /xl\/worksheets\/sheet\d+[.]xml/
const ENTITY = /<!(DOCTYPE|ENTITY)/i
const MAX_MERGED = 100_000
const OBJECTS = /^xl\/(embeddings|activeX|ctrlProps)\//

/**
 * Rows of the first visible sheet (or the named one). The directory is looked at before anything is unpacked, then
 * every XML part is streamed once to count and to look for entities, and only then opened as a workbook.
 * @throws Refusal table_unsafe, table_too_many_rows, table_unreadable
 */
export async function readXlsx(bytes: Uint8Array, limits: GridLimits): Promise<GridRow[]> {
  const report = await inspectZip(bytes, { ...DEFAULT_ZIP_LIMITS, unpacked: MAX_XML })
  if ('unsafe' in report) return refuseUnsafe(report.unsafe)
  refuseParts(report.names)
  const ignoreNodes = (await scan(bytes, limits)) ? IGNORED : [...IGNORED, 'mergeCells']
  const book = new ExcelJS.Workbook()
  try {
    await book.xlsx.load(bytes as never, { ignoreNodes })
  } catch {
    tableRefusals.refuse('table_unreadable')
  }
  const wanted = limits.sheet
    ? book.getWorksheet(limits.sheet)
    : (book.worksheets.find((sheet) => sheet.state === 'visible') ?? book.worksheets[0])
  if (!wanted) return tableRefusals.refuse('table_unreadable')
  const rows: GridRow[] = []
  wanted.eachRow({ includeEmpty: false }, (row) => {
    const cells: (Cell | undefined)[] = []
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      cells[column - 1] = cellOf(cell.value)
    })
    rows.push({ number: row.number, cells })
  })
  return rows
}

function refuseParts(names: readonly string[]): void {
  if (!names.includes('[Content_Types].xml') || !names.includes('xl/workbook.xml'))
    tableRefusals.refuse('table_unreadable')
  if (names.some((name) => /vbaProject|macrosheets/i.test(name))) refuseUnsafe('macros')
  if (names.some((name) => name.startsWith('xl/externalLinks/'))) refuseUnsafe('links')
  if (names.some((name) => OBJECTS.test(name))) refuseUnsafe('objects')
}

/** Counts rows, cells and merged cells without building anything; true where merged ranges may be followed. */
async function scan(bytes: Uint8Array, limits: GridLimits): Promise<boolean> {
  const tails = new Map<string, string>()
  const rows = new Map<string, number>()
  let cells = 0
  let merged = 0
  await eachPiece(bytes, (name, piece) => {
    const text = (tails.get(name) ?? '') + piece.toString('latin1')
    // Marks are looked for up to the last `<`; the rest waits for the next piece, so none is cut in two or counted twice.
    const end = Math.max(0, text.lastIndexOf('<'))
    const whole = text.slice(0, end)
    tails.set(name, text.slice(end, end + 4_096))
    if (ENTITY.test(whole) || ENTITY.test(text.slice(end, end + 20))) refuseUnsafe('entities')
    if (!SHEET.test(name)) return
    rows.set(name, (rows.get(name) ?? 0) + count(whole, /<(?:\w+:)?row[\s/>]/g))
    refuseTooMany(rows.get(name) ?? 0, limits)
    cells += count(whole, /<(?:\w+:)?c[\s/>]/g)
    if (cells > MAX_CELLS) tableRefusals.refuse('table_too_many_rows', { limit: limits.maxRows })
    for (const [, ref = ''] of whole.matchAll(/<(?:\w+:)?mergeCell[^>]*?ref="([^"]{0,40})"/g))
      merged += areaOf(ref)
  })
  return merged <= MAX_MERGED
}

const count = (text: string, mark: RegExp): number => text.match(mark)?.length ?? 0

function areaOf(ref: string): number {
  const corners = ref.split(':').map((corner) => {
    const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(corner) ?? []
    return {
      row: Number(digits),
      column: [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0),
    }
  })
  const [from, to = from] = corners
  if (!from || !to) return Number.POSITIVE_INFINITY
  return (Math.abs(to.row - from.row) + 1) * (Math.abs(to.column - from.column) + 1)
}

function cellOf(value: ExcelJS.CellValue): Cell | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number') return { text: numberText(value), numeric: true }
  if (typeof value === 'boolean') return { text: value ? '是' : '否' }
  if (value instanceof Date) return { text: dateText(value) }
  if (typeof value === 'string') return { text: value.trim() }
  if ('error' in value) return { text: value.error, broken: 'error' }
  if ('richText' in value)
    return {
      text: value.richText
        .map((run) => run.text)
        .join('')
        .trim(),
    }
  if ('hyperlink' in value) return { text: String(value.text ?? '').trim() }
  if ('formula' in value || 'sharedFormula' in value) {
    const result = cellOf(value.result as ExcelJS.CellValue)
    return result ?? { text: '', broken: 'formula' }
  }
  return { text: '', broken: 'formula' }
}

/** As Excel shows it: 15 significant digits, no exponent. */
function numberText(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  if (!text.includes('e')) return text
  return Math.abs(value) >= 1 ? BigInt(Math.round(value)).toString() : value.toFixed(20).replace(/0+$/, '')
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const iso = value.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}
