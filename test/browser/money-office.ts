import assert from 'node:assert/strict'
import { thePublic } from '#core/actor.ts'
import { serveWeb } from '#core/assets.ts'
import { notices } from '#platform/notices/browser.ts'
import { writeTable } from '#platform/tables/index.ts'
import { payments } from '#business/payments/browser.ts'
import { buildWeb } from '../../bin/build.ts'
import { person, type Who } from '../community.ts'
import { fileOf, redemptionNode, requested } from '../redemptions.ts'
import { job, passed } from '../payments.ts'
import { act } from '../redemptions.ts'
import { type OpenPage, type PageOptions, startBrowser } from './browser.ts'

/** A whole node with three passed requests and one in review, everybody of the province, and a browser for each of them. */
export async function moneyOffice() {
  const scene = await redemptionNode()
  const { node } = scene
  const now = node.clock.now()
  // Somebody who holds both posts, so that the four eyes have something to forbid.
  const both = await node.database.db
    .transaction()
    .execute((tx) => person(tx, scene.province.id, '双岗人员', ['preparer', 'approver'], now))
  const deputy = await node.database.db
    .transaction()
    .execute((tx) => person(tx, scene.province.id, '副负责人', ['director'], now))
  const inReview = await requested(scene)
  await act(scene, scene.city.reviewer, inReview.id, 'take')
  const [first, second, third] = [await passed(scene), await passed(scene), await passed(scene)]
  node.app.use(serveWeb(await buildWeb()))
  const url = await node.listen(0)
  const surfer = await startBrowser()
  const sit = async (who: Who, options: PageOptions = {}): Promise<OpenPage> =>
    surfer.newPage(url, { ...options, cookie: await node.auth.cookieFor(who.userId) })
  const dispose = async () => {
    await surfer.dispose()
    await node.dispose()
  }
  return { ...scene, both, deputy, inReview, first, second, third, url, sit, dispose }
}

export type MoneyOffice = Awaited<ReturnType<typeof moneyOffice>>

/** A citizen objects by name to the row of a request. */
export async function objectTo(office: MoneyOffice, batchId: string, number: string): Promise<void> {
  const { node, as, province } = office
  const reviewer = await as(province.reviewer)
  const { noticeId } = await node.call(payments.batch, { params: { id: batchId } }, reviewer)
  assert.ok(noticeId)
  const { rows } = await node.call(
    notices.rows,
    { params: { id: noticeId }, query: {} },
    { actor: thePublic },
  )
  const row = rows.find((one) => Object.values(one.display).includes(number))
  assert.ok(row)
  const fileId = await fileOf(office, office.firm.clerk, '举报材料.pdf')
  const body = {
    kind: 'real_name' as const,
    name: '赵示例',
    contact: '0316-1234567',
    statement: '该单位与服务机构的合同签订在检测完成之后。\n请核对报告日期。',
    fileId,
  }
  await node.call(
    notices.object,
    { params: { id: noticeId, row: row.rowNo }, body },
    await as(office.firm.clerk),
  )
}

/** The last day of the notice has passed. */
export async function closeNotice(office: MoneyOffice, closesOn: string): Promise<void> {
  office.node.clock.set(`${closesOn}T23:00:00+08:00`)
  office.node.clock.advance({ hours: 2 })
  await job(office, 'notices.close_due')
}

/** The bank's answer to the first row of a run as a workbook, with a digit of the amount lost. */
export async function shortOfADigit(run: string): Promise<Buffer> {
  const columns = ['拨付单号', '行号', '金额（元）', '支付结果'].map((title) => ({
    key: title,
    title,
    kind: 'text' as const,
  }))
  const row = { 拨付单号: run, 行号: '1', '金额（元）': '8000', 支付结果: '已支付' }
  return Buffer.from(await writeTable({ sheets: [{ name: '回单', columns, rows: [row] }] }))
}
