import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { serveWeb } from '#core/assets.ts'
import { buildWeb } from '../../bin/build.ts'
import {
  admit,
  type BinhaiScene,
  binhaiNode,
  claimed,
  issued,
  ordered,
  requestBody,
  served,
} from '../binhai.ts'
import type { Who } from '../community.ts'
import { arrive, attach, holds } from './applicant.ts'
import { type OpenPage, type PageOptions, settled, startBrowser, type Surfer } from './browser.ts'
import { axeCheck, missingGlyphs, noSidewaysScroll, smallTargets } from './checks.ts'

/** 通兑 in a browser: the firm pays its share and evaluates, the laboratory redeems, the district reads both. */

let scene: BinhaiScene
let surfer: Surfer
let url = ''
let orderId = ''
before(async () => {
  scene = await binhaiNode()
  scene.node.app.use(serveWeb(await buildWeb()))
  url = await scene.node.listen(0)
  surfer = await startBrowser()
  await admit(scene)
  orderId = await ordered(scene, await issued(scene))
  scene.node.clock.set('2024-12-02T10:00:00+08:00')
  await served(scene, orderId)
})
after(async () => {
  await surfer?.dispose()
  await scene?.node.dispose()
})

async function at(who: Who, options: PageOptions, then: (open: OpenPage) => Promise<void>) {
  const cookie = await scene.node.auth.cookieFor(who.userId)
  const open = await surfer.newPage(url, { ...options, cookie })
  await then(open)
  await open.close()
}

async function stands({ page }: OpenPage, phone = false): Promise<void> {
  await axeCheck(page)
  await noSidewaysScroll(page)
  assert.deepEqual(await missingGlyphs(page), [])
  if (phone) assert.deepEqual(await smallTargets(page), [])
}

test('the firm is told to pay its share only, evaluates by keyboard, and is shown who redeems', async () => {
  await at(scene.firm.clerk, {}, async (open) => {
    const { page, go } = open
    await go('/mine')
    await page.getByRole('link', { name: '评价服务' }).click()
    await arrive(page, /^\/orders\/[0-9a-f-]{36}/)
    await page.getByText(/只向服务机构支付自付部分 50,000/).waitFor()
    assert.equal(await page.getByRole('link', { name: '申请兑付', exact: true }).count(), 0)
    await page.getByRole('button', { name: '评价服务' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('评分').selectOption('4')
    await dialog.getByRole('button', { name: '评价服务' }).click()
    await dialog
      .getByText(/请填写“评价说明”/)
      .first()
      .waitFor()
    await dialog.getByLabel('评价说明').fill('试验规范，报告按期交付')
    await stands(open)
    await dialog.getByRole('button', { name: '评价服务' }).click()
    await page.getByText('评分 4/5').waitFor()
    await page.getByText('兑付由海洋装备实验室申请，贵单位不用办理。').waitFor()
    await stands(open)
    await go(`/redemptions/new?order=${orderId}`)
    await page.getByText(/本订单的券由海洋装备实验室兑付/).waitFor()
    await stands(open)
  })
})

test('the laboratory files on a phone, in English; the district reads the evaluation beside the papers', async () => {
  await requestBody(scene, orderId) // its invoice is in the register
  let filed = ''
  await at(scene.lab.clerk, { width: 360, language: 'en' }, async (open) => {
    const { page, go } = open
    await go(`/orders/${orderId}`)
    await page.getByText(/charge the buyer only its own share of CNY 50,000/).waitFor()
    await stands(open, true)
    await go('/mine')
    await page.getByRole('link', { name: 'Ask for redemption' }).last().click()
    await arrive(page, /^\/redemptions\/new/)
    await page.getByText(/the buyer’s share of CNY 50,000 paid/).waitFor()
    await page.getByText('the buyer evaluated on the order’s page').waitFor()
    await page.getByRole('checkbox', { name: /津海示例大学/ }).check()
    await holds(page.getByLabel(/Line 1, 耐压试验费: present/), '100,000')
    await page.getByLabel('Payment 1: amount').fill('100000')
    await page.locator('[data-code=redemption_paid_already]').waitFor()
    await page.getByLabel('Payment 1: amount').fill('50000')
    await page.getByLabel('Paid on').fill('2024-12-01')
    await attach(page, 'Proof of payment', 'receipt')
    await page.getByLabel(/from the buyer’s company account to our company account/).check()
    await stands(open, true)
    await page.getByRole('button', { name: 'Submit the request' }).click()
    filed = await arrive(page, /^\/redemptions\/[0-9a-f-]{36}/)
    await page.getByText('CNY 50,000.00').first().waitFor()
    await stands(open, true)
  })
  await at(scene.lab.owner, { language: 'en' }, async (open) => {
    await open.go(`/redemptions/${filed}`)
    await stands(open)
    await open.go('/mine')
    await open.page.getByText('First review').waitFor()
  })
  await at(scene.firm.clerk, { width: 360 }, async (open) => {
    await open.go(`/orders/${orderId}`)
    await stands(open, true)
  })
  await at(scene.officers.reviewer, {}, async (open) => {
    const { page, go } = open
    await go(`/cases/${filed}`)
    await page.getByText(/4分（满分5分）：试验规范/).waitFor()
    await page.getByText('通兑模式（企业申领、机构兑付）').first().waitFor()
    await settled(page)
    await stands(open)
  })
  const claimId = await claimed(scene, scene.hnteFirm)
  for (const language of ['zh', 'en'] as const)
    await at(scene.officers.second, { language }, async ({ page, go }) => {
      await go(`/cases/${claimId}`)
      const place = language === 'zh' ? /天津市滨海新区（120116）/ : /Binhai New Area, Tianjin \(120116\)/
      await page.getByText(place).first().waitFor()
    })
})
