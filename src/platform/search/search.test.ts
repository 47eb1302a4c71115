import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { openNotice } from '#platform/notices/index.ts'
import { thePublic } from '#core/actor.ts'
import { uuidv7 } from '#core/id.ts'
import { fitFirm, type Who } from '#test/community.ts'
import { acceptedOrder, redemptionNode, type Scene, voucherOf } from '#test/redemptions.ts'
import { search } from './contract.ts'

let scene: Scene
let other: Scene['firm']
let numbers: { voucher: string; order: string; case: string }
before(async () => {
  scene = await redemptionNode()
  const { node } = scene
  other = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '廊坊另一家示例精密仪器厂', node.clock.now()))
  const voucherId = await voucherOf(scene)
  const orderId = await acceptedOrder(scene, voucherId)
  await voucherOf(scene, other)
  const one = async (text: string, id: string) =>
    (await node.database.pool.query(text, [id])).rows[0]?.number as string
  numbers = {
    voucher: await one('select number from voucher where id = $1', voucherId),
    order: await one('select number from service_order where id = $1', orderId),
    case: await one(
      'select f.number from case_file f join voucher v on v.claim_id = f.id where v.id = $1',
      voucherId,
    ),
  }
})
after(async () => scene?.node.dispose())

async function find(q: string, who?: Who) {
  const as = who ? await scene.as(who) : { actor: thePublic }
  const { groups } = await scene.node.call(search.find, { query: { q } }, as)
  return groups
}
const kinds = async (q: string, who?: Who) => (await find(q, who)).map(({ kind }) => kind)
const titles = async (kind: string, q: string, who?: Who) =>
  (await find(q, who)).find((group) => group.kind === kind)?.hits.map(({ title }) => title.zh) ?? []

test('everybody finds what is public: providers, rulebooks, programmes, notices and regions, in either language', async () => {
  assert.deepEqual(await titles('provider', '精密检测'), ['精密检测开放实验室'])
  assert.deepEqual(
    await titles('provider', '津海 实验'),
    ['精密检测开放实验室'],
    'by its host and its own name',
  )
  const [lab] = (await find('开放实验室')).filter(({ kind }) => kind === 'provider')
  assert.equal(lab?.hits[0]?.at, `/providers/${scene.lab.id}`)
  assert.equal(lab?.all, `/providers?q=${encodeURIComponent('开放实验室')}`)
  assert.match(lab?.hits[0]?.note.zh ?? '', /津海示例大学 · 天津市/)
  assert.ok(
    (await titles('rulebook', '河北 中试')).length > 0,
    'a rulebook by its title and a service it pays for',
  )
  assert.ok((await titles('rulebook', 'HEBEI pilot')).length > 0)
  assert.ok((await titles('programme', '申领')).length > 0)
  assert.deepEqual(await titles('region', '安次'), ['河北省廊坊市安次区'])
  for (const q of ['131002', '１３１００２', '安次 1310'])
    assert.deepEqual(await titles('region', q), ['河北省廊坊市安次区'], q)
  assert.deepEqual(await kinds('沒有這樣的詞'), [])
})

test('a public notice is found by number, title and authority', async () => {
  const { node, province } = scene
  await node.database.db.transaction().execute((tx) =>
    openNotice(
      tx,
      { actor: thePublic, now: node.clock.now() },
      {
        title: { zh: '拟兑付名单（第七批）', en: 'Seventh list' },
        basis: { zh: '办法第九条', en: 'Rulebook, article 9' },
        authority: { id: province.id, name: '河北省科学技术厅' },
        regionPath: ['130000'],
        subject: { kind: 'demonstration', id: uuidv7() },
        workingDays: 5,
        rows: [{ subjectId: uuidv7(), organisationName: '某公司' }],
      },
    ),
  )
  for (const q of ['第七批', 'SEVENTH', '科学技术厅 七'])
    assert.deepEqual(await titles('notice', q), ['拟兑付名单（第七批）'], q)
})

test('nobody finds what his lists would not show him', async () => {
  const { firm, county, lab } = scene
  for (const number of Object.values(numbers)) assert.deepEqual(await kinds(number), [], 'the public')
  assert.deepEqual(await kinds(numbers.case, firm.owner), ['case'])
  assert.deepEqual(await kinds(numbers.voucher, firm.clerk), ['voucher'])
  assert.deepEqual(await kinds(numbers.order, firm.clerk), ['order'])
  for (const number of Object.values(numbers))
    assert.deepEqual(await kinds(number, other.owner), [], 'another firm')
  assert.deepEqual(await kinds(numbers.order, lab.clerk), ['order'])
  assert.deepEqual(await kinds(numbers.voucher, lab.clerk), [])
  assert.deepEqual(await kinds(numbers.voucher.slice(1), county.reviewer), ['voucher'])
  assert.deepEqual(await kinds(numbers.case, county.preparer), ['case'])
})

test('one’s own are found by name, and by the name of the other side', async () => {
  const { firm, county } = scene
  assert.deepEqual(await titles('case', '精密', firm.owner), [`${numbers.case} 廊坊示例精密机械有限公司`])
  assert.equal((await titles('case', '精密', county.reviewer)).length, 2)
  assert.equal((await titles('voucher', '精密 廊坊', county.reviewer)).length, 2)
  assert.deepEqual(await titles('voucher', '另一家', firm.owner), [])
  assert.deepEqual(await titles('order', '开放实验', firm.clerk), [`${numbers.order} 轴承失效分析`])
  assert.deepEqual(await titles('order', '失效', firm.clerk), [`${numbers.order} 轴承失效分析`])
  const [seen] = await find(numbers.case, county.reviewer)
  assert.equal(seen?.all, `/desk?view=all&q=${encodeURIComponent(numbers.case)}`)
  const [own] = await find(numbers.case, firm.owner)
  assert.equal(own?.all, null)
})

test('a search without a word, or with what no name can hold, is invalid input', async () => {
  for (const q of ['', ' 　', 'a\u0000', 'x'.repeat(101), '\ud800'])
    await assert.rejects(
      find(q),
      (error) => !(error instanceof Refusal) && /invalid/i.test(String(error)),
      JSON.stringify(q),
    )
})
