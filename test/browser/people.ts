import assert from 'node:assert/strict'
import type { Who } from '../community.ts'
import { told } from '../jobs.ts'
import { type OpenPage, type PageOptions, screenshot, settled } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll } from './checks.ts'
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
