import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import {
  act,
  admit,
  type BinhaiScene,
  binhaiNode,
  claimed,
  decided,
  evaluate,
  file,
  noticed,
  ordered,
  paidOut,
  requestBody,
  reviewed,
  served,
} from '#test/binhai.ts'
import { person, type Who } from '#test/community.ts'
import { refusedWith } from '#test/payments.ts'
import { countyReviewer, PLACES, type SchemePlace } from '#test/places.ts'
import { vouchers } from '#business/vouchers/browser.ts'

const nodes: BinhaiScene[] = []
after(async () => {
  for (const { node } of nodes) await node.dispose()
})

/** A claim, an order, a request: up to the end of its notice. */
async function onNotice(scene: BinhaiScene, place: SchemePlace, day: string) {
  const { node, as, firm, lab, officers } = scene
  await admit(scene, '2025-01-01')
  const claim = await claimed(scene, firm)
  if (place.county) {
    const county = await countyReviewer(scene, place.county)
    await act(scene, county, claim, 'pass', { reason: '符合条件' })
  }
  await act(scene, officers.reviewer, claim, 'pass', { reason: '符合条件' })
  const { voucherId } = await node.call(vouchers.claim, { params: { id: claim } }, await as(firm.clerk))
  const orderId = await ordered(scene, voucherId as string)
  node.clock.set(day)
  await served(scene, orderId)
  if (place.service) await evaluate(scene, orderId, firm.clerk)
  const by = place.payee === 'firm' ? firm.clerk : lab.clerk
  const paidFen = place.payee === 'firm' ? 10_000_000n : 5_000_000n
  const { id } = await file(scene, await requestBody(scene, orderId, { by, paidFen }), by)
  await reviewed(scene, id, place.reviews)
  return { id, by, batch: await noticed(scene, id) }
}

const { Shijiazhuang, Beijing, Binhai } = PLACES
for (const [name, place] of Object.entries({ Shijiazhuang, Beijing, Binhai }))
  test(`${name}: a decision not to pay is appealed, overturned by another director, and paid after a later batch`, async () => {
    const scene = await binhaiNode('2026-03-02T09:00:00+08:00', 20_000_000n, place)
    nodes.push(scene)
    const { node, as, officers, authorityId } = scene
    const { id, by, batch } = await onNotice(scene, place, '2026-03-20T10:00:00+08:00')
    const why = { decision: 'decline' as const, reason: '报告缺少签章' }
    await decided(scene, batch, id, officers.director, why)
    const mine = await node.call(cases.get, { params: { id } }, await as(by))
    assert.deepEqual([mine.state.status, mine.deadline?.of], ['refused', 'appeal_window'])
    assert.equal(mine.programme.version, 2)
    await act(scene, by, id, 'appeal', { reason: '签章在附页' })
    await assert.rejects(
      act(scene, officers.director, id, 'overturn', { reason: '同意' }),
      refusedWith('case_decided_before'),
    )
    const deputy: Who = await node.database.db
      .transaction()
      .execute((tx) => person(tx, authorityId, '分管负责人', ['director'], node.clock.now()))
    await act(scene, deputy, id, 'overturn', { reason: '签章确在附页' })
    const asked = { params: { kind: 'appeal' as const, id }, query: {} }
    const ruling = await node.call(payments.decision, asked, await as(by))
    assert.match(ruling.result.zh, /撤销原决定。本件编入以后的批次/)
    const later = await noticed(scene, id)
    await assert.rejects(decided(scene, later, id, officers.director), refusedWith('case_decided_before'))
    await decided(scene, later, id, deputy)
    await paidOut(scene, id)
    const done = await node.call(redemptions.get, { params: { id } }, await as(by))
    assert.equal(done.status, 'approved')
    const { rows } = await node.call(payments.payments, { query: { redemptionId: id } }, await as(by))
    assert.deepEqual(
      rows.map(({ status, amountFen }) => [status, amountFen]),
      [['paid', 5_000_000n]],
    )
  })
