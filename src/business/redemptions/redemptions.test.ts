import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { runJob } from '#core/jobs.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { findVoucher, type Voucher } from '#business/vouchers/index.ts'
import { files } from '#platform/files/browser.ts'
import { invoices } from '#platform/invoices/browser.ts'
import {
  act,
  acceptedOrder,
  file,
  fileOf,
  invoiceOf,
  redemptionNode,
  requestBody,
  requested,
  reviewed,
  type Scene,
  voucherOf,
} from '#test/redemptions.ts'
import { fitFirm } from '#test/community.ts'
import { findRedemption } from './store.ts'

const refusedWith = (code: string) => (error: unknown) =>
  (error as { code?: string }).code === code || assert.fail(`expected ${code}, got ${String(error)}`)

describe('a redemption request', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())
  const newFirm = (name: string) =>
    scene.node.database.db.transaction().execute((tx) => fitFirm(tx, name, scene.node.clock.now()))
  const status = async (id: string) => (await findRedemption(scene.node.database.db, id))?.status

  test('from the accepted order to a passed request, with its derivation and its checklist', async () => {
    const { id, amountFen, number } = await requested(scene)
    assert.match(number, /^冀兑-2026-\d{6}$/)
    // 20 万 × 60 % across the border = 12 万, the voucher has 8 万.
    assert.equal(amountFen, 8_000_000n)
    const seen = await scene.node.call(
      redemptions.get,
      { params: { id } },
      await scene.as(scene.city.reviewer),
    )
    assert.deepEqual(
      seen.inside?.findings.filter((one) => one.outcome === 'fail' || one.outcome === 'warn'),
      [],
    )
    assert.ok(seen.inside?.findings.some((one) => one.outcome === 'look' && one.proofs.length > 0))
    const steps = seen.inside?.reckonings[0]?.steps ?? []
    assert.equal(steps.at(-1)?.id, 'approved')
    assert.equal(steps.at(-1)?.amountFen, 8_000_000n)
    assert.equal(seen.inside?.invoices[0]?.lines[0]?.occupied, true)
    await reviewed(scene, id)
    const row = await findRedemption(scene.node.database.db, id)
    assert.equal(row?.status, 'passed')
    assert.equal(row?.approvedFen, 8_000_000n)
  })

  test('its papers are read by name by the firm and every officer who decides, and by nobody else', async () => {
    const { node, as, firm, county, city, province, lab } = scene
    const { id } = await requested(scene)
    const read = async (who: typeof firm.clerk) => {
      const found = await node.call(files.of, { params: { kind: 'redemption', id } }, await as(who))
      return found.files.map(({ name }) => name).sort()
    }
    const officers = [county.reviewer, city.reviewer, city.director, province.director, province.finance]
    for (const who of [firm.clerk, firm.owner, ...officers])
      assert.deepEqual(await read(who), ['发票.pdf', '合同.pdf', '回单.pdf', '检测报告.pdf'].sort())
    const other = await newFirm('永清示例铸造有限公司')
    for (const who of [lab.clerk, other.clerk]) await assert.rejects(read(who), refusedWith('not_found'))
  })

  test('the provider sees how far it is, not the money; others find nothing', async () => {
    const { rows } = await scene.node.call(redemptions.list, { query: {} }, await scene.as(scene.lab.clerk))
    assert.equal(rows[0]?.amountFen, null)
    const id = rows[0]?.id as string
    const page = await scene.node.call(redemptions.get, { params: { id } }, await scene.as(scene.lab.clerk))
    assert.equal(page.inside, null)
    const other = await newFirm('霸州示例铸造有限公司')
    await assert.rejects(
      scene.node.call(redemptions.get, { params: { id } }, await scene.as(other.clerk)),
      refusedWith('not_found'),
    )
  })

  test('the laboratory that holds the same invoice reads neither who presented it nor its history', async () => {
    const firm = await newFirm('固安示例仪器有限公司')
    const { invoiceId } = await requested(scene, firm)
    const { node, as, lab } = scene
    const params = { params: { id: invoiceId } }
    const known = await node.call(invoices.get, params, await as(firm.clerk))
    const { code, number, sellerCode, sellerName, buyerCode, buyerName, totalFen } = known
    const lines = known.lines.map(({ what, amountFen }) => ({ what, amountFen }))
    const issuedOn = known.issuedOn.toString()
    const fileId = await fileOf(scene, lab.clerk, '发票.pdf')
    const facts = { code, number, sellerCode, sellerName, buyerCode, buyerName, totalFen, issuedOn, lines }
    const body = { ...facts, fileId } as never
    const answer = await node.call(invoices.register, { body }, await as(lab.clerk))
    assert.equal(answer.status, 'known')
    const page = await node.call(invoices.get, params, await as(lab.clerk))
    assert.deepEqual(
      page.presentations.map(({ by }) => by),
      [null],
    )
    const history = async (who: typeof lab.clerk) => {
      const headers = { cookie: await node.auth.cookieFor(who.userId) }
      const { status } = await node.app.request(`/api/timeline/invoice/${invoiceId}`, { headers })
      return status
    }
    assert.equal(await history(lab.clerk), 404)
    assert.equal(await history(firm.clerk), 200)
    assert.equal(await history(scene.province.reviewer), 200)
  })

  test('what speaks against it is told at once', async () => {
    const firm = await newFirm('三河示例电子有限公司')
    const voucherId = await voucherOf(scene, firm)
    const orderId = await acceptedOrder(scene, voucherId, firm)
    const early = await invoiceOf(scene, firm, [20_000_000n], { issuedOn: '2026-02-01' })
    const body = await requestBody(scene, orderId, early, { betweenCompanies: false }, firm)
    await assert.rejects(file(scene, body, firm), (error: { code: string; data: { codes: string } }) => {
      assert.equal(error.code, 'redemption_not_ready')
      assert.match(error.data.codes, /redemption_invoice_early/)
      assert.match(error.data.codes, /redemption_payment_not_between_companies/)
      return true
    })
    const foreign = await invoiceOf(scene, firm, [20_000_000n], {
      buyerCode: null,
      buyerName: '某个人',
    }).catch(() => null)
    assert.equal(foreign, null, 'only parties register an invoice')
  })

  test('a voucher has one live request; withdrawal frees voucher and lines, and they may be asked for again', async () => {
    const firm = await newFirm('香河示例家具有限公司')
    const voucherId = await voucherOf(scene, firm)
    const orderId = await acceptedOrder(scene, voucherId, firm)
    const invoiceId = await invoiceOf(scene, firm)
    const body = await requestBody(scene, orderId, invoiceId, {}, firm)
    const { id } = await file(scene, body, firm)
    await assert.rejects(file(scene, body, firm), refusedWith('redemption_live_request'))
    await assert.rejects(
      scene.node.call(
        vouchers.giveBack,
        { params: { id: voucherId }, body: { reason: '不再需要' } },
        await scene.as(firm.owner),
      ),
      refusedWith('voucher_in_use'),
    )
    await act(scene, firm.clerk, id, 'withdraw', { reason: '材料有误' })
    assert.equal(await status(id), 'withdrawn')
    const again = await file(scene, body, firm)
    assert.equal(again.amountFen, 8_000_000n)
  })

  test('the reviewer takes items out with reasons; every reckoning stays', async () => {
    const firm = await newFirm('大厂示例制药有限公司')
    const { id } = await requested(scene, firm)
    const by = await scene.as(scene.city.reviewer)
    const params = { id }
    const excluded = [{ what: '强制检测项目', amountFen: 10_000_000n, reason: '法定检测不予支持' }]
    const adjusted = await scene.node.call(redemptions.adjust, { params, body: { seen: 1, excluded } }, by)
    // (20 万 − 10 万) × 60 % = 6 万
    assert.equal(adjusted.amountFen, 6_000_000n)
    await assert.rejects(
      scene.node.call(redemptions.adjust, { params, body: { seen: 1, excluded } }, by),
      refusedWith('redemption_reckoned_anew'),
    )
    const { inside } = await scene.node.call(redemptions.get, { params }, await scene.as(firm.owner))
    assert.deepEqual(
      inside?.reckonings.map((one) => one.amountFen),
      [6_000_000n, 8_000_000n],
    )
    assert.equal(inside?.reckonings[0]?.excluded[0]?.reason, '法定检测不予支持')
    await reviewed(scene, id)
    assert.equal((await findRedemption(scene.node.database.db, id))?.approvedFen, 6_000_000n)
    await assert.rejects(
      scene.node.call(redemptions.adjust, { params, body: { seen: 2, excluded } }, by),
      refusedWith('redemption_not_in_review'),
    )
  })

  test('refused, appealed and overturned: the lines are taken again, or the appeal is told why not', async () => {
    const firm = await newFirm('文安示例板材有限公司')
    const { id, orderId, invoiceId } = await requested(scene, firm)
    await act(scene, scene.city.reviewer, id, 'take')
    await act(scene, scene.city.reviewer, id, 'refuse', { reason: '发票与合同不符' })
    assert.equal(await status(id), 'refused')
    await act(scene, firm.clerk, id, 'appeal', { reason: '发票与合同一致' })
    await act(scene, scene.province.director, id, 'overturn', { reason: '经核查一致' })
    assert.equal(await status(id), 'in_review')
    const { lines } = await scene.node.call(
      invoices.get,
      { params: { id: invoiceId } },
      await scene.as(firm.clerk),
    )
    assert.equal(lines[0]?.leftFen, 0n)
    await act(scene, firm.clerk, id, 'withdraw', { reason: '另行申请' })
    await file(scene, await requestBody(scene, orderId, invoiceId, {}, firm), firm)
  })

  test('a supplement adds documents and changes nothing else', async () => {
    const firm = await newFirm('永清示例塑料有限公司')
    const { id } = await requested(scene, firm)
    await act(scene, scene.city.reviewer, id, 'take')
    await act(scene, scene.city.reviewer, id, 'request_supplement', { reason: '报告缺页' })
    await assert.rejects(
      act(scene, firm.clerk, id, 'supply', { form: { amount: '999' } }),
      refusedWith('redemption_field_fixed'),
    )
    const page = await scene.node.call(redemptions.get, { params: { id } }, await scene.as(firm.clerk))
    assert.equal(page.amountFen, 8_000_000n)
  })

  test('a voucher does not lapse while an appeal may be filed or runs', async () => {
    const place = { dataDir: '', url: '', demo: false }
    const night = () => runJob({ ...scene.node, place }, 'vouchers.lapse')
    const voucherOf = async (id: string) => (await findVoucher(scene.node.database.db, id)) as Voucher
    const refused = async (id: string) => {
      await act(scene, scene.city.reviewer, id, 'take')
      await act(scene, scene.city.reviewer, id, 'refuse', { reason: '报告与合同不符' })
    }
    const [one, other] = [await newFirm('固安示例铸件有限公司'), await newFirm('永清示例锻件有限公司')]
    const appealed = await requested(scene, one)
    const left = await requested(scene, other)
    scene.node.clock.set(`${(await voucherOf(left.voucherId)).redeemBy}T10:00:00+08:00`)
    await refused(left.id)
    await refused(appealed.id)
    scene.node.clock.advance({ hours: 72 })
    await night()
    assert.equal((await voucherOf(left.voucherId)).status, 'active', 'the days to appeal are not over')
    await act(scene, one.clerk, appealed.id, 'appeal', { reason: '报告与合同一致' })
    scene.node.clock.advance({ hours: 2 * 366 * 24 })
    await night()
    assert.equal((await voucherOf(appealed.voucherId)).status, 'active')
    await act(scene, scene.province.director, appealed.id, 'uphold', { reason: '经核查不符' })
    await night()
    assert.equal((await voucherOf(appealed.voucherId)).status, 'lapsed')
  })
})
