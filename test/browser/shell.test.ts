import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type OpenPage, type PageOptions, screenshot, startBrowser, type Surfer } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll, smallTargets, tabStops } from './checks.ts'
import { allPages } from './pages.ts'
import { type Served, servedNode } from './served.ts'

let served: Served
let surfer: Surfer
before(async () => {
  served = await servedNode({ demo: true })
  surfer = await startBrowser()
})
after(async () => {
  await surfer?.dispose()
  await served?.dispose()
})

async function look(path: string, options: PageOptions, at: (open: OpenPage) => Promise<void>) {
  const open = await surfer.newPage(served.url, options)
  await open.go(path)
  await at(open)
  await open.close()
}

const looks: PageOptions[] = [
  { width: 1280, language: 'zh', theme: 'light' },
  { width: 360, language: 'en', theme: 'dark' },
  { width: 360, language: 'zh', theme: 'light' },
]

for (const options of looks) {
  const name = `${options.width} px, ${options.language}, ${options.theme}`
  test(`the shell's pages stand, are readable and accessible at ${name}`, async () => {
    for (const path of ['/', '/sign-in', '/sign-up', '/reset-password', '/interface', '/no/such/page']) {
      await look(path, options, async ({ page }) => {
        await screenshot(page, `shell${path.replaceAll('/', '-')}-${options.width}-${options.language}`)
        assert.equal(await page.getAttribute('html', 'lang'), options.language === 'zh' ? 'zh-CN' : 'en')
        assert.deepEqual(await missingGlyphs(page), [])
        await noSidewaysScroll(page)
        await axeCheck(page)
        if (options.width === 360) assert.deepEqual(await smallTargets(page), [])
      })
    }
  })
}

test('the interface is described in one language, refusals and the upload too', async () => {
  for (const language of ['zh', 'en'] as const)
    await look('/interface', { language }, async ({ page }) => {
      const upload = page.locator('details').filter({ hasText: 'POST /api/files' })
      await upload.locator('summary').click()
      const told = (await upload.textContent()) ?? ''
      assert.match(told, /multipart\/form-data/)
      assert.match(told, language === 'zh' ? /`file_empty`: \p{Script=Han}/u : /`file_empty`: [A-Z]/)
      if (language === 'en') assert.doesNotMatch(told, /\p{Script=Han}/u)
    })
})

test('the keyboard reaches everything in order, the skip link first', async () => {
  await look('/sign-in', { language: 'zh' }, async ({ page }) => {
    const stops = await tabStops(page)
    assert.equal(stops[0], '跳到正文')
    for (const name of ['一键登录', '协创', 'English', '换成深色', '还没有账号？注册', '接口说明']) {
      assert.ok(stops.includes(name), `Tab never reaches ${name}: ${stops.join(' | ')}`)
    }
  })
})

test('the language and the theme are switched in place and remembered', async () => {
  await look('/sign-in', { language: 'zh' }, async ({ page, go }) => {
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    assert.equal(await page.title(), 'Sign in · Xiechuang')
    await page.getByRole('button', { name: 'Dark colours' }).click()
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark')
    await go('/')
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark')
  })
})

test('every signed-in page opened signed out asks to sign in first, and sign-in leads back to it', async () => {
  const open = await surfer.newPage(served.url)
  for (const { path, area } of await allPages()) {
    if (area !== 'desk') continue
    const wanted = `${path.replaceAll(/\$\w+/g, '0198f2c0-0000-7000-8000-000000000000')}?q=a`
    await open.page.goto(wanted)
    await open.page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    assert.equal(new URL(open.page.url()).searchParams.get('back'), wanted)
  }
  await open.go('/organisation/join?kind=team')
  await open.page.locator('#content').getByRole('button', { name: '企业负责人' }).click()
  await open.page.getByRole('heading', { level: 1, name: '登记单位' }).waitFor()
  assert.equal(new URL(open.page.url()).search, '?kind=team')
  await open.close()
})

test('a form says what is missing beside the field and at the top, and puts the focus there', async () => {
  await look('/sign-in', { language: 'en' }, async ({ page }) => {
    await page.getByLabel('Email').fill('someone@example.org')
    await page.locator('form').getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('1 to correct:').waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'password')
    assert.equal(await page.getByLabel('Email').inputValue(), 'someone@example.org')
    await axeCheck(page)
  })
})

test('when the network is down the form keeps what was typed and says so', async () => {
  await look('/sign-in', { language: 'en' }, async ({ page, context, errors }) => {
    await page.getByLabel('Email').fill('someone@example.org')
    await page.getByLabel('Password').fill('a long password')
    await context.setOffline(true)
    await page.locator('form').getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The network is down').waitFor()
    assert.equal(await page.getByLabel('Email').inputValue(), 'someone@example.org')
    await context.setOffline(false)
    errors.splice(0) // the browser notes the failed request
  })
})

test('a change of page puts the focus on its heading', async () => {
  await look('/sign-in', { language: 'zh' }, async ({ page }) => {
    await page.getByRole('link', { name: '还没有账号？注册' }).click()
    await page.getByRole('heading', { level: 1, name: '注册' }).waitFor()
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  })
})

test('the phone has a menu, opened and closed by one button', async () => {
  await look('/', { width: 360, language: 'zh' }, async ({ page }) => {
    const button = page.getByRole('button', { name: '菜单' })
    await button.click()
    assert.equal(await button.getAttribute('aria-expanded'), 'true')
    await page.getByRole('button', { name: '换成深色' }).waitFor()
    await axeCheck(page)
    await button.click()
    assert.equal(await button.getAttribute('aria-expanded'), 'false')
  })
})

test('the pages forbid foreign scripts and frames, and hashed files are kept by the browser', async () => {
  const index = await fetch(`${served.url}/anything`)
  assert.match(
    index.headers.get('content-security-policy') ?? '',
    /default-src 'self'.*frame-ancestors 'none'/,
  )
  assert.equal(index.headers.get('cache-control'), 'no-cache')
  const script = /src="(\/assets\/[^"]+)"/.exec(await index.text())?.[1] ?? ''
  const asset = await fetch(served.url + script, { headers: { 'accept-encoding': 'br' } })
  assert.match(asset.headers.get('cache-control') ?? '', /immutable/)
  assert.equal(asset.headers.get('content-encoding'), 'br')
  assert.equal((await fetch(`${served.url}/assets/no-such-file.js`)).status, 404)
  assert.equal(
    (await fetch(`${served.url}/.vite/manifest.json`)).headers.get('content-type'),
    'text/html; charset=utf-8',
  )
})
