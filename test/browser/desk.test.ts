import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { figures } from '#business/figures/contract.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { recordFact } from '#platform/directory/index.ts'
import { cells, readTable } from '#platform/tables/index.ts'
import { openBudget, SCHEME, type Who } from '../community.ts'
import { type OpenPage, screenshot, settled } from './browser.ts'
import { axeCheck, innerCodes, missingGlyphs, noSidewaysScroll, smallTargets } from './checks.ts'
import { actAs, fileClaim, type Office, officersAtWork } from './officers.ts'

let office: Office
before(async () => {
  office = await officersAtWork()
})
after(() => office?.dispose())

const caseOf = async (id: string, who: Who = office.province.director) =>
  office.node.call(cases.get, { params: { id } }, await office.as(who))

/** Opens the desk on the one case that this text finds, by keys alone. */
async function openCase({ page, go }: OpenPage, q: string) {
  await go(`/desk?q=${encodeURIComponent(q)}`)
  await page.keyboard.press('j')
  await page.locator('.c-desk-case article').waitFor()
  await settled(page)
}
/** Presses the key of an action, types the reason where one is given, and sends it. */
async function decide({ page }: OpenPage, key: string, reason = '') {
  await page.keyboard.press(key)
  await page.locator('.c-act').waitFor()
  if (reason) await page.locator('.c-act textarea').last().fill(reason)
  await page.locator('.c-act textarea').last().press('Control+Enter')
  await page.locator('.c-act').waitFor({ state: 'detached' })
}

test('a claim goes by keyboard from the queue through a supplement to the voucher', async () => {
  const budget = await openBudget(office, 900_000_000n, 100_000_000n)
  const { caseId, number, firm } = await fileClaim(office, '香河示例家居智造有限公司')
  const county = await office.sit(office.county.reviewer)
  await openCase(county, number)
  await county.page.getByText('各项条件均有核实的事实支持').waitFor()
  await county.page.locator('.c-desk-case summary').first().click()
  await county.page.getByText('第 5 天').waitFor()
  await county.page
    .locator('summary')
    .filter({ hasText: '本环节办理期限' })
    .getByText('假定')
    .first()
    .waitFor()
  await county.page.keyboard.press('s')
  await county.page.getByLabel('需要解决的技术问题').check()
  await county.page.locator('.c-act textarea').fill('请写明要解决的技术问题和预期指标。')
  await screenshot(county.page, 'desk-supplement-1280')
  await axeCheck(county.page)
  await county.page.locator('.c-act textarea').press('Control+Enter')
  await county.page.locator('.c-act').waitFor({ state: 'detached' })
  assert.equal((await caseOf(caseId)).status, 'supplement')

  const clerk = await office.sit(firm.clerk)
  await clerk.go(`/cases/${caseId}`)
  await clerk.page.getByRole('button', { name: '提交补正' }).click()
  await clerk.page.locator('.c-quote').getByText('预期指标').waitFor()
  await clerk.page.getByLabel('需要解决的技术问题').fill('主轴轴承寿命由 2 万小时提高到 3 万小时')
  await clerk.page.locator('.c-act form').getByRole('button', { name: '提交补正' }).click()
  await clerk.page.getByText('3 万小时').first().waitFor()
  await clerk.close()

  await openCase(county, number)
  await county.page.locator('.x-timeline').getByText('主轴轴承寿命不稳定').waitFor()
  await decide(county, 't')
  await county.page.getByText('接办人：').waitFor()
  await decide(county, 'a')
  const city = await office.sit(office.city.reviewer)
  await openCase(city, number)
  await decide(city, 'a', '同意')
  const done = await caseOf(caseId)
  assert.equal(done.status, 'approved')
  assert.deepEqual(
    done.timeline.map((step) => step.action),
    ['submit', 'request_supplement', 'supply', 'take', 'pass', 'pass'],
  )
  await city.go(`/cases/${caseId}`)
  await city.page.getByText('已发券').waitFor()
  const { figures: after } = await office.node.call(figures.budget, { params: { id: budget } })
  assert.equal(after.issuedFen, 8_000_000n)
  await county.close()
  await city.close()
})

