import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inbox } from '#platform/notices/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { insertPaymentRows } from './runs.store.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import {
  approve,
  approved,
  changeAccount,
  confirm,
  dismissed,
  fileOfRun,
  job,
  paidLine,
  prepare,
  proposalOf,
  readRunFile,
  recoverBody,
  redLetter,
  refusedWith,
  send,
  sent,
  sound,
  today,
} from '#test/payments.ts'

/** The signatures on the run's events and on the run itself. */
async function signedBy({ node }: Scene, id: string): Promise<(string | null)[]> {
  const { db } = node.database
  const events = await db.selectFrom('event').select('actorLabel').where('subjectId', '=', id).execute()
  const run = await db
    .selectFrom('paymentRun')
    .select(['preparedByLabel', 'approvedByLabel', 'sentByLabel'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const labels = [...events.map(({ actorLabel }) => actorLabel), ...Object.values(run)]
  return [...new Set(labels.filter((label) => label !== null))]
}

describe('payment runs', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())

  test('whoever prepares does not approve, by rule and by the database; others in the office may not either', async () => {
    const { ids } = await approved(scene)
    const { actor } = await scene.as(scene.province.preparer)
    const both = {
      ...actor,
      roles: new Set([...actor.roles, 'approver']),
      insteadOf: '复核人某',
      lent: new Map([['approver', '复核人某']]),
    }
    const run = await scene.node.call(
      payments.prepareRun,
      { body: { redemptionIds: ids, acceptChanged: [] } },
      { actor: both },
    )
    assert.deepEqual(await signedBy(scene, run.id), [actor.label], 'his own act, whoever he stands in for')
    await assert.rejects(
      scene.node.call(payments.approveRun, { params: { id: run.id }, body: {} }, { actor: both }),
      refusedWith('run_own_preparation'),
    )
    const { db } = scene.node.database
    const itself = db
      .updateTable('paymentRun')
      .set({
        approvedBy: scene.province.preparer.userId,
        approvedByLabel: 'x',
        approvedAt: scene.node.clock.now(),
      })
      .where('id', '=', run.id)
    await assert.rejects(itself.execute(), /payment_run_four_eyes/)
    await assert.rejects(approve(scene, run.id, scene.province.director), refusedWith('not_allowed'))
    await assert.rejects(approve(scene, run.id, scene.city.approver), refusedWith('not_found'))
    const body = { reason: '合并到下一单' }
    await scene.node.call(
      payments.cancelRun,
      { params: { id: run.id }, body },
      await scene.as(scene.province.preparer),
    )
    await assert.rejects(approve(scene, run.id), refusedWith('run_wrong_status'))
    const again = await prepare(scene, ids)
    await assert.rejects(prepare(scene, ids), refusedWith('payment_running'))
    const { actor: reviewer } = await scene.as(scene.province.reviewer)
    const { lent, insteadOf } = both
    const standIn = { ...reviewer, roles: new Set([...reviewer.roles, 'approver']), lent, insteadOf }
    await scene.node.call(payments.approveRun, { params: { id: again.id }, body: {} }, { actor: standIn })
    assert.ok((await signedBy(scene, again.id)).includes(`${reviewer.label}（代复核人某）`))
    await send(scene, again.id)
    const late = scene.node.call(
      payments.cancelRun,
      { params: { id: again.id }, body },
      await scene.as(scene.province.preparer),
    )
    await assert.rejects(late, refusedWith('run_wrong_status'))
    await confirm(scene, [paidLine(scene, again.number, 1, '80000')])
    await sound(scene)
  })

  test('a changed account stops its row at approval and at sending; accepted, it is paid to the new one', async () => {
    const { ids, made } = await approved(scene, 3)
    const [first, second, third] = made
    if (!first || !second || !third) throw new Error('three were made')
    const run = await prepare(scene, ids)
    await changeAccount(scene, first.firm)
    assert.equal((await approve(scene, run.id)).stopped, 1)
    await changeAccount(scene, second.firm)
    const result = await send(scene, run.id)
    assert.equal(result.stopped, 1)
    assert.equal(result.sentFen, 8_000_000n)
    const due = await scene.node.call(
      payments.paymentsDue,
      { query: {} },
      await scene.as(scene.province.preparer),
    )
    const back = due.rows.filter((row) => row.redemptionId !== third.id)
    assert.deepEqual(
      back.map((row) => [row.accountChanged, row.lastReason]),
      [
        [true, '收款账户已变更，请核对后重新编入拨付单'],
        [true, '收款账户已变更，请核对后重新编入拨付单'],
      ],
    )
    await assert.rejects(prepare(scene, [first.id]), refusedWith('payee_changed'))
    const anew = await prepare(scene, [first.id, second.id], [first.id])
    assert.deepEqual(
      anew.refused.map((row) => row.refused.code),
      ['payee_changed'],
    )
    await approve(scene, anew.id)
    await send(scene, anew.id)
    const read = await readRunFile(await fileOfRun(scene, anew.id, scene.province.preparer))
    assert.match(read.rows[0]?.values.account ?? '', /^6217/)
    await assert.rejects(fileOfRun(scene, anew.id, scene.province.auditor), refusedWith('not_allowed'))
    await sound(scene)
  })

  test('a red-letter invoice holds the payment until its proposal is decided', async () => {
    const { ids, made } = await approved(scene, 3)
    const [early, late, dropped] = made
    if (!early || !late || !dropped) throw new Error('three were made')
    const red = (one: typeof early) => redLetter(scene, one.invoiceId, one.firm.clerk, 5_000_000n)
    const run = await prepare(scene, ids)
    await red(early)
    assert.equal((await approve(scene, run.id)).stopped, 1)
    await red(late)
    assert.equal((await send(scene, run.id)).stopped, 1)
    const preparer = await scene.as(scene.province.preparer)
    const shown = await scene.node.call(payments.run, { params: { id: run.id } }, preparer)
    const [stopped] = shown.list
    assert.match(stopped?.reason ?? '', /红字冲减，暂停支付/)
    assert.match(stopped?.reasonEn ?? '', /its payment waits/)
    await assert.rejects(prepare(scene, [late.id]), refusedWith('payment_held_red'))
    const due = await scene.node.call(payments.paymentsDue, { query: {} }, preparer)
    assert.deepEqual(
      due.rows.filter(({ redemptionId }) => ids.includes(redemptionId)).map(({ held }) => held),
      [true, true],
    )
    const told = await scene.node.call(
      payments.proposals,
      { query: { redemptionId: late.id } },
      await scene.as(late.firm.clerk),
    )
    assert.equal(told.rows[0]?.amountFen, 5_000_000n)
    const insert = scene.node.database.db.transaction().execute((tx) =>
      insertPaymentRows(tx, [
        {
          ...{ runId: run.id, rowNo: 9, redemptionId: late.id, organisationId: late.firm.id },
          ...{ budgetId: scene.budgetId, amountFen: 1n, payeeDigest: 'a'.repeat(64) },
          payee: { name: '甲', bank: '乙', number: '1' },
          at: scene.node.clock.now(),
        },
      ]),
    )
    await assert.rejects(insert, /proposal of recovery is open/)
    await dismissed(scene, early.id)
    const { id: proposalId } = await proposalOf(scene, late.id)
    const body = { ...recoverBody(8_000_000n), cause: 'red_invoice' as const, proposalId }
    const director = await scene.as(scene.province.director)
    await scene.node.call(payments.recover, { params: { id: late.id }, body }, director)
    await assert.rejects(prepare(scene, [late.id]), refusedWith('payment_not_due'))
    const again = await sent(scene, [early.id])
    await confirm(scene, [paidLine(scene, again.number, 1, '80000')])
    await sound(scene)
  })

  test('the bank’s answer is judged line by line; what was not paid comes back with its reason', async () => {
    const { ids } = await approved(scene, 4)
    const run = await sent(scene, ids)
    const lines = [
      paidLine(scene, run.number, 1, '80000', 'R-1'),
      `${run.number},2,80000,未支付,,,账号户名不符`,
      paidLine(scene, run.number, 3, '79999.99', 'R-3'),
      paidLine(scene, run.number, 9, '80000', 'R-9'),
      paidLine(scene, '冀拨-2020-000001', 1, '80000', 'R-x'),
      paidLine(scene, run.number, 4, '80000', 'R-1'),
      `${run.number},3,八万,已支付,${today(scene)},R-4,`,
      `${run.number},4,80000,已支付,2099-01-01,R-5,`,
    ]
    const report = await confirm(scene, lines)
    assert.deepEqual(
      report.lines.map(({ line, outcome }) => [line, outcome]),
      [
        [2, 'paid'],
        [3, 'unpaid'],
        [4, 'amount_differs'],
        [5, 'unknown_row'],
        [6, 'unknown_row'],
        [7, 'reference_used'],
        [8, 'unreadable'],
        [9, 'repeated'],
      ],
    )
    const bad = report.lines.find(({ outcome }) => outcome === 'unreadable')
    assert.deepEqual([bad?.runNumber, bad?.rowNo, bad?.amountFen], [run.number, 3, null])
    const differs = report.lines.find(({ outcome }) => outcome === 'amount_differs')
    assert.match(differs?.detail?.zh ?? '', /^拨付单 [\d,.]+，回单 [\d,.]+$/)
    assert.match(differs?.detail?.en ?? '', /^run [\d,.]+, bank [\d,.]+$/)
    assert.doesNotMatch(bad?.detail?.en ?? '一', /[：（]/)
    const again = await confirm(scene, lines.slice(0, 2))
    assert.deepEqual(again.counts, { already_booked: 2 })
    const opposite = await confirm(scene, [`${run.number},1,80000,未支付,,,退票`])
    assert.deepEqual(opposite.counts, { contradicts: 1 })
    const director = await scene.as(scene.province.director)
    const stored = await scene.node.call(payments.import, { params: { id: report.id } }, director)
    assert.equal(stored.report.lines.length, 8)
    const seen = await scene.node.call(payments.run, { params: { id: run.id } }, director)
    assert.equal(seen.status, 'sent')
    assert.equal(seen.sentFen, seen.paidFen + seen.unpaidFen + seen.openFen)
    const unpaid = seen.list[1]?.redemptionId as string
    const retry = await sent(scene, [unpaid])
    await confirm(scene, [paidLine(scene, retry.number, 1, '80000')])
    const strange = await scene.as(scene.city.preparer)
    const csv = `拨付单号,行号,金额,支付结果\n${run.number},3,80000,已支付`
    const theirs = await scene.node.call(payments.confirm, { body: { csv } }, strange)
    assert.deepEqual(theirs.counts, { unknown_row: 1 })
    await assert.rejects(
      scene.node.call(payments.confirm, { body: {} } as never, strange),
      refusedWith('confirmation_source'),
    )
    await sound(scene)
  })

  test('the payment file, filled in by the finance office, is imported as it is', async () => {
    const { ids } = await approved(scene)
    const run = await sent(scene, ids)
    const { default: ExcelJS } = await import('exceljs')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await fileOfRun(scene, run.id, scene.province.preparer)).buffer as never)
    const sheet = book.worksheets[0]
    const row = sheet?.getRow(4)
    if (!row) throw new Error('no row')
    for (const [at, value] of [
      [8, '已支付'],
      [9, today(scene)],
      [10, 'X-1'],
    ] as const)
      row.getCell(at).value = value
    const bytes = new Uint8Array((await book.xlsx.writeBuffer()) as unknown as ArrayBuffer)
    const response = await scene.node.app.request(
      `/api/files?name=${encodeURIComponent('回单.xlsx')}&purpose=confirmation`,
      {
        method: 'POST',
        body: bytes,
      },
    )
    const uploaded = (await response.json()) as { id: string }
    assert.equal(response.status, 200, JSON.stringify(uploaded))
    const as = await scene.as(scene.province.preparer)
    const report = await scene.node.call(payments.confirm, { body: { fileId: uploaded.id } }, as)
    assert.deepEqual(report.counts, { paid: 1 })
    await sound(scene)
  })

  test('approvers are reminded of a run that waits for a day', async () => {
    const { ids } = await approved(scene)
    const run = await prepare(scene, ids)
    scene.node.clock.advance({ days: 2 })
    await job(scene, 'payments.remind')
    await job(scene, 'payments.remind')
    const { rows } = await scene.node.call(inbox.list, { query: {} }, await scene.as(scene.province.approver))
    assert.equal(rows.filter((row) => row.title.zh === `拨付单${run.number}仍待复核`).length, 1)
  })
})
