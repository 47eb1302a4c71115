import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isRetryable } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { testDatabase } from '#test/database.ts'
import { auditLedger, balance, move, openAccount, type Step } from './index.ts'

const database = await testDatabase()
const { db } = database
after(database.dispose)

const TRIES = 1000
const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const actor = { kind: 'system', userId: null } as const

/** What the session would tell its user, tried again like the write door does. */
async function tell(steps: Step[]): Promise<string> {
  for (;;) {
    try {
      const moved = await db.transaction().execute((tx) => move(tx, { actor, now }, steps))
      return moved.every((m) => m.replayed) ? 'again' : 'done'
    } catch (error) {
      if (error instanceof Refusal) return error.code
      if (!isRetryable(error)) throw error
    }
  }
}

await db.transaction().execute(async (tx) => {
  await openAccount(tx, now, { path: 'race/source', floorFen: null })
  for (const path of ['race/a', 'race/b', 'race/c', 'race/d']) await openAccount(tx, now, { path })
})
const give = (key: string, to: string, amountFen: bigint): Step => ({
  kind: 'transfer',
  key,
  code: 'give',
  from: 'race/source',
  to,
  amountFen,
})
const take = (key: string, from: string, to: string, amountFen: bigint): Step => ({
  kind: 'transfer',
  key,
  code: 'take',
  from,
  to,
  amountFen,
})

test('two sessions want the last yuan: one gets it', async () => {
  for (let i = 0; i < TRIES; i++) {
    await tell([give(`ly:${i}`, 'race/a', 100n)])
    const told = await Promise.all([
      tell([take(`ly:${i}:1`, 'race/a', 'race/b', 100n)]),
      tell([take(`ly:${i}:2`, 'race/a', 'race/c', 100n)]),
    ])
    assert.deepEqual(told.sort(), ['done', 'ledger_floor'])
  }
  assert.equal((await balance(db, 'race/a')).balanceFen, 0n)
})

test('two sessions send one key: it is done once, and another content is refused', async () => {
  const before = (await balance(db, 'race/d')).balanceFen
  for (let i = 0; i < TRIES; i++) {
    const same = give(`sk:${i}`, 'race/d', 1n)
    const other = i % 2 === 0 ? same : take(`sk:${i}`, 'race/b', 'race/c', 1n)
    const told = await Promise.all([tell([same]), tell([other])])
    assert.deepEqual(told.sort(), i % 2 === 0 ? ['again', 'done'] : ['done', 'ledger_key_reused'])
  }
  assert.ok((await balance(db, 'race/d')).balanceFen - before >= BigInt(TRIES / 2))
})

test('two sessions post one hold: it is paid once', async () => {
  for (let i = 0; i < TRIES; i++) {
    await tell([
      { kind: 'hold', key: `ph:${i}`, code: 'hold', from: 'race/source', to: 'race/d', amountFen: 3n },
    ])
    const post = (n: number): Step =>
      i % 3 === 0 && n === 2
        ? { kind: 'void', key: `ph:${i}:2`, holdKey: `ph:${i}` }
        : { kind: 'post', key: `ph:${i}:${n}`, holdKey: `ph:${i}` }
    const told = await Promise.all([tell([post(1)]), tell([post(2)])])
    assert.deepEqual(told.sort(), ['done', 'hold_not_open'])
  }
})

test('opposite directions at once do not lock each other out, and the books agree', async () => {
  await tell([give('op', 'race/a', 1000n), give('oq', 'race/b', 1000n)])
  const one = async (n: number) => {
    for (let i = 0; i < 100; i++)
      await tell([
        n % 2 ? take(`op:${n}:${i}`, 'race/a', 'race/b', 1n) : take(`op:${n}:${i}`, 'race/b', 'race/a', 1n),
      ])
  }
  await Promise.all([1, 2, 3, 4, 5, 6].map(one))
  assert.deepEqual(await auditLedger(db), [])
})
