import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runQueued } from '../jobs.ts'
import { createDoor } from '#core/command.ts'
import { runJob } from '#core/jobs.ts'
import { uuidv7 } from '#core/id.ts'
import { makeUscc, openAdmissionReviews } from '#platform/directory/index.ts'
import { directory } from '#platform/directory/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { writeTable } from '#platform/tables/index.ts'
import { admitLab, fitFirm, openBudget } from '../community.ts'
import { orderBody, voucherOf } from '../redemptions.ts'
import { fileClaim, type Office, officersAtWork } from './officers.ts'
import { type Stage, stageOf } from './people.ts'

let office: Office
let stage: Stage
before(async () => {
  office = await officersAtWork()
  stage = stageOf(office)
})
after(async () => office?.dispose())

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const titles = ['机构名称*', '统一社会信用代码', '机构类别*', '行政区划代码*', '服务范围', '入库日期*']

/** A list as an office keeps it: one line a provider, in the order of the heads. */
async function listOf(lines: readonly (readonly string[])[], heads: readonly string[] = titles) {
  const columns = heads.map((title, at) => ({ key: String(at), title, kind: 'code' as const }))
  const rows = lines.map((line) => Object.fromEntries(line.map((cell, at) => [String(at), cell])))
  const buffer = await writeTable({ sheets: [{ name: '名单', columns, rows }] })
  return { name: '名单.xlsx', mimeType: XLSX, buffer }
}

const line = (
  name: string,
  seed: number,
  more: { class?: string; region?: string; scope?: string; from?: string } = {},
) => [
  name,
  makeUscc('120104', seed, '12'),
  more.class ?? '京津冀互认开放实验室',
  more.region ?? '120104',
  more.scope ?? '测试检测、研发设计',
  more.from ?? '2026-03-01',
]

