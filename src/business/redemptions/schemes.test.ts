import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { authorityAt } from '#platform/directory/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import {
  act,
  admit,
  type BinhaiScene,
  binhaiNode,
  claimed,
  file,
  issued,
  ordered,
  paid,
  requestBody,
  served,
} from '#test/binhai.ts'
import { person } from '#test/community.ts'
import { refusedWith } from '#test/payments.ts'
import { redemptions } from './contract.ts'

const nodes: BinhaiScene[] = []
after(async () => {
  for (const { node } of nodes) await node.dispose()
})

const account = (number: string) =>
  ({ key: 'bankAccount', value: { name: '示例企业', bank: '示例银行', number } }) as const
const SHIJIAZHUANG = {
  ...{ region: '130100', scheme: 'shijiazhuang-voucher', firmRegion: '130108', labRegion: '130104' },
  providerClass: 'listed_provider',
  facts: [
    { key: 'revenueFen' as const, value: '1800000000', year: 2024 },
    { key: 'smeProvincial' as const, value: { number: '冀科企2024-0009', validTo: '2027-12-31' } },
    account('6222000033334444'),
  ],
}

/** The city with a reviewer at the firm's county. */
async function shijiazhuang() {
  const scene = await binhaiNode('2025-03-03T09:00:00+08:00', 20_000_000n, SHIJIAZHUANG)
  nodes.push(scene)
  const county = await scene.node.database.db.transaction().execute(async (tx) => {
    const { id } = await authorityAt(tx, '130108')
    return person(tx, id, '裕华区审核人', ['reviewer'], scene.node.clock.now())
  })
  const voucher = async (amountFen: bigint) => {
    const id = await claimed(scene, scene.firm, { amountFen })
    await act(scene, county, id, 'pass', { reason: '符合条件' })
    await act(scene, scene.officers.reviewer, id, 'pass', { reason: '同意' })
    const asked = await scene.node.call(vouchers.claim, { params: { id } }, await scene.as(scene.firm.clerk))
    return asked.voucherId as string
  }
  return { ...scene, voucher, county }
}

test('Shijiazhuang: the first claim up to 50,000, several claims, 100,000 a year; redeemed in parts', async () => {
  const scene = await shijiazhuang()
  const { firm, node, as } = scene
  await admit(scene)
  const contract = { contractFen: 40_000_000n }
  await assert.rejects(
    claimed(scene, firm, { ...contract, amountFen: 5_000_100n }),
    refusedWith('claim_above_limit'),
  )
  await assert.rejects(
    claimed(scene, firm, { crossRegion: true }),
    refusedWith('claim_cross_region_not_supported'),
  )
  const first = await scene.voucher(5_000_000n)
  assert.deepEqual(await waits(scene), [[first, 5_000_000n]])
  await claimed(scene, firm, { amountFen: 4_000_000n })
  await assert.rejects(
    claimed(scene, firm, { ...contract, amountFen: 1_000_100n }),
    refusedWith('claim_above_limit'),
    'ten thousand are left of the year',
  )
  const part = async (priceFen: bigint, amountFen: bigint) => {
    const orderId = await ordered(scene, first)
    assert.deepEqual(await waits(scene), [], 'an order is under way')
    await served(scene, orderId)
    assert.deepEqual(await waits(scene), [], 'it waits to be asked for')
    const body = await requestBody(scene, orderId, { by: firm.clerk, paidFen: priceFen })
    const lines = body.lines.map((line) => ({ ...line, amountFen: priceFen }))
    await assert.rejects(
      file(scene, { ...body, lines }, scene.lab.clerk),
      (error: { code?: string; text?: { zh: string; en: string } }) => {
        assert.equal(error.code, 'redemption_other_side_asks')
        assert.match(error.text?.zh ?? '', /通用模式.*兑付由滨海示例海洋装备有限公司申请，贵单位不能申请/)
        assert.match(error.text?.en ?? '', /general use.*you can’t/)
        return true
      },
      'the firm pays all and asks itself (通用)',
    )
    const { id, amountFen: asked } = await file(scene, { ...body, lines }, firm.clerk)
    assert.equal(asked, amountFen)
    return id
  }
  const one = await part(4_000_000n, 2_000_000n)
  const { rows } = await node.call(redemptions.unasked, {}, await as(firm.clerk))
  assert.deepEqual(rows, [])
  await paid(scene, one, 1)
  const left = await node.call(vouchers.get, { params: { id: first } }, await as(firm.clerk))
  assert.deepEqual([left.remainingFen, left.status], [3_000_000n, 'active'])
  assert.deepEqual(await waits(scene), [[first, 3_000_000n]], 'what is left waits for another order')
  await part(8_000_000n, 3_000_000n)
  const byLab = scene.node.call(redemptions.unused, {}, await as(scene.lab.clerk))
  await assert.rejects(byLab, refusedWith('not_found'))
  const second = await scene.voucher(1_000_000n)
  assert.deepEqual(await waits(scene), [[second, 1_000_000n]])
  scene.node.clock.advance({ hours: 24 * 400 })
  assert.deepEqual(await waits(scene), [], 'its time of use is over')
})

