import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { theSystem } from '#core/actor.ts'
import { createDoor } from '#core/command.ts'
import { command } from '#core/contract.ts'
import { allow, policy } from '#core/policy.ts'
import { auditLedger, balance, move, openAccount } from '#platform/ledger/index.ts'
import { testDatabase } from '../database.ts'
import { both, codeOf, tries } from './tries.ts'

const database = await testDatabase()
after(database.dispose)
const { db } = database
const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const TRIES = tries(1_000)
const FEW = tries(300)

policy({ 'test.idempotent': [allow('system', 'any')] })
const give = command({
  path: '/give',
  allow: 'test.idempotent',
  returns: z.object({ transfer: z.string() }),
  summary: { zh: '转账', en: 'give' },
})
const door = createDoor(database, { dataDir: '', url: '', demo: false })
await db.transaction().execute(async (tx) => {
  await openAccount(tx, now, { path: 'race/source', floorFen: null })
  await openAccount(tx, now, { path: 'race/target' })
})

let made = 0
/** Gives one fen, under a new ledger key each time: were a command done twice, the money would show it. */
const run = (key: string, input: string, lane: string | null = null) =>
  door.run({
    ...{ name: 'test.give', endpoint: give, actor: theSystem, now, key, input, lane },
    handle: async ({ tx, event }) => {
      const step = { kind: 'transfer', key: `give:${++made}`, code: 'give', amountFen: 1n } as const
      const [moved] = await move(tx, { actor: theSystem, now }, [
        { ...step, from: 'race/source', to: 'race/target' },
      ])
      const transfer = moved?.id as string
      event({ subject: { kind: 'transfer', id: transfer } })
      if (input === 'refused') throw new Error('refused after its work')
      return { transfer }
    },
  })
const given = async () => (await balance(db, 'race/target')).balanceFen

for (const lane of [null, 'race/lane'])
  test(`one key twice at once ${lane ? 'in one lane' : 'in two sessions'}, ${TRIES} times: done once, both are given its answer`, async () => {
    const before = await given()
    for (let i = 0; i < TRIES; i++) {
      const key = `same:${lane}:${i}`
      const [a, b] = await Promise.all([run(key, 'x', lane), run(key, 'x', lane)])
      assert.deepEqual(a.body, b.body)
      assert.deepEqual([a.hit, b.hit].sort(), [false, true])
    }
    assert.equal((await given()) - before, BigInt(TRIES))
  })

test(`one key inside a lane and outside of it, ${FEW} times: done once`, async () => {
  const before = await given()
  for (let i = 0; i < FEW; i++) {
    const key = `mixed:${i}`
    const all = await Promise.all([
      run(key, 'x', 'race/lane'),
      run(`${key}+`, 'x', 'race/lane'),
      run(key, 'x'),
    ])
    assert.deepEqual(all[0].body, all[2].body)
  }
  assert.equal((await given()) - before, BigInt(2 * FEW))
})

test(`one key for two inputs at once, ${TRIES} times: one is done, the other is told`, async () => {
  const before = await given()
  for (let i = 0; i < TRIES; i++) {
    const lane = i % 2 ? 'race/lane' : null
    const told = await both(
      () => run(`other:${i}`, 'x', lane),
      () => run(`other:${i}`, 'y', lane),
    )
    assert.deepEqual(told.map(codeOf).sort(), ['done', 'key_reused'])
  }
  assert.equal((await given()) - before, BigInt(TRIES))
})

test('a command that failed left no key: the same key may try again, with anything', async () => {
  const before = await given()
  for (const lane of [null, 'race/lane']) {
    await assert.rejects(run(`failed:${lane}`, 'refused', lane), /refused after its work/)
    assert.equal((await run(`failed:${lane}`, 'x', lane)).hit, false)
    assert.equal((await run(`failed:${lane}`, 'x', lane)).hit, true)
    await assert.rejects(run(`failed:${lane}`, 'refused', lane), { code: 'key_reused' })
  }
  assert.equal((await given()) - before, 2n)
  assert.deepEqual(await auditLedger(db), [])
})
