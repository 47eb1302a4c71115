import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cells, readTable } from '#platform/tables/index.ts'
import { type OpenPage, type PageOptions, screenshot, settled, startBrowser, type Surfer } from './browser.ts'
import { axeCheck, innerCodes, missingGlyphs, noSidewaysScroll, smallTargets, tabStops } from './checks.ts'
import { type PublicNode, publicNode } from './public-data.ts'

let world: PublicNode
let surfer: Surfer
before(async () => {
  world = await publicNode()
  surfer = await startBrowser()
})
after(async () => {
  await surfer?.dispose()
  await world?.node.dispose()
})

async function look(path: string, options: PageOptions, at: (open: OpenPage) => Promise<void>) {
  const open = await surfer.newPage(world.url, options)
  await open.go(path)
  await at(open)
  await open.close()
}

const HASH =
  '#staff=86&revenueFen=4200000000&priorYearSalesFen=4200000000&priorYearRdFen=50000000&goodRecord=true&registeredRegion=130000.131000.131002&service=testing&contract=20000000'

const places = (): [name: string, path: string][] => [
  ['home', '/'],
  ['search', '/?q=示例 实验室'],
  ['search-all', '/?q=创新券'],
  ['search-none', '/?q=没有这样的词'],
  ['programmes', '/programmes'],
  ['programme', '/programmes/voucher-claim'],
  ['self-check', '/self-check'],
  ['self-check-filled', `/self-check${HASH}`],
  ['rulebooks', '/rulebooks'],
  ['rulebook', '/rulebooks/hebei-provincial-voucher.2026'],
  ['agreement', '/agreements/jingjinji-voucher-agreement'],
  ['notices', '/notices'],
  ['notice', `/notices/${world.openNoticeId}`],
  ['notice-closed', `/notices/${world.closedNoticeId}`],
  ['notice-row', `/notices/${world.openNoticeId}/rows/2`],
  ['receipts', '/notices/receipts'],
  ['budgets', '/figures/vouchers'],
  ['budget', `/figures/vouchers/${world.budgetId}`],
  ['providers', '/providers'],
  ['provider', `/providers/${world.labId}`],
]

const looks: [PageOptions, only?: string[]][] = [
  [{ width: 1280, language: 'zh', theme: 'light' }],
  [{ width: 360, language: 'en', theme: 'light' }],
  [{ width: 360, language: 'zh', theme: 'dark' }, ['home', 'search-all', 'self-check-filled', 'budget']],
  [{ width: 1280, language: 'en', theme: 'dark' }, ['self-check-filled', 'providers']],
]

for (const [options, only] of looks) {
  const name = `${options.width} px, ${options.language}, ${options.theme}`
  test(`public pages stand, are readable and accessible at ${name}`, async (t) => {
    const { page, go, close } = await surfer.newPage(world.url, options)
    for (const [place, path] of places()) {
      if (only && !only.includes(place)) continue
      await t.test(place, async () => {
        await go(path)
        await screenshot(page, `public-${place}-${options.width}-${options.language}`)
        assert.deepEqual(await missingGlyphs(page), [])
        assert.deepEqual(await innerCodes(page), [])
        await noSidewaysScroll(page)
        await axeCheck(page)
        if (options.width === 360) assert.deepEqual(await smallTargets(page), [])
      })
    }
    await close()
  })
}

