import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type OpenPage, startBrowser, type Surfer } from './browser.ts'
import { axeCheck } from './checks.ts'
import { type Served, servedNode } from './served.ts'

let served: Served
let surfer: Surfer
let url = ''
before(async () => {
  served = await servedNode()
  url = served.url
  surfer = await startBrowser()
})
after(async () => {
  await surfer?.dispose()
  await served?.dispose()
})

/** The newest mail of the outbox. */
async function lastMail(): Promise<string> {
  const rows = await served.node.database.db.selectFrom('mail').select('body').orderBy('at', 'desc').execute()
  return rows[0]?.body ?? ''
}

const submit = ({ page }: OpenPage) => page.locator('form button[type=submit]').click()
const password = 'correct horse battery'

test('someone signs up, is led back, signs out and in again', async () => {
  const open = await surfer.newPage(url)
  const { page } = open
  await open.go('/sign-up?back=/reset-password')
  await page.getByLabel('姓名').fill('李明')
  await page.getByLabel('邮箱').fill('li@example.org')
  await page.getByLabel('密码').fill(password)
  await submit(open)
  await page.waitForURL('**/reset-password')
  const menu = page.getByRole('button', { name: '李明' })
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  await page.waitForLoadState('networkidle')
  await menu.click()
  await page.getByText('尚未加入单位').waitFor()
  await axeCheck(page)
  // A page that arrives late takes the focus, and with it the menu closes.
  const out = page.getByRole('button', { name: '退出' })
  if (!(await out.isVisible())) await menu.click()
  await out.click()
  await page.getByRole('link', { name: '登录' }).first().waitFor()
  await open.go('/sign-in')
  await page.getByLabel('邮箱').fill('li@example.org')
  await page.getByLabel('密码').fill('wrong password')
  await submit(open)
  await page.getByRole('alert').getByText('邮箱或密码不对').waitFor()
  assert.equal(await page.getByLabel('邮箱').inputValue(), 'li@example.org')
  await page.getByLabel('密码').fill(password)
  await submit(open)
  await menu.waitFor()
  await open.close()
})

test('an address that is taken is refused in both languages', async () => {
  for (const [language, words] of [
    ['zh', '该邮箱已注册'],
    ['en', 'registered already'],
  ] as const) {
    const open = await surfer.newPage(url, { language })
    await open.go('/sign-up')
    for (const [type, value] of [
      ['text', 'Li'],
      ['email', 'li@example.org'],
      ['password', password],
    ] as const) {
      await open.page.locator(`form input[type=${type}]`).fill(value)
    }
    await submit(open)
    await open.page.getByRole('alert').getByText(words).waitFor()
    await open.close()
  }
})

test('a forgotten password is set anew through the mail', async () => {
  const open = await surfer.newPage(url)
  const { page } = open
  await open.go('/reset-password')
  await page.getByLabel('邮箱').fill('li@example.org')
  await submit(open)
  await page.getByText('重设密码的邮件已经发出').waitFor()
  const link = /https?:\/\/\S+/.exec(await lastMail())?.[0] ?? ''
  await page.goto(link)
  await page.getByLabel('新密码').fill('another long password')
  await submit(open)
  await page.getByText('新密码已生效').waitFor()
  await open.go('/sign-in')
  await page.getByLabel('邮箱').fill('li@example.org')
  await page.getByLabel('密码').fill('another long password')
  await submit(open)
  await page.getByRole('button', { name: '李明' }).waitFor()
  await open.close()
})

test('a way back never leads to another site', async () => {
  const open = await surfer.newPage(url)
  await open.go('/sign-in?back=//evil.example/x')
  await open.page.getByLabel('邮箱').fill('li@example.org')
  await open.page.getByLabel('密码').fill('another long password')
  await submit(open)
  await open.page.getByRole('button', { name: '李明' }).waitFor()
  await open.page.waitForURL(`${url}/`)
  await open.close()
})
