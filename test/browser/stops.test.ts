import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { invoices } from '#platform/invoices/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { payments } from '#business/payments/browser.ts'
import type { Who } from '../community.ts'
import * as pay from '../payments.ts'
import { act, fileOf, invoiceOf, voucherOf } from '../redemptions.ts'
import { attach } from './applicant.ts'
import { type PageOptions, screenshot, settled } from './browser.ts'
import { axeCheck, innerCodes, missingGlyphs, noSidewaysScroll, sheetsOf, smallTargets } from './checks.ts'
import {
  answer,
  bothMayCancel,
  button,
  dialog,
  inReview,
  press,
  proposedWith,
  row,
  says,
  type StopsOffice,
  stopsOffice,
} from './stops.ts'

/** What does not go through: orders that end, invoices that contradict, rows that stop, decisions against a firm. */
let scene: StopsOffice
const ids = { voucher: '', red: '', run: '', adjusted: '', declined: '', recovery: '', falsehood: '' }
type Passed = Awaited<ReturnType<typeof pay.passed>>
const made = {} as Record<'red' | 'other' | 'declined' | 'barred', Passed> & {
  adjusted: Pick<Passed, 'firm'>
}
before(async () => {
  scene = await stopsOffice()
})
after(async () => scene?.dispose())

async function at(who: Who, path: string, then: (page: Page) => Promise<void>, options: PageOptions = {}) {
  const open = await scene.sit(who, options)
  await open.go(path)
  await then(open.page)
  await open.close()
}
const runOf = async (id: string) =>
  scene.node.call(payments.run, { params: { id } }, await scene.as(scene.province.preparer))

test('an order is declined by the laboratory with its reason; the voucher pays for the next one', async () => {
  const voucherId = await voucherOf(scene)
  const id = await proposedWith(scene, voucherId)
  await at(scene.lab.clerk, `/orders/${id}`, async (page) => {
    await press(page, '不接单')
    await answer(page, '不接单')
    await says(page, '请填写“原因”。')
    await dialog(page).getByLabel('原因').fill('设备检修，六月前无机时')
    await answer(page, '不接单')
    await says(page, '订单已办结')
  })
  await at(scene.firm.clerk, `/orders/${id}`, async (page) => {
    await says(page, '设备检修，六月前无机时')
  })
  const again = await proposedWith(scene, voucherId)
  await at(scene.firm.clerk, `/orders/${again}`, async (page) => {
    await press(page, '取消订单')
    await says(page, '现在取消不收费用。')
    await dialog(page).getByLabel('原因').fill('改由本厂自测')
    await answer(page, '取消订单')
    await says(page, '订单已办结')
  })
  ids.voucher = voucherId
})

test('a result is returned for rework; either side cancels by its terms, the fee told before, or accepts what came back', async () => {
  const { node, lab, firm, as } = scene
  const id = await proposedWith(scene, ids.voucher, { terms: bothMayCancel })
  const params = { id }
  await node.call(orders.confirm, { params, body: {} }, await as(lab.clerk))
  await at(lab.clerk, `/orders/${id}`, async (page) => {
    await press(page, '交付成果')
    await attach(dialog(page), '成果报告', '检测报告一稿')
    await answer(page, '交付成果')
    await says(page, '目前轮到对方办理。')
  })
  await at(firm.clerk, `/orders/${id}`, async (page) => {
    await press(page, '退回返工')
    await dialog(page).getByLabel('原因').fill('缺少能谱图，请补做')
    await answer(page, '退回返工')
    await says(page, '缺少能谱图，请补做')
    await press(page, '取消订单')
    await says(page, '按约定，现在取消应付费用')
    await dialog(page).getByText('20,000.00').waitFor()
    await page.keyboard.press('Escape')
  })
  await at(lab.clerk, `/orders/${id}`, async (page) => {
    await says(page, '缺少能谱图，请补做')
    await press(page, '取消订单')
    await dialog(page).getByLabel('原因').fill('样品已损坏，无法补做')
    await answer(page, '取消订单')
    await says(page, '订单已办结')
  })
  const last = { id: await proposedWith(scene, ids.voucher) }
  await node.call(orders.confirm, { params: last, body: {} }, await as(lab.clerk))
  const report = async (name: string) => ({ fileId: await fileOf(scene, lab.clerk, name), note: '' })
  const deliver = async (name: string) =>
    node.call(orders.deliver, { params: last, body: await report(name) }, await as(lab.clerk))
  await deliver('一稿.pdf')
  await node.call(orders.sendBack, { params: last, body: { reason: '缺少能谱图' } }, await as(firm.clerk))
  await deliver('二稿.pdf')
  await at(firm.clerk, `/orders/${last.id}`, async (page) => {
    await press(page, '验收通过')
    await page.getByRole('link', { name: '申请兑付' }).waitFor()
  })
})