test('a self-check tells what passes, by which clause, and the smallest change, and sends nothing', async () => {
  await look('/self-check', { language: 'zh' }, async ({ page }) => {
    const asked: string[] = []
    page.on('request', (request) => void asked.push(`${request.url()} ${request.postData() ?? ''}`))
    await page.getByLabel('从业人员（人）').fill('86')
    await page.getByLabel('营业收入', { exact: true }).fill('4200万')
    await page.getByLabel('上年度销售收入').fill('4200万')
    await page.getByLabel('上年度研发投入').fill('50万')
    await page.getByLabel('Ⅰ类知识产权（项）').fill('2')
    await page.getByRole('group', { name: '信用记录良好' }).getByLabel('是').check()
    await page.getByLabel('注册地 · 省、直辖市').selectOption('130000')
    await page.getByLabel('注册地 · 市、区').selectOption('131000')
    const hebei = page.locator('section.x-card').filter({ hasText: '河北省级科技创新券（2026年版）' }).first()
    await hebei.locator('li', { hasText: '上年度研发投入由50 万元变为84 万元' }).first().waitFor()
    await page.getByLabel('上年度研发投入').fill('84万')
    await page.getByText('按所填情况，已符合：河北省级科技创新券（2026年版）。').waitFor()
    await hebei.getByText(/逐条结果/).click()
    await hebei.getByText('问题3第2项').first().waitFor()
    await hebei.getByText('另一项已满足').waitFor({ state: 'detached' })
    await page.getByLabel('服务类型').selectOption('testing')
    await page.getByLabel('拟签合同金额').fill('20万')
    await page.getByText('河北省级科技创新券（2026年版）：最多可申领').waitFor()
    assert.ok(
      !asked.some((one) => /8400|4200|131000/.test(one.replace(/\/assets\/\S+/, ''))),
      asked.join('\n'),
    )
    await axeCheck(page)
    const address = page.url()
    assert.match(address, /#.*registeredRegion=130000\.131000/)
    const other = await surfer.newPage(world.url, { language: 'en' })
    await other.go(address.replace(world.url, ''))
    await other.page.getByText('On these facts you already pass: Hebei provincial voucher (2026).').waitFor()
    await other.close()
  })
})

test('the home page searches everything: as typed, by keyboard, with the words in the address', async () => {
  await look('/', { language: 'zh' }, async ({ page, go, errors }) => {
    const box = page.getByRole('searchbox', { name: '搜索全站' })
    await page.keyboard.press('/')
    await page.waitForFunction(() => document.activeElement?.matches('input[type=search]'))
    await page.keyboard.insertText('ＨＥＢＥＩ  ')
    await page.waitForURL(/\?q=/)
    assert.equal(new URL(page.url()).searchParams.get('q'), 'ＨＥＢＥＩ')
    await box.fill('第二批 兑付')
    const notice = page.getByRole('region', { name: '公示' }).getByRole('link')
    await notice.waitFor()
    assert.deepEqual(await notice.locator('mark').allTextContents(), ['第二批', '兑付'])
    assert.match((await page.getByRole('status').first().textContent()) ?? '', /列出\d+项/)
    await page.keyboard.press('ArrowDown')
    const first = page.locator('[data-hit]').first()
    await page.waitForFunction(() => document.activeElement === document.querySelector('[data-hit]'))
    await page.keyboard.press('ArrowUp')
    await page.waitForFunction(() => document.activeElement?.matches('input[type=search]'))
    await page.keyboard.press('ArrowDown')
    const goal = await first.getAttribute('href')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${goal}`)
    await page.goBack()
    await page.waitForURL(/\?q=/)
    assert.equal(await box.inputValue(), '第二批 兑付')
    await page.locator('[data-hit]').first().focus()
    await page.evaluate(() => localStorage.setItem('desk-keys', 'off'))
    await page.keyboard.press('/')
    assert.ok(
      await page.evaluate(() => document.activeElement?.matches('[data-hit]')),
      'single keys are switched off',
    )
    await page.evaluate(() => localStorage.removeItem('desk-keys'))
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.matches('input[type=search]'))
    await box.fill('没有这样的词')
    await page.getByRole('status').getByText('没有找到“没有这样的词”').waitFor()
    await box.fill('')
    await page.getByRole('heading', { name: '办事项' }).waitFor()
    assert.equal(new URL(page.url()).search, '')
    await page.route('**/api/search*', (route) => route.abort())
    await box.fill('实验室')
    await page.getByRole('alert').filter({ hasText: '网络不通' }).waitFor()
    await axeCheck(page)
    await page.unroute('**/api/search*')
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('region', { name: '服务机构' }).getByRole('link').first().waitFor()
    errors.splice(0)
    await go(`/?q=${encodeURIComponent('🔬'.repeat(80))}`)
    await page.getByRole('status').getByText('没有找到“🔬').waitFor()
    await go(`/?q=${encodeURIComponent('安次\t')}`)
    await page.getByRole('region', { name: '地区' }).getByRole('link').click()
    await page.waitForURL(/\/providers\?region=131002/)
  })
})

test('an officer who is signed in finds cases by number; a citizen does not', async () => {
  const { node, community } = world
  const { rows } = await node.database.pool.query('select number from case_file order by id limit 1')
  const number = rows[0]?.number as string
  const cookie = await node.auth.cookieFor(community.province.director.userId)
  for (const [options, count] of [
    [{ cookie }, 1],
    [{}, 0],
  ] as const)
    await look(
      `/?q=${encodeURIComponent(number)}`,
      { language: 'en', width: 360, ...options },
      async ({ page }) => {
        assert.equal(await page.getByRole('region', { name: 'Cases' }).getByRole('link').count(), count)
        await noSidewaysScroll(page)
        await axeCheck(page)
        await screenshot(page, `public-search-number-${count}`)
      },
    )
})

test('another day is judged by the version of that day, and a team by the rules for teams', async () => {
  await look('/self-check', { language: 'en' }, async ({ page }) => {
    await page.getByRole('heading', { name: 'Hebei provincial voucher (2026)' }).waitFor()
    await page.getByLabel(/By the rules of which day/).fill('2025-10-10')
    await page.getByRole('heading', { name: 'Hebei provincial voucher (2025 guide)' }).waitFor()
    await page.getByLabel('entrepreneurial team').check()
    await page.getByRole('group', { name: 'sponsored by an incubator' }).waitFor()
    assert.equal(await page.getByLabel('staff').count(), 0)
  })
})

test('two versions of a rulebook are compared in plain words, and the choice is in the address', async () => {
  await look('/rulebooks/hebei-provincial-voucher.2026', { language: 'zh' }, async ({ page }) => {
    await page.getByLabel('比较的版本').selectOption('hebei-provincial-voucher.2020')
    await page.waitForURL(/with=hebei-provincial-voucher\.2020/)
    const table = page.locator('#compare table')
    await table.getByText('拥有1项以上Ⅰ类知识产权').waitFor()
    await table.getByText('没有规定').first().waitFor()
    await page.getByRole('link', { name: '额度', exact: true }).click()
    await page.waitForFunction(
      () => (document.getElementById('limits')?.getBoundingClientRect().top ?? 999) < 200,
    )
  })
})

test('a programme leads a visitor through sign-in to its form', async () => {
  await look('/programmes/voucher-claim', { language: 'zh' }, async ({ page }) => {
    await page.getByRole('link', { name: '登录并办理' }).click()
    await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    const back = new URL(page.url()).searchParams.get('back')
    assert.equal(back, '/voucher-claims/new?scheme=hebei-provincial-voucher')
  })
})

test('an objection by name holds its row and is followed by its receipt; an anonymous one needs evidence', async () => {
  await look(
    `/notices/${world.openNoticeId}/rows/2`,
    { language: 'zh', width: 360 },
    async ({ page, go }) => {
      await page.getByRole('button', { name: '提交异议' }).click()
      await page.getByRole('alert').getByText('有 3 处需要修改').waitFor()
      await page.getByLabel('姓名或单位名称').fill('李示例')
      await page.getByLabel('电话或邮箱').fill('li@example.cn')
      await page.getByLabel('异议内容和理由').fill('合同签订日期早于机构入库日期。')
      await page.getByRole('button', { name: '提交异议' }).click()
      await page.getByText('异议已收到。').waitFor()
      const receipt = (await page.locator('.x-figure-value').textContent())?.trim() ?? ''
      assert.match(receipt, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
      await axeCheck(page)
      await page.getByText('有异议，核查中').first().waitFor()
      await go('/notices/receipts')
      await page.getByLabel('回执号').fill(receipt.toLowerCase().replaceAll('-', ' '))
      await page.getByRole('button', { name: '查询' }).click()
      await page.getByText('已受理，办理中').waitFor()
      assert.equal(await page.getByText('李示例').count(), 0)
    },
  )
  await look(`/notices/${world.openNoticeId}/rows/4`, { language: 'en' }, async ({ page }) => {
    await page.getByLabel('Anonymously').check()
    await page.getByLabel('What you object to').fill('The provider is a subsidiary of this firm.')
    await page.getByRole('button', { name: 'Send the objection' }).click()
    await page.getByRole('alert').getByText('Fill in “Evidence”.').waitFor()
    const evidence = {
      name: 'evidence.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 a page'),
    }
    await page.locator('input[type=file]').setInputFiles(evidence)
    await page.getByRole('button', { name: 'Remove evidence.pdf' }).waitFor()
    await page.locator('button[type=submit]:not([aria-busy])').click()
    await page.getByText('Your objection was received.').waitFor()
    await page.getByText('no objection').first().waitFor()
  })
})

test('the list of a notice is recomputed to its digest in the reader’s browser', async () => {
  await look(`/notices/${world.closedNoticeId}`, { language: 'zh' }, async ({ page }) => {
    await page.getByRole('button', { name: '核对摘要' }).click()
    await page.getByText('一致：名单自发布以来没有改动。').waitFor()
    await page.getByText('资金按程序拨付').waitFor()
    assert.equal(await page.getByRole('link', { name: '提出异议' }).count(), 0)
  })
})

test('figures: the public sees totals, an officer the rows and their file, a firm its own', async () => {
  const path = `/figures/vouchers/${world.budgetId}?figure=issued`
  await look(path, { language: 'zh' }, async ({ page }) => {
    await page.getByText('明细涉及单位的经营信息').waitFor()
    assert.equal(await page.getByText('永清示例装备有限公司').count(), 0)
    await page.getByRole('main').getByRole('link', { name: '登录' }).click()
    await page.waitForURL(/back=/)
    assert.equal(new URL(page.url()).searchParams.get('back'), path)
  })
  const cookie = await world.node.auth.cookieFor(world.community.province.finance.userId)
  await look(path, { language: 'zh', cookie }, async ({ page }) => {
    const rows = page.locator('#rows')
    await rows.getByText('永清示例装备有限公司').waitFor()
    assert.equal(await rows.locator('tbody tr').count(), 4)
    const download = page.waitForEvent('download')
    await rows.getByRole('button', { name: '导出 Excel' }).click()
    const taken = await readTable((await (await download).path()) ?? '', [
      { key: 'who', titles: ['单位'], parse: cells.text(), required: true },
      { key: 'amount', titles: ['金额'], parse: cells.yuan, required: true },
      { key: 'on', titles: ['日期'], parse: cells.day },
    ])
    assert.deepEqual(taken.problems, [])
    assert.equal(taken.rows.length, 4)
    await rows.getByLabel('看哪个数字').selectOption('lapsed')
    await page.waitForURL(/figure=lapsed/)
    await rows.getByText('62,500.00').waitFor()
    await axeCheck(page)
  })
})

test('providers are found by name, region and service, and the filters are in the address', async () => {
  await look('/providers', { language: 'zh' }, async ({ page, go }) => {
    await page.getByLabel('所在地 · 省、直辖市').selectOption('130000')
    await page.waitForURL(/region=130000/)
    await page.getByText('已显示 3 条').waitFor()
    await page.getByLabel('机构或所属单位名称').fill('仪器')
    await page.keyboard.press('Enter')
    await page.getByText('已显示 1 条').waitFor()
    await page.getByText('限：大型科研仪器服务').waitFor()
    await page.getByRole('link', { name: '保定示例仪器共享中心' }).click()
    await page.getByText('自 2026-12-31 移出：资质到期未续').waitFor()
    await go('/providers?q=津海&list=jingjinji-voucher-agreement')
    await page.getByRole('link', { name: '精密检测开放实验室' }).waitFor()
    await settled(page)
  })
})

test('the keyboard alone finds its way from the home page to a notice', async () => {
  await look('/', { language: 'zh' }, async ({ page }) => {
    const stops = await tabStops(page, 30)
    assert.equal(stops[0], '跳到正文')
    const doors = ['申领与兑付', '自测能不能领', '查办法', '公示与公告', '创新券资金', '查服务机构']
    for (const door of doors)
      assert.ok(
        stops.some((stop) => stop.startsWith(door)),
        `Tab never reaches ${door}: ${stops.join(' | ')}`,
      )
    await page.getByRole('link', { name: '2026年第二批科技创新券拟兑付名单' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '2026年第二批科技创新券拟兑付名单' }).waitFor()
    await page.getByText('还剩 5 个工作日').first().waitFor()
    await page.getByText('（暂定）').first().waitFor()
  })
})
