import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { testDatabase, type TestDatabase } from '#test/database.ts'
import { untilRead } from '#test/jobs.ts'
import { createDoor } from './command.ts'
import { enqueue, followEvents, followOnce, type JobNode, registerJob, startJobs } from './jobs.ts'
import { createLog } from './log.ts'
import { policy, allow } from './policy.ts'
import { fixedClock } from './time.ts'
import { uuidv7 } from './id.ts'

let database: TestDatabase
let node: JobNode
const now = Temporal.Instant.from('2026-11-23T09:00:00+08:00')

before(async () => {
  database = await testDatabase()
  const place = { dataDir: '', url: '', demo: false }
  node = {
    database,
    place,
    door: createDoor(database, place),
    clock: fixedClock(now),
    log: createLog('silent'),
  }
})
after(() => database.dispose())

const seen: { name: string; data: unknown; at: string }[] = []
registerJob(
  'test.echo',
  async (ctx, data) => void seen.push({ name: 'test.echo', data, at: ctx.now.toString() }),
)
let failures = 0
registerJob('test.flaky', async () => {
  if (failures++ === 0) throw new Error('not yet')
  seen.push({ name: 'test.flaky', data: null, at: '' })
})
registerJob('test.nightly', async () => {}, { cron: '10 1 * * *' })
policy({ 'test.act': [allow('system', 'any')] })

const appended = (label: string) => ({
  at: now,
  actorLabel: label,
  command: 'test',
  subjectKind: 'test',
  subjectId: uuidv7(),
})

const waitFor = async (condition: () => boolean, ms = 15_000) => {
  for (const until = Date.now() + ms; Date.now() < until && !condition(); ) await sleep(50)
  assert.ok(condition(), 'waited in vain')
}

test('a job exists exactly if its cause was committed', async () => {
  const attempt = database.db.transaction().execute(async (tx) => {
    await tx.insertInto('event').values(appended('undone')).execute()
    await enqueue(tx, 'test.echo', { from: 'undone' })
    throw new Error('changed my mind')
  })
  await assert.rejects(attempt, /changed my mind/)
  await database.db.transaction().execute(async (tx) => {
    await tx.insertInto('event').values(appended('done')).execute()
    await enqueue(tx, 'test.echo', { from: 'done', amountFen: 12n, camelCase: { snake_case: 1 } })
    await enqueue(tx, 'test.flaky')
  })
  await using _running = await startJobs(node)
  await waitFor(() => seen.some((job) => job.name === 'test.echo'))
  assert.deepEqual(seen, [
    {
      name: 'test.echo',
      data: { from: 'done', amountFen: '12', camelCase: { snake_case: 1 } },
      at: now.toString(),
    },
  ])
  await waitFor(() => failures === 1)
})

test('schedules are kept in the time zone of Beijing', async () => {
  await using _running = await startJobs(node)
  const { rows } =
    await sql`select name, cron, timezone from pgboss.schedule where name = 'test.nightly'`.execute(
      database.db,
    )
  assert.deepEqual(rows, [{ name: 'test.nightly', cron: '10 1 * * *', timezone: 'Asia/Shanghai' }])
})

test('an unknown job is a defect, not a job nobody runs', async () => {
  await assert.rejects(
    database.db.transaction().execute((tx) => enqueue(tx, 'test.nobody')),
    /no job test.nobody/,
  )
})

test('a follower never misses an event of a transaction that commits late', async () => {
  const read: string[] = []
  followEvents('test.late', async (_tx, events) => void read.push(...events.map((event) => event.actorLabel)))
  await untilRead(database, 'test.late', now)
  read.length = 0

  const slow = await database.pool.connect()
  await slow.query('begin')
  const insert = `insert into event (at, actor_label, command, subject_kind, subject_id) values ($1, $2, 'test', 'test', uuidv7())`
  await slow.query(insert, [now, 'first number, late commit'])
  await database.db.insertInto('event').values(appended('second number, early commit')).execute()
  assert.equal(await followOnce(database, 'test.late', now), 0, 'nothing is read past a running transaction')
  await slow.query('commit')
  slow.release()

  await untilRead(database, 'test.late', now)
  assert.deepEqual(read, ['first number, late commit', 'second number, early commit'])
})

test('the cursor moves only together with the effect', async () => {
  let broken = true
  const read: string[] = []
  followEvents('test.broken', async (tx, events) => {
    await tx
      .insertInto('feedCursor')
      .values({ name: 'effect', lastEventId: BigInt(events.length) })
      .execute()
    if (broken) throw new Error('half done')
    read.push(...events.map((event) => event.actorLabel))
  })
  await assert.rejects(followOnce(database, 'test.broken', now, 1), /half done/)
  const effects = () =>
    database.db.selectFrom('feedCursor').select('lastEventId as last').where('name', '=', 'effect').execute()
  assert.deepEqual(await effects(), [])
  broken = false
  assert.equal(await followOnce(database, 'test.broken', now, 1), 1)
  assert.deepEqual(read, ['done'])
  assert.deepEqual(await effects(), [{ last: 1n }])
})

test('many writers, two readers of one cursor: each event exactly once, in one order', async () => {
  const read: bigint[] = []
  followEvents('test.many', async (_tx, events) => void read.push(...events.map((event) => event.id)))
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let i = 0; i < 20; i++) {
      await database.db.transaction().execute(async (tx) => {
        await tx
          .insertInto('event')
          .values(appended(`many ${writer}`))
          .execute()
        await sleep(Math.random() * 4)
      })
    }
  })
  const writing = Promise.all(writers)
  let finished = false
  void writing.then(() => {
    finished = true
  })
  const reader = async () => {
    while (!finished) await followOnce(database, 'test.many', now, 7)
  }
  await Promise.all([writing, reader(), reader()])
  await untilRead(database, 'test.many', now)
  const { total } = await database.db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  assert.equal(new Set(read).size, read.length)
  assert.equal(BigInt(read.length), total)
})
