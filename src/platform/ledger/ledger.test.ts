import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createDoor } from '#core/command.ts'
import { constraintOf, type Tx } from '#core/db.ts'
import { runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { Refusal } from '#core/refusal.ts'
import { systemClock } from '#core/time.ts'
import { testDatabase } from '#test/database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import {
  auditLedger,
  balance,
  balanceAt,
  holds,
  move,
  moveEach,
  openAccount,
  statement,
  type Moved,
  type Step,
  trialBalance,
} from './index.ts'

const database = await testDatabase()
const { db } = database
after(database.dispose)

const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const actor = { kind: 'user', userId: '01a2077e-63e6-70f9-a159-d01e0dc13945' } as const
const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work)
const run = (...steps: Step[]) => inTx((tx) => move(tx, { actor, now }, steps))
const refusedWith = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

let worlds = 0
/** A budget with money, a firm under a cap, a payable: paths of their own for each test. */
async function world(fen: bigint, cap: bigint | null = null) {
  const n = ++worlds
  const paths = { source: `source/${n}`, budget: `budget/${n}/available`, firm: `firm/${n}/2026` }
  await inTx(async (tx) => {
    await openAccount(tx, now, { path: paths.source, floorFen: null })
    await openAccount(tx, now, { path: paths.budget })
    await openAccount(tx, now, { path: paths.firm, ceilingFen: cap })
    if (fen > 0n)
      await move(tx, { actor, now }, [
        {
          kind: 'transfer',
          key: `allot:${n}`,
          code: 'allot',
          from: paths.source,
          to: paths.budget,
          amountFen: fen,
        },
      ])
  })
  const hold = (key: string, amountFen: bigint): Step => ({
    kind: 'hold',
    key: `${n}:${key}`,
    code: 'issue',
    from: paths.budget,
    to: paths.firm,
    amountFen,
  })
  const pay = (key: string, amountFen: bigint): Step => ({
    kind: 'transfer',
    key: `${n}:${key}`,
    code: 'pay',
    from: paths.budget,
    to: paths.firm,
    amountFen,
  })
  return { ...paths, n, hold, pay }
}

test('linked steps are done whole or not at all', async () => {
  const { budget, hold, pay, n } = await world(1000n)
  await assert.rejects(run(hold('a', 600n), pay('b', 401n)), refusedWith('ledger_floor'))
  assert.equal((await balance(db, budget)).pendingOutFen, 0n)
  const [held, paid] = await run(hold('a', 600n), pay('b', 400n))
  assert.equal(held?.remainingFen, 600n)
  assert.equal(paid?.replayed, false)
  assert.equal((await balance(db, budget)).availableFen, 0n)
  const [again] = await run(hold('a', 600n))
  assert.deepEqual({ ...again, replayed: false }, held)
  assert.equal(again?.replayed, true)
  await assert.rejects(run({ ...hold('a', 599n) }), refusedWith('ledger_key_reused'))
  await assert.rejects(
    run({ kind: 'post', key: `${n}:c`, hold: held!.hold!, amountFen: 601n }),
    refusedWith('hold_exceeded'),
  )
})

test('a hold is posted in parts, the rest released; afterwards it is closed', async () => {
  const { budget, firm, hold, n } = await world(1000n)
  const [held] = await run(hold('h', 900n))
  const id = held!.hold!
  await run({ kind: 'post', key: `${n}:1`, hold: id, amountFen: 300n })
  await run({ kind: 'post', key: `${n}:2`, hold: id, amountFen: 200n, releaseRest: true })
  const [row] = await holds(db, { id })
  assert.deepEqual(
    [row?.state, row?.postedFen, row?.releasedFen, row?.remainingFen],
    ['posted', 500n, 400n, 0n],
  )
  assert.equal((await balance(db, budget)).availableFen, 500n)
  assert.equal((await balance(db, firm)).balanceFen, 500n)
  await assert.rejects(run({ kind: 'void', key: `${n}:3`, hold: id }), refusedWith('hold_not_open'))
})

test('a hold of an earlier call is found by its key, also when the call repeats it', async () => {
  const { hold, n } = await world(100n)
  await run(hold('h', 100n))
  const [again, posted] = await run(hold('h', 100n), { kind: 'post', key: `${n}:p`, holdKey: `${n}:h` })
  assert.equal(again?.replayed, true)
  assert.equal(posted?.amountFen, 100n)
})

