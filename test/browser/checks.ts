import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }

/** WCAG 2.2 AA by axe-core, on the page as it stands. */
export async function axeCheck(page: Page): Promise<void> {
  // Through the debugger's door, not as a script element: the page's own policy forbids inline scripts.
  await page.evaluate(axeSource)
  const violations: Violation[] = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> }
    }
    return (await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })).violations
  }, rules)
  const told = violations.map(({ id, help, nodes }) =>
    [
      `${id}: ${help}`,
      ...nodes
        .slice(0, 5)
        .map(
          (node) => `  ${node.html.slice(0, 200)}\n    ${node.failureSummary?.replaceAll('\n', '\n    ')}`,
        ),
    ].join('\n'),
  )
  assert.ok(told.length === 0, `${page.url()}\n${told.join('\n')}`)
}

/** Characters on the page that come out as empty boxes. */
export async function missingGlyphs(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const font = `32px ${getComputedStyle(document.body).fontFamily}`
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 48
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no canvas')
    const draw = (text: string) => {
      context.clearRect(0, 0, 48, 48)
      context.font = font
      context.fillText(text, 4, 36)
      return context.getImageData(0, 0, 48, 48).data.join('')
    }
    const box = draw('\u{10ffff}')
    return [...new Set(document.body.innerText)].filter((char) => /\S/.test(char) && draw(char) === box)
  })
}

/** Nothing sticks out at the side: a phone never scrolls sideways. */
export async function noSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 160))
  })
  assert.deepEqual(wide, [], `${page.url()} is wider than its window`)
}

/** Things to press that are smaller than 44 px where a finger presses; links inside sentences may be. */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button, input:not([type=file]), select, summary, [role=tab], nav a, .x-button',
      ),
    ]
      .filter((element) => {
        const box = element.getBoundingClientRect()
        if (box.width === 0 || box.height === 0 || element.closest('.x-hidden')) return false
        const label = element.closest('label')?.getBoundingClientRect()
        return Math.max(box.height, label?.height ?? 0) < 43.5
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  )
}

/** The accessible names of what Tab reaches, in its order. */
export async function tabStops(page: Page, most = 40): Promise<string[]> {
  const found: string[] = []
  for (let count = 0; count < most; count++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      return (
        element.getAttribute('aria-label') ?? (element as HTMLElement).innerText?.trim() ?? element.tagName
      )
    })
    if (name === null) break
    found.push(name)
  }
  return found
}

/** Words of the code and bare codes of regions that a reader would see; addresses and mail are no words. */
export async function innerCodes(page: Page): Promise<string[]> {
  const text = await page.locator('body').innerText()
  const words = text.replaceAll(/\S*[/@]\S*/g, ' ')
  const codes =
    /\b[a-z]+_[a-z_]+\b|\b[a-z]+(?:-[a-z]+)*-(?:voucher|claim|redemption|agreement)\b|(?<![\d.,（(-])1[123]\d{4}(?![\d.,-])|\{[a-z]+\}|\bundefined\b|\bNaN\b|\d{4}-\d\d-\d\dT/gi
  return [...new Set(words.match(codes) ?? [])]
}

/** How many sheets of paper the page takes. */
export async function sheetsOf(page: Page): Promise<number> {
  return (await page.pdf()).toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
}
