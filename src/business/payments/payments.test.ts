import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { notices } from '#platform/notices/browser.ts'
import { inbox } from '#platform/notices/browser.ts'
import { cases } from '#platform/cases/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { fileOf, redemptionNode, type Scene } from '#test/redemptions.ts'
import {
  approve,
  batched,
  books,
  confirm,
  decide,
  fileOfRun,
  job,
  newFirm,
  noticed,
  paidLine,
  passed,
  prepare,
  publish,
  readRunFile,
  refusedWith,
  send,
  sound,
} from '#test/payments.ts'

const statusOf = async (scene: Scene, id: string) =>
  (await findRedemption(scene.node.database.db, id))?.status

describe('from a passed request to its money', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())

  test('batch, notice, decision, run, file, confirmation: paid once and shown to the firm', async () => {
    const { id, firm } = await passed(scene)
    const batch = await batched(scene, [id])
    assert.match(batch.number, /^冀批-2026-\d{6}$/)
    const notice = await publish(scene, batch.id)
    assert.equal(notice.provisional, false)
    assert.equal(await statusOf(scene, id), 'in_batch')
    const decisions = [{ redemptionId: id, decision: 'approve' as const }]
    await assert.rejects(decide(scene, batch.id, decisions), refusedWith('batch_wrong_status'))
    scene.node.clock.set(`${notice.closesOn}T23:00:00+08:00`)
    await job(scene, 'notices.close_due')
    await assert.rejects(decide(scene, batch.id, decisions), refusedWith('batch_wrong_status'))
    scene.node.clock.advance({ hours: 2 })
    await job(scene, 'notices.close_due')
    const before = await books(scene)
    const done = await decide(scene, batch.id, decisions)
    assert.equal(done.status, 'decided')
    assert.equal((await books(scene)).payable - before.payable, 8_000_000n)
    const announce = { params: { id: batch.id }, body: {} }
    await scene.node.call(payments.announceBatch, announce, await scene.as(scene.province.director))
    const told = await scene.node.call(notices.get, { params: { id: notice.noticeId } })
    assert.match(told.announcement?.zh ?? '', /批准兑付1件，共80,000元/)
    assert.match(told.basis.zh, /^河北省级科技创新券.*（公示天数为假定）$/)
    assert.match(told.basis.en, /^Hebei provincial voucher/)
    assert.doesNotMatch(told.basis.en, /[\u4e00-\u9fff]/)

    const run = await prepare(scene, [id])
    assert.match(run.number, /^冀拨-2026-\d{6}$/)
    await assert.rejects(fileOfRun(scene, run.id, scene.province.preparer), refusedWith('run_not_sent'))
    await assert.rejects(send(scene, run.id), refusedWith('run_wrong_status'))
    await approve(scene, run.id)
    assert.equal((await send(scene, run.id)).sentFen, 8_000_000n)
    const read = await readRunFile(await fileOfRun(scene, run.id, scene.province.approver))
    assert.deepEqual(read.problems, [])
    assert.match(read.rows[0]?.values.account ?? '', /^6222\d{12}$/)
    assert.equal(read.rows[0]?.values.amountFen, 8_000_000n)

    const report = await confirm(scene, [paidLine(scene, run.number, 1, '80000', 'BK-2026-1')])
    assert.deepEqual(report.counts, { paid: 1 })
    assert.equal((await books(scene)).paid, 8_000_000n)
    const again = await confirm(scene, [paidLine(scene, run.number, 1, '80000', 'BK-2026-1')])
    assert.deepEqual(again.counts, { already_booked: 1 })
    assert.equal((await books(scene)).paid, 8_000_000n)
    const seen = await scene.node.call(
      payments.run,
      { params: { id: run.id } },
      await scene.as(scene.province.auditor),
    )
    assert.equal(seen.status, 'closed')
    assert.match(seen.list[0]?.payee.number ?? '', /^\*{4}/, 'an auditor sees no whole account')
    const mine = await scene.node.call(payments.payments, { query: {} }, await scene.as(firm.clerk))
    assert.deepEqual(
      mine.rows.map((row) => [row.status, row.amountFen]),
      [['paid', 8_000_000n]],
    )
    const mail = await scene.node.call(inbox.list, { query: {} }, await scene.as(firm.owner))
    assert.ok(mail.rows.some((row) => /已支付/.test(row.title.zh)))
    await assert.rejects(prepare(scene, [id]), refusedWith('payment_not_due'))
    await sound(scene)
  })

  test('the decision prints with its derivation, its notice and where to appeal', async () => {
    const { rows } = await scene.node.call(
      payments.payments,
      { query: {} },
      await scene.as(scene.province.director),
    )
    const id = rows[0]?.redemptionId as string
    const found = async (q: string) => {
      const query = { status: 'paid', q } as const
      return (await scene.node.call(payments.payments, { query }, await scene.as(scene.province.director)))
        .rows
    }
    const [{ redemptionNumber = '', runNumber = '', organisationName = '' } = {}] = rows
    for (const q of [redemptionNumber.slice(-6), runNumber, organisationName])
      assert.ok(
        (await found(q)).some((row) => row.redemptionId === id),
        q,
      )
    for (const q of ['无此编号', '%', `${redemptionNumber}0`]) assert.deepEqual(await found(q), [], q)
    const print = await scene.node.call(
      payments.decision,
      { params: { kind: 'redemption', id } },
      await scene.as(scene.province.director),
    )
    assert.equal(print.derivation.at(-1)?.amountFen, 8_000_000n)
    assert.equal(print.amounts.at(-1)?.amountFen, 8_000_000n)
    assert.ok(print.clauses.length > 1)
    assert.match(print.clauses[0]?.en ?? '', /voucher/, 'the rulebook by its English title')
    assert.doesNotMatch(print.clauses[0]?.en ?? '', /[\u4e00-\u9fff]/)
    assert.match(print.consequences[0]?.zh ?? '', /公示-2026/)
    assert.match(print.appeal?.zh ?? '', /行政复议/)
    const stranger = await newFirm(scene)
    await assert.rejects(
      scene.node.call(
        payments.decision,
        { params: { kind: 'redemption', id } },
        await scene.as(stranger.owner),
      ),
      refusedWith('not_found'),
    )
  })

  test('two batches never take one request; removed, it may enter another', async () => {
    const { id } = await passed(scene)
    const other = await passed(scene)
    const first = await batched(scene, [id, other.id])
    await assert.rejects(batched(scene, [id]), (error: { code: string; message: string }) => {
      assert.equal(error.code, 'redemption_in_other_batch')
      assert.match(error.message, new RegExp(first.number))
      return true
    })
    const as = await scene.as(scene.province.reviewer)
    const body = { redemptionId: id, reason: '材料待核' }
    await scene.node.call(payments.removeFromBatch, { params: { id: first.id }, body }, as)
    assert.equal(await statusOf(scene, id), 'passed')
    const second = await batched(scene, [id])
    await scene.node.call(
      payments.dissolveBatch,
      { params: { id: second.id }, body: { reason: '合并办理' } },
      as,
    )
    const added = await scene.node.call(
      payments.addToBatch,
      { params: { id: first.id }, body: { redemptionIds: [id, crypto.randomUUID()] } },
      as,
    )
    assert.deepEqual(added.results.map((row) => row.refused?.code ?? 'done').sort(), ['done', 'not_found'])
    assert.equal(added.rows, 2)
    const notice = await publish(scene, first.id)
    await assert.rejects(
      scene.node.call(payments.removeFromBatch, { params: { id: first.id }, body }, as),
      refusedWith('batch_wrong_status'),
    )
    await scene.node.call(
      payments.dissolveBatch,
      { params: { id: first.id }, body: { reason: '名单有误' } },
      as,
    )
    const told = await scene.node.call(notices.get, { params: { id: notice.noticeId } })
    assert.equal(told.status, 'withdrawn')
    assert.equal(await statusOf(scene, id), 'passed')
    const others = await scene.as(scene.city.reviewer)
    await assert.rejects(
      scene.node.call(payments.batch, { params: { id: first.id } }, others),
      refusedWith('not_found'),
    )
  })

  test('an objection holds its row alone; upheld it is declined and its invoice lines are free, rejected it follows', async () => {
    const made = [await passed(scene), await passed(scene), await passed(scene)]
    const [kept, wrong, late] = made.map(({ id }) => id) as [string, string, string]
    const { id } = await batched(scene, [kept, wrong, late])
    const notice = await publish(scene, id)
    const list = await scene.node.call(notices.rows, { params: { id: notice.noticeId }, query: {} })
    const rowOf = (subject: string) => list.rows.find((row) => row.subjectId === subject)?.rowNo as number
    const object = async (subject: string) => {
      const params = { id: notice.noticeId, row: rowOf(subject) }
      const body = {
        kind: 'real_name',
        name: '王某',
        contact: '13800000000',
        statement: '该服务并未发生',
      } as const
      return scene.node.call(notices.object, { params, body })
    }
    await object(wrong)
    await object(late)
    scene.node.clock.set(`${notice.closesOn}T23:00:00+08:00`)
    scene.node.clock.advance({ hours: 2 })
    await job(scene, 'notices.close_due')
    const approveAll = [kept, wrong, late].map((redemptionId) => ({
      redemptionId,
      decision: 'approve' as const,
    }))
    const { results, status } = await decide(scene, id, approveAll)
    assert.deepEqual(
      results.map((row) => [row.id, row.refused?.code ?? 'done']).sort(),
      [
        [kept, 'done'],
        [wrong, 'batch_row_held'],
        [late, 'batch_row_held'],
      ].sort(),
    )
    assert.equal(status, 'deciding')
    const director = await scene.as(scene.province.director)
    await scene.node.call(payments.announceBatch, { params: { id }, body: {} }, director)
    const { rows } = await scene.node.call(
      notices.objections,
      { query: { waiting: 'true' } } as never,
      director,
    )
    const decideObjection = async (subject: string, decision: 'upheld' | 'rejected') => {
      const found = rows.find((row) => row.rowNo === rowOf(subject))
      const body = { decision, reason: '经实地核查，情况属实' }
      return scene.node.call(notices.decide, { params: { id: found?.id as string }, body }, director)
    }
    await decideObjection(wrong, 'upheld')
    assert.equal(await statusOf(scene, wrong), 'refused')
    const print = await scene.node.call(
      payments.decision,
      { params: { kind: 'refusal', id: wrong } },
      director,
    )
    assert.match(print.reasons[0]?.zh ?? '', /^公示异议成立：./)
    await decideObjection(late, 'rejected')
    const alone = await decide(scene, id, [{ redemptionId: late, decision: 'approve' }])
    assert.equal(alone.status, 'decided')
    assert.equal(await statusOf(scene, late), 'approved')
    await sound(scene)
  })

  test('who reviewed may not decide, declining needs a reason, a row is decided once', async () => {
    const { id } = await passed(scene)
    const batch = await noticed(scene, [id])
    const { db } = scene.node.database
    await assert.rejects(
      decide(scene, batch.id, [{ redemptionId: id, decision: 'decline' }]),
      refusedWith('decision_reason_missing'),
    )
    const { actor } = await scene.as(scene.province.director)
    const reviewer = await scene.as(scene.city.reviewer)
    const both = { ...actor, userId: reviewer.actor.userId }
    const body = { rows: [{ redemptionId: id, decision: 'approve' as const }] }
    await assert.rejects(
      scene.node.call(payments.decideBatch, { params: { id: batch.id }, body }, { actor: both }),
      refusedWith('decided_what_reviewed'),
    )
    await decide(scene, batch.id, [
      { redemptionId: id, decision: 'decline', reason: '服务内容不属于支持范围' },
    ])
    await assert.rejects(
      decide(scene, batch.id, [{ redemptionId: id, decision: 'approve' }]),
      refusedWith('batch_wrong_status'),
    )
    const lines = await db.selectFrom('invoicePresentation').selectAll().where('subjectId', '=', id).execute()
    assert.ok(lines.every((line) => line.freedAt !== null))
  })

  test('a row decided on the page of its case is followed by the list', async () => {
    const { id } = await passed(scene)
    const batch = await noticed(scene, [id])
    const director = await scene.as(scene.province.director)
    await scene.node.call(cases.act, { params: { id, action: 'approve' }, body: {} }, director)
    await job(scene, 'payments.follow')
    const seen = await scene.node.call(payments.batch, { params: { id: batch.id } }, director)
    assert.equal(seen.status, 'decided')
    assert.equal(seen.list[0]?.status, 'approved')
  })

  test('a lead that proves true after the approval asks the director to recover', async () => {
    const { id } = await passed(scene)
    const batch = await batched(scene, [id])
    const notice = await publish(scene, batch.id)
    const fileId = await fileOf(scene, scene.firm.clerk, '线索.pdf')
    const body = { kind: 'anonymous', statement: '该服务并未发生', fileId } as const
    const by = await scene.as(scene.firm.clerk)
    await scene.node.call(notices.object, { params: { id: notice.noticeId, row: 1 }, body }, by)
    scene.node.clock.set(`${notice.closesOn}T23:00:00+08:00`)
    scene.node.clock.advance({ hours: 2 })
    await job(scene, 'notices.close_due')
    await decide(scene, batch.id, [{ redemptionId: id, decision: 'approve' }])
    const director = await scene.as(scene.province.director)
    const { rows } = await scene.node.call(
      notices.objections,
      { query: { noticeId: notice.noticeId } },
      director,
    )
    const decision = { decision: 'upheld', reason: '经查证属实，服务未发生' } as const
    await scene.node.call(notices.decide, { params: { id: rows[0]?.id as string }, body: decision }, director)
    const tasks = await scene.node.call(inbox.list, { query: {} }, director)
    assert.match(tasks.rows[0]?.title.zh ?? '', /批准后异议成立/)
    assert.equal(await statusOf(scene, id), 'approved')
  })

  test('a notice across the turn of a year whose calendar is not loaded closes nothing by itself', async () => {
    scene.node.clock.set('2026-12-25T09:00:00+08:00')
    const { id } = await passed(scene)
    const batch = await batched(scene, [id])
    const notice = await publish(scene, batch.id)
    assert.equal(notice.provisional, true)
    scene.node.clock.advance({ days: 40 })
    await job(scene, 'notices.close_due')
    const decisions = [{ redemptionId: id, decision: 'approve' as const }]
    await assert.rejects(decide(scene, batch.id, decisions), refusedWith('batch_wrong_status'))
  })
})
