import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cases } from '#platform/cases/browser.ts'
import { notices } from '#platform/notices/browser.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { person, type Who } from '#test/community.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import { told } from '#test/jobs.ts'
import { batched, passed, publish, refusedWith, sound } from '#test/payments.ts'

/** An objection that is upheld to a row which another has removed already leaves no action of the case, and counts all the same. */
describe('a second objection that is upheld', () => {
  let scene: Scene
  let second: Who
  before(async () => {
    scene = await redemptionNode()
    const { node, province } = scene
    second = await node.database.db
      .transaction()
      .execute((tx) => person(tx, province.id, '第二位负责人', ['director'], node.clock.now()))
  })
  after(() => scene.node.dispose())

  const act = async (who: Who, id: string, action: 'appeal' | 'overturn' | 'uphold', reason: string) =>
    scene.node.call(cases.act, { params: { id, action }, body: { reason } }, await scene.as(who))
  const settle = async (who: Who, id: string, reason: string) =>
    scene.node.call(
      notices.decide,
      { params: { id }, body: { decision: 'upheld', reason } },
      await scene.as(who),
    )
  const statusOf = async (id: string) => (await findRedemption(scene.node.database.db, id))?.status
  const detail = async (who: Who, id: string) =>
    scene.node.call(cases.get, { params: { id } }, await scene.as(who))

  /** Until somebody waits for a lock of somebody else. */
  const waiting = async () => {
    for (;;) {
      const { rows } = await scene.node.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows.length > 0) return
      await sleep(10)
    }
  }
  /** Removed by one of two objections, and appealed; the other one waits. */
  async function appealed() {
    const one = await passed(scene)
    const batch = await batched(scene, [one.id])
    const { noticeId } = await publish(scene, batch.id)
    for (const statement of ['服务并未发生', '检测报告日期早于委托']) {
      const body = { kind: 'real_name' as const, name: '王某', contact: '13800000000', statement }
      await scene.node.call(notices.object, { params: { id: noticeId, row: 1 }, body })
    }
    const director = await scene.as(scene.province.director)
    const { rows } = await scene.node.call(notices.objections, { query: { noticeId } }, director)
    const [first, other] = rows.map(({ id }) => id) as [string, string]
    await settle(scene.province.director, first, '实验室无该样品的记录')
    scene.node.clock.advance({ minutes: 5 })
    await act(one.firm.clerk, one.id, 'appeal', '样品记录在附件')
    return { ...one, other }
  }

  test('stands in the timeline of the case for both sides, and the firm is told of it', async () => {
    const one = await appealed()
    assert.deepEqual(
      (await detail(one.firm.clerk, one.id)).beside,
      [],
      'the first one is the decision itself',
    )
    await settle(second, one.other, '报告日期确早于委托')
    for (const who of [one.firm.clerk, scene.province.director]) {
      const { beside } = await detail(who, one.id)
      const shown = beside.map(({ actor, reason }) => [actor.split('（')[0], reason])
      assert.deepEqual(shown, [['第二位负责人', '报告日期确早于委托']])
    }
    const [message] = await told(scene.node, await scene.as(one.firm.clerk), /另一公示异议也成立/)
    assert.match(message?.body.zh ?? '', /报告日期确早于委托/)
    assert.match(message?.title.en ?? '', /Another objection/)
  })

  test('while it is being decided the appeal waits, and is refused to who decides it', async () => {
    const one = await appealed()
    const { database } = scene.node
    const deciding = await database.pool.connect()
    await deciding.query('begin')
    await deciding.query(`select from public_notice_row where subject_id = $1 for no key update`, [one.id])
    await deciding.query(
      `update objection set status = 'upheld', decided_by = $2, decided_by_label = '第二位负责人', decided_at = $3, reason = '属实'
       where id = $1`,
      [one.other, second.userId, scene.node.clock.now().toString()],
    )
    const ruling = Promise.allSettled([act(second, one.id, 'overturn', '同意')])
    await Promise.race([ruling, waiting()])
    await deciding.query('commit')
    deciding.release()
    const [answer] = await ruling
    assert.ok(answer.status === 'rejected' && refusedWith('case_decided_before')(answer.reason))
    assert.equal(await statusOf(one.id), 'refused')
    await sound(scene)
  })

  test('the database refuses his word on the appeal, whoever writes it', async () => {
    const one = await appealed()
    await settle(second, one.other, '报告日期确早于委托')
    const write = (action: string, userId: string) =>
      scene.node.database.pool.query(
        `insert into case_action (case_id, seq, at, action, actor_user, actor_label, provisional)
         values ($1, 900, now(), $2, $3, '有人', false)`,
        [one.id, action, userId],
      )
    for (const who of [second, scene.province.director])
      for (const action of ['uphold', 'overturn'])
        await assert.rejects(write(action, who.userId), { constraint: 'case_decided_beside' })
    await write('uphold', scene.province.finance.userId)
  })
})