test('expiry waits for its moment, and the due are listed', async () => {
  const { hold, n } = await world(100n)
  const expiresAt = now.add({ hours: 24 })
  const [held] = await run({ ...(hold('h', 70n) as Extract<Step, { kind: 'hold' }>), expiresAt })
  const expire: Step = { kind: 'expire', key: `${n}:x`, hold: held!.hold! }
  await assert.rejects(run(expire), refusedWith('hold_not_due'))
  assert.equal((await holds(db, { dueBy: now })).length, 0)
  const [due] = await holds(db, { dueBy: expiresAt })
  assert.equal(due?.id, held?.hold)
  const [gone] = await inTx((tx) => move(tx, { actor, now: expiresAt }, [expire]))
  assert.equal(gone?.releasedFen, 70n)
})

test('a cap counts what is on its way in, and cannot be lowered below it', async () => {
  const { firm, hold, pay } = await world(1000n, 500n)
  await run(hold('h', 300n))
  await assert.rejects(run(pay('p', 201n)), refusedWith('ledger_ceiling'))
  await assert.rejects(
    inTx((tx) => openAccount(tx, now, { path: firm, ceilingFen: 299n })),
    refusedWith('ledger_ceiling'),
  )
  const lowered = await inTx((tx) => openAccount(tx, now, { path: firm, ceilingFen: 300n }))
  assert.equal(lowered.ceilingFen, 300n)
})

test('each group of a batch stands for itself', async () => {
  const { hold, pay, n } = await world(1000n)
  const groups = [
    [pay('a', 900n)],
    [pay('b', 101n)],
    [hold('c', 60n), hold('d', 41n)],
    [pay('e', 100n)],
    [pay('a', 900n)],
    [],
  ]
  const outcomes = await inTx((tx) =>
    moveEach(
      tx,
      now,
      groups.map((steps) => ({ actor, steps })),
    ),
  )
  const shown = outcomes.map((o) =>
    'refusal' in o ? o.refusal.code : o.moved.map((m) => (m.replayed ? 'again' : m.kind)).join(),
  )
  assert.deepEqual(shown, ['transfer', 'ledger_floor', 'ledger_floor', 'transfer', 'again', ''])
  assert.equal(
    (await holds(db, { dueBy: now.add({ hours: 1e5 }) })).some((h) => h.from.includes(`/${n}/`)),
    false,
  )
})

test('the past is told by event and by booking; a correction never exceeds its transfer', async () => {
  const { budget, firm, pay, n } = await world(1000n)
  const [paid] = await run(pay('p', 800n))
  const later = now.add({ hours: 24 * 60 })
  const back: Step = {
    kind: 'reverse',
    key: `${n}:r`,
    transfer: paid!.id!,
    amountFen: 500n,
    eventAt: now.add({ hours: 1 }),
  }
  await inTx((tx) => move(tx, { actor, now: later }, [back]))
  const between = now.add({ hours: 2 })
  assert.equal(await balanceAt(db, firm, between, 'event'), 300n)
  assert.equal(await balanceAt(db, firm, between, 'booking'), 800n)
  await assert.rejects(
    run({ kind: 'reverse', key: `${n}:s`, transfer: paid!.id!, amountFen: 301n }),
    refusedWith('reversal_exceeded'),
  )
  const lines = await statement(db, budget)
  assert.deepEqual(
    lines.map((l) => [l.amountFen, l.previousFen, l.currentFen]),
    [
      [1000n, 0n, 1000n],
      [-800n, 1000n, 200n],
      [500n, 200n, 700n],
    ],
  )
  assert.equal((await statement(db, budget, { basis: 'booking', until: later })).length, 2)
  assert.equal((await trialBalance(db)).totalFen, 0n)
  assert.equal((await trialBalance(db, { at: between, basis: 'event' })).totalFen, 0n)
})

