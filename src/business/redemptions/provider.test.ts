import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { cases } from '#platform/cases/browser.ts'
import { auditLedger, balance, trialBalance } from '#platform/ledger/index.ts'
import { directory } from '#platform/directory/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { accountsOf } from '#business/vouchers/index.ts'
import {
  act,
  admit,
  type BinhaiScene,
  binhaiNode,
  claimBody,
  evaluate,
  file,
  issued,
  orderBody,
  ordered,
  paid,
  readyOrder,
  requestBody,
  served,
} from '#test/binhai.ts'
import { refusedWith } from '#test/payments.ts'
import { redemptions } from './contract.ts'

const nodes: BinhaiScene[] = []
const binhai = async (at?: string, allottedFen?: bigint) => {
  const scene = await binhaiNode(at, allottedFen)
  nodes.push(scene)
  return scene
}
after(async () => {
  for (const { node } of nodes) await node.dispose()
})

test('a side that moves after the order changes neither who redeems nor how much is paid', async () => {
  const scene = await binhai()
  const { node, as, firm, officers } = scene
  await admit(scene)
  const orderId = await ordered(scene, await issued(scene))
  node.clock.set('2024-11-20T10:00:00+08:00')
  await served(scene, orderId)
  await evaluate(scene, orderId, firm.clerk)
  node.clock.set('2024-12-03T10:00:00+08:00')
  const body = { regionCode: '131002', from: '2024-12-03', evidence: '迁入通知' }
  await node.call(directory.move, { params: { id: firm.id }, body }, await as(officers.director))
  const seen = await node.call(redemptions.orderFunding, { params: { id: orderId } }, await as(firm.clerk))
  assert.deepEqual([seen.mode, seen.amountFen], ['settle_provider', 5_000_000n])
  const { id, amountFen } = await file(scene, await requestBody(scene, orderId))
  assert.equal(amountFen, 5_000_000n)
  const runId = await paid(scene, id)
  const run = await node.call(payments.run, { params: { id: runId } }, await as(officers.preparer))
  assert.deepEqual(
    run.list.map(({ payee, status }) => [payee.name, status]),
    [['津海示例大学', 'paid']],
  )
})