test('a director imports a list as xlsx: sound rows are admitted, others say why; corrected, the whole list goes in again', async () => {
  const { as, sees } = stage
  const broken = await listOf([
    line('津海材料检测中心', 501),
    line('津海软件测评中心', 502, { class: '甲级机构' }),
    line('津海计量所', 503, { from: '' }),
    line('津海电磁实验室', 504, { region: '129999' }),
    line('津海光学实验室', 505, { scope: '' }),
  ])
  const sound = await listOf([line('津海材料检测中心', 501), line('津海软件测评中心', 502)])
  const send = async (
    open: Parameters<Parameters<Stage['as']>[1]>[0],
    file: typeof sound,
    words: 'zh' | 'en',
  ) => {
    const { page } = open
    const say = (zh: string, en: string) => (words === 'zh' ? zh : en)
    await page.getByRole('button', { name: say('导入名单', 'Import a list') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('名单', 'List'), { exact: true }).selectOption({
      label: say(
        '京津冀科技创新券合作协议',
        'Cooperation agreement on innovation vouchers of Beijing, Tianjin and Hebei',
      ),
    })
    await dialog.getByLabel(say('批次', 'Batch')).fill('2026年第一批')
    const drop = dialog.locator('.x-field').filter({ hasText: say('名单文件（xlsx）', 'The list as xlsx') })
    await drop.locator('input[type=file]').setInputFiles(file)
    await drop.getByRole('link', { name: '名单.xlsx' }).waitFor()
    await dialog.getByRole('button', { name: say('导入', 'Import'), exact: true }).click()
    return dialog
  }
  await as(office.province.director, async (open) => {
    const { page, go } = open
    await go('/desk/providers')
    await page.getByRole('button', { name: '导入名单' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载模板' }).click(),
    ])
    assert.equal(download.suggestedFilename(), '服务机构名单模板.xlsx')
    await page.keyboard.press('Escape')
    const nothing = { name: '名单.xlsx', mimeType: XLSX, buffer: Buffer.from('PK\u0003\u0004 no workbook') }
    await page.getByRole('button', { name: '导入名单' }).click()
    await page.getByRole('dialog').locator('input[type=file]').first().setInputFiles(nothing)
    await page.getByRole('dialog').locator('.x-error').waitFor()
    await page.keyboard.press('Escape')
    const dialog = await send(open, broken, 'zh')
    await dialog.getByText('导入结果：新增 2，未变 0，未导入 3').waitFor()
    for (const said of [
      /没有“甲级机构”；可填：.*京津冀互认开放实验室/,
      /入库日期：必填，不能为空/,
      /没有代码为129999的行政区划/,
    ])
      await dialog.getByText(said).waitFor()
    await dialog.getByRole('cell', { name: '津海软件测评中心' }).waitFor()
    await sees(open, 'import-report')
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await page.getByRole('link', { name: '津海光学实验室' }).waitFor()
    await page.getByText('京津冀科技创新券合作协议').first().waitFor()
    await sees(open, 'library')
  })
  await as(
    office.province.director,
    async (open) => {
      await open.go('/desk/providers')
      const dialog = await send(open, sound, 'en')
      await dialog.getByText('1 added, 1 unchanged, 0 not imported').waitFor()
      await sees(open, 'import-again-360-en')
    },
    { width: 360, language: 'en' },
  )
})

const registerHeads = ['统一社会信用代码', '企业名称', '证书或登记编号', '有效期起', '有效期至']

test('a province brings a published list in: it is tried, recorded, shown with its source, and a wrong row is taken back', async () => {
  const { as, sees, isTold } = stage
  const { node, province } = office
  const firm = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '廊坊名单示例有限公司', node.clock.now()))
  const { uscc } = await node.call(directory.get, { params: { id: firm.id } }, await office.as(firm.owner))
  const days = ['2026-02-01', '2030-01-31']
  const file = await listOf(
    [
      [uscc ?? '', '廊坊名单示例有限公司', '冀科企2026-0007', ...days],
      [makeUscc('131002', 777_777), '尚未注册有限公司', '冀科企2026-0008', ...days],
    ],
    registerHeads,
  )
  await as(province.reviewer, async (open) => {
    const { page, go } = open
    await go('/desk/organisations')
    await page.getByRole('tab', { name: '登记名单' }).press('Enter')
    await page.getByText('还没有导入过名单。').waitFor()
    await page.getByRole('button', { name: '导入名单' }).press('Enter')
    const dialog = page.getByRole('dialog')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: '下载模板' }).click(),
    ])
    assert.equal(download.suggestedFilename(), '登记名单模板.xlsx')
    await dialog.getByLabel('名单记载的事项').selectOption({ label: '省级科技型中小企业' })
    await dialog.getByLabel('名单名称').fill('河北省2026年第一批科技型中小企业名单')
    await dialog.getByLabel('文号').fill('冀科企〔2026〕1号')
    await dialog.getByLabel('发布日期').fill('2026-02-20')
    await dialog.locator('input[type=file]').first().setInputFiles(file)
    await dialog.getByRole('link', { name: '名单.xlsx' }).waitFor()
    await sees(open, 'register-import')
    await dialog.getByRole('button', { name: '试算' }).press('Enter')
    await dialog.getByText('试算结果（尚未记录）：新增 0，替代 1，未变 0，未注册 1，不记录 0').waitFor()
    await dialog.getByText(/尚无该代码的单位/).waitFor()
    await sees(open, 'register-tried')
    await dialog.getByRole('button', { name: '记录这 1 行' }).press('Enter')
    await dialog.getByText(/^导入结果：新增 0，替代 1/).waitFor()
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await page.getByText('1 条，有效 1，撤回 0').waitFor()
  })
  assert.match(
    await isTold(firm.clerk, /^已按名单记录：省级科技型中小企业/),
    /冀科企2026-0007，有效期至 2030-01-31/,
  )
  await as(firm.clerk, async (open) => {
    await open.go('/organisation')
    const row = open.page.getByRole('row').filter({ hasText: '省级科技型中小企业' })
    await row.getByText('来自登记').waitFor()
    await row.getByText('《河北省2026年第一批科技型中小企业名单》（冀科企〔2026〕1号，2026-02-20）').waitFor()
  })
  await as(
    province.director,
    async (open) => {
      const { page, go } = open
      await go('/desk/organisations?tab=registers')
      await page.getByRole('button', { name: 'Rows of 河北省2026年第一批科技型中小企业名单' }).click()
      await page.getByText('in force', { exact: true }).waitFor()
      await sees(open, 'register-rows-360-en')
      await page.getByRole('button', { name: 'Take back the row of 廊坊名单示例有限公司' }).press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Reason, read by the organisation').fill('同名企业，误列')
      await dialog.getByRole('button', { name: 'Take back' }).press('Enter')
      await page.getByText('taken back', { exact: true }).waitFor()
      await page.getByText('同名企业，误列').waitFor()
    },
    { width: 360, language: 'en' },
  )
  assert.match(await isTold(firm.clerk, /^名单记录已撤回/), /同名企业，误列。此前的记录恢复有效/)
  await as(
    firm.clerk,
    async (open) => {
      const { page, go } = open
      await go('/organisation')
      await page
        .getByText(/冀科企2025-0001/)
        .first()
        .waitFor()
      await sees(open, 'firm-register-360')
    },
    { width: 360 },
  )
})