test('what is recorded cannot be changed, and nobody but ledger_run writes the books', async () => {
  const { budget } = await world(1000n)
  for (const statement of [
    sql`update ledger_transfer set actor = 'x'`,
    sql`delete from ledger_step`,
    sql`truncate ledger_hold cascade`,
    sql`insert into ledger_account (path, balance_fen, created_at) values ('made/up', 5, ${now})`,
    sql`update ledger_account set path = 'other/name' where path = ${budget}`,
  ])
    await assert.rejects(
      inTx((tx) => statement.execute(tx)),
      (error) => /^ledger_/.test(constraintOf(error) ?? ''),
    )
  for (const statement of [
    sql`update ledger_account set balance_fen = balance_fen + 1 where path = ${budget}`,
    sql`update ledger_account set pending_out_fen = 0`,
    sql`update ledger_hold set state = 'voided'`,
    sql`insert into ledger_hold select (h).* from (select h from ledger_hold h limit 1)`,
    sql`insert into ledger_step select * from ledger_step limit 1`,
    sql`insert into ledger_transfer select * from ledger_transfer limit 1`,
  ])
    await assert.rejects(
      inTx((tx) => statement.execute(tx)),
      /the ledger is written by ledger_run alone/,
    )
})

/** Past the gate that keeps every writer but `ledger_run` out. */
const behind = <T>(work: (tx: Tx) => Promise<T>) =>
  inTx(async (tx) => {
    await sql`set local ledger.run = 'on'`.execute(tx)
    return work(tx)
  })

test('bounds stand in the tables, too, and the audit notices whatever was touched behind the gate', async () => {
  const { budget } = await world(1000n)
  await assert.rejects(
    behind((tx) => sql`update ledger_account set balance_fen = -1 where path = ${budget}`.execute(tx)),
    (error) => constraintOf(error) === 'ledger_account_floor',
  )
  const undone = new Error('undone')
  const audited = behind(async (tx) => {
    await sql`update ledger_account set balance_fen = balance_fen + 1, pending_in_fen = 3 where path = ${budget}`.execute(
      tx,
    )
    await sql`insert into ledger_transfer select uuidv7(), code, uuidv7(), to_account, amount_fen, 1, 0, 99, 0, event_at,
      booked_at, uuidv7(), null, null, null, actor, null from ledger_transfer limit 1`.execute(tx)
    const found = await auditLedger(tx)
    const whats = new Set(found.map((f) => f.what))
    for (const what of [
      'balance',
      'pending in',
      'sum of all balances',
      'account missing',
      'hold missing',
      'journal',
    ])
      assert.ok(whats.has(what), `${what} in ${[...whats].join(', ')}`)
    throw undone
  })
  await assert.rejects(audited, (error) => error === undone)
  assert.deepEqual(await auditLedger(db), [])
})

test('each night the books are summed again, and what does not agree is in the log', async () => {
  const { budget } = await world(1000n)
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const place = { dataDir: '', url: '', demo: false }
  const job = { database, door: createDoor(database, place), place, clock: systemClock, log }
  const night = () => runJob(job, 'ledger.audit')
  const more = (fen: number) => sql`update ledger_account set balance_fen = balance_fen + ${fen}
    where path = ${budget}`
  const add = (fen: number) => behind((tx) => more(fen).execute(tx))
  await night()
  assert.deepEqual(lines, [])
  await add(7)
  await night()
  await add(-7)
  const told = lines.map((line) => JSON.parse(line)).filter(({ what }) => what === 'balance')
  const [one] = told
  assert.deepEqual([told.length, one.level, one.subject, one.msg], [1, 50, budget, 'the books do not agree'])
  assert.deepEqual([one.expectedFen, one.foundFen].sort(), ['1000', '1007'])
})

const anAmount = fc.bigInt({ min: 1n, max: 60n })
const aPair = fc
  .record({ from: fc.integer({ min: 0, max: 3 }), to: fc.integer({ min: 0, max: 3 }) })
  .filter(({ from, to }) => from !== to)