test('two versions of one invoice: the firm sees that it waits, an officer compares and decides, both are told', async () => {
  const { node, firm, as, lab, county } = scene
  const invoiceId = await invoiceOf(scene)
  const shown = await node.call(invoices.get, { params: { id: invoiceId } }, await as(firm.clerk))
  await at(lab.clerk, '/invoices', async (page) => {
    await press(page, '登记发票')
    const fields = dialog(page)
    await fields.getByLabel('发票号码').fill(shown.number)
    await fields.getByLabel('销售方名称').fill(shown.sellerName)
    await fields.getByLabel('销售方统一社会信用代码').fill(shown.sellerCode)
    await fields.getByLabel('购买方名称').fill(shown.buyerName)
    await fields.getByLabel('购买方统一社会信用代码').fill(shown.buyerCode ?? '')
    await fields.getByLabel('开票日期').fill('2026-03-02')
    await fields.getByLabel('价税合计').fill('150000')
    await fields.getByLabel('第 1 行：货物或应税劳务名称').fill('检测费')
    await fields.getByLabel('第 1 行：含税金额').fill('150000')
    await attach(fields, '发票文件', '发票另一版本')
    await answer(page, '登记')
    await says(page, '您填写的版本已提交审核人裁定')
  })
  await at(firm.clerk, `/invoices/${invoiceId}`, async (page) => {
    await says(page, '由购买方所在地的科技主管部门裁定')
  })
  await at(county.reviewer, '/desk/invoice-conflicts', async (page) => {
    await row(page, '第 1 行 含税金额').getByText('150,000').waitFor()
    await screenshot(page, 'stops-conflict-desk')
    await press(page, '裁定')
    await answer(page, '裁定')
    await says(page, '请填写“裁定”。')
    await dialog(page).getByLabel('维持原登记').check()
    await dialog(page).getByLabel('理由（双方会看到）').fill('经查验平台核对，票面金额为20万元')
    await answer(page, '维持原登记')
    await says(page, '没有待裁定的发票冲突')
    await page.getByRole('tab', { name: '全部' }).click()
    await says(page, '经查验平台核对，票面金额为20万元')
  })
  await at(lab.clerk, '/invoices', async (page) => {
    await says(page, '经查验平台核对，票面金额为20万元')
  })
})

test('a red-letter invoice: the firm is warned and told, the payment waits, a director dismisses it', async () => {
  const { province } = scene
  const one = await pay.passed(scene)
  await pay.allApproved(scene, [one.id])
  const { firm } = one
  await at(firm.clerk, `/invoices/${one.invoiceId}`, async (page) => {
    await press(page, '登记红字发票')
    await says(page, '已用于兑付的部分将触发追回')
    const fields = dialog(page)
    await fields.getByLabel('红字发票号码').fill('26880000000000000001')
    await fields.getByLabel('开票日期').fill(pay.today(scene))
    await fields.getByLabel(/第 1 行/).fill('50000')
    await attach(fields, '红字发票文件', '红字发票')
    await answer(page, '登记')
    await page.getByText('26880000000000000001').first().waitFor()
  })
  await at(firm.clerk, `/redemptions/${one.id}`, async (page) => {
    await says(page, '未支付的款项暂不支付')
  })
  await at(province.preparer, '/desk/payments', async (page) => {
    await says(page, '发票被红字冲减，待决定')
    await screenshot(page, 'stops-red-due')
    assert.equal(await button(page, '编制拨付单').count(), 0)
  })
  await at(province.director, '/desk/recoveries', async (page) => {
    await press(page, '不予追回')
    await dialog(page).getByLabel('理由').fill('已补开发票，金额不变')
    await answer(page, '不予追回')
    await page.getByRole('heading', { name: '待处理的追回建议' }).waitFor({ state: 'detached' })
  })
  await at(firm.clerk, '/inbox', async (page) => {
    await page.getByText('红字发票不影响兑付').first().waitFor()
  })
  ids.red = one.id
  made.red = one
})

