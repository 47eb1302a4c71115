import { testDatabase } from '#test/database.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { constraintOf, isRetryable, isTooSlow, json } from './db.ts'
import { nextNumber } from './numbers.ts'

const database = await testDatabase()
after(database.dispose)
const { db, pool } = database

const event = {
  at: Temporal.Instant.from('2026-03-01T08:00:00.123456Z'),
  actorLabel: '河北省科技厅 王工',
  command: 'voucher.issue',
  subjectKind: 'voucher',
  subjectId: '01890a5d-ac96-774b-bcce-b302099a8057',
  regionPath: ['13', '1310'],
}

test('times, amounts and documents come back as they went', async () => {
  const amount = 2n ** 60n + 1n
  const changes = json({
    amountFen: amount,
    snake_key: { inner_key: 1 },
    dueOn: Temporal.PlainDate.from('2026-04-05'),
  })
  const row = await db
    .insertInto('event')
    .values({ ...event, changes })
    .returningAll()
    .executeTakeFirstOrThrow()
  assert.equal(typeof row.id, 'bigint')
  assert.ok(event.at.equals(row.at))
  assert.deepEqual(row.regionPath, event.regionPath)
  assert.deepEqual(row.changes, {
    amountFen: amount.toString(),
    snake_key: { inner_key: 1 },
    dueOn: '2026-04-05',
  })
  const found = await db.selectFrom('event').select('id').where('at', '=', event.at).execute()
  assert.deepEqual(found, [{ id: row.id }])
})

test('every type arrives as the one the generated types promise', async () => {
  const { rows } = await pool.query({
    text: `select 9007199254740993::int8 as big, array[1, 2]::int8[] as bigs, 12.50::numeric as decimal,
      '2026-02-03'::date as day, array['2026-02-03']::date[] as days, $1::timestamptz as at, $2::date as on,
      array['2026-02-03T00:00:00.5+05:30']::timestamptz[] as ats, $3::timestamptz[] as given`,
    values: [event.at, Temporal.PlainDate.from('2026-12-31'), [event.at]],
  })
  const [row] = rows
  assert.equal(row.big, 9007199254740993n)
  assert.deepEqual(row.bigs, [1n, 2n])
  assert.equal(row.decimal, '12.50')
  assert.ok(row.day instanceof Temporal.PlainDate && row.days[0] instanceof Temporal.PlainDate)
  assert.ok(row.at.equals(event.at) && row.given[0].equals(event.at))
  assert.equal(String(row.on), '2026-12-31')
  assert.equal(String(row.ats[0]), '2026-02-02T18:30:00.5Z')
})

test('a time zone of the session changes nothing', async () => {
  const client = await pool.connect()
  await client.query(`set timezone = 'Asia/Shanghai'`)
  const { rows } = await client.query('select $1::timestamptz as at', [event.at])
  client.release(true)
  assert.ok(rows[0].at.equals(event.at))
})

test('the events only grow', async () => {
  await db.insertInto('event').values(event).execute()
  for (const statement of [
    sql`update event set command = 'x'`,
    sql`delete from event`,
    sql`truncate event`,
  ]) {
    const error = await statement.execute(db).then(
      () => undefined,
      (caught) => caught,
    )
    assert.match(String(constraintOf(error)), /^event_(append_only|no_truncate)$/)
    assert.equal(isRetryable(error), false)
  }
})

test('a broken constraint is known by its name, a deadlock by its code', async () => {
  const look = { at: event.at, actorLabel: '王工', what: 'test' }
  const broken = await db
    .insertInto('accessLog')
    .values({ ...look, outcome: 'guessed' as never })
    .execute()
    .catch((error) => error)
  assert.equal(constraintOf(broken), 'access_log_outcome')
  const failed = await sql`do $$ begin raise sqlstate '40001'; end $$`.execute(db).catch((error) => error)
  assert.equal(isRetryable(failed), true)
  assert.equal(constraintOf(new Error('other')), undefined)
})

test('numbers are counted by prefix and year, and two sessions that begin a series share it', async () => {
  const ask = (prefix: string, year: number) =>
    db.transaction().execute(async (tx) => {
      const number = await nextNumber(tx, prefix, year)
      await setTimeout(Math.random() * 3)
      return number
    })
  assert.equal(await ask('冀券', 2026), '冀券-2026-000001')
  for (let year = 2027; year < 2047; year++) {
    const numbers = await Promise.all([ask('冀券', year), ask('冀券', year), ask('冀券', year)])
    assert.deepEqual(
      numbers.sort(),
      [1, 2, 3].map((n) => `冀券-${year}-00000${n}`),
    )
  }
  assert.equal(await ask('冀券', 2026), '冀券-2026-000002')
  await assert.rejects(
    db.transaction().execute(async (tx) => {
      await nextNumber(tx, '津券', 2026)
      throw new Error('rolled back')
    }),
    /rolled back/,
  )
  assert.equal(await ask('津券', 2026), '津券-2026-000001')
})

test('a connection that breaks between two statements fails the next one, and nothing else', async () => {
  const broken = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await setTimeout(100)
    await sql`select 1`.execute(tx)
  })
  await assert.rejects(broken)
  assert.equal((await pool.query('select 1 as one')).rows[0].one, 1)
})

test('a statement that was stopped is known by its code: a server says why in its own language', () => {
  const said = (message: string, code: string) =>
    Object.assign(new pg.DatabaseError(message, 0, 'error'), { code })
  assert.equal(isTooSlow(said('canceling statement due to statement timeout', '57014')), true)
  assert.equal(isTooSlow(said('由于语句执行超时，正在取消查询命令', '57014')), true)
  assert.equal(isTooSlow(said('duplicate key', '23505')), false)
  assert.equal(isTooSlow(new Error('statement timeout')), false)
})