test('an admission withdrawn mid-order: the firm and the laboratory are told what becomes of it', async () => {
  const { as, sees, isTold } = stage
  const { node, province, lab } = office
  const budgetId = await openBudget(office, 200_000_000_00n)
  await admitLab(office, '2026-01-05')
  const firm = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '廊坊在办示例有限公司', node.clock.now()))
  const scene = { ...office, budgetId }
  const voucherId = await voucherOf(scene, firm)
  const body = (await orderBody(scene, firm, voucherId)) as never
  const order = await node.call(orders.propose, { body }, await office.as(firm.clerk))
  await node.call(orders.confirm, { params: { id: order.id }, body: {} }, await office.as(lab.clerk))
  const cause = { kind: 'recovery', id: uuidv7(), number: '冀追-2026-000001', reason: '报告页码不符' }
  await node.database.db
    .transaction()
    .execute((tx) =>
      openAdmissionReviews(
        { tx, now: node.clock.now(), event: () => {} },
        { providerId: lab.id, cause, expected: 'reviewed' },
      ),
    )
  await as(province.director, async (open) => {
    const { page, go } = open
    await go('/')
    const waits = page.getByRole('row').filter({ hasText: '复核服务机构入库资格' })
    await waits.getByRole('link').click()
    await page.getByText('追回决定 冀追-2026-000001：报告页码不符').waitFor()
    await sees(open, 'admission-review')
    await page.getByRole('button', { name: '保留' }).click()
    const keeping = page.getByRole('dialog')
    await keeping.getByLabel('复核情况和理由').fill('装订有误，检测属实')
    await sees(open, 'admission-keep')
    await keeping.getByRole('button', { name: '保留' }).click()
    await page.getByText(/：装订有误，检测属实$/).waitFor()
  })
  assert.match(await isTold(lab.clerk, /入库资格经复核予以保留/), /装订有误，检测属实/)
  await as(
    province.reviewer,
    async (open) => {
      await open.go('/desk/providers')
      await open.page.getByText('Recovery 冀追-2026-000001').waitFor()
      await sees(open, 'admission-reviews-360')
    },
    { width: 360, language: 'en' },
  )
  await as(province.director, async (open) => {
    const { page, go } = open
    await go('/desk/providers?q=精密检测')
    await page.getByRole('button', { name: '移出' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('自这一天起').fill('2026-03-03')
    await dialog.getByLabel('立即停止，不予兑付').check()
    await dialog.getByLabel('理由').fill('出具虚假检测报告')
    await dialog.getByText('有在办用券订单的企业会收到通知').waitFor()
    await dialog.getByText('京津冀科技创新券合作协议').waitFor()
    await sees(open, 'withdraw')
    await dialog.getByRole('button', { name: '移出' }).click()
    await page.getByText('自 2026-03-03 移出：出具虚假检测报告').waitFor()
  })
  assert.match(await isTold(firm.clerk, /的服务机构被移出服务机构库/), /虚假检测报告.*券不受损失/)
  await runQueued(node, 'redemptions.withdrawn')
  assert.match(await isTold(firm.clerk, /已终止$/), /双方互不承担费用/)
  await as(
    firm.clerk,
    async (open) => {
      await open.go(`/orders/${order.id}`)
      await open.page.getByText('服务机构资格自 2026-03-03 起被取消（出具虚假检测报告）').waitFor()
      await sees(open, 'withdrawn-buyer-360')
    },
    { width: 360 },
  )
  await as(lab.clerk, async (open) => {
    const { page, go } = open
    await go(`/orders/${order.id}`)
    await page.getByText('服务机构资格自 2026-03-03 起被取消（出具虚假检测报告）').waitFor()
    await go('/admissions')
    await page.getByText('自 2026-03-03 取消：出具虚假检测报告').waitFor()
    await page.getByText('京津冀科技创新券合作协议').waitFor()
    await sees(open, 'withdrawn-lab')
  })
  const { rows } = await node.call(
    directory.providers,
    { query: { q: '精密检测', all: 'true' } as never },
    {},
  )
  assert.equal(rows[0]?.withdrawal?.effect, 'stop_running')
})

const NOTICE = `元旦 2027-01-01 至 2027-01-03
春节 2027-02-05 至 2027-02-11
清明节 2027-04-03 至 2027-04-05
劳动节 2027-05-01 至 2027-05-05
端午节 2027-06-09
中秋节 2027-09-15
国庆节 2027-10-01 至 2027-10-07`

