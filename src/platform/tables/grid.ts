import { tableRefusals } from './refusals.ts'

/** A cell as read: its text, and what the file made of it. */
export type Cell = {
  text: string
  /** Kept as a number by the file, so leading zeros and digits beyond the 15th are gone. */
  numeric?: boolean
  /** A formula without a stored value, or an error value such as #REF!: there is no text to trust. */
  broken?: 'formula' | 'error'
}

/** A row with its number as a person sees it in the spreadsheet; cells by column from 0. */
export type GridRow = { number: number; cells: (Cell | undefined)[] }

export type GridLimits = { maxRows: number; maxBytes: number; sheet?: string | undefined }

/** Rows beyond the limit that a header and notes may take. */
export const HEADROOM = 20

export function refuseTooMany(count: number, { maxRows }: GridLimits): void {
  if (count > maxRows + HEADROOM) tableRefusals.refuse('table_too_many_rows', { limit: maxRows })
}

export const isBlank = (row: GridRow): boolean =>
  row.cells.every((cell) => !cell || (cell.text === '' && !cell.broken))