const waits = async ({ node, as, firm }: BinhaiScene) => {
  const { rows } = await node.call(redemptions.unused, {}, await as(firm.clerk))
  return rows.map((row) => [row.id, row.remainingFen])
}

test('Shijiazhuang: a firm above 20 million is refused with the clause', async () => {
  const facts = SHIJIAZHUANG.facts.map((fact) =>
    fact.key === 'revenueFen' ? { ...fact, value: '2000000001' } : fact,
  )
  const scene = await binhaiNode('2025-03-03T09:00:00+08:00', 20_000_000n, { ...SHIJIAZHUANG, facts })
  nodes.push(scene)
  await assert.rejects(claimed(scene, scene.firm), (error: { code?: string; text?: { zh: string } }) => {
    assert.equal(error.code, 'claim_criteria_failed')
    assert.match(error.text?.zh ?? '', /2,?000/)
    return true
  })
})

const BEIJING = {
  ...{ region: '110000', scheme: 'beijing-voucher', firmRegion: '110108', labRegion: '110108' },
  providerClass: 'key_lab',
  facts: [{ key: 'smallOrMicro' as const, value: true }, account('6222000055556666')],
}

test('Beijing: at home the laboratory redeems; no evaluation is asked for, and the firm may not ask', async () => {
  const scene = await binhaiNode('2026-03-02T09:00:00+08:00', 200_000_000n, BEIJING)
  nodes.push(scene)
  const { firm, lab, node, as } = scene
  await admit(scene, '2025-01-01')
  const orderId = await ordered(scene, await issued(scene))
  await served(scene, orderId)
  const mine = await node.call(redemptions.unasked, {}, await as(lab.clerk))
  assert.deepEqual(
    mine.rows.map((row) => [row.turn, row.payee, row.evaluate]),
    [['provider', 'provider', false]],
  )
  const byFirm = await requestBody(scene, orderId, { by: firm.clerk })
  await assert.rejects(file(scene, byFirm, firm.clerk), refusedWith('redemption_other_side_asks'))
  const { id, amountFen } = await file(scene, await requestBody(scene, orderId))
  assert.equal(amountFen, 5_000_000n)
  await paid(scene, id, 1)
  const done = await node.call(redemptions.get, { params: { id } }, await as(lab.owner))
  assert.deepEqual([done.status, done.inside?.payee.id], ['approved', lab.id])
})

test('Beijing: when money is short an accepted claim waits in the queue', async () => {
  const scene = await binhaiNode('2026-03-02T09:00:00+08:00', 5_000_000n, BEIJING)
  nodes.push(scene)
  const { firm, hnteFirm, node, as, officers } = scene
  await issued(scene, firm)
  const id = await claimed(scene, hnteFirm)
  await act(scene, officers.reviewer, id, 'pass', { reason: '符合' })
  const claim = await node.call(vouchers.claim, { params: { id } }, await as(hnteFirm.clerk))
  assert.deepEqual([claim.status, claim.queuePlace], ['queued', 1])
})
