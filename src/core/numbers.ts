import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './db.ts'

/**
 * The next number people see, counted per prefix and year: `冀券-2026-000017`, as an expression for the statement that
 * stores it. Nobody waits for it, so a transaction that is rolled back leaves a gap.
 */
export const freshNumber = (prefix: string, year: number): RawBuilder<string> =>
  sql<string>`next_number(${prefix}, ${year}::int)`

/** The same, asked for by itself. */
export async function nextNumber(tx: Tx, prefix: string, year: number): Promise<string> {
  const { rows } = await sql<{ number: string }>`select ${freshNumber(prefix, year)} as number`.execute(tx)
  return (rows[0] as { number: string }).number
}