/** The same days as the State Council would write them. */
const PUBLISHED = `国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
　　经国务院批准，现将2027年元旦、春节等节日放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周五）至3日（周日）放假，共3天。
　　二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月20日（周六）上班。
　　三、清明节：4月3日（周六）至5日（周一）放假，共3天。
　　四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
　　五、端午节：6月9日（周三）放假1天。
　　六、中秋节：9月15日（周三）放假1天。
　　七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。`

test('an administrator pastes the notice of next year; deadlines that were provisional become final and say so', async () => {
  const { as, sees } = stage
  const { node, administrator, county } = office
  node.clock.set('2026-12-28T09:00:00+08:00')
  const { caseId } = await fileClaim(office, '跨年示例有限公司', 1_000_000n)
  await as(county.reviewer, async (open) => {
    await open.go(`/cases/${caseId}`)
    await open.page.getByText('暂定').first().waitFor()
    await sees(open, 'provisional')
  })
  await as(administrator, async (open) => {
    const { page, go } = open
    await go('/admin/calendar')
    await page.getByRole('button', { name: '载入年度安排' }).click()
    const dialog = page.getByRole('dialog')
    const days = dialog.getByLabel('放假通知正文')
    await days.fill(PUBLISHED.replace('（周五）至11日', '（周四）至11日').replace('5月1日（周六）', '5月初'))
    await dialog.getByText('第 5 行：2027-02-05是周五，不是周四').waitFor()
    await dialog.getByText('第 7 行无法识别：四、劳动节:5月初至5日').waitFor()
    assert.equal(await dialog.getByLabel('年度', { exact: true }).inputValue(), '2027')
    assert.match(
      await dialog.getByLabel('依据', { exact: false }).inputValue(),
      /通知（国办发明电〔2026〕99号）$/,
    )
    await days.fill('')
    await days.fill(PUBLISHED.replaceAll('2026', '2027').replace('关于2027年', '关于2028年'))
    assert.match(
      await dialog.getByLabel('依据', { exact: false }).inputValue(),
      /关于2028年.*〔2027〕99号/,
      'the source goes with the notice that is pasted',
    )
    await dialog.getByLabel('年度', { exact: true }).fill('2027')
    await days.fill(`${NOTICE}\n上班 春节 2027-02-17\n`)
    await dialog.getByText('第 8 行：2027-02-17不是周末，不能调为上班').waitFor()
    await dialog.getByRole('button', { name: '载入年度放假安排' }).click()
    await sees(open, 'calendar-wrong')
    assert.ok(await dialog.isVisible(), 'nothing was sent')
    await days.fill(PUBLISHED)
    await dialog.getByText('27 个放假日（其中 17 个本应上班）、1 个调休上班日').waitFor()
    await dialog.getByRole('row', { name: /2027-02-20 周六 调休上班 春节/ }).waitFor()
    await dialog.getByText('4 句不含放假日期，未采用').waitFor()
    await sees(open, 'calendar-preview')
    await dialog.getByRole('button', { name: '载入年度放假安排' }).click()
    await page.getByText('年度安排已载入').waitFor()
    await page.getByText('2027-02-20', { exact: true }).waitFor()
    await sees(open, 'calendar-loaded')
  })
  await as(
    administrator,
    async (open) => {
      const { page, go } = open
      await go('/admin/calendar')
      const dialog = page.getByRole('dialog')
      const load = async (text: string) => {
        await page.getByRole('button', { name: 'Load a year' }).click()
        await dialog.getByLabel('Year', { exact: true }).fill('2027')
        await dialog.getByLabel('Source', { exact: false }).fill('the notice again')
        await dialog.getByLabel('Text of the notice').fill(text)
        await dialog.getByText('2027 is loaded already').waitFor()
        await dialog.getByRole('columnheader', { name: 'Against what is loaded' }).waitFor()
        await dialog.getByRole('button', { name: 'Load the holidays of a year' }).click()
      }
      await load(`${NOTICE}\nwork 春节 2027-02-20`)
      await page.getByText('The same days were there already; nothing changed').waitFor()
      await load(`${NOTICE}\nwork 春节 2027-02-20\nwork 国庆节 2027-10-09`)
      await page.getByText('amended', { exact: true }).waitFor()
      await sees(open, 'calendar-again-360-en')
    },
    { width: 360, language: 'en' },
  )
  const place = { dataDir: '', url: '', demo: false }
  const { database, clock, log } = node
  await runJob({ database, door: createDoor(database, place), place, clock, log }, 'cases.sweep')
  await as(county.reviewer, async (open) => {
    await open.go(`/cases/${caseId}`)
    await open.page.getByText('确定期限').first().waitFor()
    assert.equal(await open.page.getByText('暂定', { exact: true }).count(), 0)
    await sees(open, 'settled')
  })
})
