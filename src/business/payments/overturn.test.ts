import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { constraintOf } from '#core/db.ts'
import { claimBody, person, SCHEME } from '#test/community.ts'
import { books, paid, approved, confirm, dismissed, paidLine, prepare, proposalOf } from '#test/payments.ts'
import { recoverBody, redLetter, refusedWith, sent, sound, today } from '#test/payments.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import { told } from '#test/jobs.ts'
import { cases } from '#platform/cases/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { CODES, figures } from '#business/figures/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { findRedemption } from '#business/redemptions/index.ts'

/** A finding of falsehood that does not stand. */
describe('a finding of falsehood that is overturned', () => {
  let scene: Scene
  let deputy: Awaited<ReturnType<typeof person>>
  before(async () => {
    scene = await redemptionNode()
    deputy = await scene.node.database.db
      .transaction()
      .execute((tx) => person(tx, scene.province.id, '副负责人', ['director'], scene.node.clock.now()))
  })
  after(() => scene.node.dispose())

  const recover = async (id: string, amountFen: bigint, cause: 'falsehood' | 'overpaid' = 'falsehood') =>
    scene.node.call(
      payments.recover,
      { params: { id }, body: recoverBody(amountFen, cause) },
      await scene.as(scene.province.director),
    )
  const overturn = async (id: string, who = deputy) =>
    scene.node.call(
      payments.overturnFalsehood,
      { params: { id }, body: { reason: '行政复议决定撤销' } },
      await scene.as(who),
    )
  let slips = 0
  const back = async (id: string, amountFen: bigint) =>
    scene.node.call(
      payments.bookReturn,
      { params: { id }, body: { amountFen, bankReference: `IN-${++slips}`, receivedOn: today(scene) } },
      await scene.as(scene.province.finance),
    )
  const again = async (id: string, amountFen: bigint, more: object = {}) =>
    scene.node.call(
      payments.bookRefund,
      { params: { id }, body: { amountFen, bankReference: `OUT-${++slips}`, paidOn: today(scene), ...more } },
      await scene.as(scene.province.finance),
    )
  const figuresNow = async () =>
    (await scene.node.call(figures.budget, { params: { id: scene.budgetId } }, {})).figures
  const statusOf = async (id: string) => (await findRedemption(scene.node.database.db, id))?.status
  const claimOf = async (firm: Awaited<ReturnType<typeof paid>>['firm']) =>
    scene.node.call(vouchers.fileClaim, { body: claimBody }, await scene.as(firm.clerk))

  test('what is owed is owed no more, what came back is paid again, approval and firm are as before', async () => {
    const { id, firm } = await paid(scene)
    const [start, shown] = [await books(scene), await figuresNow()]
    const made = await recover(id, 8_000_000n)
    await back(made.id, 3_000_000n)
    await assert.rejects(overturn(made.id, scene.province.director), refusedWith('recovery_own_finding'))
    await assert.rejects(overturn(made.id, scene.province.finance), refusedWith('not_allowed'))
    await assert.rejects(overturn(made.id, scene.city.director), refusedWith('not_found'))
    const done = await overturn(made.id)
    assert.deepEqual([done.status, done.refundFen, done.barLifted], ['overturned', 3_000_000n, true])
    assert.equal(await statusOf(id), 'approved')
    const waiting = await books(scene)
    assert.deepEqual(
      [waiting.receivable, start.paid - waiting.paid, waiting.payable - start.payable, waiting.available],
      [start.receivable, 3_000_000n, 3_000_000n, start.available],
    )
    await sound(scene)
    const owner = await scene.as(firm.owner)
    assert.ok(
      (await told(scene.node, owner, /虚假认定已撤销/)).some((row) => /将退还/.test(row.body?.zh ?? '')),
    )
    const director = await scene.as(scene.province.director)
    assert.ok((await told(scene.node, director, /虚假认定已撤销/)).length > 0, 'the review rested on it')
    await assert.rejects(overturn(made.id), refusedWith('recovery_over'))
    await assert.rejects(back(made.id, 1n), refusedWith('recovery_over'))

    const due = await scene.node.call(payments.recoveries, { query: { refundDue: 'true' } }, owner)
    assert.deepEqual(
      due.rows.map((row) => row.id),
      [made.id],
    )
    await assert.rejects(again(made.id, 3_000_001n), refusedWith('refund_too_much'))
    await assert.rejects(again(made.id, 1n, { paidOn: '2020-01-01' }), refusedWith('refund_day'))
    assert.equal((await again(made.id, 1_000_000n)).leftFen, 2_000_000n)
    await assert.rejects(
      again(made.id, 1n, { bankReference: `OUT-${slips}` }),
      refusedWith('bank_reference_used'),
    )
    assert.equal((await again(made.id, 2_000_000n)).leftFen, 0n)
    await assert.rejects(again(made.id, 1n), refusedWith('refund_none'))
    assert.deepEqual(await books(scene), start)
    assert.deepEqual(await figuresNow(), shown)
    await sound(scene)

    const print = await scene.node.call(
      payments.decision,
      { params: { kind: 'recovery', id: made.id } },
      owner,
    )
    assert.match(print.result.zh, /^请于.*前将款项退回原拨付账户。对弄虚作假的认定已撤销/)
    assert.match(print.consequences[0]?.zh ?? '', /不予受理其申领（期限为假定）/)
    assert.match(print.consequences[1]?.zh ?? '', /解除/)
    const story = await scene.node.call(cases.get, { params: { id } }, owner)
    assert.equal(story.status, 'approved')
    assert.deepEqual(
      story.timeline.slice(-2).map(({ action }) => action),
      ['revoke', 'reinstate'],
    )
    assert.ok((await claimOf(firm)).caseId, 'no bar stands')
    // Found false once more, on better grounds: the whole can be demanded again.
    assert.equal((await recover(id, 8_000_000n)).status, 'open')
    await sound(scene)
  })

  test('stopped before it was paid: approved again, and paid by a later run', async () => {
    const { ids } = await approved(scene, 1)
    const [id] = ids as [string]
    const [start, shown] = [await books(scene), await figuresNow()]
    const made = await recover(id, 8_000_000n)
    assert.equal(made.status, 'stopped')
    const done = await overturn(made.id)
    assert.deepEqual([done.refundFen, done.barLifted], [0n, true])
    assert.deepEqual(await books(scene), start)
    assert.deepEqual(await figuresNow(), shown)
    await sound(scene)
    await assert.rejects(again(made.id, 1n), refusedWith('refund_none'))
    await prepare(scene, [id])
  })

  test('what a red-letter invoice took while the approval was revoked is decided before anything is paid', async () => {
    const { ids, made: requests } = await approved(scene, 1)
    const [id] = ids as [string]
    const [{ invoiceId, firm }] = requests as [(typeof requests)[number]]
    const made = await recover(id, 8_000_000n)
    await redLetter(scene, invoiceId, firm.clerk, 5_000_000n)
    await redLetter(scene, invoiceId, firm.clerk, 1_000_000n)
    await overturn(made.id)
    assert.equal((await proposalOf(scene, id)).amountFen, 6_000_000n)
    await assert.rejects(prepare(scene, [id]), refusedWith('payment_held_red'))
    await dismissed(scene, id)
    const again = await recover(id, 8_000_000n)
    await overturn(again.id)
    await prepare(scene, [id])
  })

  test('the auditor reads every step of it in the accounts, and what they said before', async () => {
    const auditor = await scene.as(scene.province.auditor)
    const params = { id: scene.budgetId }
    const of = (name: 'paid' | 'payable', query: object = {}) =>
      scene.node.call(
        figures.entries,
        { params: { ...params, name }, query: { limit: 200, ...query } },
        auditor,
      )
    const { rows } = await of('paid')
    assert.deepEqual(
      rows.slice(0, 5).map(({ code, amountFen, other }) => [code, amountFen, other]),
      [
        ['payment.paid', 8_000_000n, 'payable'],
        ['recovery.demand', -8_000_000n, 'receivable'],
        ['recovery.overturn', 5_000_000n, 'receivable'],
        ['recovery.refund_paid', 1_000_000n, 'payable'],
        ['recovery.refund_paid', 2_000_000n, 'payable'],
      ],
    )
    assert.match(rows[0]?.about?.number ?? '', /^冀兑-/)
    for (const name of ['appropriation', 'allotted', 'available', 'payable', 'paid', 'receivable'] as const) {
      const found = await scene.node.call(
        figures.entries,
        { params: { ...params, name }, query: {} },
        auditor,
      )
      for (const { code } of found.rows) assert.ok(code in CODES, code)
    }
    const second = await of('paid', { limit: 2, cursor: rows[1]?.no })
    assert.deepEqual(
      second.rows.map(({ no }) => no),
      [rows[2]?.no, rows[3]?.no],
    )
    const now = await scene.node.call(figures.accounts, { params, query: {} }, auditor)
    const paidNow = now.accounts.find(({ name }) => name === 'paid')
    assert.equal(paidNow?.balanceFen, rows.at(-1)?.balanceFen)
    const before = await scene.node.call(figures.accounts, { params, query: { day: '2020-01-01' } }, auditor)
    assert.ok(before.accounts.every(({ balanceFen }) => balanceFen === 0n))
    for (const who of [scene.city.auditor, scene.firm.owner])
      await assert.rejects(
        async () => scene.node.call(figures.accounts, { params, query: {} }, await scene.as(who)),
        (error: { code: string }) => ['not_found', 'not_allowed'].includes(error.code),
      )
  })

  test('of two findings about one redemption the first to fall leaves bar and revocation to the other', async () => {
    const { id, firm } = await paid(scene)
    const first = await recover(id, 3_000_000n)
    const second = await recover(id, 5_000_000n)
    assert.equal((await overturn(first.id)).barLifted, false)
    assert.equal(await statusOf(id), 'revoked')
    await assert.rejects(claimOf(firm), (error: { code: string }) => /bar/.test(error.code))
    assert.equal((await overturn(second.id)).barLifted, true)
    assert.equal(await statusOf(id), 'approved')
    await sound(scene)
  })

  test('two directors who each made a finding overturn each other’s, whichever falls first', async () => {
    const { id } = await paid(scene)
    const first = await recover(id, 3_000_000n)
    const second = await scene.node.call(
      payments.recover,
      { params: { id }, body: recoverBody(5_000_000n) },
      await scene.as(deputy),
    )
    await assert.rejects(overturn(second.id), refusedWith('recovery_own_finding'))
    assert.equal((await overturn(first.id)).barLifted, false)
    assert.equal((await overturn(second.id, scene.province.director)).barLifted, true)
    assert.equal(await statusOf(id), 'approved')
    await sound(scene)
  })

  test('paid again as anything is paid: under a reference of its own, and not while something waits to be decided', async () => {
    const { id, firm, invoiceId } = await paid(scene)
    const made = await recover(id, 8_000_000n)
    await back(made.id, 3_000_000n)
    await overturn(made.id)
    const { pool } = scene.node.database
    const broken = (constraint: string) => (error: unknown) => constraintOf(error) === constraint
    const raw = (reference: string) =>
      pool.query(`insert into recovery_refund (recovery_id, amount_fen, bank_reference, paid_on, actor_label, at)
        values ('${made.id}', 1, '${reference}', now(), 'x', now())`)
    const { rows } = await pool.query(`select bank_reference from payment_row where redemption_id = '${id}'`)
    const bankReference = rows[0].bank_reference
    await assert.rejects(again(made.id, 1n, { bankReference }), refusedWith('bank_reference_used'))
    await assert.rejects(raw(bankReference), broken('recovery_refund_reference'))

    const status = (to: string) =>
      pool.query(`update organisation set status = '${to}' where id = '${firm.id}'`)
    await status('disputed')
    await assert.rejects(again(made.id, 1n), refusedWith('organisation_disputed'))
    await assert.rejects(raw('X1'), broken('recovery_refund_standing'))
    await status('verified')

    await redLetter(scene, invoiceId, firm.clerk, 1_000_000n)
    await assert.rejects(again(made.id, 1n), refusedWith('payment_held_red'))
    await assert.rejects(raw('X2'), broken('recovery_refund_held'))
    await dismissed(scene, id)

    // One slip of the bank, booked as a refund and as a payment at once: one of them, and not twice.
    const { ids } = await approved(scene, 1)
    const run = await sent(scene, ids)
    const slip = paidLine(scene, run.number, 1, '80000.00', 'SLIP-1')
    const [booked, read] = await Promise.allSettled([
      again(made.id, 3_000_000n, { bankReference: 'SLIP-1' }),
      confirm(scene, [slip]),
    ])
    const paidNow = read.status === 'fulfilled' && read.value.paidFen > 0n
    assert.notEqual(booked.status === 'fulfilled', paidNow)
    if (!paidNow) assert.equal((await confirm(scene, [slip])).paidFen, 0n)
    await sound(scene)
  })

  test('what was overpaid is not false: it is waived, not overturned', async () => {
    const { id } = await paid(scene)
    const made = await recover(id, 1_000_000n, 'overpaid')
    await assert.rejects(overturn(made.id), refusedWith('recovery_not_false'))
  })

  test('what came back is spent: it says what to do, and goes through once there is money', async () => {
    const { id } = await paid(scene)
    const made = await recover(id, 8_000_000n)
    await back(made.id, 8_000_000n)
    const finance = await scene.as(scene.province.finance)
    const { availableFen } = await figuresNow()
    const params = { id: scene.budgetId }
    const take = { params, body: { amountFen: availableFen, reason: '收回' } }
    await scene.node.call(vouchers.takeBack, take, finance)
    await assert.rejects(overturn(made.id), refusedWith('refund_short'))
    assert.equal(await statusOf(id), 'revoked', 'nothing is done by halves')
    await scene.node.call(
      vouchers.release,
      { params, body: { amountFen: availableFen, reason: '释放' } },
      finance,
    )
    assert.equal((await overturn(made.id)).refundFen, 8_000_000n)
    await sound(scene)
  })

  test('at one moment: overturned by two, and while money comes back or is paid again', async () => {
    for (let tried = 0; tried < 6; tried++) {
      const { id } = await paid(scene)
      const made = await recover(id, 8_000_000n)
      const codes = (ended: PromiseSettledResult<unknown>[]) =>
        ended
          .map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code))
          .sort()
      const ended = await Promise.allSettled([
        overturn(made.id),
        back(made.id, 8_000_000n),
        overturn(made.id),
      ])
      const refundFen = (
        await scene.node.call(payments.recovery, { params: { id: made.id } }, await scene.as(deputy))
      ).refundFen
      assert.deepEqual(
        codes(ended),
        refundFen > 0n ? ['done', 'done', 'recovery_over'] : ['done', 'recovery_over', 'recovery_over'],
      )
      await sound(scene)
      if (refundFen === 0n) continue
      const twice = await Promise.allSettled([again(made.id, 5_000_000n), again(made.id, 5_000_000n)])
      assert.deepEqual(codes(twice), ['done', 'refund_too_much'])
      await sound(scene)
    }
  })

  test('the database refuses an overturning by who decided, a refund beyond what came back, and any way back', async () => {
    const { id } = await paid(scene)
    const made = await recover(id, 8_000_000n)
    const write = (sql: string) => scene.node.database.pool.query(sql.replaceAll('$id', `'${made.id}'`))
    const broken = (constraint: string) => (error: unknown) => constraintOf(error) === constraint
    await assert.rejects(
      write(`update recovery set status = 'overturned', overturned_by_user = decided_by_user, ended_at = now(),
        ended_by = 'x', end_reason = 'x' where id = $id`),
      broken('recovery_overturned_by_another'),
    )
    await back(made.id, 8_000_000n)
    await overturn(made.id)
    await assert.rejects(
      write('update recovery set refunded_fen = 8000001 where id = $id'),
      broken('recovery_refunded'),
    )
    await assert.rejects(
      write(
        `update recovery set status = 'returned', overturned_by_user = null, refund_fen = 0 where id = $id`,
      ),
      broken('recovery_stays_overturned'),
    )
  })

  test('of a closed year whose money was carried on: it says how it comes back, and then goes through', async () => {
    const finance = await scene.as(scene.province.finance)
    const { id } = await paid(scene)
    const made = await recover(id, 8_000_000n)
    await back(made.id, 8_000_000n)
    const close = { params: { id: scene.budgetId }, body: { reason: '年度结束' } }
    const { carriedFen: amountFen } = await scene.node.call(vouchers.closeYear, close, finance)
    const next = await scene.node.call(vouchers.openBudget, { body: { scheme: SCHEME, year: 2027 } }, finance)
    const params = { id: next.id }
    const step = { amountFen, reason: '结转' }
    await scene.node.call(vouchers.allot, { params, body: { ...step, from: 'carry_over' } }, finance)
    await assert.rejects(overturn(made.id), refusedWith('refund_short_closed'))
    const cut = { amountFen: 8_000_000n, reason: '退还所需', to: 'carry_over' as const }
    await scene.node.call(vouchers.cut, { params, body: cut }, finance)
    assert.equal((await overturn(made.id)).refundFen, 8_000_000n)
    assert.equal((await again(made.id, 8_000_000n)).leftFen, 0n)
    await sound(scene)
  })
})
