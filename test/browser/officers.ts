import { serveWeb } from '#core/assets.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { cases } from '#platform/cases/browser.ts'
import { buildWeb } from '../../bin/build.ts'
import { claimBody, fitFirm, makeCommunity, organisation, person, type Who } from '../community.ts'
import { testNode } from '../node.ts'
import { type OpenPage, type PageOptions, startBrowser } from './browser.ts'

/** A whole node with its pages, everybody of the voucher story, and a browser in which any of them is signed in. */
export async function officersAtWork(at = '2026-03-02T09:00:00+08:00') {
  const node = await testNode({ at })
  const community = await makeCommunity(node)
  const administrator = await node.database.db.transaction().execute(async (tx) => {
    const now = node.clock.now()
    const operator = await organisation(
      tx,
      { kind: 'operator', name: '平台运营单位', regionCode: '130000' },
      now,
    )
    return person(tx, operator, '平台管理员', ['administrator'], now)
  })
  node.app.use(serveWeb(await buildWeb()))
  const url = await node.listen(0)
  const surfer = await startBrowser()
  const dispose = async () => {
    await surfer.dispose()
    await node.dispose()
  }
  /** A browser window in which this person is signed in. */
  const sit = async (who: Who, options: PageOptions = {}): Promise<OpenPage> =>
    surfer.newPage(url, { ...options, cookie: await node.auth.cookieFor(who.userId) })
  return { ...community, administrator, url, sit, dispose }
}

export type Office = Awaited<ReturnType<typeof officersAtWork>>

/** Files a claim for a fit firm of this name; answers the case. */
export async function fileClaim({ node, as }: Office, name: string, amountFen = 8_000_000n) {
  const firm = await node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))
  const { caseId, number } = await node.call(
    vouchers.fileClaim,
    { body: { ...claimBody, amountFen } },
    await as(firm.clerk),
  )
  return { firm, caseId, number }
}

/** One action through the API, by somebody who has no window open. */
export async function actAs(
  { node, as }: Office,
  who: Who,
  caseId: string,
  action: string,
  body: object = {},
) {
  return node.call(cases.act, { params: { id: caseId, action: action as 'take' }, body }, await as(who))
}
