import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Actor } from '#core/actor.ts'
import { constraintOf } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { filesModule } from '#platform/files/index.ts'
import { makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database, { modules: [filesModule] })
const { call } = w

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

const change = { from: '2026-04-01', evidence: '变更通知' }
const nameNow = async () => (await call(directory.get, { params: { id: w.firm.id } })).name
const entryOf = async (actor: Actor, of: 'names' | 'regions') => {
  const card = await call(directory.get, { params: { id: w.firm.id } }, { actor })
  return card[of].find((one) => one.correctable)
}
const entered = async (actor: Actor, of: 'names' | 'regions') => {
  const entry = await entryOf(actor, of)
  assert.ok(entry)
  return entry.id
}

test('a name entered by mistake is taken back or corrected on the same day by the authority that entered it', async () => {
  w.clock.set('2026-04-01T09:00:00+08:00')
  const before = await nameNow()
  const { id } = w.firm
  await call(
    directory.rename,
    { params: { id }, body: { ...change, name: '廊坊市别家有限公司' } },
    { actor: w.county.reviewer },
  )
  const entry = await entered(w.county.director.actor, 'names')
  const correct = (actor: Actor, instead?: { name: string; from: string; evidence: string }) =>
    call(
      directory.correctName,
      { params: { id: entry }, body: { reason: '登记到了别家名下', instead } },
      { actor },
    )
  await assert.rejects(correct(w.city.director.actor), refused('not_found'), 'another level did not enter it')
  await assert.rejects(correct(w.firm.owner.actor), refused('not_allowed'))
  assert.equal(await entryOf(w.city.director.actor, 'names'), undefined)
  await assert.rejects(
    correct(w.county.reviewer.actor, { ...change, name: before }),
    refused('name_as_before'),
  )
  const right = '廊坊示例精工有限公司'
  const both = await Promise.allSettled([
    correct(w.county.director.actor, { ...change, name: right }),
    correct(w.county.reviewer.actor, { ...change, name: right }),
  ])
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
  const late = both.find((one) => one.status === 'rejected')
  assert.ok(late?.status === 'rejected' && refused('entry_replaced')(late.reason))
  assert.equal(await nameNow(), right)
  const seen = (actor?: Actor) =>
    call(directory.get, { params: { id } }, actor ? { actor } : {}).then(({ names }) =>
      names.filter(({ withdrawn }) => withdrawn).map(({ name, withdrawn }) => [name, withdrawn?.reason]),
    )
  assert.deepEqual(await seen(), [])
  assert.deepEqual(await seen(w.firm.owner.actor), [['廊坊市别家有限公司', '登记到了别家名下']])
  await call(
    directory.correctName,
    { params: { id: await entered(w.county.reviewer.actor, 'names') }, body: { reason: '未予核准' } },
    { actor: w.county.reviewer },
  )
  assert.equal(await nameNow(), before)
  await assert.rejects(correct(w.county.director.actor), refused('entry_replaced'))
})

test('a mistaken move is taken back by the bureau that the firm left by it, and not once its new place decided by it', async () => {
  w.clock.set('2026-04-02T09:00:00+08:00')
  const { id } = w.firm
  const here = (await call(directory.get, { params: { id } })).regionCode
  assert.equal(here, '131002')
  const move = (regionCode: string, actor: Actor) =>
    call(
      directory.move,
      { params: { id }, body: { regionCode, from: '2026-04-02', evidence: '迁移通知' } },
      { actor },
    )
  await assert.rejects(move('130000', w.city.director.actor), refused('region_no_county'))
  await assert.rejects(move('131000', w.city.director.actor), refused('region_no_county'))
  const widened = database.db
    .updateTable('organisation')
    .set({ regionCode: '130000', regionPath: ['130000'] })
    .where('id', '=', id)
    .execute()
  await assert.rejects(widened, (error) => constraintOf(error) === 'organisation_seat')
  await move('130104', w.city.director.actor)
  await assert.rejects(move('131002', w.city.director.actor), refused('not_found'), 'it left his reach')
  const entry = await entered(w.city.director.actor, 'regions')
  const correct = (actor: Actor, entryId = entry) =>
    call(directory.correctPlace, { params: { id: entryId }, body: { reason: '选错了区' } }, { actor })
  await assert.rejects(correct(w.elsewhere.director.actor), refused('not_found'))
  await assert.rejects(
    sql`delete from organisation_region where id = ${entry}`.execute(database.db),
    (error) => constraintOf(error) === 'organisation_entry_kept',
  )
  const back = await correct(w.city.reviewer.actor)
  assert.equal(back.regionCode, here)
  const { regions } = await call(directory.get, { params: { id } }, { actor: w.city.director })
  assert.deepEqual(
    regions.map(({ regionCode, validTo, withdrawn }) => [regionCode, validTo, withdrawn?.reason]),
    [
      ['131002', null, undefined],
      ['130104', null, '选错了区'],
    ],
  )
  await move('130104', w.city.director.actor)
  const declared = await call(
    directory.declare,
    { params: { id }, body: { key: 'staff', year: 2025, value: 12 } },
    { actor: w.firm.owner },
  )
  await call(
    directory.decideFact,
    { params: { id: declared.id }, body: { confirm: true, reason: '与社保记录一致' } },
    { actor: w.elsewhere.reviewer },
  )
  const late = correct(w.city.director.actor, await entered(w.city.director.actor, 'regions'))
  await assert.rejects(
    late,
    (error) => refused('entry_relied_on')(error) && /档案事项/.test(String((error as Refusal).text.zh)),
  )
  const uscc = makeUscc('130104', 987_654)
  const newcomer = { kind: 'enterprise' as const, name: '新设示例有限公司', uscc, regionCode: '130000' }
  await assert.rejects(
    call(directory.register, { body: newcomer }, { actor: w.rival.owner }),
    refused('region_no_county'),
  )
})

test('a place decides a fact, or the move that gave it the firm is taken back: never both in one moment', async () => {
  w.clock.set('2026-05-06T09:00:00+08:00')
  const { id } = w.rival
  await call(
    directory.move,
    { params: { id }, body: { regionCode: '131002', from: '2026-05-06', evidence: '迁移通知' } },
    { actor: w.elsewhere.director },
  )
  const { regions } = await call(directory.get, { params: { id } }, { actor: w.elsewhere.director })
  const entry = regions.find(({ correctable }) => correctable)
  const body = { key: 'staff' as const, year: 2025, value: 12 }
  const declared = await call(directory.declare, { params: { id }, body }, { actor: w.rival.owner })
  const held = await database.pool.connect()
  await held.query('begin')
  await held.query('select from fact where id = $1 for update', [declared.id])
  const decided = call(
    directory.decideFact,
    { params: { id: declared.id }, body: { confirm: true, reason: '与社保记录一致' } },
    { actor: w.county.reviewer },
  )
  await waiting(1)
  const corrected = call(
    directory.correctPlace,
    { params: { id: entry?.id ?? '' }, body: { reason: '选错了区' } },
    { actor: w.elsewhere.director },
  )
  const both = Promise.allSettled([decided, corrected])
  await Promise.race([both.then(() => corrected), corrected, waiting(2)]).catch(() => {})
  await held.query('commit')
  held.release()
  const [first, second] = await both
  assert.equal(first.status, 'fulfilled')
  assert.ok(second.status === 'rejected' && refused('entry_relied_on')(second.reason))
})

/** Until so many wait for a lock of somebody else. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query(
      `select count(*)::int as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rows[0].waits >= count) return
    await sleep(10)
  }
}