test('an account that changed after the approval stops its row; corrected, it is paid in a later run', async () => {
  const { province } = scene
  const run = await pay.prepare(scene, [ids.red])
  await pay.changeAccount(scene, made.red.firm)
  const other = await pay.passed(scene)
  await pay.allApproved(scene, [other.id])
  await pay.cancel(scene, run.id)
  const both = await pay.prepare(scene, [ids.red, other.id], [ids.red])
  await pay.changeAccount(scene, other.firm)
  await at(province.approver, `/desk/payments/${both.id}`, async (page) => {
    await press(page, '复核通过')
    await row(page, other.number).getByText('收款账户已变更，请核对后重新编入拨付单').waitFor()
  })
  await pay.send(scene, both.id)
  await pay.confirm(scene, [
    pay.paidLine(scene, both.number, 1, '80000'),
    pay.paidLine(scene, both.number, 2, '80000'),
  ])
  await at(province.preparer, '/desk/payments', async (page) => {
    await says(page, '批准后账户有变更')
    await page.getByLabel('已核对，按变更后的账户支付').check()
    await press(page, '全选可以拨付的 1 件')
    await press(page, '编制拨付单')
    await page.waitForURL(/\/desk\/payments\/[0-9a-f-]{36}$/)
    await settled(page)
    ids.run = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  })
  await pay.approve(scene, ids.run)
  await pay.send(scene, ids.run)
  const { number } = await runOf(ids.run)
  await pay.confirm(scene, [pay.paidLine(scene, number, 1, '80000')])
  await at(other.firm.clerk, `/redemptions/${other.id}`, async (page) => {
    await says(page, '收款账户已变更')
    await says(page, '已支付')
  })
  made.other = other
})

test('an amount taken down: the firm sees what was taken out, why, and how the rest is computed', async () => {
  const { city } = scene
  const firm = await pay.newFirm(scene)
  const asked = await inReview(scene, firm)
  await act(scene, city.reviewer, asked.id, 'take')
  await at(city.reviewer, `/cases/${asked.id}`, async (page) => {
    await press(page, '核减')
    await page.getByLabel('核减项目').fill('差旅费')
    await page.getByLabel('核减金额').fill('15万')
    await page.getByLabel('理由（申请单位会看到）').fill('合同第三条约定由服务机构承担')
    await press(page, '核减并重新核算')
    await says(page, '审核核减')
  })
  await at(firm.clerk, `/redemptions/${asked.id}`, async (page) => {
    await says(page, '合同第三条约定由服务机构承担')
  })
  ids.adjusted = asked.id
  made.adjusted = { firm }
})

test('a declined row is appealed from the case page, overturned by another director, and waits for a later batch', async () => {
  const { province, deputy } = scene
  const one = await pay.passed(scene)
  const batch = await pay.noticed(scene, [one.id])
  await pay.decide(scene, batch.id, [
    { redemptionId: one.id, decision: 'decline', reason: '检测报告缺少资质标识' },
  ])
  await at(one.firm.clerk, `/redemptions/${one.id}`, async (page) => {
    await says(page, '不予批准的理由：检测报告缺少资质标识')
    await says(page, /不同意的，可在 2026-\d\d-\d\d 前申请复核/)
  })
  await at(one.firm.clerk, `/cases/${one.id}`, async (page) => {
    await press(page, '申请复核')
    await page.getByLabel('理由').fill('报告首页有资质标识，请看第1页')
    await page.getByRole('form').getByRole('button', { name: '申请复核', exact: true }).click()
    await says(page, '复核中')
  })
  await at(province.director, `/cases/${one.id}`, async (page) => {
    await says(page, '原决定由您作出，须由他人办理')
  })
  await at(deputy, `/cases/${one.id}`, async (page) => {
    await screenshot(page, 'stops-deputy')
    await page.getByRole('button', { name: /^接办/ }).click()
    await page
      .getByRole('button', { name: /^撤销原决定/ })
      .first()
      .click()
    await page.getByLabel('理由').fill('报告首页有资质标识，原决定不当')
    await page
      .getByRole('form')
      .getByRole('button', { name: /^撤销原决定/ })
      .click()
    await page.getByRole('link', { name: /^复核决定书（.*撤销原决定）$/ }).waitFor()
  })
  await at(province.reviewer, '/desk/batches', async (page) => {
    await row(page, one.number).getByRole('checkbox').waitFor()
  })
  ids.declined = one.id
  made.declined = one
})

test('a recovery is returned in part and the rest waived; the firm sees both, and each decision prints', async () => {
  const { province } = scene
  const { red: one } = made
  const director = await scene.as(province.director)
  const body = { ...pay.recoverBody(3_000_000n, 'overpaid'), reason: '重复计入差旅费' }
  const recovery = await scene.node.call(payments.recover, { params: { id: one.id }, body }, director)
  ids.recovery = recovery.id
  await at(province.finance, `/desk/recoveries/${recovery.id}`, async (page) => {
    await press(page, '登记到账')
    await dialog(page).getByLabel('到账金额').fill('40000')
    await dialog(page).getByLabel('银行流水号').fill('TH-1')
    await dialog(page).getByLabel('到账日期').fill(pay.today(scene))
    await answer(page, '登记到账')
    await says(page, '尚欠的30,000元')
    await dialog(page).getByLabel('到账金额').fill('10000')
    await answer(page, '登记到账')
    await says(page, '已退 10,000 元，应退 30,000 元')
  })
  await at(province.director, `/desk/recoveries/${recovery.id}`, async (page) => {
    await press(page, '撤销未退部分')
    await dialog(page).getByLabel('理由').fill('经复核，差旅费系合同约定')
    await answer(page, '撤销未退部分')
    await says(page, '经复核，差旅费系合同约定')
  })
  await at(one.firm.owner, `/recoveries/${recovery.id}`, async (page) => {
    await says(page, '已撤销')
  })
})

