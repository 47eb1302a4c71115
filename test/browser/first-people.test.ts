import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type OpenPage, screenshot, settled, startBrowser, type Surfer } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll } from './checks.ts'
import { type Served, servedNode } from './served.ts'

let served: Served
let surfer: Surfer
before(async () => {
  served = await servedNode({ background: true })
  surfer = await startBrowser()
})
after(async () => {
  await surfer?.dispose()
  await served?.dispose()
})

const OFFICE = '河北省科学技术厅'

async function signUp({ page }: OpenPage, name: string, email: string) {
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码').fill('correct horse battery')
  await page.locator('form button[type=submit]').click()
}

/** Somebody else who filled the form in at the same time. */
async function lateVisitor(): Promise<OpenPage> {
  const late = await surfer.newPage(served.url)
  await late.go('/sign-up?back=/set-up')
  await signUp(late, '后来者', 'late@example.org')
  await late.page.getByLabel('运营单位名称').fill('另一家运营单位')
  await late.page.getByLabel('所在省市').selectOption({ label: '北京市' })
  return late
}

/** Opens the dialog of the one office and invites. */
async function inviteDirector({ page }: OpenPage, email: string) {
  await page.getByRole('button', { name: `邀请人员 ${OFFICE}` }).click()
  await page.getByRole('dialog').getByLabel('邮箱').fill(email)
  await page.getByRole('dialog').getByRole('button', { name: '发出邀请' }).click()
  await page.getByRole('dialog').getByRole('cell', { name: '负责人（决定）' }).waitFor()
}

/** The letter leaves by a job; the page shows it once that has run. */
async function linkFromOutbox({ page, go }: OpenPage): Promise<string> {
  const letter = page.locator('details', { hasText: OFFICE }).first()
  for (let tries = 0; tries < 20 && (await letter.count()) === 0; tries++) {
    await go('/admin/outbox')
    if ((await letter.count()) === 0) await page.waitForTimeout(500)
  }
  await letter.locator('summary').click()
  return /https?:\/\/\S+\/invitations\/\S+/.exec((await letter.textContent()) ?? '')?.[0] ?? ''
}

/** A development zone has no authority yet; a county has one, and says so. */
async function founds({ page }: OpenPage) {
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: '设立主管部门' }).click()
  const found = async (region: string, code: string, name: string) => {
    await dialog.getByLabel('区域').fill(region)
    await dialog.getByRole('option').filter({ hasText: code }).click()
    await dialog.getByLabel('部门名称').fill(name)
    await dialog.getByLabel('负责人邮箱').fill('zone@example.org')
    await dialog.getByRole('button', { name: '设立并邀请' }).click()
  }
  await found('安次', '131002', '安次区第二科技局')
  await dialog.getByText('该区域的主管部门已经设立').waitFor()
  await screenshot(page, 'first-people-establish')
  await axeCheck(page)
  await found('131071', '131071', '廊坊经济技术开发区科技局')
  await dialog.waitFor({ state: 'detached' })
  await page.getByLabel('部门名称、区划名称或代码').fill('131071')
  const row = page.getByRole('row').filter({ hasText: '廊坊经济技术开发区科技局' })
  assert.equal(await row.getByRole('cell').nth(2).textContent(), '1', 'its invitation is open')
}

test('an empty node is set up, and its first director comes by a link that was passed on', async () => {
  const operator = await surfer.newPage(served.url)
  await operator.go('/')
  await operator.page.getByText('还没有开始受理').waitFor()
  assert.equal(await operator.page.getByRole('link', { name: '河北省科技创新券申领' }).count(), 0)
  await operator.page.getByRole('link', { name: '开始初始设置' }).click()
  await operator.page.getByRole('link', { name: '注册账号' }).click()
  await signUp(operator, '赵运营', 'admin@example.org')
  await operator.page.getByLabel('运营单位名称').fill('京津冀协创平台')
  await operator.page.getByLabel('所在省市').selectOption({ label: '河北省' })
  const late = await lateVisitor()
  await operator.page.getByRole('button', { name: '完成设置' }).click()
  await operator.page.getByRole('link', { name: '邀请主管部门人员' }).waitFor()
  await late.page.getByRole('button', { name: '完成设置' }).click()
  await late.page.getByText('平台已完成初始设置').waitFor()
  assert.equal(await late.page.getByRole('button', { name: '完成设置' }).count(), 0)
  await late.close()
  await operator.page.getByRole('link', { name: '邀请主管部门人员' }).click()
  await operator.page.getByLabel('部门名称、区划名称或代码').fill('科学技术厅')
  await operator.page.waitForURL('**/admin/authorities?q=*')
  await settled(operator.page)
  await inviteDirector(operator, 'director@example.org')
  await screenshot(operator.page, 'first-people-1280')
  await axeCheck(operator.page)
  assert.deepEqual(await missingGlyphs(operator.page), [])
  const link = await linkFromOutbox(operator)
  assert.match(link, new RegExp(`^${served.url}/invitations/`))

  const director = await surfer.newPage(served.url)
  await director.go(link.replace(served.url, ''))
  await director.page.getByText(`${OFFICE}邀请您担任`).waitFor()
  await director.page.locator('#content').getByRole('link', { name: '注册' }).click()
  await signUp(director, '钱主任', 'director@example.org')
  await director.page.getByRole('button', { name: '接受邀请' }).click()
  await director.page.waitForURL('**/organisation')
  await director.go('/desk')
  await director.page.getByRole('heading', { level: 1, name: '审核台' }).waitFor()
  assert.ok(await director.page.getByRole('link', { name: '人员与邀请' }).first().isVisible())
  await screenshot(director.page, 'first-people-desk')
  await director.go('/')
  for (const role of ['审核人', '资金管理人', '拨付经办人', '拨付复核人'])
    await director.page.getByText(`${OFFICE}：${role}`).waitFor()
  await director.page.getByRole('link', { name: '导入服务机构名单' }).waitFor()
  await director.page.getByRole('link', { name: '等资金管理人建立年度预算' }).waitFor()
  await screenshot(director.page, 'first-people-home')
  await axeCheck(director.page)
  await director.page.getByRole('link', { name: '邀请同事任职' }).first().click()
  await director.page.waitForURL('**/organisation/people')
  await director.page.getByLabel('邮箱').fill('colleague@example.org')
  await director.page.getByLabel('岗位', { exact: true }).selectOption('reviewer')
  await director.page.getByRole('button', { name: '发出邀请' }).click()
  await director.page.getByText('请向平台管理员索取邀请链接').waitFor()
  await director.close()

  await operator.go('/admin/authorities?q=130000')
  await operator.page.getByText('由负责人邀请').first().waitFor()
  assert.ok(await operator.page.getByRole('link', { name: '主管部门' }).first().isVisible(), 'in the menu')
  await founds(operator)
  await operator.close()
})

test('the list of authorities fits a phone', async () => {
  const phone = await surfer.newPage(served.url, { width: 360, language: 'en', theme: 'dark' })
  await phone.go('/sign-in?back=/admin/authorities')
  await phone.page.locator('form input[type=email]').fill('admin@example.org')
  await phone.page.locator('form input[type=password]').fill('correct horse battery')
  await phone.page.locator('form button[type=submit]').click()
  await phone.page.getByRole('heading', { level: 1, name: 'Authorities' }).waitFor()
  await settled(phone.page)
  await noSidewaysScroll(phone.page)
  await axeCheck(phone.page)
  await phone.close()
})
