import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { invoices } from '#platform/invoices/browser.ts'
import { free, present } from '#platform/invoices/index.ts'
import {
  acceptedOrder,
  act,
  file,
  invoiceOf,
  redemptionNode,
  requestBody,
  type Scene,
  voucherOf,
} from '#test/redemptions.ts'
import { fitFirm } from '#test/community.ts'
import { both, codeOf, tries } from '#test/races/tries.ts'
import { fileRedemption } from './filing.ts'
import { findRedemption } from './store.ts'

const [VOUCHERS, LINES, WITHDRAWALS, REGIONS] = [tries(200), tries(100), tries(20), tries(1_000)]

/** A session of its own: its own transaction, beside the lane of the node. */
async function inSession(scene: Scene, body: object, firm: Scene['firm']) {
  const { actor } = await scene.as(firm.clerk)
  const nothing = {
    authorise: () => {},
    may: () => true,
    event: () => {},
    enqueue: async () => {},
    together: () => {},
  }
  const place = { dataDir: '', url: '', demo: false }
  return scene.node.database.db
    .transaction()
    .execute((tx) =>
      fileRedemption({ tx, actor, now: scene.node.clock.now(), place, ...nothing }, body as never),
    )
}

describe('two at once', () => {
  let scene: Scene
  let theFirm: Scene['firm']
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())
  const newFirm = (name: string) =>
    scene.node.database.db.transaction().execute((tx) => fitFirm(tx, name, scene.node.clock.now()))

  test(`one voucher asked for twice, ${VOUCHERS} times: one request lives`, async () => {
    const voucherId = await voucherOf(scene)
    const orderId = await acceptedOrder(scene, voucherId)
    const [one, two] = [await invoiceOf(scene), await invoiceOf(scene)]
    const bodies = [await requestBody(scene, orderId, one), await requestBody(scene, orderId, two)] as const
    for (let at = 0; at < VOUCHERS; at++) {
      const results = await both(
        () => inSession(scene, bodies[0], scene.firm),
        () => inSession(scene, bodies[1], scene.firm),
      )
      assert.deepEqual(results.map(codeOf).sort(), ['done', 'redemption_live_request'])
      const won = results.find((result) => result.status === 'fulfilled') as PromiseFulfilledResult<{
        id: string
      }>
      await act(scene, scene.firm.clerk, won.value.id, 'withdraw', { reason: '再试' })
    }
  })

  test(`one invoice line for two vouchers, ${LINES} times: presented once`, async () => {
    const firm = await newFirm('香河示例仪器有限公司')
    const made = []
    for (const at of [1, 2]) {
      const voucherId = await voucherOf(scene, firm, {
        amountFen: 4_000_000n,
        purpose: `主轴轴承寿命分析第${at}批`,
      })
      made.push(await acceptedOrder(scene, voucherId, firm))
    }
    const invoiceId = await invoiceOf(scene, firm)
    const bodies = [
      await requestBody(scene, made[0] as string, invoiceId, {}, firm),
      await requestBody(scene, made[1] as string, invoiceId, {}, firm),
    ] as const
    for (let at = 0; at < LINES; at++) {
      const results = await both(
        () => inSession(scene, bodies[0], firm),
        () => inSession(scene, bodies[1], firm),
      )
      assert.deepEqual(results.map(codeOf).sort(), ['done', 'invoice_line_exhausted'])
      const won = results.find((result) => result.status === 'fulfilled') as PromiseFulfilledResult<{
        id: string
      }>
      const { lines } = await scene.node.call(
        invoices.get,
        { params: { id: invoiceId } },
        await scene.as(firm.clerk),
      )
      assert.equal(lines[0]?.presentedFen, 20_000_000n)
      await act(scene, firm.clerk, won.value.id, 'withdraw', { reason: '再试' })
    }
  })

  test(`withdrawing and passing at once, ${WITHDRAWALS} times: row and case agree`, async () => {
    const firm = await newFirm('大城示例管件有限公司')
    const voucherId = await voucherOf(scene, firm)
    const orderId = await acceptedOrder(scene, voucherId, firm)
    const body = await requestBody(scene, orderId, await invoiceOf(scene, firm), {}, firm)
    for (let at = 0; at < WITHDRAWALS; at++) {
      const { id } = await file(scene, body, firm)
      await act(scene, scene.city.reviewer, id, 'take')
      await both(
        () => act(scene, firm.clerk, id, 'withdraw', { reason: '再试' }),
        () => act(scene, scene.city.reviewer, id, 'pass', { reason: '齐全' }),
      )
      const row = await findRedemption(scene.node.database.db, id)
      const caseFile = await scene.node.database.db
        .selectFrom('caseFile')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      assert.equal(row?.status === 'withdrawn', caseFile.status === 'withdrawn')
      if (row?.status === 'passed') await act(scene, firm.clerk, id, 'withdraw', { reason: '再试' })
    }
  })

  test(`one line for two regions, ${REGIONS} times: whoever comes second is told what is left`, async () => {
    const { db } = scene.node.database
    const voucherId = await voucherOf(
      scene,
      await newFirm('任丘示例阀门有限公司').then((firm) => (theFirm = firm)),
    )
    const firm = theFirm
    const orderId = await acceptedOrder(scene, voucherId, firm)
    const invoiceId = await invoiceOf(scene, firm)
    const body = await requestBody(scene, orderId, invoiceId, {}, firm)
    const { actor } = await scene.as(firm.clerk)
    const ctx = {
      actor,
      now: scene.node.clock.now(),
      event: () => {},
      enqueue: async () => {},
      together: () => {},
    }
    const lines = [{ invoiceId, lineNo: 1, amountFen: 1n }]
    for (let at = 0; at < REGIONS; at++) {
      const subject = { kind: 'subsidy', id: crypto.randomUUID() }
      const other = () =>
        db.transaction().execute((tx) => present(tx, ctx, { subject, authorityId: scene.city.id, lines }))
      const results = await both<unknown>(() => inSession(scene, body, firm), other)
      assert.deepEqual(results.map(codeOf).sort(), ['done', 'invoice_line_exhausted'])
      const [filed] = results as [PromiseSettledResult<{ id: string }>, unknown]
      if (filed.status === 'fulfilled')
        await act(scene, firm.clerk, filed.value.id, 'withdraw', { reason: '再试' })
      else await db.transaction().execute((tx) => free(tx, ctx, subject, '再试'))
    }
  })
})