test('the laboratory redeems, is paid on its own account, and owes the money when the service was false', async () => {
  const scene = await binhai()
  const { node, as, lab, firm, officers, budgetId } = scene
  const voucher = await issued(scene)
  await assert.rejects(ordered(scene, voucher), refusedWith('order_provider_not_admitted'), '未入库')
  await admit(scene)
  const orderId = await ordered(scene, voucher)
  const told = async (who: typeof lab.clerk) =>
    node.call(redemptions.orderFunding, { params: { id: orderId } }, await as(who))
  const [toFirm, toLab] = [await told(firm.clerk), await told(lab.clerk)]
  assert.deepEqual(
    [toFirm.mode, toFirm.ownFen, toFirm.amountFen],
    ['settle_provider', 5_000_000n, 5_000_000n],
  )
  assert.deepEqual(toLab.evaluation, { needed: true, given: false })
  node.clock.set('2024-11-20T10:00:00+08:00')
  await assert.rejects(evaluate(scene, orderId, firm.clerk), refusedWith('order_evaluate_later'))
  await served(scene, orderId)
  const early = await requestBody(scene, orderId)
  await assert.rejects(file(scene, early), (error: { text?: { zh: string } }) => {
    assert.match(error.text?.zh ?? '', /尚未评价，缺少这一步不能兑付.*滨海示例海洋装备有限公司/)
    assert.match(error.text?.zh ?? '', /受理期为2024-12-01至2025-01-31/)
    return true
  })
  await assert.rejects(evaluate(scene, orderId, lab.clerk))
  await evaluate(scene, orderId, firm.clerk)
  await assert.rejects(evaluate(scene, orderId, firm.clerk), refusedWith('order_evaluated'))
  const one = await node.call(orders.get, { params: { id: orderId } }, await as(lab.clerk))
  assert.equal(one.steps.at(-1)?.score, 5)
  node.clock.set('2024-12-03T10:00:00+08:00')
  const byFirm = await requestBody(scene, orderId, { by: firm.clerk })
  await assert.rejects(file(scene, byFirm, firm.clerk), refusedWith('redemption_other_side_asks'))
  const { id, amountFen } = await file(scene, early)
  assert.equal(amountFen, 5_000_000n)
  const query = { query: { desk: 'true' } } as never
  const desk = await node.call(cases.list, query, await as(officers.reviewer))
  assert.ok(desk.rows.some((row) => row.id === id && row.applicant === '海洋装备实验室'))
  const ask = { reason: '请补充盖章页', fields: ['contract'] }
  await act(scene, officers.reviewer, id, 'request_supplement', ask)
  await assert.rejects(act(scene, firm.clerk, id, 'supply', { form: {} }))
  await act(scene, lab.clerk, id, 'supply', { form: { contract: [await contractOf(scene, id)] } })
  const page = await node.call(redemptions.get, { params: { id } }, await as(officers.second))
  const evaluation = page.inside?.findings.find((finding) => finding.id === 'service_evaluation')
  assert.match(evaluation?.detail?.zh ?? '', /5分.*试验规范/)
  const payment = page.inside?.findings.find((finding) => finding.id === 'payment_sum')
  assert.deepEqual(
    [payment?.outcome, payment?.detail ?? null],
    ['pass', null],
    'the own share is all it owes',
  )
  const runId = await paid(scene, id)
  const run = await node.call(payments.run, { params: { id: runId } }, await as(officers.preparer))
  assert.deepEqual(
    run.list.map(({ payee, status }) => [payee.name, payee.number, status]),
    [['津海示例大学', '6222000011112222', 'paid']],
  )
  const recover = {
    ...{ cause: 'falsehood' as const, amountFen: 5_000_000n, workingDays: 20 },
    ...{ reason: '试验未实际进行', clause: '实施办法' },
  }
  await node.call(payments.recover, { params: { id }, body: recover }, await as(officers.director))
  const { rows } = await node.call(payments.recoveries, { query: {} }, await as(lab.owner))
  assert.deepEqual(
    rows.map((row) => row.organisationName),
    ['海洋装备实验室'],
    'the provider owes it',
  )
  await assert.rejects(
    ordered(scene, await issued(scene)),
    refusedWith('order_provider_barred'),
    'and takes no orders with a voucher of this authority',
  )
  assert.deepEqual(await auditLedger(node.database.db), [])
  assert.equal((await trialBalance(node.database.db)).totalFen, 0n)
  const { receivable } = accountsOf(budgetId)
  assert.equal((await balance(node.database.db, receivable)).balanceFen, 5_000_000n)
})

async function contractOf({ node }: BinhaiScene, id: string): Promise<string> {
  const row = await node.database.db
    .selectFrom('redemptionDocument')
    .select('fileId')
    .where('caseId', '=', id)
    .where('kind', '=', 'contract')
    .executeTakeFirstOrThrow()
  return row.fileId
}

test('a high-tech firm claims in its own class; what it pays beyond its share the provider can’t be paid again', async () => {
  const scene = await binhai()
  const { hnteFirm, node, as, lab } = scene
  await admit(scene)
  const voucher = await issued(scene, hnteFirm, { amountFen: 6_000_000n })
  const seen = await node.call(vouchers.get, { params: { id: voucher } }, await as(hnteFirm.clerk))
  assert.equal(seen.firmClass, 'hnte')
  await assert.rejects(issued(scene, scene.firm, { amountFen: 6_000_000n }), refusedWith('claim_above_limit'))
  const { orderId } = await readyOrder(scene, hnteFirm, voucher)
  const look = async (paidFen?: bigint) =>
    node.call(
      redemptions.preview,
      { query: { orderId, invoicedFen: '10000000', ...(paidFen ? { paidFen: String(paidFen) } : {}) } },
      await as(lab.clerk),
    )
  const fits = await look()
  assert.deepEqual([fits.paidFen, fits.amountFen, fits.payee.id], [4_000_000n, 6_000_000n, lab.id])
  assert.equal((await look(7_000_000n)).amountFen, 3_000_000n, 'the firm paid 7, so 3 are left')
  assert.deepEqual(
    (await look(10_000_000n)).refusals.map((one) => one.code),
    ['redemption_paid_already'],
  )
  await assert.rejects(
    node.database.db.transaction().execute(async (tx) => {
      const { id } = await file(
        scene,
        await requestBody(scene, orderId, { firm: hnteFirm, paidFen: 4_000_000n }),
      )
      await sql`update redemption set paid_by_firm_fen = 4000001 where case_id = ${id}::uuid`.execute(tx)
    }),
    /redemption_provider_not_overpaid/,
  )
})

