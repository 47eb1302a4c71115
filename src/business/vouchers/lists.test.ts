import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { directory } from '#platform/directory/browser.ts'
import { makeUscc } from '#platform/directory/index.ts'
import { type Community, makeCommunity, type Who } from '#test/community.ts'
import { testNode } from '#test/node.ts'

let community: Community
before(async () => {
  community = await makeCommunity(await testNode({ at: '2026-03-02T09:00:00+08:00' }))
})
after(() => community.node.dispose())

test('only who answers for a list of providers admits to it', async () => {
  const { node, as, county, city, province } = community
  const row = {
    name: '示例检测院',
    uscc: makeUscc('130104', 8801, '12'),
    regionCode: '130104',
    providerClass: 'public_institute',
    from: '2026-01-05',
  }
  const admit = async (who: Who, list: string) =>
    node.call(
      directory.importProviders,
      { body: { list, batch: '第一批', rows: [row] } } as never,
      await as(who),
    )
  for (const [who, list] of [
    [county.reviewer, 'hebei-provincial-voucher'],
    [city.director, 'jingjinji-voucher-agreement'],
    [province.reviewer, 'beijing-voucher'],
    [province.reviewer, 'a-list-nobody-knows'],
  ] as const)
    await assert.rejects(() => admit(who, list), { code: 'list_of_others' }, `${list}`)
  const { rows } = await node.call(directory.providers, { query: { limit: 10, all: 'true' } } as never)
  assert.deepEqual(rows, [])
  for (const list of ['hebei-provincial-voucher', 'jingjinji-voucher-agreement'])
    assert.equal((await admit(province.reviewer, list)).added, 1)
  const { lists } = await node.call(directory.providerWords, {})
  const keepers = Object.fromEntries(lists.map((one) => [one.code, one.keepers]))
  assert.deepEqual(keepers['beijing-voucher'], ['110000'])
  assert.deepEqual(keepers['jingjinji-voucher-agreement'], ['110000', '120000', '130000'])
})
