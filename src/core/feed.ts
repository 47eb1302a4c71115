import { sql } from 'kysely'
import { type Database, isRetryable, type Tx } from './db.ts'

/** One row of `event`, as followers read it. */
export type FeedEvent = {
  id: bigint
  xact: string
  at: Temporal.Instant
  actorUser: string | null
  actorOrganisation: string | null
  actorLabel: string
  command: string
  subjectKind: string
  subjectId: string
  regionPath: string[]
  changes: Record<string, unknown>
}

/** Applies a batch of events; what it writes commits together with its place in the feed. */
export type Follower = (tx: Tx, events: readonly FeedEvent[], now: Temporal.Instant) => Promise<void>

const followers = new Map<string, Follower>()
const BATCH = 500

/**
 * Reads every event exactly once, in an order that never changes. The name is the cursor's: keep it.
 * @throws Error when another follower has the name
 */
export function followEvents(name: string, follower: Follower): void {
  const known = followers.get(name)
  if (known && known !== follower) throw new Error(`follower ${name} declared twice`)
  followers.set(name, follower)
}

export const followerNames = (): string[] => [...followers.keys()]

/**
 * One batch of one follower; how many events it took. 0 when it is caught up, or while another node has its cursor.
 * Event numbers commit out of order, so only transactions below every running one are read: behind those, nothing can
 * appear any more.
 */
export async function followOnce(
  database: Database,
  name: string,
  now: Temporal.Instant,
  limit = BATCH,
): Promise<number> {
  const follower = followers.get(name)
  if (!follower) throw new Error(`no follower ${name}`)
  if (!(await isWaiting(database, name))) return 0
  await database.db
    .insertInto('feedCursor')
    .values({ name })
    .onConflict((on) => on.doNothing())
    .execute()
  return database.db.transaction().execute(async (tx) => {
    const cursor = await tx
      .selectFrom('feedCursor')
      .select(['lastXact', 'lastEventId'])
      .where('name', '=', name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!cursor) return 0
    const events = await readBehind(tx, cursor, limit)
    const last = events.at(-1)
    if (!last) return 0
    await follower(tx, events, now)
    await tx
      .updateTable('feedCursor')
      .set({ lastXact: last.xact, lastEventId: last.id })
      .where('name', '=', name)
      .execute()
    return events.length
  })
}

/** Asked without a lock and without a transaction number, because followers ask all day. */
async function isWaiting({ db }: Database, name: string): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (
      select from event where (xact, id) > (coalesce(c.last_xact, '0'), coalesce(c.last_event_id, 0))
        and xact < pg_snapshot_xmin(pg_current_snapshot())
    ) as waiting
    from (select) as one left join feed_cursor c on c.name = ${name}`.execute(db)
  return rows[0]?.waiting ?? false
}

async function readBehind(
  tx: Tx,
  cursor: { lastXact: string; lastEventId: bigint },
  limit: number,
): Promise<FeedEvent[]> {
  const { rows } = await sql<FeedEvent>`
    select id, xact::text as xact, at, actor_user, actor_organisation, actor_label, command, subject_kind, subject_id,
      region_path, changes
    from event
    where (xact, id) > (${cursor.lastXact}::xid8, ${cursor.lastEventId}::bigint)
      and xact < pg_snapshot_xmin(pg_current_snapshot())
    order by event.xact, id
    limit ${limit}`.execute(tx)
  return rows
}

/** Lets every follower (or the named ones) read until it is caught up. Used by tests, the demo and rebuilds. */
export async function catchUp(
  database: Database,
  now: Temporal.Instant,
  names: readonly string[] = followerNames(),
): Promise<void> {
  for (const name of names) {
    for (let tries = 0; ; ) {
      try {
        if ((await followOnce(database, name, now)) === 0) break
      } catch (error) {
        if (!isRetryable(error) || ++tries > 5) throw error
      }
    }
  }
}

/** Puts a follower back to the first event; whoever calls it has emptied the derived tables in the same transaction. */
export async function rewind(tx: Tx, name: string): Promise<void> {
  await tx
    .updateTable('feedCursor')
    .set({ lastXact: '0', lastEventId: 0n })
    .where('name', '=', name)
    .execute()
}