test('two clerks of the laboratory ask at once: one request is filed', async () => {
  const scene = await binhai()
  await admit(scene)
  const { orderId } = await readyOrder(scene)
  const bodies = [await requestBody(scene, orderId), await requestBody(scene, orderId)]
  const tries = await Promise.allSettled(
    bodies.map((body, at) => file(scene, body, at ? scene.lab.owner : scene.lab.clerk)),
  )
  assert.deepEqual(tries.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  const lost = tries.find((one) => one.status === 'rejected')
  assert.equal(lost?.reason.code, 'redemption_live_request')
  const other = await ordered(scene, await issued(scene))
  await served(scene, other)
  const { clerk, owner } = scene.firm
  const racing = await Promise.allSettled([evaluate(scene, other, clerk), evaluate(scene, other, owner)])
  assert.deepEqual(racing.map((one) => one.status).sort(), ['fulfilled', 'rejected'], 'one evaluation stands')
})

test('a voucher claimed under the 2022 text is redeemed by its rules within the 2024 window (domain §0.2)', async () => {
  const scene = await binhai('2024-01-10T09:00:00+08:00')
  await admit(scene)
  const old = await issued(scene)
  scene.node.clock.set('2024-03-04T09:00:00+08:00')
  const young = await issued(scene)
  const first = await readyOrder(scene, scene.firm, old)
  const { id } = await file(scene, await requestBody(scene, first.orderId))
  const ruled = async (one: string) => {
    const officer = await scene.as(scene.officers.reviewer)
    return (await scene.node.call(redemptions.get, { params: { id: one } }, officer)).inside?.rulebookId
  }
  assert.equal(await ruled(id), 'binhai-voucher.2022')
  await paid(scene, id)
  scene.node.clock.set('2024-12-20T10:00:00+08:00')
  const second = await ordered(scene, young)
  await served(scene, second)
  await evaluate(scene, second, scene.firm.clerk)
  const later = await file(scene, await requestBody(scene, second))
  assert.equal(await ruled(later.id), 'binhai-voucher.2024')
})

test('when the money is gone no claim is taken, and of two accepted at once one gets it', async () => {
  const scene = await binhai(undefined, 5_000_000n)
  const { node, as, firm, hnteFirm, officers } = scene
  const file = async (who: typeof firm) =>
    (await node.call(vouchers.fileClaim, { body: claimBody }, await as(who.clerk))).caseId
  const ids = [await file(firm), await file(hnteFirm)]
  const tries = await Promise.allSettled(
    ids.map((id, at) => act(scene, at ? officers.second : officers.reviewer, id, 'pass', { reason: '符合' })),
  )
  assert.deepEqual(tries.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  assert.equal(tries.find((one) => one.status === 'rejected')?.reason.code, 'claim_money_short')
  await assert.rejects(file(firm), refusedWith('claim_money_gone'))
  const cross = { ...claimBody, crossRegion: true }
  await assert.rejects(
    node.call(vouchers.fileClaim, { body: cross }, await as(firm.clerk)),
    refusedWith('claim_cross_region_not_supported'),
  )
  const open = await orderBody(scene, '00000000-0000-7000-8000-000000000000')
  await assert.rejects(
    node.call(orders.propose, { body: open }, await as(firm.clerk)),
    refusedWith('not_found'),
  )
})
