import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { person, type Who } from '#test/community.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import {
  batched,
  confirm,
  decide,
  job,
  noticed,
  paidLine,
  passed,
  publish,
  refusedWith,
  sent,
  sound,
} from '#test/payments.ts'
import { notices } from '#platform/notices/browser.ts'

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
  /** What the decision on its appeal says, as its applicant prints it; of several, which. */
  const ruling = async (who: Who, id: string, no?: number) => {
    const asked = { params: { kind: 'appeal' as const, id }, query: { no } }
    return scene.node.call(payments.decision, asked as never, await scene.as(who))
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
    const told = await ruling(one.firm.clerk, one.id)
    assert.deepEqual(
      [told.title.zh, told.decidedBy.split('（')[0], told.appeal, told.reasons[0]?.zh],
      ['复核决定书', '分管负责人', null, '报告首页有资质标识，原决定不当'],
    )
    assert.match(told.result.zh, /^撤销原决定。本件编入以后的批次，重新公示后决定。$/)
    assert.match(told.result.en, /overturned.*later batch/)
    assert.match(told.consequences[0]?.zh ?? '', /省级决定，.*理由：检测报告缺少资质标识/)
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
    await assert.rejects(ruling(one.firm.clerk, one.id), refusedWith('not_found'), 'nothing is decided yet')
    await act(deputy, one.id, 'uphold', '报告确无资质标识')
    const told = await ruling(one.firm.clerk, one.id)
    assert.deepEqual([told.result.zh, told.reasons[0]?.zh], ['维持原决定。', '报告确无资质标识'])
    assert.match(told.appeal?.zh ?? '', /行政复议/)
    const other = await passed(scene)
    await assert.rejects(ruling(other.firm.clerk, one.id), refusedWith('not_found'), 'of another firm')
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

  test('a row that an objection removed is appealed, too; who upheld the objection speaks no more of it', async () => {
    const one = await passed(scene)
    const { id: batchId } = await batched(scene, [one.id])
    const notice = await publish(scene, batchId)
    const object = async (noticeId: string) => {
      const params = { id: noticeId, row: 1 }
      const told = {
        kind: 'real_name' as const,
        name: '王某',
        contact: '13800000000',
        statement: '服务并未发生',
      }
      await scene.node.call(notices.object, { params, body: told })
    }
    const settle = async (who: Who, decision: 'upheld' | 'rejected') => {
      const officer = await scene.as(who)
      const { rows } = await scene.node.call(
        notices.objections,
        { query: { waiting: 'true' } } as never,
        officer,
      )
      const body = { decision, reason: '经实地核查，检测记录缺失' }
      return scene.node.call(notices.decide, { params: { id: rows[0]?.id as string }, body }, officer)
    }
    const second = await scene.node.database.db
      .transaction()
      .execute((tx) => person(tx, scene.province.id, '第二位负责人', ['director'], scene.node.clock.now()))
    await object(notice.noticeId)
    await object(notice.noticeId)
    await settle(scene.province.director, 'upheld')
    await settle(second, 'upheld')
    assert.equal(await statusOf(one.id), 'refused')
    const clerk = await scene.as(one.firm.clerk)
    const asked = { params: { kind: 'refusal' as const, id: one.id } }
    const print = await scene.node.call(payments.decision, asked, clerk)
    assert.equal(print.reasons[0]?.zh, '公示异议成立：经实地核查，检测记录缺失')
    assert.match(print.appeal?.zh ?? '', /在平台申请复核/)
    await act(one.firm.clerk, one.id, 'appeal', '检测记录在实验室留存，附复印件')
    const meanwhile = await scene.node.call(payments.decision, asked, clerk)
    assert.equal(meanwhile.reasons[0]?.zh, print.reasons[0]?.zh)
    assert.match(meanwhile.appeal?.zh ?? '', /已对本决定申请复核/)
    for (const who of [scene.province.director, second])
      await assert.rejects(act(who, one.id, 'overturn', '同意'), refusedWith('case_decided_before'))
    await assert.rejects(act(second, one.id, 'take'), refusedWith('case_decided_before'))
    await act(deputy, one.id, 'take')
    await act(deputy, one.id, 'overturn', '检测记录齐全，异议不成立')
    assert.equal(await statusOf(one.id), 'passed')
    assert.match((await ruling(one.firm.clerk, one.id)).consequences[0]?.zh ?? '', /公示，.*检测记录缺失/)
    const again = await batched(scene, [one.id])
    const next = await publish(scene, again.id)
    await object(next.noticeId)
    await assert.rejects(settle(scene.province.director, 'upheld'), refusedWith('case_decided_before'))
    await settle(deputy, 'rejected')
    scene.node.clock.set(`${next.closesOn}T23:00:00+08:00`)
    scene.node.clock.advance({ hours: 2 })
    await job(scene, 'notices.close_due')
    const row = { redemptionId: one.id, decision: 'approve' as const }
    await assert.rejects(decide(scene, again.id, [row]), refusedWith('case_decided_before'))
    await scene.node.call(
      payments.decideBatch,
      { params: { id: again.id }, body: { rows: [{ ...row, decision: 'decline', reason: '报告不符' }] } },
      await scene.as(deputy),
    )
    await act(one.firm.clerk, one.id, 'appeal', '报告与合同一致')
    const third = await scene.node.database.db
      .transaction()
      .execute((tx) => person(tx, scene.province.id, '第三位负责人', ['director'], scene.node.clock.now()))
    await act(third, one.id, 'uphold', '报告确与合同不符')
    const both = [await ruling(one.firm.clerk, one.id, 1), await ruling(one.firm.clerk, one.id, 2)]
    assert.deepEqual(
      both.map(({ decidedBy }) => decidedBy.split('（')[0]),
      ['分管负责人', '第三位负责人'],
    )
    assert.match((await ruling(one.firm.clerk, one.id)).decidedBy, /^第三位负责人/)
    await assert.rejects(ruling(one.firm.clerk, one.id, 3), refusedWith('not_found'))
    await sound(scene)
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
