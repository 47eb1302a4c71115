import { type GridLimits, type GridRow, refuseTooMany } from './grid.ts'
import { tableRefusals } from './refusals.ts'

const DELIMITERS = [',', '\t', ';', '，']

/**
 * Rows of a csv in UTF-8, UTF-16 (with mark) or GB 18030, as Excel and WPS write them.
 * @throws Refusal table_unreadable for bytes that are no text, table_too_many_rows
 */
export function readCsv(bytes: Uint8Array, limits: GridLimits): GridRow[] {
  const text = decode(bytes)
  if (text.includes('\0')) tableRefusals.refuse('table_unreadable')
  const rows: GridRow[] = []
  for (const cells of records(text, delimiterOf(text))) {
    refuseTooMany(rows.length + 1, limits)
    rows.push({ number: rows.length + 1, cells: cells.map((cell) => ({ text: cell.trim() })) })
  }
  return rows
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // the next one
    }
  }
  return tableRefusals.refuse('table_unreadable')
}

/** The mark that occurs most often in the first lines, outside quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4_000).replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((mark) => head.split(mark).length - 1)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string
}

/** RFC 4180, forgiving about bare line feeds and quotes inside an unquoted cell. */
function* records(text: string, delimiter: string): Generator<string[]> {
  let at = 0
  while (at < text.length) {
    const row: string[] = []
    for (;;) {
      const { cell, end } = text[at] === '"' ? quoted(text, at, delimiter) : bare(text, at, delimiter)
      row.push(cell)
      at = end
      if (text[at] !== delimiter) break
      at++
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    yield row
  }
}

function quoted(text: string, start: number, delimiter: string): { cell: string; end: number } {
  let cell = ''
  for (let at = start + 1; ; ) {
    const close = text.indexOf('"', at)
    if (close < 0) tableRefusals.refuse('table_unreadable')
    cell += text.slice(at, close)
    if (text[close + 1] !== '"') {
      const rest = bare(text, close + 1, delimiter)
      return { cell: cell + rest.cell, end: rest.end }
    }
    cell += '"'
    at = close + 2
  }
}

/** Up to the next mark; also what follows a closing quote, as Excel reads it. */
function bare(text: string, start: number, delimiter: string): { cell: string; end: number } {
  let end = start
  for (; end < text.length; end++) {
    const char = text[end]
    if (char === delimiter || char === '\n' || char === '\r') break
  }
  return { cell: text.slice(start, end), end }
}
