import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { enqueue, followEvents, registerJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { movableClock } from '#core/time.ts'
import { auditLedger, balance } from '#platform/ledger/index.ts'
import { accountsOf } from '#business/vouchers/index.ts'
import { temporaryFolder } from '../../bin/folder.ts'
import { createNode, type Node } from '../../src/node.ts'
import { makeCommunity, openBudget } from '../community.ts'
import { assertClear, knock } from './knock.ts'

/** One node runs its own server; the other, on the same database, is told a DATABASE_URL, as of a managed one. */
const clock = movableClock('2026-03-02T09:00:00+08:00')
const dataDir = temporaryFolder('outage')
const lines: string[] = []
const log = createLog('info', { write: (line) => void lines.push(line) })
const config = {
  ...{ port: 0, url: 'http://localhost:3000', publicUrl: false, dataDir, community: 'jingjinji' },
  ...{ databaseUrl: null, smtpUrl: null, demo: false },
}
const ran: unknown[] = []
const followed: bigint[] = []
registerJob('test.outage', async (_, data) => void ran.push(data.n))
followEvents('test.outage', async (_, events) => void followed.push(...events.map(({ id }) => id)))

let node: Node
let managed: Node
let postmaster: () => Promise<number>
let budgetId: string
let cookie: string
before(async () => {
  node = await createNode(config, { clock, log, background: true })
  const { connectionString = '' } = node.database.pool.options
  managed = await createNode(
    { ...config, databaseUrl: connectionString },
    { clock, log: createLog('silent'), background: false },
  )
  postmaster = async () => {
    const { rows } = await node.database.pool.query(`select pg_read_file('postmaster.pid') as file`)
    return Number.parseInt(rows[0].file, 10)
  }
  const community = await makeCommunity(Object.assign(node, { clock }))
  budgetId = await openBudget(community, 1_000_000n, 1n)
  cookie = await node.auth.cookieFor(community.province.finance.userId)
})
after(async () => {
  await managed?.dispose()
  await node?.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

const caller = () => ({ name: 'finance', cookie, who: null })
const release = (key: string) =>
  knock(node, caller(), {
    ...{
      method: 'POST',
      path: `/api/voucher-budgets/${budgetId}/releases`,
      headers: { 'idempotency-key': key },
    },
    body: JSON.stringify({ amountFen: '1', reason: '追加' }),
  })
const health = async (of: Node) => (await knock(of, null, { path: '/api/health' })).json as Health
type Health = {
  status: string
  database?: { is: string; restarts: number }
  text?: { zh: string; en: string }
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 100) {
    assert.ok(waited < 60_000, `${what}: not within a minute`)
    await sleep(100)
  }
}

test('PostgreSQL killed under a working node: clear 503s, then all goes on, and nothing acknowledged is lost', async () => {
  const acknowledged = new Set<string>()
  const refused: Awaited<ReturnType<typeof knock>>[] = []
  let working = true
  const work = Array.from({ length: 8 }, async (_, worker) => {
    for (let i = 0; working; i++) {
      const key = `outage:${worker}:${i}`
      let heard = await release(key)
      for (; heard.status !== 200 && working; heard = await release(key)) {
        refused.push(heard)
        await sleep(100)
      }
      if (heard.status === 200) acknowledged.add(key)
    }
  })
  await until('some work', () => acknowledged.size > 20)
  const first = await postmaster()
  await node.database.db
    .transaction()
    .execute((tx) => enqueue(tx, 'test.outage', { n: 1 }, { delaySeconds: 1 }))
  process.kill(first, 'SIGKILL')
  await until('the 503s', () => refused.length > 0)
  const ill = await health(node)
  if (ill.status !== 'ok') {
    assert.equal(ill.status, 'database_away')
    assert.match(ill.text?.zh ?? '', /数据库正在恢复/)
  }
  await until(
    'health',
    async () => (await health(node)).status === 'ok' && (await health(managed)).status === 'ok',
  )
  const before = acknowledged.size
  await until('work after the restart', () => acknowledged.size > before + 20)
  working = false
  await Promise.all(work)

  for (const heard of refused) {
    assert.equal(heard.status, 503, heard.text)
    assert.equal(heard.headers.get('retry-after'), '5')
    assert.match(heard.text, /"code":"database_away"/)
    assert.match(heard.text, /数据库正在恢复.+约5秒后/)
    assert.match(heard.text, /try again in about 5 seconds/)
  }
  assert.equal(
    (await balance(node.database.db, accountsOf(budgetId).available)).balanceFen,
    BigInt(acknowledged.size + 1),
  )
  assert.deepEqual(await auditLedger(node.database.db), [])
  assert.notEqual(await postmaster(), first)
  assert.deepEqual((await health(node)).database?.restarts, 1)
  assert.ok(lines.some((line) => /PostgreSQL .* is lost; it will be started again/.test(line)))
  assert.ok(lines.some((line) => /PostgreSQL runs again/.test(line)))
})

test('jobs and followers go on where they were; sign-in tells of an outage in the same words', async () => {
  await node.database.db.transaction().execute((tx) => enqueue(tx, 'test.outage', { n: 2 }))
  await until('both jobs', () => ran.includes(1) && ran.includes(2))
  const { rows } = await node.database.pool.query('select id from event order by id')
  await until('the feed', () => followed.length >= rows.length)
  assert.deepEqual(
    followed.toSorted((a, b) => Number(a - b)),
    rows.map(({ id }) => id),
    'each event once',
  )

  process.kill(await postmaster(), 'SIGKILL')
  const body = JSON.stringify({ email: 'nobody@example.test', password: 'long enough' })
  const asked = { method: 'POST', path: '/api/auth/sign-in/email', body }
  const heard = await Promise.all([
    ...[knock(node, null, asked), knock(managed, null, asked)],
    ...[knock(managed, caller(), { path: '/api/me' }), knock(node, caller(), { path: '/api/me' })],
  ])
  for (const { status, text } of heard)
    assert.ok(status === 503 && text.includes('"code":"database_away"'), text)
  await until(
    'health',
    async () => (await health(node)).status === 'ok' && (await health(managed)).status === 'ok',
  )
  assertClear(await knock(managed, caller(), { path: '/api/me' }), 'me')
})

test('a full disk: what was asked is not done and says so, and under its key it is done once there is room', async () => {
  const { pool, db } = node.database
  const left = async () => (await balance(db, accountsOf(budgetId).available)).balanceFen
  const before = await left()
  // What PostgreSQL raises when a table can't grow.
  await pool.query(`
    create function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on event for each statement execute function no_room()`)
  const full = await Promise.all([release('full'), release('full too')])
  await pool.query('drop function no_room cascade')
  for (const { status, text, headers } of full) {
    assert.equal(status, 503, text)
    assert.equal(headers.get('retry-after'), '60')
    assert.match(text, /"code":"storage_full".*存储空间已满.*no room left/s)
  }
  assert.equal(await left(), before)
  assert.equal((await release('full')).status, 200)
  assert.equal(await left(), before + 1n)
})