test('a refusal needs plain words, is appealed, and the province overturns it', async () => {
  const { caseId, number, firm } = await fileClaim(office, '大厂示例影像科技有限公司')
  const county = await office.sit(office.county.reviewer)
  await openCase(county, number)
  await county.page.keyboard.press('r')
  await county.page.locator('.c-act').getByRole('button', { name: '不予通过' }).click()
  await county.page.getByText('请填写“理由”。').first().waitFor()
  const words = '合同约定的是批量产品检验，不属于创新服务；改为研发性测试后可再申请。'
  await county.page.locator('.c-act textarea').fill(words)
  await county.page.locator('.c-act textarea').press('Control+Enter')
  await county.page.locator('.c-act').waitFor({ state: 'detached' })
  const owner = await office.sit(firm.owner, { width: 360 })
  await owner.go(`/cases/${caseId}`)
  await owner.page.getByText(words).first().waitFor()
  await owner.page.getByRole('button', { name: '申请复核' }).click()
  await owner.page.locator('.c-act textarea').fill('合同第三条写明是失效分析，并非批量检验。')
  await axeCheck(owner.page)
  await owner.page.locator('.c-act form').getByRole('button', { name: '申请复核' }).click()
  await owner.page.getByText('复核中').first().waitFor()
  const province = await office.sit(office.province.director)
  await openCase(province, number)
  await decide(province, 'o', '合同第三条确为失效分析，原决定认定有误。')
  const back = await caseOf(caseId)
  assert.equal(`${back.stage} ${back.status}`, 'county_review open')
  await openCase(county, number)
  await county.page.keyboard.press('a')
  assert.equal(await county.page.locator('.c-act').count(), 0, 'who refused does not decide again')
  for (const one of [county, owner, province]) await one.close()
})

test('when the case moves on meanwhile, the officer sees how and keeps what was typed', async () => {
  const { caseId, number } = await fileClaim(office, '永清示例装备有限公司')
  const county = await office.sit(office.county.reviewer, { language: 'en' })
  await openCase(county, number)
  await county.page.keyboard.press('r')
  await county.page.locator('.c-act textarea').fill('A reason of several careful lines.')
  await actAs(office, office.county.second, caseId, 'take')
  await county.page.locator('.c-act textarea').press('Control+Enter')
  await county.page.getByText('it has moved on since you opened it').waitFor()
  await county.page.getByText('The case moved on after you opened it').waitFor()
  assert.equal(
    await county.page.locator('.c-act textarea').inputValue(),
    'A reason of several careful lines.',
  )
  await axeCheck(county.page)
  await screenshot(county.page, 'desk-race-en')
  await county.close()
})

test('many cases at once: a result for each, filters in the URL, the list as a file', async () => {
  const first = await fileClaim(office, '固安示例仪表有限公司')
  const second = await fileClaim(office, '固安示例电机有限公司')
  const county = await office.sit(office.county.reviewer)
  await county.go('/desk/batches')
  await county.page.getByText('批次由发券的主管部门在申请通过审核后建立。').waitFor()
  await county.go('/')
  await county.page
    .getByRole('row')
    .filter({ hasText: '审核办件' })
    .getByText(/\d+ 件/)
    .waitFor()
  await county.page.getByRole('link', { name: '审核办件' }).click()
  await county.page.waitForURL(/\/desk$/)
  await county.page.getByLabel('编号或单位名称').fill('固安示例')
  await county.page.waitForURL(/q=%E5%9B%BA/)
  await county.page.getByLabel(`选择 ${first.number}`).check()
  await county.page.getByLabel(`选择 ${second.number}`).check()
  await actAs(office, office.county.second, second.caseId, 'take')
  await county.page.locator('.c-bulk').getByRole('button', { name: '接办' }).click()
  await county.page.getByRole('dialog').getByRole('button', { name: '接办' }).click()
  await county.page.getByText('1 件已办理，1 件未办理').waitFor()
  await axeCheck(county.page)
  await county.page.getByRole('button', { name: '全部退回待办' }).click()
  await county.page.getByRole('dialog').getByRole('button', { name: '退回待办' }).click()
  await county.page.getByText('1 件已办理，0 件未办理').waitFor()
  assert.equal((await caseOf(first.caseId)).assignee, null)
  await county.page.keyboard.press('Escape')
  const saving = county.page.waitForEvent('download')
  await county.page.getByRole('button', { name: '导出 Excel' }).click()
  const taken = await saving
  assert.equal(taken.suggestedFilename(), '办件清单.xlsx')
  const { rows } = await readTable(await taken.path(), [
    { key: 'number', titles: ['编号'], parse: cells.text(), required: true },
    { key: 'amount', titles: ['金额'], parse: cells.yuan },
  ])
  assert.deepEqual(rows.map(({ values }) => values.number).sort(), [first.number, second.number].sort())
  await county.close()
})

