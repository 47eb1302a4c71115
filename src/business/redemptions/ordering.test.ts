import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { directory } from '#platform/directory/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { orderBody, redemptionNode, type Scene, voucherOf } from '#test/redemptions.ts'
import { runQueued } from '#test/jobs.ts'
import { fitFirm, organisation } from '#test/community.ts'
import { admissionWithdrawn } from './index.ts'

const refusedWith = (code: string) => (error: unknown) =>
  (error as { code?: string }).code === code || assert.fail(`expected ${code}, got ${String(error)}`)

describe('an order that a voucher pays', () => {
  let scene: Scene
  let voucherId: string
  before(async () => {
    scene = await redemptionNode()
    voucherId = await voucherOf(scene)
  })
  after(() => scene.node.dispose())
  const propose = async (more: object = {}, voucher = voucherId, firm = scene.firm) =>
    scene.node.call(
      orders.propose,
      { body: (await orderBody(scene, firm, voucher, more)) as never },
      await scene.as(firm.clerk),
    )
  const preview = async (more: object = {}) =>
    scene.node.call(
      redemptions.orderPreview,
      {
        query: {
          ...{
            voucherId,
            providerId: scene.lab.id,
            service: 'testing',
            priceFen: '20000000',
            contractOn: '2026-03-02',
          },
          ...more,
        } as never,
      },
      await scene.as(scene.firm.clerk),
    )
  const theNodeNotices = () => runQueued(scene.node, 'redemptions.withdrawn')
  const newFirm = (name: string) =>
    scene.node.database.db.transaction().execute((tx) => fitFirm(tx, name, scene.node.clock.now()))

  const tie = (row: { fromId: string; toId: string; kind: 'co_built' | 'ownership'; evidence: string }) =>
    scene.node.database.db
      .insertInto('tie')
      .values({
        ...row,
        standing: 'recorded',
        validFrom: Temporal.PlainDate.from('2025-01-01'),
        recordedAt: scene.node.clock.now(),
      })
      .execute()

  test('the subsidy is shown before the click, with its derivation and what a withdrawn admission would mean', async () => {
    const seen = await preview()
    assert.deepEqual(seen.refusals, [])
    assert.equal(seen.amountFen, 8_000_000n)
    assert.equal(seen.ownFen, 12_000_000n)
    assert.equal(seen.crossRegion, true)
    assert.equal(seen.onWithdrawal.effect, 'finishes')
    assert.ok(seen.steps.length >= 4)
    assert.deepEqual(
      seen.evidence.map((one) => one.kind),
      ['contract', 'invoice', 'full_payment', 'result_report'],
    )
  })

  test('statutory tests, another service, an early contract: all told at once', async () => {
    const seen = await preview({ service: 'rd_design', contractOn: '2025-12-01', contains: 'statutory_test' })
    const codes = seen.refusals.map((one) => one.code)
    for (const code of [
      'order_service_differs',
      'order_statutory_test',
      'order_before_voucher',
      'order_before_admission',
    ])
      assert.ok(codes.includes(code), `${code} is missing in ${codes}`)
    assert.deepEqual(
      (await preview({ contains: 'statutory_test' })).refusals.map((one) => one.code),
      ['order_statutory_test'],
    )
    await assert.rejects(
      propose({ serviceKind: 'rd_design', contractSignedOn: '2026-02-01' }),
      refusedWith('order_not_fundable'),
    )
  })

  test('what the order declares to contain is judged when it is placed', async () => {
    await assert.rejects(propose({ contains: ['statutory_test'] }), refusedWith('order_statutory_test'))
    await assert.rejects(propose({ contains: ['constructor'] }), refusedWith('order_content_unknown'))
  })

  test('only a recognised laboratory across the border, and only one’s own voucher', async () => {
    const stranger = await scene.node.database.db
      .transaction()
      .execute((tx) =>
        organisation(
          tx,
          { kind: 'institute', name: '津南示例研究院', regionCode: '120112' },
          scene.node.clock.now(),
        ),
      )
    await assert.rejects(propose({ providerId: stranger }), refusedWith('order_provider_not_recognised'))
    const firm = await newFirm('霸州示例机电有限公司')
    await assert.rejects(propose({}, voucherId, firm), refusedWith('not_found'))
  })

  test('a jointly built laboratory bars the host university too, whichever way the tie points', async () => {
    const firm = await newFirm('固安示例光电有限公司')
    const own = await voucherOf(scene, firm)
    await tie({
      fromId: scene.university.id,
      toId: firm.id,
      kind: 'co_built',
      evidence: '共建轴承联合实验室协议',
    })
    await assert.rejects(propose({}, own, firm), (error: { code: string; text: { zh: string } }) => {
      assert.equal(error.code, 'related_party')
      assert.match(error.text.zh, /共建轴承联合实验室协议/)
      return true
    })
  })

  test('a firm whose code is disputed orders nothing with its voucher, and is told so before', async () => {
    const { db } = scene.node.database
    const stand = (status: 'disputed' | 'verified') =>
      db.updateTable('organisation').set({ status }).where('id', '=', scene.firm.id).execute()
    await stand('disputed')
    assert.deepEqual(
      (await preview()).refusals.map((one) => one.code),
      ['order_buyer_barred'],
    )
    await assert.rejects(propose({}), refusedWith('order_buyer_barred'))
    await stand('verified')
    assert.deepEqual((await preview()).refusals, [])
  })

  test('a tie that comes to light before the confirmation stops the confirmation', async () => {
    const firm = await newFirm('三河示例传感有限公司')
    const own = await voucherOf(scene, firm)
    const { id } = await propose({}, own, firm)
    await tie({ fromId: firm.id, toId: scene.lab.id, kind: 'ownership', evidence: '持股20%' })
    await assert.rejects(
      scene.node.call(orders.confirm, { params: { id }, body: {} }, await scene.as(scene.lab.clerk)),
      refusedWith('related_party'),
    )
  })

  test('a voucher with a running order is not given back', async () => {
    const { id } = await propose()
    const giveBack = async () =>
      scene.node.call(
        vouchers.giveBack,
        { params: { id: voucherId }, body: { reason: '不再需要' } },
        await scene.as(scene.firm.owner),
      )
    await assert.rejects(giveBack(), refusedWith('voucher_in_use'))
    const body = { reason: '改期', feeFen: 0n }
    await scene.node.call(orders.cancel, { params: { id }, body }, await scene.as(scene.firm.clerk))
  })

  test('an admission withdrawn mid-order: contracts signed before go on, or all stop, as decided', async () => {
    const { id } = await propose()
    const { rows } = await scene.node.call(directory.providers, { query: { all: 'true' } as never }, {})
    const admission = rows.find((row) => row.organisation.id === scene.lab.id)
    const body = { from: '2026-03-03', reason: '虚假检测', effect: 'finish_running' } as const
    scene.node.clock.set('2026-03-03T09:00:00+08:00')
    const finishing = { organisationId: scene.lab.id, list: 'jingjinji-voucher-agreement', ...body }
    const by = {
      actor: (await scene.as(scene.province.director)).actor,
      now: scene.node.clock.now(),
      event: () => {},
      enqueue: async () => {},
    }
    await scene.node.database.db.transaction().execute(async (tx) => {
      assert.equal(
        await admissionWithdrawn(tx, by, finishing),
        0,
        'nothing is withdrawn on record, so the admission stands',
      )
    })
    await scene.node.call(
      directory.withdrawProvider,
      { params: { id: admission?.id as string }, body: { ...body, effect: 'stop_running' } },
      await scene.as(scene.province.director),
    )
    const { withdrawals } = await scene.node.call(
      redemptions.orderFunding,
      { params: { id } },
      await scene.as(scene.firm.clerk),
    )
    assert.equal(withdrawals[0]?.effect, 'stops')
    await theNodeNotices()
    const order = await scene.node.call(orders.get, { params: { id } }, await scene.as(scene.firm.clerk))
    assert.equal(order.status, 'voided')
    assert.equal(order.steps.at(-1)?.reason, body.reason, 'the words of the officer, and no sentence of ours')
    await assert.rejects(propose({ contractSignedOn: '2026-03-03' }), refusedWith('order_admission_ended'))
  })
})
