import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { serveWeb } from '#core/assets.ts'
import { orders } from '#platform/orders/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { buildWeb } from '../../bin/build.ts'
import { person, type Who } from '../community.ts'
import * as pay from '../payments.ts'
import { acceptedOrder, invoiceOf, orderBody, redemptionNode, type Scene, voucherOf } from '../redemptions.ts'
import { attach, paper } from './applicant.ts'
import { type OpenPage, type PageOptions, screenshot, settled, startBrowser } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll, smallTargets } from './checks.ts'

/** What does not go through: orders that end, invoices that contradict, rows that stop, decisions against a firm. */
let scene: Scene & { deputy: Who }
let url = ''
let surfer: Awaited<ReturnType<typeof startBrowser>>
before(async () => {
  const made = await redemptionNode()
  const { node, province } = made
  const deputy = await node.database.db
    .transaction()
    .execute((tx) => person(tx, province.id, '分管负责人', ['director'], node.clock.now()))
  scene = { ...made, deputy }
  node.app.use(serveWeb(await buildWeb()))
  url = await node.listen(0)
  surfer = await startBrowser()
})
after(async () => {
  await surfer?.dispose()
  await scene?.node.dispose()
})

const sit = async (who: Who, options: PageOptions = {}): Promise<OpenPage> =>
  surfer.newPage(url, { ...options, cookie: await scene.node.auth.cookieFor(who.userId) })
async function at(who: Who, path: string, then: (page: Page) => Promise<void>, options: PageOptions = {}) {
  const open = await sit(who, options)
  await open.go(path)
  await then(open.page)
  await open.close()
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const press = (page: Page, name: string) => button(page, name).click()
const dialog = (page: Page) => page.getByRole('dialog')
const answer = (page: Page, name: string) =>
  dialog(page).getByRole('button', { name, exact: true }).last().click()
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

async function proposed(firm = scene.firm, more: object = {}) {
  const voucherId = await voucherOf(scene, firm)
  const body = (await orderBody(scene, firm, voucherId, more)) as never
  const { id } = await scene.node.call(orders.propose, { body }, await scene.as(firm.clerk))
  return { id, voucherId }
}
const voucherFree = async (voucherId: string, clerk: Who) => {
  await at(clerk, `/vouchers/${voucherId}`, async (page) => {
    await page.getByRole('link', { name: '用券下单' }).first().waitFor()
  })
}

test('an order is declined by the laboratory with its reason, and the voucher is free again', async () => {
  const { id, voucherId } = await proposed()
  await at(scene.lab.clerk, `/orders/${id}`, async (page) => {
    await screenshot(page, 'stops-order-lab')
    await press(page, '谢绝')
    await answer(page, '谢绝')
    await says(page, '请填写“原因”。')
    await dialog(page).getByLabel('原因').fill('设备检修，六月前无机时')
    await answer(page, '谢绝')
    await says(page, '订单已办结')
  })
  await at(scene.firm.clerk, `/orders/${id}`, async (page) => {
    await screenshot(page, 'stops-order-declined')
    await says(page, '设备检修，六月前无机时')
  })
  await voucherFree(voucherId, scene.firm.clerk)
})
