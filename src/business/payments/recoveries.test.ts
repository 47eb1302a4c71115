import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { directory } from '#platform/directory/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { carryOverOf, findVoucher } from '#business/vouchers/index.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { balance } from '#platform/ledger/index.ts'
import { claimAndPass, claimBody, SCHEME } from '#test/community.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import {
  approved,
  books,
  job,
  paid,
  prepare,
  redLetter,
  refusedWith,
  sent,
  sound,
  today,
} from '#test/payments.ts'

const falsehood = {
  cause: 'falsehood',
  reason: '检测服务并未发生',
  clause: '管理办法第二十条',
  workingDays: 20,
} as const
const overpaid = {
  cause: 'overpaid',
  reason: '重复计入差旅费',
  clause: '管理办法第十八条',
  workingDays: 10,
} as const

describe('money that comes back', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())
  const recover = async (id: string, body: object) =>
    scene.node.call(
      payments.recover,
      { params: { id }, body: body as never },
      await scene.as(scene.province.director),
    )
  let slips = 0
  const book = async (id: string, amountFen: bigint, more: object = {}) => {
    const body = { amountFen, bankReference: `SLIP-${++slips}`, receivedOn: today(scene), ...more }
    return scene.node.call(
      payments.bookReturn,
      { params: { id }, body },
      await scene.as(scene.province.finance),
    )
  }

  test('a false redemption: owed by new transfers, approval and firm barred, returned in parts, never too much', async () => {
    const { id, firm, voucherId } = await paid(scene)
    const start = await books(scene)
    await assert.rejects(
      recover(id, { ...falsehood, amountFen: 8_000_001n }),
      refusedWith('recovery_too_much'),
    )
    const made = await recover(id, { ...falsehood, amountFen: 8_000_000n })
    assert.match(made.number, /^冀追-2026-\d{6}$/)
    assert.equal(made.barredUntil, Temporal.PlainDate.from(today(scene)).add({ years: 3 }).toString())
    const { db } = scene.node.database
    assert.equal((await findRedemption(db, id))?.status, 'revoked')
    assert.equal((await findVoucher(db, voucherId))?.status, 'used')
    const owed = await books(scene)
    assert.equal(start.paid - owed.paid, 8_000_000n)
    assert.equal(owed.receivable, 8_000_000n)
    const claim = scene.node.call(vouchers.fileClaim, { body: { ...claimBody } }, await scene.as(firm.clerk))
    await assert.rejects(
      claim,
      (error: { code: string }) => /bar/.test(error.code) || assert.fail(error.code),
    )
    const director = await scene.as(scene.province.director)
    const reviews = await scene.node.call(directory.admissionReviews, { query: { open: 'true' } }, director)
    assert.deepEqual(
      reviews.rows.map(({ cause }) => cause.number),
      [made.number],
    )
    await assert.rejects(recover(id, { ...overpaid, amountFen: 1n }), refusedWith('recovery_too_much'))

    assert.equal((await book(made.id, 3_000_000n)).leftFen, 5_000_000n)
    await assert.rejects(book(made.id, 5_000_001n), refusedWith('recovery_return_too_much'))
    await assert.rejects(
      book(made.id, 1n, { bankReference: `SLIP-${slips - 1}` }),
      refusedWith('bank_reference_used'),
    )
    await assert.rejects(book(made.id, 1n, { receivedOn: '2099-01-01' }), refusedWith('received_later'))
    // Nor on a day before it was paid, whoever writes it.
    await assert.rejects(book(made.id, 1n, { receivedOn: '2020-01-01' }), refusedWith('received_before_paid'))
    const early = scene.node.database.pool.query(
      `insert into recovery_return (recovery_id, amount_fen, bank_reference, received_on, actor_label, at)
       values ($1, 1, 'SLIP-EARLY', '2020-01-01', 'x', now())`,
      [made.id],
    )
    await assert.rejects(early, /received before it was paid/)
    await sound(scene)
    scene.node.clock.advance({ days: 60 })
    await job(scene, 'payments.remind')
    const late = await scene.node.call(
      payments.recovery,
      { params: { id: made.id } },
      await scene.as(firm.owner),
    )
    assert.equal(late.overdue, true)
    assert.equal((await book(made.id, 5_000_000n)).status, 'returned')
    await assert.rejects(book(made.id, 1n), refusedWith('recovery_over'))
    const end = await books(scene)
    assert.equal(end.receivable, 0n)
    assert.equal(end.available - start.available, 8_000_000n)
    const print = await scene.node.call(
      payments.decision,
      { params: { kind: 'recovery', id: made.id } },
      await scene.as(firm.owner),
    )
    assert.equal(print.clauses[0]?.zh, falsehood.clause)
    assert.match(print.result.zh, /^请于.*前将款项退回原拨付账户。款项已全部退回。$/)
    assert.match(print.consequences[0]?.zh ?? '', /不予受理/)
    await sound(scene)
  })

  test('a firm barred while its claim queues gets no voucher from the queue', async () => {
    const { id, firm } = await paid(scene)
    const finance = await scene.as(scene.province.finance)
    const params = { id: scene.budgetId }
    await scene.node.call(vouchers.freeze, { params, body: { reason: '专项检查' } }, finance)
    const waiting = await claimAndPass(scene, firm.clerk, { contractFen: 4_000_000n, amountFen: 1_000_000n })
    await recover(id, { ...falsehood, amountFen: 8_000_000n })
    const { issued } = await scene.node.call(
      vouchers.unfreeze,
      { params, body: { reason: '检查结束' } },
      finance,
    )
    assert.equal(issued, 0)
    const as = await scene.as(firm.owner)
    const claim = await scene.node.call(vouchers.claim, { params: { id: waiting } }, as)
    assert.deepEqual([claim.status, claim.voucherId], ['refused', null])
    await sound(scene)
  })

  test('falsehood found in a part first: the rest is demanded by a second decision', async () => {
    const { id } = await paid(scene)
    await recover(id, { ...falsehood, amountFen: 3_000_000n })
    assert.equal((await recover(id, { ...falsehood, amountFen: 5_000_000n })).status, 'open')
    await assert.rejects(recover(id, { ...falsehood, amountFen: 1n }), refusedWith('recovery_too_much'))
    await sound(scene)
  })

  test('before it is paid it is stopped as a whole, its payment row too; on its way to the bank it waits', async () => {
    const { ids } = await approved(scene, 2)
    const [waiting, away] = ids as [string, string]
    const run = await prepare(scene, [waiting])
    await sent(scene, [away])
    await assert.rejects(
      recover(away, { ...falsehood, amountFen: 8_000_000n }),
      refusedWith('recovery_payment_running'),
    )
    await assert.rejects(
      recover(waiting, { ...falsehood, amountFen: 1n }),
      refusedWith('recovery_before_payment'),
    )
    const start = await books(scene)
    const made = await recover(waiting, { ...falsehood, amountFen: 8_000_000n })
    assert.equal(made.status, 'stopped')
    const end = await books(scene)
    assert.equal(start.payable - end.payable, 8_000_000n)
    assert.equal(end.available - start.available, 8_000_000n)
    assert.equal(end.receivable, start.receivable)
    const approver = await scene.as(scene.province.approver)
    const approve = scene.node.call(payments.approveRun, { params: { id: run.id }, body: {} }, approver)
    await assert.rejects(approve, refusedWith('run_all_stopped'))
    await sound(scene)
  })

  test('a firm returns money of its own will, may take that back, and is not barred; a director may waive', async () => {
    const { id, firm } = await paid(scene)
    const owner = await scene.as(firm.owner)
    const volunteer = async (amountFen: bigint) =>
      scene.node.call(
        payments.returnVoluntarily,
        { params: { id }, body: { amountFen, reason: '项目终止' } },
        owner,
      )
    const clerk = await scene.as(firm.clerk)
    const body = { amountFen: 1n, reason: '项目终止' }
    await assert.rejects(
      scene.node.call(payments.returnVoluntarily, { params: { id }, body }, clerk),
      refusedWith('not_allowed'),
    )
    const first = await volunteer(2_000_000n)
    await scene.node.call(
      payments.waiveRecovery,
      { params: { id: first.id }, body: { reason: '误操作' } },
      owner,
    )
    const second = await volunteer(2_000_000n)
    await book(second.id, 2_000_000n)
    assert.equal((await findRedemption(scene.node.database.db, id))?.status, 'approved')
    const made = await recover(id, { ...overpaid, amountFen: 1_000_000n })
    await assert.rejects(
      scene.node.call(payments.waiveRecovery, { params: { id: made.id }, body: { reason: '不服' } }, owner),
      refusedWith('not_found'),
    )
    await book(made.id, 400_000n)
    const director = await scene.as(scene.province.director)
    const waived = await scene.node.call(
      payments.waiveRecovery,
      { params: { id: made.id }, body: { reason: '复核减免' } },
      director,
    )
    assert.equal(waived.status, 'waived')
    await assert.rejects(
      recover(id, { ...overpaid, amountFen: 5_600_001n }),
      refusedWith('recovery_too_much'),
    )
    const { db } = scene.node.database
    const bars = await db.selectFrom('bar').selectAll().where('organisationId', '=', firm.id).execute()
    assert.deepEqual(bars, [])
    await sound(scene)
  })

  test('a red-letter invoice opens a proposal; what comes back after the year is closed goes to the carry-over', async () => {
    const { id, firm, invoiceId } = await paid(scene)
    const { db } = scene.node.database
    await redLetter(scene, invoiceId, firm.clerk, 5_000_000n)
    const director = await scene.as(scene.province.director)
    const { rows } = await scene.node.call(payments.proposals, { query: { status: 'open' } }, director)
    const proposal = rows.find((row) => row.redemptionId === id)
    assert.equal(proposal?.amountFen, 5_000_000n)
    const body = { ...overpaid, cause: 'red_invoice', amountFen: 3_000_000n, proposalId: proposal?.id }
    const made = await recover(id, body)
    await assert.rejects(recover(id, body), refusedWith('proposal_decided'))
    const dismiss = { params: { id: proposal?.id as string }, body: { reason: '已处理' } }
    await assert.rejects(
      scene.node.call(payments.dismissProposal, dismiss, director),
      refusedWith('proposal_decided'),
    )
    const close = { params: { id: scene.budgetId }, body: { reason: '年度决算' } }
    await scene.node.call(vouchers.closeYear, close, await scene.as(scene.province.finance))
    const carry = carryOverOf(scene.province.id, SCHEME)
    const before = (await balance(db, carry)).balanceFen
    await book(made.id, 3_000_000n)
    assert.equal((await balance(db, carry)).balanceFen - before, 3_000_000n)
    await sound(scene)
  })
})
