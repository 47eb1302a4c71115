import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './browser.ts'
import { foundOrganisation, makeUscc } from './index.ts'

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('founders find a verified incubator by a part of its name; the incubator sees who names it', async (t) => {
  const database = await testDatabase()
  t.after(() => database.dispose())
  const world = await makeWorld(database)
  const found = await world.call(directory.incubators, { query: { q: '示例孵化' } })
  assert.deepEqual(found.rows, [
    {
      id: world.incubator.id,
      name: '廊坊示例孵化器',
      regionName: found.rows[0]?.regionName,
    },
  ])
  assert.match(found.rows[0]?.regionName.zh ?? '', /安次区/)
  assert.deepEqual((await world.call(directory.incubators, { query: { q: '%' } })).rows, [])
  const named = await world.call(directory.sponsored, {}, { actor: world.incubator.clerk })
  assert.deepEqual(
    named.rows.map(({ name, sponsor }) => [name, sponsor?.name]),
    [['示例创业团队', '廊坊示例孵化器']],
  )
  await assert.rejects(
    world.call(directory.sponsored, {}, { actor: world.firm.owner }),
    (error: unknown) => error instanceof Refusal,
  )
})

test('a team asks again after a no; while it turns to another incubator, the first one decides nothing about it', async (t) => {
  const database = await testDatabase()
  t.after(() => database.dispose())
  const { call, ...world } = await makeWorld(database)
  const now = world.clock.now()
  const founding = { kind: 'incubator' as const, status: 'verified' as const, regionCode: '131002' }
  const made = await database.db.transaction().execute(async (tx) => {
    const otherId = await foundOrganisation(
      tx,
      { ...founding, name: '另一示例孵化器', uscc: makeUscc('131002', 42) },
      now,
    )
    const founder = await makeUser(tx, '吴创')
    return { otherId: otherId as string, founder }
  })
  const stranger = await world.actorOf(made.founder.userId)
  const body = { kind: 'team' as const, name: '重来示例团队', regionCode: '131002' }
  const register = { body: { ...body, sponsorId: world.incubator.id } }
  const id = (await call(directory.register, register, { actor: stranger })).organisation?.id as string
  const owner = await world.actorOf(made.founder.userId)
  const params = { id }
  const decide = (accept: boolean) =>
    call(
      directory.sponsor,
      { params, body: { accept, remark: '未见成员' } },
      { actor: world.incubator.clerk },
    )
  const ask = (sponsorId: string) =>
    call(directory.askSponsor, { params, body: { sponsorId } }, { actor: owner })
  const standing = async () => (await call(directory.get, { params }, { actor: owner })).licence

  assert.ok((await standing())?.waitsSince, 'it waits from the start')
  await decide(false)
  assert.deepEqual(await standing(), { fileId: null, remark: '未见成员', waitsSince: null })
  await ask(world.incubator.id)
  assert.equal((await standing())?.remark, '未见成员', 'asking the same one again keeps what it said')
  await assert.rejects(ask(world.firm.id), refused('sponsor_unfit'))
  await assert.rejects(
    call(
      directory.verify,
      { params, body: { accept: false, remark: '查' } },
      { actor: world.county.reviewer },
    ),
    refused('team_by_sponsor'),
  )

  const both = await Promise.allSettled([ask(made.otherId), decide(true)])
  const [asked, decided] = both.map((one) => one.status)
  const found = await call(directory.get, { params }, { actor: owner })
  if (decided === 'fulfilled') {
    assert.equal(asked, 'rejected', 'a team that is sponsored asks nobody')
    assert.deepEqual([found.status, found.sponsor?.id], ['verified', world.incubator.id])
  } else {
    assert.deepEqual([found.status, found.sponsor?.id], ['unverified', made.otherId])
    assert.equal(found.licence?.remark, null)
  }
})
