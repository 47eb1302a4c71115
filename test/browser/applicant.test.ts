import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { admitLab, openBudget, pass, person, SCHEME, type Who } from '../community.ts'
import { arrive, attach, holds, lookUp } from './applicant.ts'
import { type OpenPage, type PageOptions, screenshot, settled } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll, smallTargets } from './checks.ts'
import { disputes, givesFacts, joins } from './joining.ts'
import { type Office, officersAtWork } from './officers.ts'

let office: Office
let owner: Who
const made = { claim: '', voucher: '', order: '', redemption: '', invoice: '' }

before(async () => {
  office = await officersAtWork()
  const userId = await office.node.auth.signUp({
    name: '周立新',
    email: 'zhou@example.test',
    password: 'correct horse battery',
  })
  owner = { userId, organisationId: '' }
  await openBudget(office, 100_000_000n)
  await admitLab(office, '2026-01-05')
})
after(async () => office?.dispose())

/** A change of page shows its skeleton a moment after the address has changed. */
const MOMENT_MS = 250

const sees = async ({ page }: OpenPage, name: string) => {
  await page.waitForTimeout(MOMENT_MS)
  await settled(page)
  await screenshot(page, `applicant-${name}`)
  assert.deepEqual(await missingGlyphs(page), [])
  await noSidewaysScroll(page)
  await axeCheck(page)
}

const stage = () => ({ office, owner, as, sees })

let broken = false
/** One step of the story; after one has failed there is nothing to go on from. */
const step = (name: string, play: () => Promise<void>) =>
  test(name, async (t) => {
    if (broken) return t.skip('an earlier step failed')
    broken = true
    await play()
    broken = false
  })

const as = async (who: Who, at: (open: OpenPage) => Promise<void>, options: PageOptions = {}) => {
  const open = await office.sit(who, options)
  open.page.setDefaultTimeout(12_000)
  try {
    await at(open)
  } catch (error) {
    await screenshot(open.page, 'applicant-failed')
    throw error
  }
  await open.close()
}

step(
  'a firm joins: the code is read as it is typed, the county is found by its path, the licence waits',
  () => joins(stage()),
)

step('a second registration of the code is told as a dispute', () => disputes(stage()))

step('facts show how sure they are; an account is masked; a colleague is invited', () => givesFacts(stage()))

step(
  'the claim is typed by keyboard, kept as a draft, shared with a clerk, previewed and filed',
  async () => {
    const { node } = office
    const clerk = await node.database.db
      .transaction()
      .execute((tx) => person(tx, owner.organisationId, '经办小李', ['applicant_clerk'], node.clock.now()))
    await as(owner, async (open) => {
      const { page, go } = open
      await go('/voucher-claims/new')
      await page.getByRole('heading', { name: /河北省科技创新券/ }).waitFor()
      await page.locator(`a[href*="scheme=${SCHEME}"]`).first().focus()
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
      const service = page.getByLabel('服务类型')
      await service.focus()
      await page.keyboard.type('测试')
      if (!(await service.inputValue())) await service.selectOption('testing')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
      await page.keyboard.type('主轴轴承寿命不稳定，需做扫描电镜分析')
      await page.keyboard.press('Tab')
      await page.keyboard.type('200000')
      await page.getByText('最多可申领', { exact: true }).waitFor()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await holds(page.getByRole('textbox', { name: '申领金额' }), '120,000')
      await page.getByText(/^已保存 \d\d:\d\d/).waitFor()
      await sees(open, 'claim')
      await go(`/voucher-claims/new?scheme=${SCHEME}`)
      await holds(page.getByLabel('拟签合同金额'), '200,000')
      const { draft } = await node.call(
        cases.draft,
        { params: { programme: 'voucher-claim' } },
        await office.as(clerk),
      )
      const form = { ...draft?.form, amount: '5000000' }
      const body = { form, version: draft?.version ?? 0 }
      await node.call(
        cases.saveDraft,
        { params: { programme: 'voucher-claim' }, body },
        await office.as(clerk),
      )
      await page.getByLabel(/技术问题/).fill('主轴轴承寿命不稳定，需做扫描电镜与能谱分析')
      await page.getByText('经办小李').first().waitFor()
      await sees(open, 'claim-conflict')
      await page.getByLabel(/^经办小李.*填写的：50,000 元$/).check()
      await page.getByRole('button', { name: '按所选继续' }).click()
      await holds(page.getByRole('textbox', { name: '申领金额' }), '50,000')
      await holds(page.getByLabel(/技术问题/), /能谱/)
      await page.getByRole('textbox', { name: '申领金额' }).fill('9000000')
      await attach(page, '合同或意向书', '意向书')
      await page.getByLabel(/所填内容属实/).check()
      await page.getByRole('button', { name: '提交申领' }).click()
      await page
        .getByRole('alert')
        .getByText(/超过目前可申领的/)
        .waitFor()
      await page.getByRole('textbox', { name: '申领金额' }).fill('80000')
      await page.getByRole('button', { name: '提交申领' }).click()
      made.claim = await arrive(page, /^\/cases\/.+/)
      await page.locator('.x-up').getByRole('link', { name: '我的申领' }).click()
      await arrive(page, /^\/voucher-claims$/)
      await page.locator('.x-tag', { hasText: '审核中' }).first().waitFor()
      await sees(open, 'claims')
      await go('/mine')
      await page.getByText('县级初审').waitFor()
      await sees(open, 'mine-waiting')
    })
  },
)

