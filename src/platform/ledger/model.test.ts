import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '#test/database.ts'
import fc from 'fast-check'
import { auditLedger, balance, moveEach, openAccount, type Step } from './index.ts'

// The ledger beside a plain model of it: the same calls, with keys that repeat and holds of any age, get the same answers.

const database = await testDatabase()
const { db } = database
after(database.dispose)

const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const actor = { kind: 'system', userId: null } as const

type Balance = { balance: bigint; out: bigint; into: bigint; floor: bigint | null; ceiling: bigint | null }
type Held = { from: string; to: string; remaining: bigint; due: boolean }
type Paid = { from: string; to: string; left: bigint; correction: boolean }
type World = {
  accounts: Map<string, Balance>
  holds: Map<string, Held>
  paid: Map<string, Paid>
  done: Map<string, string>
}
type Told = { code: string } | { amounts: bigint[]; replayed: boolean[] }

const content = (step: Step) =>
  JSON.stringify(step, (_, value) =>
    String(
      value?.constructor === BigInt
        ? value
        : value && typeof value === 'object'
          ? Object.entries(value)
          : value,
    ),
  )

/** One group on a copy of the world: the copy when it was done. Amounts: moved, held or released. */
function play(world: World, steps: readonly Step[]): { world: World; told: Told } {
  const copy = structuredClone(world)
  const amounts: bigint[] = []
  const replayed: boolean[] = []
  for (const step of steps) {
    const said = copy.done.get(step.key)
    const again = said !== undefined
    replayed.push(again)
    if (again && said.split('#')[0] !== content(step)) return { world, told: { code: 'ledger_key_reused' } }
    if (again) {
      amounts.push(BigInt(said.split('#')[1]!))
      continue
    }
    const outcome = one(copy, step)
    if (typeof outcome === 'string') return { world, told: { code: outcome } }
    amounts.push(outcome)
    copy.done.set(step.key, `${content(step)}#${outcome}`)
  }
  return { world: copy, told: { amounts, replayed } }
}

function one(world: World, step: Step): bigint | string {
  if (step.kind === 'transfer') {
    const refused = shift(world, step.from, step.to, step.amountFen, 0n)
    if (!refused)
      world.paid.set(step.key, { from: step.from, to: step.to, left: step.amountFen, correction: false })
    return refused ?? step.amountFen
  }
  if (step.kind === 'hold') {
    const refused = shift(world, step.from, step.to, 0n, step.amountFen)
    const due = step.expiresAt !== undefined && Temporal.Instant.compare(step.expiresAt, now) <= 0
    if (!refused) world.holds.set(step.key, { from: step.from, to: step.to, remaining: step.amountFen, due })
    return refused ?? step.amountFen
  }
  if (step.kind === 'reverse') {
    const paid = world.paid.get(step.transfer)!
    const amount = step.amountFen ?? paid.left
    if (paid.correction || paid.left === 0n || amount > paid.left) return 'reversal_exceeded'
    const refused = shift(world, paid.to, paid.from, amount, 0n)
    if (!refused) paid.left -= amount
    return refused ?? amount
  }
  const held = world.holds.get('holdKey' in step ? step.holdKey : step.hold)!
  if (held.remaining === 0n) return 'hold_not_open'
  const amount = step.kind === 'post' ? (step.amountFen ?? held.remaining) : 0n
  if (amount > held.remaining) return 'hold_exceeded'
  if (step.kind === 'expire' && !held.due) return 'hold_not_due'
  const freed = step.kind === 'post' && step.releaseRest !== true ? amount : held.remaining
  const refused = shift(world, held.from, held.to, amount, -freed)
  if (!refused) held.remaining -= freed
  return refused ?? (step.kind === 'post' ? amount : freed)
}

function shift(world: World, from: string, to: string, moved: bigint, held: bigint): string | undefined {
  const [a, b] = [world.accounts.get(from)!, world.accounts.get(to)!]
  if (a.floor !== null && a.balance - moved - a.out - held < a.floor) return 'ledger_floor'
  if (b.ceiling !== null && b.balance + moved + b.into + held > b.ceiling) return 'ledger_ceiling'
  a.balance -= moved
  b.balance += moved
  a.out += held
  b.into += held
  return undefined
}

