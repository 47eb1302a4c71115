import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** `冀券-2026-000017` */
export const formatNumber = (prefix: string, year: number, count: bigint): string =>
  `${prefix}-${year}-${String(count).padStart(6, '0')}`

/**
 * The next number people see, counted per prefix and year. The counter's row stays locked until the transaction ends,
 * so numbers have no gaps; ask for one as late as possible.
 */
export async function nextNumber(tx: Tx, prefix: string, year: number): Promise<string> {
  const { last } = await tx
    .insertInto('numberCounter')
    .values({ prefix, year, last: 1n })
    .onConflict((conflict) =>
      conflict.columns(['prefix', 'year']).doUpdateSet({ last: sql<bigint>`number_counter.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return formatNumber(prefix, year, last)
}
