import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'

export type Entry = {
  key: string
  at: Temporal.Instant
  what: 'done' | 'seen' | 'refused'
  by: string
  command: string
  changes: Record<string, unknown>
}

export type SubjectRef = { kind: string; id: string }
type Paging = { limit: number; looks: boolean; before?: { at: string; key: string } | undefined }

/** Newest first, events and (where asked) looks in one order; one more than `limit`. Both sides read their subject's index. */
export async function readTimeline(
  db: Reader,
  { kind, id }: SubjectRef,
  { limit, looks, before }: Paging,
): Promise<Entry[]> {
  const older = before ? sql`where (at, key) < (${before.at}::timestamptz, ${before.key})` : sql``
  const seen = looks
    ? sql`union all
      select 'l' || lpad(id::text, 19, '0') as key, at, outcome as what, actor_label as by, what as command, detail as changes
      from access_log where subject_kind = ${kind} and subject_id = ${id}`
    : sql``
  const { rows } = await sql<Entry>`
    select * from (
      select 'e' || lpad(id::text, 19, '0') as key, at, 'done' as what, actor_label as by, command, changes
      from event where subject_kind = ${kind} and subject_id = ${id}
      ${seen}
    ) entry ${older} order by at desc, key desc limit ${limit + 1}`.execute(db as Tx)
  return rows
}

type RefusedFilter = {
  visible: RawBuilder<boolean>
  since: Temporal.Instant | undefined
  before: bigint | undefined
  limit: number
}

/** Newest first, one more than `limit`. */
export function readRefused(db: Reader, { visible, since, before, limit }: RefusedFilter) {
  return db
    .selectFrom('accessLog as l')
    .select(['l.id', 'l.at', 'l.actorLabel as by', 'l.what as command'])
    .select(sql<string | null>`l.detail ->> 'code'`.as('code'))
    .where('l.outcome', '=', 'refused')
    .where(visible)
    .$if(since !== undefined, (qb) => qb.where('l.at', '>=', since as Temporal.Instant))
    .$if(before !== undefined, (qb) => qb.where('l.id', '<', before as bigint))
    .orderBy('l.id', 'desc')
    .limit(limit + 1)
    .execute()
}
