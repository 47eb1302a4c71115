import assert from 'node:assert/strict'
import { directory } from '#platform/directory/browser.ts'
import type { Who } from '../community.ts'
import { told } from '../jobs.ts'
import { type OpenPage, type PageOptions, screenshot, settled } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll } from './checks.ts'
import { holds, seatOf } from './applicant.ts'
import type { Office } from './officers.ts'

/** A change of page shows its skeleton a moment after the address has changed. */
const MOMENT_MS = 250

/** How people act and look in the stories of `people.test.ts`. */
export function stageOf(office: Office) {
  const sees = async ({ page }: OpenPage, name: string) => {
    await page.waitForTimeout(MOMENT_MS)
    await settled(page)
    await screenshot(page, `people-${name}`)
    assert.deepEqual(await missingGlyphs(page), [])
    await noSidewaysScroll(page)
    await axeCheck(page)
  }

  /** A window of this person, open while `at` runs. */
  const as = async (who: Who, at: (open: OpenPage) => Promise<void>, options: PageOptions = {}) => {
    const open = await office.sit(who, options)
    open.page.setDefaultTimeout(12_000)
    try {
      await at(open)
    } catch (error) {
      await screenshot(open.page, 'people-failed')
      throw error
    }
    await open.close()
  }

  const signUp = async (name: string, email: string): Promise<Who> => {
    const userId = await office.node.auth.signUp({ name, email, password: 'correct horse battery' })
    return { userId, organisationId: '' }
  }

  const isTold = async (who: Who, title: RegExp): Promise<string> => {
    const rows = await told(office.node, await office.as(who), title)
    return rows.find((row) => title.test(row.title.zh))?.body.zh ?? ''
  }
  return { as, sees, signUp, isTold }
}

export type Stage = ReturnType<typeof stageOf>

/** A fact that the owner declares without a paper. */
export async function declares(
  office: Office,
  owner: Who,
  body: { key: string; value: number },
): Promise<void> {
  const id = (await seatOf(office, owner.userId))?.organisation.id as string
  await office.node.call(directory.declare, { params: { id }, body: body as never }, await office.as(owner))
}

/** Chooses the three facts that wait and confirms them under one reason; `meanwhile` the firm declares one of them anew. */
export async function confirmsThree({ page }: OpenPage, meanwhile: () => Promise<void>): Promise<void> {
  const waiting = page.locator('#waiting')
  const proven = waiting.getByRole('row').filter({ hasText: '公告页' })
  await proven.getByRole('button', { name: '核实', exact: true }).click()
  await holds(page.getByLabel('核对的依据'), '与所附证明一致')
  await page.keyboard.press('Escape')
  await waiting.getByRole('checkbox').first().check()
  await waiting.getByText('已选 3 项').waitFor()
  await meanwhile()
  await waiting.getByRole('button', { name: '核实所选' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/核对的依据/).fill('与公告、证书一致')
  await dialog.getByRole('button', { name: '核实所选' }).click()
  await dialog.getByText('2 项已核实，1 项未办理').waitFor()
  await waiting.getByText('新申报，待核实：6').waitFor()
}

/** Struck off by the register, as somebody thought; it was another one. */
export async function closedAndBack(
  open: OpenPage,
  sees: (open: OpenPage, what: string) => Promise<unknown>,
): Promise<void> {
  const { page } = open
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: '登记注销' }).click()
  await dialog.getByLabel('依据').fill('准予注销登记通知书第9号')
  await dialog.getByLabel('注销日').fill('2026-03-22')
  await dialog.getByRole('button', { name: '登记注销' }).click()
  await dialog.getByText('注销日不能晚于今天').first().waitFor()
  await sees(open, 'closing-refused')
  await dialog.getByLabel('注销日').fill('2026-03-19')
  await dialog.getByRole('button', { name: '登记注销' }).click()
  await page.getByText('该单位已于 2026-03-19 注销，依据：准予注销登记通知书第9号。').waitFor()
  await page.getByRole('button', { name: '登记更名' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '撤回注销登记' }).click()
  await dialog.getByLabel('撤回理由').fill('误认同名企业')
  await sees(open, 'closing-taken-back')
  await dialog.getByRole('button', { name: '撤回注销登记' }).click()
  await page.getByRole('button', { name: '登记注销' }).waitFor()
}
