import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { inbox, notices } from '#platform/notices/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { person, type Who } from '#test/community.ts'
import { fileOf, redemptionNode, type Scene } from '#test/redemptions.ts'
import { batched, decide, job, noticed, passed, publish, refusedWith, sound } from '#test/payments.ts'

/** Appeals of requests that were decided beside their batch: on the page of the case, or by an objection of an earlier notice. */
describe('an appeal of what was decided beside the batch', () => {
  let scene: Scene
  let deputy: Who
  let third: Who
  before(async () => {
    scene = await redemptionNode()
    const { node, province } = scene
    const director = (name: string) =>
      node.database.db
        .transaction()
        .execute((tx) => person(tx, province.id, name, ['director'], node.clock.now()))
    deputy = await director('分管负责人')
    third = await director('第三位负责人')
  })
  after(() => scene.node.dispose())

  type Session = Awaited<ReturnType<Scene['as']>>
  const actAs = (session: Session, id: string, action: string, reason?: string) =>
    scene.node.call(
      cases.act,
      { params: { id, action: action as 'take' }, body: reason ? { reason } : {} },
      session,
    )
  const act = async (who: Who, id: string, action: string, reason?: string) =>
    actAs(await scene.as(who), id, action, reason)
  const statusOf = async (id: string) => (await findRedemption(scene.node.database.db, id))?.status
  const listOf = async (id: string) =>
    scene.node.call(payments.batch, { params: { id } }, await scene.as(scene.province.reviewer))
  const won = async (one: { id: string; firm: { clerk: Who } }) => {
    await act(one.firm.clerk, one.id, 'appeal', '请看第1页')
    await act(deputy, one.id, 'overturn', '原决定不当')
  }
  const object = async (noticeId: string, statement = '服务并未发生') => {
    const told = { kind: 'real_name' as const, name: '王某', contact: '13800000000', statement }
    await scene.node.call(notices.object, { params: { id: noticeId, row: 1 }, body: told })
    return objectionTo(noticeId)
  }
  const objectionTo = async (noticeId: string) => {
    const director = await scene.as(scene.province.director)
    const { rows } = await scene.node.call(notices.objections, { query: { noticeId } }, director)
    return rows[0]?.id as string
  }
  const settle = async (
    session: Session,
    id: string,
    decision: 'upheld' | 'rejected',
    reason = '经实地核查',
  ) => scene.node.call(notices.decide, { params: { id }, body: { decision, reason } }, session)
  const closed = async (closesOn: string) => {
    scene.node.clock.set(`${closesOn}T23:00:00+08:00`)
    scene.node.clock.advance({ hours: 2 })
    await job(scene, 'notices.close_due')
  }

  test('declined on its page and appealed before the list followed: the old list ends, a later batch takes it', async () => {
    const [one, other] = [await passed(scene), await passed(scene)]
    const old = await noticed(scene, [one.id, other.id])
    await act(scene.province.director, one.id, 'decline', '检测报告缺少资质标识')
    await won(one)
    assert.equal(await statusOf(one.id), 'passed')
    await job(scene, 'payments.follow')
    await decide(scene, old.id, [{ redemptionId: other.id, decision: 'approve' }])
    const list = await listOf(old.id)
    assert.deepEqual(
      [list.status, list.list.find(({ redemptionId }) => redemptionId === one.id)?.status],
      ['decided', 'declined'],
    )
    const later = await noticed(scene, [one.id])
    const row = { redemptionId: one.id, decision: 'approve' as const }
    const body = { params: { id: later.id }, body: { rows: [row] } }
    await scene.node.call(payments.decideBatch, body, await scene.as(deputy))
    assert.equal(await statusOf(one.id), 'approved')
    await sound(scene)
  })

  test('held and declined on its page by the reviewer: after a won appeal the desk batches it again, and the old objection moves nothing', async () => {
    const one = await passed(scene)
    const first = await batched(scene, [one.id])
    const notice = await publish(scene, first.id)
    const old = await object(notice.noticeId)
    await act(scene.province.reviewer, one.id, 'decline', '异议属实')
    await closed(notice.closesOn)
    await won(one)
    await job(scene, 'payments.follow')
    const again = await batched(scene, [one.id])
    const next = await publish(scene, again.id)
    const fresh = await object(next.noticeId, '检测日期不实')
    const held = (await listOf(again.id)).list[0]?.status
    assert.equal(held, 'held')
    const director = await scene.as(scene.province.director)
    await settle(director, old, 'rejected')
    assert.equal((await listOf(again.id)).list[0]?.status, 'held', 'its own objection holds it')
    assert.equal((await listOf(first.id)).list[0]?.status, 'declined')
    await settle(director, fresh, 'rejected')
    await closed(next.closesOn)
    const row = { redemptionId: one.id, decision: 'approve' as const }
    const body = { params: { id: again.id }, body: { rows: [row] } }
    await scene.node.call(payments.decideBatch, body, await scene.as(deputy))
    assert.equal(await statusOf(one.id), 'approved')
    await sound(scene)
  })

  test('held and declined on its page: the objection can still be rejected, and the list ends with it', async () => {
    const one = await passed(scene)
    const batch = await batched(scene, [one.id])
    const notice = await publish(scene, batch.id)
    const objection = await object(notice.noticeId)
    await closed(notice.closesOn)
    await act(scene.province.reviewer, one.id, 'decline', '异议属实')
    await settle(await scene.as(scene.province.director), objection, 'rejected')
    assert.equal(await statusOf(one.id), 'refused')
    const list = await listOf(batch.id)
    assert.deepEqual([list.status, list.list[0]?.status], ['decided', 'declined'])
  })

  test('a lead of the earlier notice that proves true after the appeal was won is told to the director', async () => {
    const one = await passed(scene)
    const first = await batched(scene, [one.id])
    const notice = await publish(scene, first.id)
    const fileId = await fileOf(scene, scene.firm.clerk, '线索.pdf')
    const body = { kind: 'anonymous', statement: '该服务并未发生', fileId } as const
    const by = await scene.as(scene.firm.clerk)
    await scene.node.call(notices.object, { params: { id: notice.noticeId, row: 1 }, body }, by)
    await closed(notice.closesOn)
    await decide(scene, first.id, [{ redemptionId: one.id, decision: 'decline', reason: '报告缺页' }])
    await won(one)
    const director = await scene.as(scene.province.director)
    await settle(director, await objectionTo(notice.noticeId), 'upheld', '服务未发生')
    const tasks = await scene.node.call(inbox.list, { query: {} }, director)
    assert.match(tasks.rows[0]?.title.zh ?? '', /异议成立/)
    assert.match(tasks.rows[0]?.title.en ?? '', /objection/)
    await sound(scene)
  })

  test('who stands in for the director upholds an objection instead of him, also in what the firm reads', async () => {
    const one = await passed(scene)
    const { id: batchId } = await batched(scene, [one.id])
    const notice = await publish(scene, batchId)
    const objection = await object(notice.noticeId)
    const { actor } = await scene.as(scene.province.reviewer)
    const standIn = {
      ...actor,
      roles: new Set([...actor.roles, 'director']),
      insteadOf: '负责人某',
      lent: new Map([['director', '负责人某']]),
    }
    await settle({ actor: standIn }, objection, 'upheld')
    const clerk = await scene.as(one.firm.clerk)
    const asked = { params: { kind: 'refusal' as const, id: one.id }, query: {} }
    const print = await scene.node.call(payments.decision, asked, clerk)
    assert.equal(print.decidedBy, `${actor.label}（代负责人某）`)
    const list = await listOf(batchId)
    assert.equal(list.list[0]?.decidedBy, `${actor.label}（代负责人某）`)
    const events = await scene.node.database.db
      .selectFrom('event')
      .select('actorLabel')
      .where('subjectId', '=', one.id)
      .where('command', '=', 'notices.decide')
      .execute()
    assert.deepEqual(
      [...new Set(events.map(({ actorLabel }) => actorLabel))],
      [`${actor.label}（代负责人某）`],
    )
    const two = await passed(scene)
    const next = await noticed(scene, [two.id])
    await decide(scene, next.id, [{ redemptionId: two.id, decision: 'approve' }])
    const body = {
      cause: 'falsehood' as const,
      amountFen: 8_000_000n,
      reason: '服务未发生',
      clause: '第二十三条',
    }
    const made = await scene.node.call(
      payments.recover,
      { params: { id: two.id }, body: { ...body, workingDays: 10 } } as never,
      { actor: standIn },
    )
    const owed = { params: { kind: 'recovery' as const, id: (made as { id: string }).id }, query: {} }
    const told = await scene.node.call(payments.decision, owed, await scene.as(two.firm.clerk))
    assert.equal(told.decidedBy, `${actor.label}（代负责人某）`)
  })

  test('who upheld an objection stays away also after a second appeal, and the refusal keeps its own words', async () => {
    const one = await passed(scene)
    const { id: batchId } = await batched(scene, [one.id])
    const notice = await publish(scene, batchId)
    const objection = await object(notice.noticeId)
    const director = await scene.as(scene.province.director)
    await settle(director, objection, 'upheld')
    await won(one)
    const later = await noticed(scene, [one.id])
    const no = { redemptionId: one.id, decision: 'decline' as const, reason: '报告不符' }
    const rows = { params: { id: later.id }, body: { rows: [no] } }
    await scene.node.call(payments.decideBatch, rows, await scene.as(deputy))
    await act(one.firm.clerk, one.id, 'appeal', '报告与合同一致')
    await assert.rejects(
      act(scene.province.director, one.id, 'uphold', '维持'),
      refusedWith('case_decided_before'),
    )
    await act(third, one.id, 'overturn', '报告相符')
    const last = await noticed(scene, [one.id])
    const yes = { redemptionId: one.id, decision: 'approve' as const }
    await assert.rejects(decide(scene, last.id, [yes]), refusedWith('case_decided_before'))
    const whole = { params: { id: last.id }, body: { rows: [yes] } }
    await scene.node.call(payments.decideBatch, whole, await scene.as(third))
    const other = await passed(scene)
    const batch = await noticed(scene, [other.id])
    await decide(scene, batch.id, [{ redemptionId: other.id, decision: 'decline', reason: '原决定的理由' }])
    const refusal = async () =>
      scene.node.call(
        payments.decision,
        { params: { kind: 'refusal', id: other.id }, query: {} },
        await scene.as(other.firm.clerk),
      )
    const before = await refusal()
    await act(other.firm.clerk, other.id, 'appeal', '请复核')
    await act(deputy, other.id, 'uphold', '复核的理由')
    const { decidedBy, reasons } = await refusal()
    assert.deepEqual([decidedBy, reasons[0]?.zh], [before.decidedBy, '原决定的理由'])
    await sound(scene)
  })
})