const aStep = fc.oneof(
  fc.record({ kind: fc.constant('transfer' as const), pair: aPair, amount: anAmount }),
  fc.record({ kind: fc.constant('hold' as const), pair: aPair, amount: anAmount }),
  fc.record({
    kind: fc.constantFrom('post', 'void', 'expire'),
    of: fc.nat(7),
    amount: fc.option(anAmount),
    rest: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('reverse' as const), of: fc.nat(5), amount: fc.option(anAmount) }),
)
type AStep = typeof aStep extends fc.Arbitrary<infer S> ? S : never
const aWalk = fc.array(
  fc.array(fc.array(aStep, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  { minLength: 1, maxLength: 12 },
)

/** A small world of four accounts: a source, two plain ones, and one with a ceiling; and what was held and paid in it. */
type Walker = { n: number; keys: number; held: string[]; paid: string[] }
const place = (n: number, i: number) => `walk/${n}/${i}`

async function newWalker(): Promise<Walker> {
  const n = ++worlds
  await inTx(async (tx) => {
    for (let i = 0; i < 4; i++) {
      const bounds = { floorFen: i === 0 ? null : 0n, ceilingFen: i === 3 ? 90n : null }
      await openAccount(tx, now, { path: place(n, i), ...bounds })
    }
  })
  return { n, keys: 0, held: [], paid: [] }
}

function stepOf(walker: Walker, s: AStep): Step {
  const { n, held, paid } = walker
  const common = { key: `walk:${n}:${++walker.keys}`, code: 'walk' }
  if ('pair' in s) {
    return {
      ...common,
      kind: s.kind,
      from: place(n, s.pair.from),
      to: place(n, s.pair.to),
      amountFen: s.amount,
    }
  }
  const amountFen = s.amount === null ? {} : { amountFen: s.amount }
  if (s.kind === 'reverse') {
    return paid.length === 0
      ? { ...common, kind: 'transfer', from: place(n, 0), to: place(n, 1), amountFen: 5n }
      : { ...common, kind: 'reverse', transfer: paid[s.of % paid.length]!, ...amountFen }
  }
  if (held.length === 0) {
    return { ...common, kind: 'hold', from: place(n, 0), to: place(n, 2), amountFen: 7n }
  }
  const hold = held[s.of % held.length]!
  if (s.kind === 'post') return { ...common, kind: 'post', hold, ...amountFen, releaseRest: s.rest }
  return { key: common.key, kind: s.kind as 'void', hold }
}

function remember({ held, paid }: Walker, moves: readonly Moved[]): void {
  for (const moved of moves) {
    if (moved.kind === 'hold') held.push(moved.hold!)
    if (moved.kind === 'transfer') paid.push(moved.id!)
  }
}

/** Runs the groups twice: what was done once answers as before; what was refused may pass the second time. */
async function walkOn(walker: Walker, groups: readonly AStep[][]): Promise<void> {
  const asked = groups.map((steps) => ({ actor, steps: steps.map((s) => stepOf(walker, s)) }))
  const outcomes = await inTx((tx) => moveEach(tx, now, asked))
  for (const outcome of outcomes) if ('moved' in outcome) remember(walker, outcome.moved)
  const again = await inTx((tx) => moveEach(tx, now, asked))
  for (const [i, outcome] of again.entries()) {
    if ('moved' in outcomes[i]!) {
      const same = 'moved' in outcome && outcome.moved.every((moved) => moved.replayed)
      assert.ok(same, 'a repeated group answers as before')
    } else if ('moved' in outcome) remember(walker, outcome.moved)
  }
}

async function worldIsSound({ n, held }: Walker): Promise<void> {
  const accounts = await db
    .selectFrom('ledgerAccount')
    .selectAll()
    .where('path', 'like', `walk/${n}/%`)
    .execute()
  assert.equal(
    accounts.reduce((sum, a) => sum + a.balanceFen, 0n),
    0n,
  )
  for (const a of accounts) {
    assert.ok(a.floorFen === null || a.balanceFen - a.pendingOutFen >= a.floorFen)
    assert.ok(a.ceilingFen === null || a.balanceFen + a.pendingInFen <= a.ceilingFen)
  }
  for (const id of held) {
    const [h] = await holds(db, { id })
    assert.equal(h!.postedFen + h!.releasedFen + h!.remainingFen, h!.amountFen)
  }
}

test('random walks keep the books', async () => {
  const walk = fc.asyncProperty(aWalk, async (calls) => {
    const walker = await newWalker()
    for (const groups of calls) await walkOn(walker, groups)
    await worldIsSound(walker)
  })
  await fc.assert(walk, { numRuns: Number(process.env.FC_RUNS ?? 60) })
  assert.deepEqual(await auditLedger(db), [])
})
