import { setTimeout as sleep } from 'node:timers/promises'
import { createDoor } from '#core/command.ts'
import { sql } from 'kysely'
import type { Database } from '#core/db.ts'
import { catchUp, runJob } from '#core/jobs.ts'
import { inbox } from '#platform/notices/browser.ts'
import type { TestNode } from './node.ts'

/**
 * What the running node does by itself: reads the events, queues the job, runs it through the door. The feed stops below the
 * oldest transaction of the whole server, which other tests share, so it is read until the job is there.
 */
export async function runQueued({ database, clock, log }: TestNode, name: string): Promise<void> {
  const jobs = () => database.pool.query('select id, data from pgboss.job where name = $1', [name])
  for (let tries = 0; tries < 300 && (await jobs()).rows.length === 0; tries++) {
    await catchUp(database, clock.now())
    await sleep(100)
  }
  const { rows } = await jobs()
  if (rows.length !== 1) throw new Error(`${rows.length} jobs ${name} are queued, not one`)
  const place = { dataDir: '', url: '', demo: false }
  await runJob({ database, door: createDoor(database, place), place, clock, log }, name, rows[0].data)
}

/** One follower has read every event there is: `catchUp` alone stops short of the oldest transaction of the whole server. */
export async function untilRead(database: Database, name: string, now: Temporal.Instant): Promise<void> {
  const unread = async () => {
    const { rows } = await sql`select from event e where not exists (
      select from feed_cursor c where c.name = ${name} and (e.xact, e.id) <= (c.last_xact, c.last_event_id)) limit 1`.execute(
      database.db,
    )
    return rows.length > 0
  }
  for (let tries = 0; tries < 1200 && (await unread()); tries++) {
    await catchUp(database, now, [name])
    if (await unread()) await sleep(25)
  }
  if (await unread()) throw new Error(`${name} did not catch up`)
}

type Inboxed = Pick<TestNode, 'database' | 'clock' | 'call'>

/** Somebody's messages, those of this title before the others, once one of it is among them; read as `runQueued` reads, and for the same reason. */
export async function told(node: Inboxed, as: Parameters<TestNode['call']>[2], title: RegExp) {
  for (let tries = 0; tries < 300; tries++) {
    await catchUp(node.database, node.clock.now())
    const { rows } = await node.call(inbox.list, { query: {} }, as)
    const ofTitle = rows.filter((row) => title.test(row.title.zh))
    if (ofTitle.length > 0) return [...ofTitle, ...rows.filter((row) => !ofTitle.includes(row))]
    await sleep(100)
  }
  throw new Error(`nobody was told ${title}`)
}