test('the finance officer opens, allots, releases to the queue, freezes and closes a year', async () => {
  const finance = await office.sit(office.province.finance)
  const { page } = finance
  const send = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click()
  await finance.go('/desk/budgets')
  await page.getByRole('button', { name: '建立年度预算' }).click()
  await page.getByLabel('办法').selectOption(SCHEME)
  await page.getByRole('textbox', { name: '年度' }).fill('2027')
  await send('建立年度预算')
  await page.getByRole('heading', { level: 1, name: /^2027/ }).waitFor()
  await page.getByRole('button', { name: '下达额度' }).click()
  await page.getByLabel('金额').fill('40万')
  await page.getByLabel('事由').fill('冀财教〔2027〕1号（示例）')
  await send('下达额度')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '释放额度' }).click()
  await page.getByLabel('金额').fill('150000')
  await page.getByLabel('事由').fill('第一批')
  await send('释放额度')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '收回额度' }).click()
  await page.getByText('可收回 150,000.00 元').waitFor()
  await page.getByLabel('金额').fill('150001')
  await page.getByLabel('事由').fill('多释放五万元')
  await send('收回额度')
  await page.getByText('最多可收回150,000元').waitFor()
  await page.getByLabel('金额').fill('5万')
  await send('收回额度')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '调减预算' }).click()
  await page.getByLabel('金额').fill('10万')
  await page.getByLabel('事由').fill('文号有误，多下达十万元')
  await axeCheck(page)
  await screenshot(page, 'desk-budget-cut')
  await send('调减预算')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page
    .getByRole('row')
    .filter({ hasText: '调减' })
    .getByText('文号有误，多下达十万元')
    .first()
    .waitFor()
  await page.getByRole('button', { name: '冻结' }).click()
  await page.getByLabel('事由').fill('审计期间暂停')
  await send('冻结')
  await page.getByText('冻结').first().waitFor()
  await page.getByRole('button', { name: '释放额度' }).click()
  await page.getByText('释放后暂不发券').waitFor()
  await page.getByRole('button', { name: '取消' }).click()
  await page.getByRole('button', { name: '关闭年度' }).click()
  await page.getByText('300,000.00 元（可发放 100,000.00 元，未释放 200,000.00 元）').waitFor()
  await page.getByLabel('事由').fill('年度终了')
  await page.getByLabel('我已核对以上金额').check()
  await axeCheck(page)
  await send('关闭年度')
  await page.getByText('结转 300,000 元').waitFor()
  await page.getByRole('link', { name: '公开的资金页面' }).click()
  await page.getByRole('link', { name: '管理预算' }).click()
  await page.waitForURL(/\/desk\/budgets\//)
  await finance.close()
})

test('released money issues the queue, and the officer is told how many', async () => {
  const { rows } = await office.node.call(figures.budgets, { query: { year: 2026 } })
  const id = rows[0]?.id ?? ''
  const as = await office.as(office.province.finance)
  await office.node.call(vouchers.freeze, { params: { id }, body: { reason: '核对' } }, as)
  const honoured = { key: 'honours', value: ['contest_winner'], source: '获奖公告' } as const
  const waiting: Awaited<ReturnType<typeof fileClaim>>[] = []
  for (const name of ['三河示例光电有限公司', '固安示例获奖有限公司']) {
    const filed = await fileClaim(office, name)
    const { caseId, firm } = filed
    waiting.push(filed)
    const record = { organisationId: firm.id, ...honoured }
    if (name.includes('获奖'))
      await office.node.database.db
        .transaction()
        .execute((tx) => recordFact(tx, record, office.node.clock.now()))
    await actAs(office, office.county.reviewer, caseId, 'pass')
    await actAs(office, office.city.reviewer, caseId, 'pass')
  }
  const { caseId, firm } = waiting[0] as (typeof waiting)[number]
  const clerk = await office.sit(firm.owner)
  await clerk.go(`/cases/${caseId}`)
  await clerk.page.getByText('申领已通过，正在排队等候额度，券尚未发放。').waitFor()
  const finance = await office.sit(office.province.finance)
  await finance.go(`/desk/budgets/${id}`)
  await finance.page.getByText('排队第 2 位，前面有 1 件属优先支持名单').waitFor()
  const [, first] = await finance.page.getByRole('table', { name: '排队的申领' }).getByRole('row').all()
  assert.match(
    (await first?.textContent()) ?? '',
    /固安示例获奖.*第 1 位，属优先支持名单（创新创业大赛获奖企业）/,
  )
  await axeCheck(finance.page)
  await screenshot(finance.page, 'desk-queue')
  await finance.page.getByRole('button', { name: '解冻' }).click()
  await finance.page.getByLabel('事由').fill('核对完毕')
  await finance.page.getByRole('dialog').getByRole('button', { name: '解冻' }).click()
  await finance.page.getByText('排队的申领发出 2 张券').waitFor()
  await finance.page.getByText('没有排队的申领。').waitFor()
  await finance.close()
  await clerk.go(`/cases/${caseId}`)
  await clerk.page.getByRole('link', { name: '发放决定书' }).click()
  await clerk.page.getByRole('heading', { level: 2, name: '科技创新券发放决定书' }).waitFor()
  await clerk.page.getByText(/（假定）之间签订/).waitFor()
  await axeCheck(clerk.page)
  await screenshot(clerk.page, 'desk-issue-decision')
  await clerk.close()
})

