import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as dial, createServer, type AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { theSystem } from '#core/actor.ts'
import { type CommandCtx, createDoor } from '#core/command.ts'
import { command, Fen } from '#core/contract.ts'
import { allow, policy } from '#core/policy.ts'
import { coreRefusals, type Refusal } from '#core/refusal.ts'
import { rowByItself } from '#core/row.ts'
import { connect, isAway } from '#core/db.ts'
import { auditLedger, balance, move, moveLater, openAccount, type Step } from '#platform/ledger/index.ts'
import { testDatabase } from './database.ts'

const database = await testDatabase()
after(database.dispose)
const { db } = database
const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const booking = { actor: theSystem, now }
const lane = 'test/lane'

policy({ 'test.pay': [allow('system', 'any')] })
const pay = command({
  path: '/test/payments',
  allow: 'test.pay',
  returns: z.object({ paidFen: Fen }),
  summary: { zh: '支付', en: 'pay' },
})
const door = createDoor(database, { dataDir: '', url: '', demo: false })
let worlds = 0

/** A budget with so much in it, and whom it pays. */
async function world(fen: bigint) {
  const n = ++worlds
  const [budget, payee] = [`lane${n}/budget`, `lane${n}/payee`]
  await db.transaction().execute(async (tx) => {
    await openAccount(tx, now, { path: `lane${n}/source`, floorFen: null })
    await openAccount(tx, now, { path: budget })
    await openAccount(tx, now, { path: payee })
    const opening = { kind: 'transfer', key: `open:${n}`, code: 'open', from: `lane${n}/source` } as const
    await move(tx, booking, [{ ...opening, to: budget, amountFen: fen }])
  })
  const step = (key: string, amountFen: bigint): Step => {
    return { kind: 'transfer', key: `${n}:${key}`, code: 'pay', from: budget, to: payee, amountFen }
  }
  const run = (key: string, handle: (ctx: CommandCtx) => Promise<bigint>) =>
    door.run({
      ...{ name: 'test.pay', endpoint: pay, actor: theSystem, now, key: `${n}:${key}`, input: { key }, lane },
      handle: async (ctx) => {
        const paidFen = await handle(ctx)
        ctx.event({ subject: { kind: 'payment', id: crypto.randomUUID() }, changes: { key: `${n}:${key}` } })
        return { paidFen }
      },
    })
  const payLater = (key: string, amountFen: bigint) =>
    run(key, async (ctx) => {
      await moveLater(ctx.tx, ctx, [step(key, amountFen)])
      return amountFen
    })
  const paid = async () => (await balance(db, payee)).balanceFen
  return { step, run, payLater, paid, n }
}

const eventsOf = async (n: number) =>
  (await db.selectFrom('event').select('changes').where('command', '=', 'test.pay').execute()).filter(
    ({ changes }) => (changes as { key: string }).key.startsWith(`${n}:`),
  ).length
const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'fulfilled' ? 'done' : (result.reason as Refusal).code

test('of a lane that wants more than there is, so many are done as can be paid; the others are told why and leave nothing', async () => {
  const { payLater, paid, n } = await world(550n)
  const results = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => payLater(`p${i}`, 100n)))
  assert.deepEqual(results.map(codeOf).sort(), [
    ...Array<string>(5).fill('done'),
    ...Array<string>(5).fill('ledger_floor'),
  ])
  assert.equal(await paid(), 500n)
  assert.equal(await eventsOf(n), 5)
  assert.deepEqual(await auditLedger(db), [])
})

test('what was done in a lane is answered again under its key and not done again', async () => {
  const { payLater, paid } = await world(1000n)
  const first = await Promise.all(Array.from({ length: 8 }, (_, i) => payLater(`p${i}`, 10n)))
  const again = await Promise.all(Array.from({ length: 8 }, (_, i) => payLater(`p${i}`, 10n)))
  assert.deepEqual(
    again.map(({ body }) => body),
    first.map(({ body }) => body),
  )
  assert.deepEqual([...new Set(again.map(({ hit }) => hit))], [true])
  assert.equal(await paid(), 80n)
})

test('a defect in one command of a lane is that command’s alone', async () => {
  const { run, payLater, paid } = await world(1000n)
  const broken = run('broken', async () => {
    throw new Error('a defect')
  })
  const results = await Promise.allSettled([payLater('a', 1n), broken, payLater('b', 1n)])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.equal(await paid(), 2n)
})

