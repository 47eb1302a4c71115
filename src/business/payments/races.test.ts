import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { payments } from '#business/payments/browser.ts'
import { both, codeOf, tries } from '#test/races/tries.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import {
  allApproved,
  approve,
  approved,
  batched,
  books,
  cancel,
  confirm,
  confirmAccount,
  decide,
  declareAccount,
  noticed,
  paidLine,
  passed,
  pause,
  prepare,
  proposalOf,
  recoverBody,
  redLetter,
  send,
  sent,
  sound,
} from '#test/payments.ts'

const codes = (settled: PromiseSettledResult<unknown>[]) => settled.map(codeOf).sort()

/** Two sessions at once on a real server: whatever the order, money and rows agree. */
describe('at the same moment', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())
  /** The number of the latest event of a command; they are given just before the commit. */
  const eventOf = async (subjectId: string, command: string): Promise<bigint> => {
    const events = scene.node.database.db.selectFrom('event').select('id')
    const found = events.where('subjectId', '=', subjectId).where('command', '=', command)
    return (await found.orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  }

  const TRIES = tries(150)
  const AT_ONCE = Math.min(50, TRIES)
  let many: Awaited<ReturnType<typeof passed>>[]

  test(`two batches want one request, ${TRIES} times: one has it, the other is told whose`, async () => {
    many = []
    for (let at = 0; at < AT_ONCE; at++) many.push(await passed(scene))
    const as = await scene.as(scene.province.reviewer)
    const spare = [await passed(scene), await passed(scene)]
    for (let tried = 0; tried < TRIES; tried += AT_ONCE) {
      const batches = await Promise.all(spare.map(({ id }) => batched(scene, [id])))
      const add = (batch: { id: string }, id: string) =>
        scene.node.call(payments.addToBatch, { params: { id: batch.id }, body: { redemptionIds: [id] } }, as)
      const races = many.map(async ({ id }) => {
        const [mine, theirs] = batches as [(typeof batches)[0], (typeof batches)[0]]
        const added = await both(
          () => add(mine, id),
          () => add(theirs, id),
        )
        assert.deepEqual(codes(added), ['done', 'redemption_in_other_batch'])
        const winner = added[0].status === 'fulfilled' ? mine : theirs
        const lost = added.find((one) => one.status === 'rejected') as PromiseRejectedResult
        assert.match(String(lost.reason.message), new RegExp(winner.number))
      })
      await Promise.all(races)
      for (const { id } of batches)
        await scene.node.call(payments.dissolveBatch, { params: { id }, body: { reason: '再试一次' } }, as)
    }
  })

  test(`a payment against a changing account, ${TRIES} times: sent before the change, or stopped after it`, async () => {
    const { db } = scene.node.database
    const ids = many.map(({ id }) => id)
    await allApproved(scene, ids)
    const outcomes = { sent: 0, stopped: 0 }
    for (let tried = 0; tried < TRIES; tried += AT_ONCE) {
      const run = await prepare(scene, ids, ids)
      await approve(scene, run.id)
      const declared = await Promise.all(many.map(({ firm }) => declareAccount(scene, firm)))
      const changes = declared.map((one, at) => async () => {
        await pause(((at * 37) % AT_ONCE) * 8)
        await confirmAccount(scene, one)
      })
      const sending = pause((tried / TRIES) * AT_ONCE * 8).then(() => send(scene, run.id))
      await Promise.allSettled([sending, ...changes.map((change) => change())])
      const rows = await db.selectFrom('paymentRow').selectAll().where('runId', '=', run.id).execute()
      if ((await sending.catch(() => null)) === null) {
        assert.ok(
          rows.every(({ status }) => status === 'prepared'),
          'refused as a whole',
        )
        await cancel(scene, run.id)
        outcomes.stopped += rows.length
        continue
      }
      const sentAt = await eventOf(run.id, 'payments.sendRun')
      for (const row of rows) {
        const changedAt = await eventOf(row.organisationId, 'directory.decideFact')
        assert.equal(row.status, sentAt < changedAt ? 'sent' : 'stopped')
        outcomes[row.status as 'sent' | 'stopped']++
      }
      const gone = rows.filter(({ status }) => status === 'sent')
      if (gone.length > 0)
        await confirm(
          scene,
          gone.map(({ rowNo }) => `${run.number},${rowNo},80000,未支付,,,账户已变更`),
        )
    }
    assert.ok(outcomes.sent > 0 && outcomes.stopped > 0, JSON.stringify(outcomes))
    await sound(scene)
  })

  const RUNS = tries(20)
  test(`two runs want one redemption, ${RUNS} times: it is in one of them`, async () => {
    const { ids } = await approved(scene)
    for (let tried = 0; tried < RUNS; tried++) {
      const made = await both(
        () => prepare(scene, ids),
        () => prepare(scene, ids),
      )
      assert.deepEqual(codes(made), ['done', 'payment_running'])
      const [run] = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
      await cancel(scene, run as string)
    }
  })

  test('one confirmation imported by three at once: nothing is paid twice', async () => {
    const { ids } = await approved(scene, 3)
    const run = await sent(scene, ids)
    const lines = [1, 2, 3].map((rowNo) => paidLine(scene, run.number, rowNo, '80000', `TWIN-${rowNo}`))
    const before = await books(scene)
    const reports = await Promise.all([confirm(scene, lines), confirm(scene, lines), confirm(scene, lines)])
    const counts = reports.map(({ counts }) => JSON.stringify(counts)).sort()
    assert.deepEqual(counts, ['{"already_booked":3}', '{"already_booked":3}', '{"paid":3}'])
    assert.equal((await books(scene)).paid - before.paid, 24_000_000n)
    await sound(scene)
  })

  test('found false while it is sent: stopped before, or on its way and waiting, never both', async () => {
    const { ids } = await approved(scene, 5)
    const director = await scene.as(scene.province.director)
    for (const id of ids) {
      const run = await prepare(scene, [id])
      await approve(scene, run.id)
      const recover = scene.node.call(
        payments.recover,
        { params: { id }, body: recoverBody(8_000_000n) },
        director,
      )
      const found = codes(await Promise.allSettled([send(scene, run.id), recover]))
      const [first] = [found.join()]
      assert.ok(['done,recovery_payment_running', 'done,run_all_stopped'].includes(first), first)
    }
    await sound(scene)
  })

  test('a red-letter invoice while it is decided or sent: no approval without a proposal, no payment after one', async () => {
    for (let tried = 0; tried < 8; tried++) {
      const one = await passed(scene)
      const batch = await noticed(scene, [one.id])
      const red = () => redLetter(scene, one.invoiceId, one.firm.clerk, 1_000_000n)
      const decision = decide(scene, batch.id, [{ redemptionId: one.id, decision: 'approve' }])
      const [, decided] = await Promise.allSettled([pause(tried * 4).then(red), decision])
      if (decided.status === 'rejected') assert.match(String(decided.reason), /redemption_invoice_reversed/)
      else await proposalOf(scene, one.id)
    }
    const { made } = await approved(scene, 8)
    for (const [tried, one] of made.entries()) {
      const run = await prepare(scene, [one.id])
      await approve(scene, run.id)
      const red = pause(tried * 3).then(() => redLetter(scene, one.invoiceId, one.firm.clerk, 1_000_000n))
      const sending = send(scene, run.id)
      const [code = ''] = codes(await Promise.allSettled([sending, red]))
      assert.ok(code === 'done' || code === 'run_all_stopped', code)
      const proposal = await proposalOf(scene, one.id)
      const { db } = scene.node.database
      const sentAt = await sending.then(() => eventOf(run.id, 'payments.sendRun')).catch(() => null)
      const found = db.selectFrom('event').select('id').where('subjectId', '=', one.invoiceId)
      const redAt = (await found.where('command', '=', 'invoices.registerRed').executeTakeFirstOrThrow()).id
      if (sentAt !== null) assert.ok(sentAt < redAt, 'sent before the proposal was there')
      assert.equal(proposal.status, 'open')
    }
    await sound(scene)
  })

  test('two decisions about the same paid money: not more than was paid', async () => {
    const { ids } = await approved(scene)
    const [id] = ids as [string]
    const run = await sent(scene, ids)
    await confirm(scene, [paidLine(scene, run.number, 1, '80000')])
    const director = await scene.as(scene.province.director)
    const body = recoverBody(5_000_000n, 'overpaid')
    const asked = [1, 2, 3].map(() => scene.node.call(payments.recover, { params: { id }, body }, director))
    assert.deepEqual(codes(await Promise.allSettled(asked)), [
      'done',
      'recovery_too_much',
      'recovery_too_much',
    ])
    await sound(scene)
  })
})
