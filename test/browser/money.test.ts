import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Who } from '../community.ts'
import { approve, confirm, HEAD, paidLine, send, sound, today } from '../payments.ts'
import { type OpenPage, type PageOptions, screenshot, settled } from './browser.ts'
import { axeCheck, innerCodes, missingGlyphs, noSidewaysScroll, smallTargets } from './checks.ts'
import { moneyPlaces } from './money-places.ts'
import { closeNotice, type MoneyOffice, moneyOffice, objectTo, shortOfADigit } from './money-office.ts'

let office: MoneyOffice
/** Where the story has got to; each step goes on from the one before. */
const ids = { batch: '', run: '', secondRun: '', recovery: '', import: '' }
before(async () => {
  office = await moneyOffice()
})
after(async () => office?.dispose())

async function at(who: Who, path: string, then: (page: Page, open: OpenPage) => Promise<void>) {
  const open = await office.sit(who)
  await open.go(path)
  await then(open.page, open)
  await open.close()
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const press = (page: Page, name: string) => button(page, name).click()
const dialog = (page: Page) => page.getByRole('dialog')
const confirmWith = (page: Page, name: string) =>
  dialog(page).getByRole('button', { name, exact: true }).last().click()
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const lastPart = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

/** Each paper of the form by its role and its name, of which none is a number. */
async function papersByName(page: Page) {
  const form = page.locator('.c-section', { has: page.getByText('服务合同', { exact: true }) })
  for (const [role, name] of PAPERS)
    await form.locator('.x-facts > div', { hasText: role }).getByRole('link', { name }).first().waitFor()
  assert.equal(await form.getByText(/^附件 \d/).count(), 0)
  assert.equal(await form.getByText('同一文件另有').count(), 0, 'where a paper came from is no second use')
}
const PAPERS = [
  ['服务合同', '合同.pdf'],
  ['发票', '发票.pdf'],
  ['付款凭证', '回单.pdf'],
  ['服务结果证明', '检测报告.pdf'],
] as const

test('a reviewer sees each check beside its paper, takes an item out with its reason, and the amount follows', async () => {
  const { city, firm, inReview } = office
  await at(firm.clerk, `/cases/${inReview.id}`, papersByName)
  await at(city.reviewer, `/cases/${inReview.id}`, async (page) => {
    const checks = page.getByRole('region', { name: '逐项核对' })
    await checks.getByText('发票购销双方与订单双方一致').waitFor()
    assert.ok((await checks.getByRole('link').count()) >= 4, 'the papers stand beside the checks')
    await papersByName(page)
    await screenshot(page, 'money-review')
    await press(page, '核减')
    await press(page, '核减并重新核算')
    await page.getByText('请填写“核减项目”。').first().waitFor()
    await page.getByLabel('核减项目').fill('差旅费')
    await page.getByLabel('核减金额').fill('2万')
    await page.getByLabel('理由（申请单位会看到）').fill('合同第三条约定由服务机构承担')
    await press(page, '核减并重新核算')
    await page.getByText('重新核算后的金额：').waitFor()
    await page.getByText('审核核减').first().waitFor()
    await page.getByText('以前的核算（1 次）').waitFor()
  })
})

test('passed requests are collected in a batch; one leaves it with a reason and comes back', async () => {
  const { province, third } = office
  await at(province.reviewer, '/desk/batches', async (page) => {
    await screenshot(page, 'money-candidates')
    await press(page, '全选')
    await page.getByText('已选 3 件，合计').waitFor()
    await press(page, '建立新批次')
    await page.waitForURL(/\/desk\/batches\/[0-9a-f-]{36}$/)
    await settled(page)
    ids.batch = lastPart(page)
    await page.getByRole('button', { name: `移出 ${third.number}` }).click()
    await confirmWith(page, '移出')
    await page.getByText('请填写“理由”。').first().waitFor()
    await dialog(page).getByLabel('理由').fill('等待补充说明')
    await confirmWith(page, '移出')
    await row(page, third.number).getByText('已移出').waitFor()
    await page.goto('/desk/batches')
    await settled(page)
    await row(page, third.number).getByRole('checkbox').check()
    await page.getByLabel('编入已有批次').selectOption({ index: 1 })
    await page.waitForURL(/\/desk\/batches\/[0-9a-f-]{36}$/)
    await row(page, third.number).getByText('在列').waitFor()
  })
})

test('before the notice opens its closing day is shown; then the list is frozen', async () => {
  const { province, third } = office
  let closesOn = ''
  await at(province.reviewer, `/desk/batches/${ids.batch}`, async (page) => {
    await press(page, '发布公示')
    closesOn = (await dialog(page).locator('strong.x-time').innerText()).trim()
    assert.match(closesOn, /^2026-03-\d\d$/)
    await dialog(page).getByText('逐日推算').click()
    await dialog(page).getByText('不计').first().waitFor()
    await screenshot(page, 'money-publish')
    await confirmWith(page, '发布公示')
    await page.getByText(`${closesOn} 截止`).waitFor()
  })
  await objectTo(office, ids.batch, third.number)
  await at(province.reviewer, `/desk/batches/${ids.batch}`, async (page) => {
    await row(page, third.number).getByText('异议暂缓').waitFor()
    await page.getByText('合同签订在检测完成之后').waitFor()
    await page.getByText('由本单位负责人处理').waitFor()
  })
  await closeNotice(office, closesOn)
})

test('the director decides in bulk, each row with its answer; the held row follows its objection', async () => {
  const { province, third, first } = office
  await at(province.director, `/desk/batches/${ids.batch}`, async (page) => {
    await screenshot(page, 'money-deciding')
    await press(page, '全选可决定的 2 件')
    await press(page, '批准')
    await confirmWith(page, '批准兑付')
    await dialog(page).getByText('2 件已办理，0 件未办理').waitFor()
    await confirmWith(page, '关闭')
    await row(page, first.number).getByText('已批准').waitFor()
    await press(page, '公告结果')
    await confirmWith(page, '公告结果')
    await page.getByText('公告时间').waitFor()
    await press(page, '处理异议')
    await dialog(page).getByLabel('异议不成立').check()
    await dialog(page).getByLabel('理由（答复异议人').fill('经核对，合同签订在委托检测之前')
    await screenshot(page, 'money-objection')
    await confirmWith(page, '异议不成立')
    await row(page, third.number).getByText('在列').waitFor()
    await row(page, third.number).getByRole('checkbox').check()
    await press(page, '不予批准')
    await confirmWith(page, '不予批准')
    await page.getByText('请填写“理由”。').first().waitFor()
    await dialog(page).getByLabel('理由').fill('检测报告与合同标的不一致')
    await confirmWith(page, '不予批准')
    await dialog(page).getByText('1 件已办理').waitFor()
    await confirmWith(page, '关闭')
    await row(page, third.number).getByText('检测报告与合同标的不一致').waitFor()
    await row(page, third.number).getByRole('link', { name: '决定书' }).click()
    await page.getByText('不予批准决定书').first().waitFor()
  })
})

test('one prepares and may not approve; another does, sends, and the file is there', async () => {
  const { both, province } = office
  await at(both, '/desk/payments', async (page) => {
    await screenshot(page, 'money-due')
    await press(page, '全选可以拨付的 2 件')
    await press(page, '编制拨付单')
    await page.waitForURL(/\/desk\/payments\/[0-9a-f-]{36}$/)
    await settled(page)
    ids.run = lastPart(page)
    await page.getByText('本单由您经办，须由另一人复核').waitFor()
    assert.equal(await button(page, '复核通过').count(), 0)
  })
  await at(province.approver, `/desk/payments/${ids.run}`, async (page) => {
    await page.getByText('6222').first().waitFor()
    await press(page, '复核通过')
    await press(page, '发出并生成拨付文件')
    const link = page.getByRole('link', { name: '下载拨付文件（xlsx）' })
    const href = await link.getAttribute('href')
    const answer = await page.request.get(href ?? '')
    assert.equal(answer.status(), 200)
    assert.match(answer.headers()['content-type'] ?? '', /spreadsheetml/)
    await screenshot(page, 'money-run')
  })
})

test('the bank’s confirmation is imported line by line; the unpaid row comes back with its reason', async () => {
  const { province } = office
  await at(province.preparer, '/desk/payments?part=imports', async (page) => {
    const number = await runNumber(ids.run)
    const lines = [
      paidLine(office, number, 1, '80000.00'),
      `${number},2,80000.00,未支付,,,收款户名不符`,
      `${number},9,80000.00,未支付,,,无此行`,
    ]
    const csv = Buffer.from([HEAD, ...lines].join('\n'))
    const misplaced = { name: '误放.xlsx', mimeType: '', buffer: await shortOfADigit(number) }
    await page.locator('input[type=file]').nth(1).setInputFiles(misplaced)
    await press(page, '导入')
    await page.getByText('拨付单 80,000，回单 8,000').waitFor()
    await page
      .locator('input[type=file]')
      .nth(1)
      .setInputFiles({ name: '回单.csv', mimeType: 'text/csv', buffer: csv })
    await page.getByText('回单.csv').waitFor()
    await press(page, '导入')
    const report = page.getByRole('region', { name: '本次导入结果' })
    await report.getByText('已支付，已入账 1').waitFor()
    await report.getByText('未支付，退回待付 1').waitFor()
    await report.getByText('没有这张拨付单或这一行 1').waitFor()
    await screenshot(page, 'money-import')
    await page.getByRole('link', { name: '回单.csv' }).first().click()
    await page.waitForURL(/imports\//)
    await settled(page)
    ids.import = lastPart(page)
  })
  await at(province.preparer, '/desk/payments', async (page) => {
    await page.getByText('上次未付：收款户名不符').waitFor()
    await press(page, '全选可以拨付的 1 件')
    await press(page, '编制拨付单')
    await page.waitForURL(/\/desk\/payments\/[0-9a-f-]{36}$/)
    ids.secondRun = lastPart(page)
  })
  await approve(office, ids.secondRun)
  await send(office, ids.secondRun)
  await confirm(office, [paidLine(office, await runNumber(ids.secondRun), 1, '80000.00')])
  await at(province.auditor, '/desk/payments?part=books', async (page) => {
    await page.getByText('账实相符').waitFor()
  })
  await sound(office)
})

const runNumber = async (id: string): Promise<string> => {
  const found = await office.node.database.db
    .selectFrom('paymentRun')
    .select('number')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return found.number
}

test('a paid redemption is found false: what follows is said before the click, and the money comes back', async () => {
  const { province, first } = office
  await at(province.director, '/desk/recoveries/new', async (page) => {
    await page.getByLabel('兑付编号、拨付单号或收款单位').fill('查无此单位')
    await page.getByText('没有符合的已拨付兑付').waitFor()
    await page.getByLabel('兑付编号、拨付单号或收款单位').fill(first.number)
    await page.getByRole('link', { name: first.number }).click()
    await page.getByLabel('弄虚作假').check()
    await page.getByText('不得申领').waitFor()
    await page.getByText(/入库资格|移出服务机构库/).waitFor()
    await press(page, '作出追回决定')
    await page.getByText('请填写“依据条款”。').first().waitFor()
    await page.getByLabel('依据条款').fill('管理办法第二十条')
    await page.getByLabel('查明的事实和理由').fill('检测报告系伪造，检测机构书面确认未出具该报告')
    await screenshot(page, 'money-recover')
    await press(page, '作出追回决定')
    await page.waitForURL(/\/desk\/recoveries\/[0-9a-f-]{36}$/)
    await settled(page)
    ids.recovery = lastPart(page)
  })
  await at(province.finance, `/desk/recoveries/${ids.recovery}`, async (page) => {
    await press(page, '登记到账')
    await dialog(page).getByLabel('到账金额').fill('3万')
    await dialog(page).getByLabel('银行流水号').fill('TH0001')
    await dialog(page).getByLabel('到账日期').fill(today(office))
    await confirmWith(page, '登记到账')
    await row(page, 'TH0001').waitFor()
    await page.getByText('已退 30,000 元，应退 80,000 元').waitFor()
  })
  await at(first.firm.owner, '/mine', async (page) => {
    await page.getByText(/起不受理本单位申领/).waitFor()
  })
  await at(first.firm.owner, '/recoveries', async (page) => {
    await page.getByRole('link', { name: /追/ }).filter({ hasText: '2026' }).first().click()
    await page.getByText('怎样退款').waitFor()
    await page.getByText('查看和打印决定书').click()
    await page.getByText('资金追回决定书').first().waitFor()
    await page.getByText('不予受理其申领').waitFor()
  })
  await sound(office)
})

test('a firm returns money of its own will, and takes the offer back while nothing has come in', async () => {
  const { second } = office
  await at(second.firm.owner, '/payments/mine', async (page) => {
    await press(page, '主动退回')
    await dialog(page).getByLabel('退回金额').fill('5,000')
    await dialog(page).getByLabel('原因').fill('自查发现多开票')
    await confirmWith(page, '登记退回')
    await page.getByRole('link', { name: /冀追/ }).click()
    await page.getByText('怎样退款').waitFor()
    await press(page, '撤回退款登记')
    await dialog(page).getByLabel('理由').fill('票据已补齐，无需退回')
    await confirmWith(page, '撤回退款登记')
    await page.getByText('已撤销').first().waitFor()
  })
  await sound(office)
})

test('who looks at many firms is told whose each order, voucher and payment is', async () => {
  const { province, second } = office
  const firm = second.firm.name
  for (const [path, head] of [
    ['/orders', '委托方'],
    ['/vouchers', '持券单位'],
    ['/payments/mine', '单位'],
  ] as const)
    await at(province.director, path, async (page) => {
      await page.getByRole('columnheader', { name: head, exact: true }).waitFor()
      await page.getByRole('cell', { name: firm }).first().waitFor()
    })
})

const looks: PageOptions[] = [
  { width: 1280, language: 'zh' },
  { width: 360, language: 'en', theme: 'dark' },
]

for (const options of looks) {
  test(`every page of the money stands, is readable and accessible at ${options.width} px, ${options.language}`, async (t) => {
    for (const [name, who, path] of moneyPlaces(office, ids)) {
      await t.test(name, async () => {
        const open = await office.sit(who, options)
        await open.go(path)
        await screenshot(open.page, `money-${name}-${options.width}-${options.language}`)
        assert.deepEqual(await missingGlyphs(open.page), [])
        assert.deepEqual(await innerCodes(open.page), [])
        await noSidewaysScroll(open.page)
        await axeCheck(open.page)
        if (options.width === 360) assert.deepEqual(await smallTargets(open.page), [])
        await open.close()
      })
    }
  })
}

test('the finding is overturned by another director; what came back is paid again, and the firm reads so', async () => {
  const { province, deputy, first } = office
  const path = `/desk/recoveries/${ids.recovery}`
  await at(province.director, path, async (page) => {
    await page.getByText('已退 30,000 元').waitFor()
    assert.equal(await button(page, '撤销虚假认定').count(), 0, 'not by who found it')
  })
  await at(deputy, path, async (page) => {
    await press(page, '撤销虚假认定')
    await dialog(page).getByText('未退的 50,000 元不再追回，已退的 30,000 元退还单位').waitFor()
    await axeCheck(page)
    await screenshot(page, 'money-overturn')
    await dialog(page).getByLabel('理由').fill('行政复议决定书：检测报告属实')
    await confirmWith(page, '撤销虚假认定')
    await page.getByText('已退还 0 元，应退还 30,000 元').waitFor()
  })
  await at(province.finance, '/', async (page) => {
    await page.getByRole('link', { name: '退还撤销追回的款项' }).click()
    await page.waitForURL(/status=overturned/)
    await page.getByRole('link', { name: /冀追/ }).click()
    await press(page, '登记退还')
    await dialog(page).getByLabel('银行流水号').fill('FK0001')
    await dialog(page).getByLabel('付款日期').fill(today(office))
    await confirmWith(page, '登记退还')
    await row(page, 'FK0001').waitFor()
    await page.getByText('已退还 30,000 元，应退还 30,000 元').waitFor()
    await axeCheck(page)
  })
  await at(first.firm.owner, `/recoveries/${ids.recovery}`, async (page) => {
    await page.getByText('认定已撤销').first().waitFor()
    await screenshot(page, 'money-overturned')
    await page.getByText('查看和打印决定书').click()
    await page.getByText('本决定不再执行').waitFor()
  })
  await at(first.firm.owner, `/cases/${first.id}`, async (page) => {
    await page.getByText('恢复批准').first().waitFor()
  })
  await sound(office)
})

test('the auditor goes from the figures to the accounts, back in time, and takes the entries away', async () => {
  await at(office.province.auditor, `/figures/vouchers/${office.budgetId}`, async (page, open) => {
    await page.getByRole('link', { name: '看资金账' }).click()
    await page.getByRole('link', { name: '已拨付', exact: true }).click()
    await row(page, '撤销认定，不再追回').getByRole('link', { name: office.first.number }).waitFor()
    await row(page, '已退还').getByText('应付').waitFor()
    await axeCheck(page)
    await noSidewaysScroll(page)
    await screenshot(page, 'money-accounts')
    await page.getByLabel('截至').fill('2026-01-01')
    await page.getByText('没有记录').waitFor()
    await page.getByText('预留只有现在的数字').waitFor()
    await press(page, '看今天')
    await row(page, '撤销认定，不再追回').waitFor()
    const taken = page.waitForEvent('download')
    await button(page, /导出/).click()
    assert.match((await taken).suggestedFilename(), /账户明细.*xlsx$/)
    await page.goto('/vouchers/no-number')
    await page.getByRole('heading', { name: '没有这一页' }).waitFor()
    assert.match(open.errors.splice(0).join(), /invalid_input/)
  })
})

test('a decision prints on A4 without what belongs to the screen', async () => {
  await at(office.second.firm.owner, `/decisions/redemption/${office.second.id}`, async (page) => {
    await page.emulateMedia({ media: 'print' })
    assert.equal(await button(page, '打印').isVisible(), false)
    assert.equal(await page.getByText('救济途径').isVisible(), true)
    const why = await page.locator('.x-assumed .x-hidden').first().boundingBox()
    assert.ok((why?.width ?? 0) > 40, 'paper has no tooltip, so what is assumed stands in words')
    await screenshot(page, 'money-decision-print')
  })
})