step(
  'the voucher shows its money; the order is refused live for what may not be paid, then placed',
  async () => {
    const { node } = office
    await pass(office, made.claim, office.county.reviewer)
    await pass(office, made.claim, office.city.reviewer)
    const { rows } = await node.call(vouchers.list, { query: {} }, await office.as(owner))
    made.voucher = rows[0]?.id ?? ''
    await as(owner, async (open) => {
      const { page, go } = open
      await go('/')
      const unused = page.getByRole('row').filter({ hasText: '余额 80,000 元的券待使用' })
      await unused.getByText(rows[0]?.useBy ?? '').waitFor()
      await sees(open, 'home-unused')
      await unused.getByRole('link').click()
      await arrive(page, /^\/orders\/new/)
      await go('/vouchers')
      await page.getByRole('link', { name: rows[0]?.number ?? '' }).click()
      await arrive(page, /^\/vouchers\/.+/)
      await sees(open, 'voucher')
      await page.getByRole('link', { name: '用券下单' }).click()
      await arrive(page, /^\/orders\/new/)
      await lookUp(page, '服务机构', '精密检测')
      await page.getByLabel('订单名称').fill('主轴轴承扫描电镜分析')
      await page.getByLabel('服务内容与要求').fill('对失效轴承做扫描电镜与能谱分析，出具报告')
      await page.getByLabel('内容', { exact: true }).fill('扫描电镜机时')
      await page.getByLabel('数量').fill('40')
      await page.getByLabel('单位', { exact: true }).fill('机时')
      await page.getByLabel('含税单价').fill('4000')
      await page.getByLabel('合同编号').fill('LX-2026-01')
      await page.getByLabel('交付期限', { exact: true }).fill('2026-04-30')
      await page.getByLabel('签订日期').fill('2025-12-20')
      await page.locator('[data-code=order_before_voucher]').waitFor()
      await page.getByLabel('法定检测、强制检测').check()
      await page.locator('[data-code=order_statutory_test]').waitFor()
      await sees(open, 'order-refused')
      await page.getByLabel('法定检测、强制检测').uncheck()
      await page.getByLabel('签订日期').fill('2026-03-02')
      await page.getByText('可以用券').waitFor()
      await attach(page, '合同扫描件', '服务合同')
      await page
        .getByLabel(/取消费用/)
        .first()
        .fill('10')
      await sees(open, 'order-new')
      await page.getByRole('button', { name: '提交订单' }).click()
      made.order = await arrive(page, /^\/orders\/[0-9a-f-]{36}/)
      await page.getByText('待确认', { exact: true }).waitFor()
      await sees(open, 'order')
    })
  },
)

step(
  'the Tianjin laboratory confirms and delivers; the firm sees the fee of cancelling, and accepts',
  async () => {
    await as(office.lab.clerk, async (open) => {
      const { page, go } = open
      await go('/')
      const waiting = page.getByRole('row').filter({ hasText: '确认是否接单' })
      await waiting.getByRole('cell', { name: '—' }).waitFor()
      await sees(open, 'home-provider')
      await waiting.getByRole('link').click()
      await arrive(page, /^\/orders\/[0-9a-f-]{36}/)
      await page.getByRole('button', { name: '确认接单' }).click()
      await page.getByText('已确认，服务中', { exact: true }).waitFor()
      await go('/admissions')
      await page.getByText('2026-01-05 起').waitFor()
      await sees(open, 'admissions')
    })
    await as(owner, async (open) => {
      const { page, go } = open
      await go(`/orders/${made.order}`)
      await page.getByRole('button', { name: '取消订单' }).click()
      await page.getByText('现在取消应付费用').waitFor()
      await page.getByRole('dialog').getByText('16,000.00 元').waitFor()
      await sees(open, 'order-cancel')
    })
    await as(office.lab.clerk, async (open) => {
      const { page, go } = open
      await go(`/orders/${made.order}`)
      await page.getByRole('button', { name: '交付成果' }).click()
      await attach(page.getByRole('dialog'), '成果报告', '检测报告')
      await page.getByRole('dialog').getByRole('button', { name: '交付成果' }).click()
      await page.getByText('已交付，待验收', { exact: true }).waitFor()
      await sees(open, 'order-delivered')
    })
    await as(owner, async (open) => {
      const { page, go } = open
      await go('/')
      await page.getByRole('link', { name: '验收成果' }).click()
      await arrive(page, /^\/orders\/[0-9a-f-]{36}/)
      await page.getByRole('button', { name: '验收通过' }).click()
      await page.getByText('已验收', { exact: true }).waitFor()
      await go('/mine')
      const asks = page.getByRole('row').filter({ has: page.getByRole('link', { name: '申请兑付' }) })
      await asks.getByText(/^20\d\d-\d\d-\d\d$/).waitFor()
      assert.equal(await page.getByText('的券待使用').count(), 0, 'its order was accepted')
      await sees(open, 'mine')
      await go('/orders')
      await sees(open, 'orders')
    })
  },
)

