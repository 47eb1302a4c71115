import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type Browser,
  type BrowserContext,
  type Page,
  type Request,
  chromium as playwright,
} from 'playwright-core'
import { root } from '../tidy/sources.ts'
import { chromium } from './chromium.ts'

const flags = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
]

export type PageOptions = {
  /** 1280 unless told; the phone is 360. */
  width?: number
  height?: number
  language?: 'zh' | 'en'
  theme?: 'light' | 'dark'
  /** A finger instead of a mouse; so at 360 unless told. */
  touch?: boolean
  /** `cookie` header of a session, from `auth.cookieFor`. */
  cookie?: string
}

export type Surfer = {
  /** A page whose context holds nothing of another one's. What it logs as an error, or fails to load, fails `close`. */
  newPage: (url: string, options?: PageOptions) => Promise<OpenPage>
  dispose: () => Promise<void>
}

export type OpenPage = {
  page: Page
  context: BrowserContext
  /** Errors said so far; a test that expects one takes it out. */
  errors: string[]
  /** Opens an address of the node and waits until its page stands. */
  go: (path: string) => Promise<void>
  close: () => Promise<void>
}

/** Starts one browser for a test file; dispose it `after`. */
export async function startBrowser(): Promise<Surfer> {
  const place = await chromium()
  const browser = await playwright.launch({
    executablePath: place.executable,
    args: flags,
    env: place.env,
    headless: true,
  })
  const dispose = async () => {
    await browser.close()
    place.forget()
  }
  const idle: Idle = new Map()
  return { newPage: (url, options) => openPage(browser, idle, url, options), dispose }
}

/** Contexts that nobody uses just now, by what they look like: what they have loaded and compiled need not be once more. */
type Idle = Map<string, BrowserContext[]>

async function openPage(
  browser: Browser,
  idle: Idle,
  url: string,
  options: PageOptions = {},
): Promise<OpenPage> {
  const { cookie, ...look } = options
  const key = JSON.stringify([url, look])
  const context = idle.get(key)?.pop() ?? (await newContext(browser, url, look))
  if (cookie) await context.addCookies(cookiesOf(cookie, url))
  const page = await context.newPage()
  countRequests(page)
  const errors = listen(page)
  return {
    page,
    context,
    errors,
    go: async (path) => {
      await page.goto(path)
      await settled(page)
    },
    close: async () => {
      await page.evaluate(() => localStorage.clear())
      for (const each of context.pages()) await each.close()
      await context.clearCookies()
      idle.set(key, [...(idle.get(key) ?? []), context])
      assert.deepEqual(errors, [], 'the page logged errors')
    },
  }
}

async function newContext(browser: Browser, url: string, options: PageOptions): Promise<BrowserContext> {
  const { width = 1280, language = 'zh', theme = 'light', touch = width < 600 } = options
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: options.height ?? (width < 600 ? 780 : 900) },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'America/New_York', // times are shown on Beijing's clock wherever the reader is
    colorScheme: theme,
    hasTouch: touch,
    isMobile: touch,
    reducedMotion: 'reduce',
  })
  await context.addInitScript(noTemporal)
  await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language)
  return context
}

/** Browsers of today have no Temporal; ours must not need it. */
function noTemporal(): void {
  Reflect.deleteProperty(globalThis, 'Temporal')
}

function cookiesOf(header: string, url: string) {
  return header.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}

function listen(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    // A refusal is an answer; the browser notes every 4xx in its console all the same.
    if (message.type() !== 'error' || /status of 4\d\d/.test(message.text())) return
    errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return errors
}

/** Waits until the heading stands and nothing is being read any more. */
export async function settled(page: Page): Promise<void> {
  // Looked at with each frame: a selector that is waited for is looked up every half second only, once it is late.
  await page.waitForFunction(
    () => document.querySelector('#content h1')?.checkVisibility() && !document.querySelector('.x-skeleton'),
    undefined,
    { timeout: 15_000 },
  )
  await quiet(page)
}

const underWay = new WeakMap<Page, Set<Request>>()

/** Keeps count of what a page has asked for and not been given yet. */
function countRequests(page: Page): void {
  const open = new Set<Request>()
  underWay.set(page, open)
  page.on('request', (request) => void open.add(request))
  page.on('requestfinished', (request) => void open.delete(request))
  page.on('requestfailed', (request) => void open.delete(request))
}

/**
 * Waits until nothing is asked for any more while the page has nothing left to do: twice in a row, since an answer may make it ask
 * again. (`networkidle` would wait half a second for each page.)
 */
async function quiet(page: Page): Promise<void> {
  const open = underWay.get(page) ?? new Set()
  const until = Date.now() + 15_000
  for (let calm = 0; calm < 2; ) {
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 1000 })))
    await wait(25)
    calm = open.size === 0 ? calm + 1 : 0
    assert.ok(Date.now() < until, `still waiting for ${[...open].map((request) => request.url()).join(', ')}`)
  }
}

/** With `PICTURES=1` a full-page picture into `dist/screenshots/<name>.png`, for people to look at; no test asks for it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  const folder = join(root, 'dist', 'screenshots')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