test('a firm returns everything of its own will and may claim it again; another is barred and sees its term', async () => {
  const { province } = scene
  const { other } = made
  await at(other.firm.owner, `/redemptions/${other.id}`, async (page) => {
    await press(page, '主动退回款项')
    await dialog(page).getByLabel('退回金额').fill('80000')
    await dialog(page).getByLabel('原因').fill('项目终止')
    await answer(page, '登记退回')
    await says(page, '追回')
  })
  const owner = await scene.as(other.firm.owner)
  const [offer] = (await scene.node.call(payments.recoveries, { query: {} }, owner)).rows
  const slip = { amountFen: 8_000_000n, bankReference: 'TH-2', receivedOn: pay.today(scene) }
  const input = { params: { id: offer?.id ?? '' }, body: slip }
  await scene.node.call(payments.bookReturn, input, await scene.as(province.finance))
  await at(other.firm.owner, `/recoveries/${offer?.id}`, async (page) => {
    await says(page, '已恢复 80,000 元，可再次申领')
  })
  const barred = await pay.paid(scene)
  const director = await scene.as(province.director)
  const decision = { params: { id: barred.id }, body: pay.recoverBody(8_000_000n) }
  const made_ = await scene.node.call(payments.recover, decision, director)
  ids.falsehood = made_.id
  await at(barred.firm.owner, '/voucher-claims/new', async (page) => {
    await says(page, String(made_.barredUntil))
    await screenshot(page, 'stops-barred')
  })
  made.barred = barred
  await pay.sound(scene)
})

const looks: PageOptions[] = [
  { width: 360, language: 'zh' },
  { width: 360, language: 'en' },
]
const places = (): [string, Who, string][] => [
  ['conflicts', scene.county.reviewer, '/desk/invoice-conflicts?which=all'],
  ['invoices', scene.lab.clerk, '/invoices'],
  ['red-firm', made.red.firm.clerk, `/redemptions/${made.red.id}`],
  ['declined', made.declined.firm.clerk, `/redemptions/${made.declined.id}`],
  ['adjusted', made.adjusted.firm.clerk, `/redemptions/${ids.adjusted}`],
  ['run', scene.province.approver, `/desk/payments/${ids.run}`],
  ['waived', made.red.firm.owner, `/recoveries/${ids.recovery}`],
  ['barred', made.barred.firm.owner, '/recoveries'],
]
const decisions = (): [string, Who, string][] => [
  ['approved', made.red.firm.owner, `/decisions/redemption/${made.red.id}`],
  ['waived', made.red.firm.owner, `/decisions/recovery/${ids.recovery}`],
  ['appeal', made.declined.firm.owner, `/decisions/appeal/${ids.declined}`],
  ['false', made.barred.firm.owner, `/decisions/recovery/${ids.falsehood}`],
]
for (const options of looks)
  test(`what stopped stands, is readable and accessible at ${options.width} px, ${options.language}`, async () => {
    for (const [name, who, path] of places()) {
      const open = await scene.sit(who, options)
      await open.go(path)
      await screenshot(open.page, `stops-${name}-${options.width}-${options.language}`)
      assert.deepEqual(await missingGlyphs(open.page), [], path)
      assert.deepEqual(await innerCodes(open.page), [], path)
      await noSidewaysScroll(open.page)
      await axeCheck(open.page)
      if (options.width === 360) assert.deepEqual(await smallTargets(open.page), [], path)
      await open.close()
    }
  })

test('each decision prints in both languages, without what belongs to the screen', async () => {
  for (const language of ['zh', 'en'] as const)
    for (const [name, who, path] of decisions()) {
      const prints = async (page: Page) => {
        await page.emulateMedia({ media: 'print' })
        assert.equal(await button(page, language === 'zh' ? '打印' : 'Print').isVisible(), false)
        assert.equal(await sheetsOf(page), name === 'approved' ? 2 : 1, name)
        await screenshot(page, `stops-print-${name}-${language}`)
      }
      await at(who, path, prints, { language })
    }
})
