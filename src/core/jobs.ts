import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { type Actor, theSystem } from './actor.ts'
import type { CommandCtx, Door, Place } from './command.ts'
import { command } from './contract.ts'
import { type Database, json, type Tx } from './db.ts'
import { followerNames, followOnce } from './feed.ts'
import type { Log } from './log.ts'
import type { Clock } from './time.ts'
import { ZONE } from './time.ts'

export { catchUp, type FeedEvent, type Follower, followEvents, followOnce, rewind } from './feed.ts'

/** What jobs need of a node. */
export type JobNode = { database: Database; door: Door; place: Place; clock: Clock; log: Log }

export type JobCtx = JobNode & {
  now: Temporal.Instant
  /**
   * Does one thing through the write door as the system, with its own commit and event.
   * @param allow a permission granted to the role `system`
   */
  act: (name: string, allow: string, handle: (ctx: CommandCtx) => Promise<void>) => Promise<void>
}

export type JobHandler = (ctx: JobCtx, data: Record<string, unknown>) => Promise<void>

export type JobOptions = {
  /** Five-field cron in Asia/Shanghai; the job then runs by itself, with no data. */
  cron?: string
  /** Tries after the first, with growing waits. */
  retries?: number
  /** A run longer than this is given up and tried again. */
  expireSeconds?: number
}

type Job = { handler: JobHandler; options: JobOptions }
const jobs = new Map<string, Job>()

/** Declares a job. Handlers may run more than once for one cause, so they must not mind. */
export function registerJob(name: string, handler: JobHandler, options: JobOptions = {}): void {
  const known = jobs.get(name)
  if (known && known.handler !== handler) throw new Error(`job ${name} declared twice`)
  jobs.set(name, { handler, options })
}

export const jobNames = (): string[] => [...jobs.keys()]

/**
 * Puts a job into the queue inside the caller's transaction: it exists exactly if what caused it was committed.
 * Written as pg-boss documents for inserts by SQL, because its `send` needs a started instance of the same database.
 * @throws Error when no module registered the job
 */
export async function enqueue(
  tx: Tx,
  name: string,
  data: object = {},
  options: { delaySeconds?: number } = {},
): Promise<void> {
  const job = jobs.get(name)
  if (!job) throw new Error(`no job ${name}`)
  if (await insertJob(tx, name, data, options)) return
  await sql`select pgboss.create_queue(${name}, ${JSON.stringify(queueOptions(job.options))}::jsonb)`.execute(
    tx,
  )
  await insertJob(tx, name, data, options)
}

async function insertJob(
  tx: Tx,
  name: string,
  data: object,
  { delaySeconds = 0 }: { delaySeconds?: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into pgboss.job (name, data, start_after, keep_until, policy, retry_limit, retry_delay, retry_backoff,
      retry_delay_max, expire_seconds, deletion_seconds, dead_letter, heartbeat_seconds)
    select q.name, ${json(data)}::jsonb, at.start, at.start + q.retention_seconds * interval '1 second', q.policy,
      q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds,
      q.dead_letter, q.heartbeat_seconds
    from pgboss.queue q, lateral (select pgboss.job_now() + ${delaySeconds} * interval '1 second' as start) at
    where q.name = ${name}`.execute(tx)
  return numAffectedRows === 1n
}

const queueOptions = ({ retries = 5, expireSeconds = 300 }: JobOptions) => ({
  policy: 'standard',
  retryLimit: retries,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 3600,
  expireInSeconds: expireSeconds,
  retentionSeconds: 14 * 86_400,
  deleteAfterSeconds: 86_400,
})

/** Runs one job's handler here and now; tests and the demo use it instead of waiting for the clock. */
export async function runJob(node: JobNode, name: string, data: Record<string, unknown> = {}): Promise<void> {
  const job = jobs.get(name)
  if (!job) throw new Error(`no job ${name}`)
  await job.handler(contextOf(node), data)
}

function contextOf(node: JobNode): JobCtx {
  const now = node.clock.now()
  return { ...node, now, act: (name, allow, handle) => actAs(node, theSystem, now, name, allow, handle) }
}

async function actAs(
  { door }: JobNode,
  actor: Actor,
  now: Temporal.Instant,
  name: string,
  allow: string,
  handle: (ctx: CommandCtx) => Promise<void>,
): Promise<void> {
  const endpoint = command({ path: '', summary: { zh: name, en: name }, returns: z.undefined(), allow })
  await door.run({ name, endpoint, actor, now, input: null, handle })
}

export type RunningJobs = AsyncDisposable & { dispose: () => Promise<void> }

/**
 * Starts the workers, the schedules and the followers of every registered module. Jobs live by the node's clock; followers,
 * who tell what is new, may live by another.
 */
export async function startJobs(node: JobNode, followersClock: Clock = node.clock): Promise<RunningJobs> {
  const boss = new PgBoss({
    db: bossDatabase(node.database.pool),
    schema: 'pgboss',
    registerInstance: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => node.log.error({ error }, 'job queue'))
  await boss.start()
  for (const [name, job] of jobs) await startJob(node, boss, name, job)
  const stopping = new AbortController()
  const followers = followerNames().map((name) =>
    follow({ ...node, clock: followersClock }, name, stopping.signal),
  )
  let disposing: Promise<void> | undefined
  const finish = async () => {
    stopping.abort()
    await Promise.all(followers)
    await boss.stop({ graceful: true, timeout: 5_000 })
  }
  const dispose = () => {
    disposing ??= finish()
    return disposing
  }
  return { dispose, [Symbol.asyncDispose]: dispose }
}

async function startJob(node: JobNode, boss: PgBoss, name: string, { handler, options }: Job): Promise<void> {
  const { policy: _, ...changeable } = queueOptions(options)
  await boss.createQueue(name, queueOptions(options))
  await boss.updateQueue(name, changeable)
  await boss.work<Record<string, unknown> | null>(name, { pollingIntervalSeconds: 1 }, async ([job]) => {
    try {
      await handler(contextOf(node), job?.data ?? {})
    } catch (error) {
      node.log.error({ error, job: name }, 'job failed; it will be tried again')
      throw error
    }
  })
  if (options.cron) await boss.schedule(name, options.cron, null, { tz: ZONE })
  else await boss.unschedule(name)
}

const PAUSE_MS = 400
const LONGEST_PAUSE_MS = 30_000

async function follow(node: JobNode, name: string, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    let taken = 0
    try {
      taken = await followOnce(node.database, name, node.clock.now())
      failures = 0
    } catch (error) {
      failures++
      if (!signal.aborted)
        node.log.error({ error, follower: name, failures }, 'follower failed; the batch will be read again')
    }
    const wait = Math.min(PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
    if (taken === 0) await sleep(wait, undefined, { signal }).catch(() => {})
  }
}

/** The node's own pool, read with pg's own types: pg-boss expects Date and number. */
function bossDatabase(pool: pg.Pool) {
  return {
    executeSql: (text: string, values?: unknown[]) =>
      pool.query({ text, types: pg.types, ...(values && { values }) } as pg.QueryConfig),
  }
}
