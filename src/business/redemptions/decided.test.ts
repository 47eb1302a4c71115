import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { accountsOf } from '#business/vouchers/index.ts'
import { act as actOn } from '#platform/cases/index.ts'
import { balance } from '#platform/ledger/index.ts'
import { fitFirm } from '#test/community.ts'
import {
  acceptedOrder,
  act,
  file,
  invoiceOf,
  redemptionNode,
  requestBody,
  requested,
  reviewed,
  type Scene,
  voucherOf,
} from '#test/redemptions.ts'
import { approveRedemption, enterBatch, leaveBatch } from './index.ts'
import { findRedemption } from './store.ts'

const refusedWith = (code: string) => (error: unknown) =>
  (error as { code?: string }).code === code || assert.fail(`expected ${code}, got ${String(error)}`)

describe('what was decided', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())

  const through = async (id: string) => {
    await reviewed(scene, id)
    const { node, as, province } = scene
    const by = async (who: typeof province.reviewer) => {
      const { actor } = await as(who)
      return { actor, now: node.clock.now(), event: () => {}, enqueue: async () => {} }
    }
    const reviewer = await by(province.reviewer)
    const director = await by(province.director)
    const within = node.database.db.transaction()
    await within.execute(async (tx) => void (await enterBatch(tx, reviewer, id, crypto.randomUUID())))
    const stage = async () => (await findRedemption(node.database.db, id))?.status
    assert.equal(await stage(), 'in_batch')
    return { reviewer, director }
  }
  const decided = async (id: string) => {
    const { reviewer, director } = await through(id)
    const { db } = scene.node.database
    const noticeId = crypto.randomUUID()
    await db
      .transaction()
      .execute(
        async (tx) =>
          void (await actOn(tx, reviewer, { caseId: id, action: 'notice_opened', data: { noticeId } })),
      )
    scene.node.clock.advance({ days: 20 })
    const now = scene.node.clock.now()
    await db
      .transaction()
      .execute(
        async (tx) => void (await actOn(tx, { ...reviewer, now }, { caseId: id, action: 'notice_closed' })),
      )
    await db
      .transaction()
      .execute(async (tx) => void (await approveRedemption(tx, { ...director, now }, id, { reason: '同意' })))
  }

  test('in a batch it can’t be withdrawn; out of it, it can', async () => {
    const { id } = await requested(scene)
    const { reviewer } = await through(id)
    await assert.rejects(
      act(scene, scene.firm.clerk, id, 'withdraw', { reason: '再想想' }),
      refusedWith('redemption_in_batch'),
    )
    await scene.node.database.db
      .transaction()
      .execute(async (tx) => void (await leaveBatch(tx, reviewer, id, { reason: '移出' })))
    await act(scene, scene.firm.clerk, id, 'withdraw', { reason: '再想想' })
    assert.equal((await findRedemption(scene.node.database.db, id))?.status, 'withdrawn')
  })

  test('a voucher is redeemed in parts until it is exhausted; money, row and case agree', async () => {
    const { db } = scene.node.database
    const firm = await db
      .transaction()
      .execute((tx) => fitFirm(tx, '霸州示例弹簧有限公司', scene.node.clock.now()))
    const voucherId = await voucherOf(scene, firm)
    const orderId = await acceptedOrder(scene, voucherId, firm)
    const ask = async (amountFen: bigint) => {
      const invoiceId = await invoiceOf(scene, firm, [amountFen])
      const lines = [{ invoiceId, lineNo: 1, amountFen }]
      const [payment] = (await requestBody(scene, orderId, invoiceId, {}, firm)).payments
      return file(
        scene,
        await requestBody(scene, orderId, invoiceId, { lines, payments: [{ ...payment, amountFen }] }, firm),
        firm,
      )
    }
    const first = await ask(10_000_000n)
    assert.equal(first.amountFen, 6_000_000n)
    await decided(first.id)
    const row = await findRedemption(db, first.id)
    assert.equal(row?.status, 'approved')
    assert.match(row?.payeeDigest ?? '', /^[0-9a-f]{64}$/)
    const left = async () =>
      await db.selectFrom('voucher').selectAll().where('id', '=', voucherId).executeTakeFirstOrThrow()
    assert.equal((await left()).remainingFen, 2_000_000n)
    const second = await ask(8_000_000n)
    assert.equal(second.amountFen, 2_000_000n, 'the voucher has no more')
    await decided(second.id)
    assert.equal((await left()).status, 'used')
    await assert.rejects(ask(2_000_000n), refusedWith('voucher_not_active'))
    assert.equal((await balance(db, accountsOf((await left()).budgetId).payable)).balanceFen, 8_000_000n)
  })

  test('the time to redeem is over on the day after the last day', async () => {
    const { db } = scene.node.database
    const firm = await db
      .transaction()
      .execute((tx) => fitFirm(tx, '文安示例钢管有限公司', scene.node.clock.now()))
    const voucherId = await voucherOf(scene, firm)
    const today = scene.node.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
    const orderId = await acceptedOrder(scene, voucherId, firm, {
      contractSignedOn: today.toString(),
      deliverBy: today.add({ days: 30 }).toString(),
    })
    const invoiceId = await invoiceOf(scene, firm, [20_000_000n], { issuedOn: today.toString() })
    const body = await requestBody(scene, orderId, invoiceId, {}, firm)
    scene.node.clock.advance({ days: 91 })
    await assert.rejects(file(scene, body, firm), refusedWith('redemption_period_over'))
    scene.node.clock.advance({ days: -1 })
    await file(scene, body, firm)
  })
})
