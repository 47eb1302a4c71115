import type { Locator, Page } from 'playwright-core'
import { directory } from '#platform/directory/browser.ts'
import { identity } from '#platform/identity/browser.ts'
import { makeUscc } from '#platform/directory/index.ts'
import type { Who } from '../community.ts'
import { settled } from './browser.ts'
import type { Office } from './officers.ts'

/** A small paper that passes the check of its true type; `text` keeps two papers apart. */
export const paper = (name: string, text = name) => ({
  name: `${name}.pdf`,
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.7\n${text}\n%%EOF`),
})

/** Puts a file on a field and waits until it has arrived. */
export async function attach(scope: Page | Locator, label: string, name: string): Promise<void> {
  const field = scope.locator('.x-field').filter({ hasText: label })
  await field.locator('input[type=file]').first().setInputFiles(paper(name))
  await field.getByRole('link', { name: `${name}.pdf` }).waitFor()
}

/** Chooses the first that a lookup finds for what is typed. */
export async function lookUp(page: Page, label: string, typed: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label })
  await box.click()
  await box.fill(typed)
  await page.locator('.x-lookup-list [role=option]').first().waitFor()
  await page.keyboard.press('Enter')
}

export const FIRM_CODE = makeUscc('131002', 777_001)

/** The county accepts the licence of the firm with this code. */
export async function acceptLicence({ node, as, county }: Office, organisationId: string): Promise<void> {
  const input = { params: { id: organisationId }, body: { accept: true, remark: '证照与登记一致' } }
  await node.call(directory.verify, input, await as(county.reviewer))
}

type Told = { key: string; value: unknown; year?: number }
const told: Told[] = [
  { key: 'revenueFen', value: '4200000000', year: 2025 },
  { key: 'rdSpendFen', value: '210000000', year: 2025 },
  { key: 'ipClassI', value: 2 },
  { key: 'smeProvincial', value: { number: '冀科企2025-0001', validTo: '2028-12-31' } },
  { key: 'goodRecord', value: true },
]

/** The rest of the profile, given through the API, and all of it confirmed by the county. */
export async function completeProfile({ node, as, county }: Office, owner: Who): Promise<void> {
  const params = { id: owner.organisationId }
  for (const body of told)
    await node.call(directory.declare, { params, body: body as never }, await as(owner))
  const { rows } = await node.call(directory.profile, { params, query: {} }, await as(owner))
  for (const { id, standing } of rows) {
    if (standing === 'confirmed') continue
    const input = { params: { id }, body: { confirm: true, reason: '与证明材料一致' } }
    await node.call(directory.decideFact, input, await as(county.reviewer))
  }
}

/** The place that the person with this cookie acts in. */
export async function seatOf({ node, as }: Office, userId: string) {
  const me = await node.call(identity.me, {}, await as({ userId, organisationId: '' }))
  return me.seats[0]
}

/** Waits until the page has an address of this form, and stands. */
export async function arrive(page: Page, path: RegExp): Promise<string> {
  await page.waitForURL((url) => path.test(url.pathname))
  await settled(page)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Waits until an input holds this. */
export async function holds(input: Locator, value: string | RegExp): Promise<void> {
  const fits = async () => {
    const held = await input.inputValue()
    return typeof value === 'string' ? held === value : value.test(held)
  }
  for (let tries = 0; tries < 100; tries++) {
    if (await fits()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the input holds ${await input.inputValue()}, not ${value}`)
}
