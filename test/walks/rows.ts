import type { sql } from 'kysely'
import { Refusal } from '#core/refusal.ts'
import type { World } from './world.ts'

/** One thing that somebody may do now; false where there is nothing to do it to. */
export type Move = (world: World, pick: number) => Promise<boolean>

export type Row = { id: string; other: string | null }
type Query = ReturnType<typeof sql<Row>>

export async function all(world: World, query: Query): Promise<Row[]> {
  return (await query.execute(world.node.database.db)).rows
}

/** One of the rows, or none; where there is none, `bring` first does what brings one about. */
export async function one(world: World, pick: number, query: Query, bring?: Move): Promise<Row | null> {
  let rows = await all(world, query)
  if (rows.length === 0 && bring && (await bring(world, pick))) rows = await all(world, query)
  return rows[pick % Math.max(rows.length, 1)] ?? null
}

/** Not everybody sees every case; whatever else goes wrong on its page is a defect. */
export function notSeen(error: unknown): null {
  if (error instanceof Refusal) return null
  throw error
}