test('an administrator and an auditor find on the home page what is theirs, with the way to it', async () => {
  const { node, administrator, county } = office
  const tried = node.call(
    directory.establish,
    { body: { name: '自立科技局', regionCode: '131002', directorEmail: 'me@example.test' } },
    await office.as(county.reviewer),
  )
  await assert.rejects(tried, { code: 'not_allowed' })
  const inspecting = await office.sit(county.auditor)
  await inspecting.go('/')
  const line = inspecting.page.getByRole('row').filter({ hasText: '近七日被拒绝的操作' })
  await line.getByText(/\d+ 件/).waitFor()
  await line.getByRole('link').click()
  const attempt = inspecting.page.getByRole('row').filter({ hasText: '设立主管部门' }).first()
  await attempt.getByText('不允许由其办理').waitFor()
  await attempt.getByText(/reviewer/).waitFor()
  await inspecting.go('/desk?view=all&overdue=true')
  await inspecting.page.getByText('请从左侧选择一件').waitFor()
  await inspecting.close()
  const running = await office.sit(administrator)
  await running.go('/')
  await running.page.getByRole('heading', { name: '等我办理' }).waitFor()
  await running.page.getByRole('link', { name: '为主管部门邀请负责人' }).click()
  await running.page.waitForURL(/unled=true/)
  await running.page
    .getByRole('button', { name: /邀请人员/ })
    .first()
    .waitFor()
  await running.close()
})

for (const width of [1280, 360]) {
  const language = width === 360 ? 'en' : 'zh'
  test(`officers' pages stand, are readable and accessible at ${width} px in ${language}`, async () => {
    const { caseId, firm } = await fileClaim(office, `霸州示例第${width}号有限公司`)
    const visits: [Who, string[]][] = [
      [
        office.county.reviewer,
        ['/', '/desk', `/desk?case=${caseId}`, `/cases/${caseId}`, '/desk/organisations', '/inbox'].concat(
          ['?tab=facts', '?tab=disputes', `/${firm.id}`].map((tail) => `/desk/organisations${tail}`),
        ),
      ],
      [office.province.director, ['/desk/providers', '/organisation/leave', '/organisation/looks']],
      [office.province.finance, ['/desk/budgets']],
      [office.administrator, ['/', '/admin/calendar', '/admin/outbox', '/admin/authorities?unled=true']],
      [office.county.auditor, ['/', '/organisation/refused']],
    ]
    for (const [who, paths] of visits) {
      const open = await office.sit(who, { width, language, theme: width === 360 ? 'dark' : 'light' })
      for (const path of paths) {
        await open.go(path)
        const name = path.replace(/[?=/]/g, '-').replace(/[0-9a-f-]{36}/g, 'one')
        await screenshot(open.page, `officer${name}-${width}`)
        assert.deepEqual(await missingGlyphs(open.page), [], path)
        assert.deepEqual(await innerCodes(open.page), [], path)
        await noSidewaysScroll(open.page)
        await axeCheck(open.page)
        if (width === 360) assert.deepEqual(await smallTargets(open.page), [], path)
      }
      await open.close()
    }
  })
}