test('a command that never gets through is told so; those beside it in the lane are done', async () => {
  const { run, payLater, paid } = await world(1000n)
  const stuck = run('stuck', async ({ tx }) => {
    await sql`do $$ begin raise exception 'always' using errcode = '40001'; end $$`.execute(tx)
    return 0n
  })
  const results = await Promise.allSettled([payLater('a', 1n), stuck, payLater('b', 1n)])
  assert.deepEqual(results.map(codeOf), ['done', 'busy', 'done'])
  assert.equal(await paid(), 2n)
})

test('a row that is refused takes back what it handed over, and the rows beside it go on', async () => {
  const { run, step, paid } = await world(1000n)
  const { body } = await run('rows', async (ctx) => {
    const refusals = []
    for (const [i, amountFen] of [5n, 7n, 11n].entries()) {
      const { refusal } = await rowByItself(ctx, async (one) => {
        await moveLater(one.tx, one, [step(`row${i}`, amountFen)])
        if (i === 1) coreRefusals.refuse('not_found')
      })
      refusals.push(refusal?.code ?? null)
    }
    assert.deepEqual(refusals, [null, 'not_found', null])
    return 16n
  })
  assert.deepEqual(body, { paidFen: '16' })
  assert.equal(await paid(), 16n)
})

test('alone, too, a command is refused by what it handed over, and nothing of it is left', async () => {
  const { payLater, paid, n } = await world(50n)
  const [result] = await Promise.allSettled([payLater('more', 51n)])
  assert.equal(codeOf(result!), 'ledger_floor')
  assert.equal(await paid(), 0n)
  assert.equal(await eventsOf(n), 0)
  await payLater('just', 50n)
  assert.equal(await paid(), 50n)
})

test('a lane whose commit was made but whose answer was lost is not done once more', async () => {
  const { payLater, paid, step, n } = await world(1000n)
  await payLater('before', 1n)
  const { port, hostname } = new URL(database.url)
  let lose = false
  // Between the node and PostgreSQL: lets a commit through and hangs up instead of its answer.
  const wire = createServer((client) => {
    const server = dial(Number(port), hostname)
    client.on('data', (bytes) => {
      server.write(bytes)
      if (!lose || !bytes.includes('commit')) return
      lose = false
      server.removeAllListeners('data').once('data', () => client.destroy())
    })
    server.on('data', (bytes) => client.write(bytes))
    for (const one of [client, server]) one.on('error', () => {})
    client.on('close', () => server.destroy())
    server.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(wire, 'listening')
  const through = new URL(database.url)
  through.host = `127.0.0.1:${(wire.address() as AddressInfo).port}`
  const far = connect(through.href, { prepared: false })
  const farDoor = createDoor(far, { dataDir: '', url: '', demo: false })
  const handled: string[] = []
  const payFar = (key: string) =>
    farDoor.run({
      // Without a key of idempotency nothing would tell the second time from a new command.
      ...{ name: 'test.pay', endpoint: pay, actor: theSystem, now, input: { key }, lane: `${lane}/far` },
      handle: async (ctx) => {
        handled.push(key)
        const amountFen = 10n
        await moveLater(ctx.tx, ctx, [step(`${key}/${handled.length}`, amountFen)])
        ctx.event({ subject: { kind: 'payment', id: crypto.randomUUID() }, changes: { key: `${n}:${key}` } })
        if (key === 'c') lose = true
        return { paidFen: amountFen }
      },
    })
  const results = await Promise.allSettled(['a', 'b', 'c'].map(payFar))
  await far.dispose()
  wire.close()
  const lost = results.filter((one) => one.status === 'rejected')
  assert.ok(lost.length >= 2 && lost.every(({ reason }) => isAway(reason)), JSON.stringify(results))
  assert.deepEqual(handled, ['a', 'b', 'c'])
  assert.equal(await paid(), 31n)
})

test('a lane that never gets through is told that the platform is busy, as a command alone is', async () => {
  const { run, payLater, paid } = await world(1000n)
  const beside = payLater('beside', 1n)
  const unlucky = run('unlucky', async (ctx) => {
    await sql`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`.execute(ctx.tx)
    return 1n
  })
  const results = await Promise.allSettled([beside, unlucky, payLater('too', 1n)])
  const codes = results.map(codeOf)
  assert.equal(codes[1], 'busy')
  assert.ok(
    codes.every((code) => code === 'busy' || code === 'done'),
    String(codes),
  )
  assert.equal(await paid(), BigInt(codes.filter((code) => code === 'done').length))
})