const KINDS = [
  'transfer',
  'transfer',
  'hold',
  'hold',
  'post',
  'post',
  'post',
  'void',
  'expire',
  'reverse',
  'reverse',
] as const
const anAccount = fc.integer({ min: 0, max: 4 })
const aStep = fc.record({
  kind: fc.constantFrom(...KINDS),
  pair: fc.tuple(anAccount, anAccount).filter(([from, to]) => from !== to),
  amount: fc.bigInt({ min: 1n, max: 60n }),
  whole: fc.boolean(),
  rest: fc.boolean(),
  due: fc.boolean(),
  of: fc.nat(99),
  /** Now and then a key that was used before, with the same content or another. */
  again: fc.option(fc.nat(99), { freq: 6 }),
  byKey: fc.boolean(),
})
type AStep = typeof aStep extends fc.Arbitrary<infer S> ? S : never
const calls = fc.array(
  fc.array(fc.array(aStep, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
  {
    minLength: 1,
    maxLength: 8,
  },
)

let walks = 0
const place = (i: number) => `model/${walks}-${i}`
/** What later steps may refer to: of holds and transfers their keys and, once stored, their ids. */
type Known = { asked: Step[]; held: Map<string, string | null>; paid: Map<string, string>; number: number }

function stepOf(known: Known, s: AStep): Step {
  if (s.again !== null && known.asked.length > 0) {
    const before = known.asked[s.again % known.asked.length]!
    const [from, to] = s.pair.map(place)
    const other = { ...('amountFen' in before && { amountFen: 61n }), ...('from' in before && { from, to }) }
    return s.byKey ? before : ({ ...before, ...other } as Step)
  }
  const key = `m:${walks}:${++known.number}`
  const [from, to] = s.pair.map(place) as [string, string]
  const amountFen = s.whole ? {} : { amountFen: s.amount }
  const holds = [...known.held]
  const paid = [...known.paid.values()]
  if (['post', 'void', 'expire'].includes(s.kind) && holds.length > 0) {
    const [holdKey, hold] = holds[holds.length - 1 - (s.of % Math.min(3, holds.length))]!
    const which = s.byKey || hold === null ? { holdKey } : { hold }
    if (s.kind === 'post') return { kind: 'post', key, ...which, ...amountFen, releaseRest: s.rest }
    return { kind: s.kind as 'void', key, ...which }
  }
  if (s.kind === 'reverse' && paid.length > 0)
    return {
      kind: 'reverse',
      key,
      transfer: paid[paid.length - 1 - (s.of % Math.min(2, paid.length))]!,
      ...amountFen,
    }
  const parties = { key, code: 'walk', from, to, amountFen: s.amount }
  if (s.kind === 'hold') return { kind: 'hold', ...parties, expiresAt: now.add({ hours: s.due ? -1 : 1 }) }
  return { kind: 'transfer', ...parties }
}

test('whatever is asked, the ledger answers as a plain model of it does', async () => {
  const walk = fc.asyncProperty(calls, async (asked) => {
    walks++
    let world: World = { accounts: new Map(), holds: new Map(), paid: new Map(), done: new Map() }
    for (let i = 0; i < 5; i++) {
      const [floor, ceiling] = [i < 2 ? null : 0n, i === 3 ? 200n : null]
      world.accounts.set(place(i), { balance: 0n, out: 0n, into: 0n, floor, ceiling })
      await db
        .transaction()
        .execute((tx) => openAccount(tx, now, { path: place(i), floorFen: floor, ceilingFen: ceiling }))
    }
    const known: Known = { asked: [], held: new Map(), paid: new Map(), number: 0 }
    for (const call of asked) {
      // A step may refer to a hold that an earlier step of its group made, or that is stored; to a transfer that is stored.
      const groups = call.map((group) => {
        const own: Known = { ...known, held: new Map(known.held) } // its holds are its own until they are stored
        const steps: Step[] = []
        for (const s of group) {
          const step = stepOf(own, s)
          if (step.kind === 'hold' && !own.held.has(step.key)) own.held.set(step.key, null)
          if (!('holdKey' in step)) known.asked.push(step)
          steps.push(step)
        }
        known.number = own.number
        return steps
      })
      const expected = groups.map((steps) => {
        const { world: next, told } = play(world, steps)
        world = next
        return told
      })
      const outcomes = await db.transaction().execute((tx) =>
        moveEach(
          tx,
          now,
          groups.map((steps) => ({ actor, steps })),
        ),
      )
      const told = outcomes.map((o) =>
        'refusal' in o
          ? { code: o.refusal.code }
          : { amounts: o.moved.map((m) => m.amountFen), replayed: o.moved.map((m) => m.replayed) },
      )
      assert.deepEqual(told, expected)
      for (const [i, o] of outcomes.entries()) {
        if ('refusal' in o) continue
        known.asked.push(...groups[i]!.filter((step) => 'holdKey' in step)) // before, its hold might not be there
        for (const moved of o.moved) {
          if (moved.kind === 'hold') {
            known.held.set(moved.key, moved.hold)
            world.holds.set(moved.hold!, world.holds.get(moved.key)!)
          }
          if ((moved.kind === 'transfer' || moved.kind === 'reverse') && !known.paid.has(moved.key)) {
            known.paid.set(moved.key, moved.id!)
            world.paid.set(
              moved.id!,
              world.paid.get(moved.key) ?? { from: '', to: '', left: 0n, correction: true },
            )
          }
        }
      }
    }
    for (const [path, { balance: fen, out, into }] of world.accounts) {
      const found = await balance(db, path)
      assert.deepEqual([found.balanceFen, found.pendingOutFen, found.pendingInFen], [fen, out, into])
    }
  })
  await fc.assert(walk, { numRuns: Number(process.env.FC_RUNS ?? 60) })
  assert.deepEqual(await auditLedger(db), [])
})
