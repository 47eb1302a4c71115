import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './browser.ts'

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