step(
  'the redemption is filed: an invoice is registered once, its lines chosen, the evidence asked for, the amount derived',
  async () => {
    await as(owner, async (open) => {
      const { page, go } = open
      await go(`/redemptions/new?order=${made.order}`)
      await page.getByText('以下按全额开票、全额付款估算').waitFor()
      await page.getByRole('button', { name: '登记发票' }).click()
      const dialog = page.getByRole('dialog')
      await holds(dialog.getByLabel('销售方名称'), /津海示例大学/)
      await dialog.getByLabel('发票号码').fill('26122000000012345678')
      await dialog.getByLabel('开票日期').fill('2026-03-02')
      await dialog.getByLabel('价税合计').fill('160000')
      await dialog.getByLabel('第 1 行：货物或应税劳务名称').fill('检测服务费')
      await dialog.getByLabel('第 1 行：含税金额').fill('150000')
      await attach(dialog, '发票文件', '发票')
      await dialog.getByText('与价税合计不符').waitFor()
      await dialog.getByRole('button', { name: '登记', exact: true }).click()
      await dialog.getByText(/各行合计150,000 元/).waitFor()
      await dialog.getByLabel('第 1 行：含税金额').fill('160000')
      await sees(open, 'invoice-dialog')
      await dialog.getByRole('button', { name: '登记', exact: true }).click()
      await page.getByLabel(/第 1 行 检测服务费：本次兑付/).waitFor()
      await holds(page.getByLabel(/第 1 行 检测服务费：本次兑付/), '160,000')
      await page.getByLabel('第 1 笔付款金额').fill('160000')
      await page.getByLabel('付款日期').fill('2026-03-02')
      await attach(page, '付款凭证', '银行回单')
      await page.getByRole('button', { name: '提交兑付申请' }).click()
      await page
        .locator('form [role=alert]')
        .getByText(/单位账户付款/)
        .first()
        .waitFor()
      await sees(open, 'redemption-refused')
      await page.getByLabel(/对公账户付至/).check()
      await sees(open, 'redemption-new')
      await page.getByRole('button', { name: '提交兑付申请' }).click()
      made.redemption = await arrive(page, /^\/redemptions\/[0-9a-f-]{36}/)
      await page.locator('.x-tag', { hasText: '审核中' }).first().waitFor()
      await page.getByText('80,000.00 元').first().waitFor()
      await sees(open, 'redemption')
      await go('/invoices')
      await page.getByRole('link', { name: '26122000000012345678' }).click()
      made.invoice = await arrive(page, /^\/invoices\/[0-9a-f-]{36}/)
      await sees(open, 'invoice')
      await page.getByRole('button', { name: '登记红字发票' }).click()
      await sees(open, 'invoice-red')
    })
  },
)

const places = (): [string, string][] => [
  ['home', '/'],
  ['mine', '/mine'],
  ['join', '/organisation/join'],
  ['organisation', '/organisation'],
  ['people', '/organisation/people'],
  ['claim', `/voucher-claims/new?scheme=${SCHEME}`],
  ['schemes', '/voucher-claims/new'],
  ['claims', '/voucher-claims'],
  ['vouchers', '/vouchers'],
  ['voucher', `/vouchers/${made.voucher}`],
  ['orders', '/orders'],
  ['order-new', `/orders/new?voucher=${made.voucher}`],
  ['order', `/orders/${made.order}`],
  ['invoices', '/invoices'],
  ['invoice', `/invoices/${made.invoice}`],
  ['redemptions', '/redemptions'],
  ['redemption-new', `/redemptions/new?order=${made.order}`],
  ['redemption', `/redemptions/${made.redemption}`],
  ['payments', '/payments/mine'],
]

const looks: PageOptions[] = [
  { width: 360, language: 'zh', theme: 'dark' },
  { width: 1280, language: 'en', theme: 'light' },
]
for (const options of looks) {
  test(`every page stands at ${options.width} px, ${options.language}, ${options.theme}`, async (t) => {
    if (broken) return t.skip('an earlier step failed')
    const open = await office.sit(owner, options)
    for (const [name, path] of places())
      await t.test(name, async () => {
        await open.go(path)
        await settled(open.page)
        await sees(open, `${name}-${options.width}-${options.language}`)
        if (options.width === 360) assert.deepEqual(await smallTargets(open.page), [])
      })
    await open.close()
  })
}

step('a request is withdrawn with its reason, and its invoice lines are free again', async () => {
  await as(owner, async ({ page, go }) => {
    await go(`/redemptions/${made.redemption}`)
    await page.getByRole('button', { name: '撤回申请' }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('发票需要重开')
    await page.getByRole('dialog').getByRole('button', { name: '撤回申请' }).click()
    await page.locator('.x-tag', { hasText: '已撤回' }).first().waitFor()
    await go(`/invoices/${made.invoice}`)
    await page.getByRole('cell', { name: '160,000.00' }).nth(1).waitFor()
  })
})
