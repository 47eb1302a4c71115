import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { person, type Who } from '#test/community.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import { confirm, decide, noticed, paidLine, passed, refusedWith, sent, sound } from '#test/payments.ts'

/** A row that was declined in a batch (决定不予兑付) is appealed, decided by somebody else, and comes back in a later batch. */
describe('an appeal against the decision of a batch', () => {
  let scene: Scene
  let deputy: Who
  before(async () => {
    scene = await redemptionNode()
    const { node, province } = scene
    deputy = await node.database.db
      .transaction()
      .execute((tx) => person(tx, province.id, '分管负责人', ['director'], node.clock.now()))
  })
  after(() => scene.node.dispose())

  const act = async (who: Who, id: string, action: string, reason?: string) =>
    scene.node.call(
      cases.act,
      { params: { id, action: action as 'take' }, body: reason ? { reason } : {} },
      await scene.as(who),
    )
  const statusOf = async (id: string) => (await findRedemption(scene.node.database.db, id))?.status
  async function declined() {
    const one = await passed(scene)
    const other = await passed(scene)
    const batch = await noticed(scene, [one.id, other.id])
    await decide(scene, batch.id, [
      { redemptionId: one.id, decision: 'decline', reason: '检测报告缺少资质标识' },
      { redemptionId: other.id, decision: 'approve' },
    ])
    return { ...one, batch }
  }
  const appealed = async () => {
    const one = await declined()
    await act(one.firm.clerk, one.id, 'appeal', '报告首页有资质标识，请看第1页')
    return one
  }

  test('within its time, decided by another than the refuser; overturned it goes through a later batch and is paid', async () => {
    const one = await declined()
    assert.equal(await statusOf(one.id), 'refused')
    const clerk = await scene.as(one.firm.clerk)
    const seen = await scene.node.call(cases.get, { params: { id: one.id } }, clerk)
    assert.equal(seen.deadline?.of, 'appeal_window')
    const print = await scene.node.call(payments.decision, { params: { kind: 'refusal', id: one.id } }, clerk)
    assert.match(print.appeal?.zh ?? '', /在平台申请复核/)
    await act(one.firm.clerk, one.id, 'appeal', '报告首页有资质标识，请看第1页')
    await assert.rejects(
      act(scene.province.director, one.id, 'overturn', '同意'),
      refusedWith('case_decided_before'),
    )
    await act(deputy, one.id, 'overturn', '报告首页有资质标识，原决定不当')
    assert.equal(await statusOf(one.id), 'passed')
    const waiting = await scene.node.call(
      payments.batchCandidates,
      { query: {} },
      await scene.as(scene.province.reviewer),
    )
    assert.ok(waiting.rows.some(({ id }) => id === one.id))
    const later = await noticed(scene, [one.id])
    const again = { redemptionId: one.id, decision: 'approve' as const }
    await assert.rejects(decide(scene, later.id, [again]), refusedWith('case_decided_before'))
    await scene.node.call(
      payments.decideBatch,
      { params: { id: later.id }, body: { rows: [again] } },
      await scene.as(deputy),
    )
    const run = await sent(scene, [one.id])
    await confirm(scene, [paidLine(scene, run.number, 1, '80000')])
    const first = await scene.node.call(
      payments.batch,
      { params: { id: one.batch.id } },
      await scene.as(scene.province.reviewer),
    )
    assert.equal(first.list.find(({ redemptionId }) => redemptionId === one.id)?.status, 'declined')
    await sound(scene)
  })

  test('upheld it is over, and after its days nobody may appeal', async () => {
    const one = await appealed()
    await act(deputy, one.id, 'uphold', '报告确无资质标识')
    assert.equal(await statusOf(one.id), 'refused')
    await assert.rejects(
      act(one.firm.clerk, one.id, 'appeal', '再请复核'),
      refusedWith('case_appealed_already'),
    )
    const late = await declined()
    scene.node.clock.advance({ hours: 24 * 30 })
    await assert.rejects(
      act(late.firm.clerk, late.id, 'appeal', '迟到的复核'),
      refusedWith('case_appeal_closed'),
    )
  })

  test('upheld and overturned at the same moment: one of them is told that it is decided', async () => {
    const second = await scene.node.database.db
      .transaction()
      .execute((tx) => person(tx, scene.province.id, '另一负责人', ['director'], scene.node.clock.now()))
    for (let tried = 0; tried < 5; tried++) {
      const one = await appealed()
      const tries = await Promise.allSettled([
        act(deputy, one.id, 'uphold', '维持'),
        act(second, one.id, 'overturn', '撤销'),
      ])
      const won = tries.filter(({ status }) => status === 'fulfilled')
      assert.equal(won.length, 1)
      assert.equal(await statusOf(one.id), tries[0].status === 'fulfilled' ? 'refused' : 'passed')
    }
    await sound(scene)
  })
})
