import type { Page } from 'playwright-core'
import { serveWeb } from '#core/assets.ts'
import { orders } from '#platform/orders/browser.ts'
import { buildWeb } from '../../bin/build.ts'
import { person, type Who } from '../community.ts'
import { today } from '../payments.ts'
import {
  acceptedOrder,
  file,
  invoiceOf,
  orderBody,
  redemptionNode,
  requestBody,
  type Scene,
  voucherOf,
} from '../redemptions.ts'
import { type OpenPage, type PageOptions, startBrowser } from './browser.ts'

/** A whole node with its pages, a second director of the province, and a browser in which any of them is signed in. */
export async function stopsOffice() {
  const scene = await redemptionNode()
  const { node, province } = scene
  const deputy = await node.database.db
    .transaction()
    .execute((tx) => person(tx, province.id, '分管负责人', ['director'], node.clock.now()))
  node.app.use(serveWeb(await buildWeb()))
  const url = await node.listen(0)
  const surfer = await startBrowser()
  const sit = async (who: Who, options: PageOptions = {}): Promise<OpenPage> =>
    surfer.newPage(url, { ...options, cookie: await node.auth.cookieFor(who.userId) })
  const dispose = async () => {
    await surfer.dispose()
    await node.dispose()
  }
  return { ...scene, deputy, sit, dispose }
}
export type StopsOffice = Awaited<ReturnType<typeof stopsOffice>>

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const press = (page: Page, name: string) => button(page, name).click()
export const dialog = (page: Page) => page.getByRole('dialog')
/** The last button of the open dialog with this name. */
export const answer = (page: Page, name: string) =>
  dialog(page).getByRole('button', { name, exact: true }).last().click()
export const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
export const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** An order of the firm's voucher that waits for the laboratory. */
export async function proposedWith(scene: Scene, voucherId: string, more: object = {}): Promise<string> {
  const body = (await orderBody(scene, scene.firm, voucherId, more)) as never
  return (await scene.node.call(orders.propose, { body }, await scene.as(scene.firm.clerk))).id
}

/** A request dated today, in review. */
export async function inReview(scene: Scene, firm: Scene['firm']) {
  const day = today(scene)
  const voucherId = await voucherOf(scene, firm)
  const orderId = await acceptedOrder(scene, voucherId, firm, { contractSignedOn: day })
  const invoiceId = await invoiceOf(scene, firm, [20_000_000n], { issuedOn: day })
  const body = await requestBody(scene, orderId, invoiceId, {}, firm)
  return file(scene, { ...body, payments: body.payments.map((one) => ({ ...one, paidOn: day })) }, firm)
}

export const bothMayCancel = {
  buyerMayCancelUntil: 'delivered',
  buyerFeeBp: 1000,
  providerMayCancelUntil: 'delivered',
  providerFeeBp: 500,
  buyerFreeWhenLate: true,
  note: '',
}
