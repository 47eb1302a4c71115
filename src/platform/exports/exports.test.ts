import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ExcelJS from 'exceljs'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import {
  claimAndPass,
  type Community,
  fitFirm,
  makeCommunity,
  openBudget,
  type Who,
} from '#test/community.ts'
import { directory } from '#platform/directory/browser.ts'
import { testNode } from '#test/node.ts'
import { exportsModule } from './index.ts'

const node = await testNode()
after(node.dispose)

let community: Community
let other: Awaited<ReturnType<typeof fitFirm>>
before(async () => {
  community = await makeCommunity(node)
  other = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '=HYPERLINK("http://x")有限公司', node.clock.now()))
  await openBudget(community, 50_000_000n)
  for (let i = 0; i < 3; i++) await claimAndPass(community, community.firm.owner, { amountFen: 5_000_000n })
  await claimAndPass(community, other.owner)
})

async function ask(who: Who | null, path: string, headers: Record<string, string> = {}, app = node.app) {
  const cookie = who ? { cookie: await node.auth.cookieFor(who.userId) } : undefined
  return app.request(`/api${path}`, { headers: { ...cookie, ...headers } })
}

async function sheetOf(answer: Response) {
  assert.equal(answer.status, 200, await answer.clone().text())
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await answer.arrayBuffer()) as never)
  const [sheet] = book.worksheets
  if (!sheet) throw new Error('no sheet')
  const rows = Array.from({ length: sheet.rowCount }, (_, at) =>
    Array.from({ length: sheet.columnCount }, (__, place) => sheet.getCell(at + 1, place + 1).value),
  )
  return { sheet, note: rows[0]?.[0], head: rows[1], rows: rows.slice(2) }
}

test('a list is taken away as it is seen: its filters, its scope, amounts as numbers, days as dates, no formulas', async () => {
  const mine = await sheetOf(await ask(community.firm.owner, '/vouchers.xlsx?status=active&limit=1'))
  assert.equal(mine.note, '科技创新券 · 截至 2026-03-02 09:00')
  assert.deepEqual(mine.head?.slice(0, 2), ['券号', '持券单位'])
  assert.equal(mine.head?.[5], '券面（元）')
  assert.equal(mine.rows.length, 3, 'a page of one row does not make a file of one row')
  assert.deepEqual(
    mine.rows.map((row) => [row[1], row[5]]),
    Array.from({ length: 3 }, () => [community.firm.name, 50_000]),
  )
  assert.deepEqual(mine.rows[0]?.[7], new Date('2026-03-02T00:00:00Z'))
  assert.equal(
    (await sheetOf(await ask(community.firm.owner, '/vouchers.xlsx?status=lapsed'))).rows.length,
    0,
  )
  const theirs = await sheetOf(await ask(community.county.reviewer, '/voucher-claims.xlsx'))
  assert.equal(theirs.rows.length, 4)
  const row = theirs.rows.findIndex((one) => one[1] === other.name)
  assert.ok(row >= 0)
  assert.equal(theirs.sheet.getCell(row + 3, 2).formula, undefined)
  const english = await ask(other.owner, '/voucher-claims.xlsx', { 'accept-language': 'en' })
  assert.match(english.headers.get('content-disposition') ?? '', /filename\*=UTF-8''Voucher%20claims\.xlsx/)
  assert.deepEqual((await sheetOf(english)).head?.slice(0, 2), ['Number', 'Applicant'])
})

test('what waits and what an office keeps is taken away too, in words: facts, authorities, imports, proposals', async () => {
  const actor = await node.auth.actorOf(
    new Headers({ cookie: await node.auth.cookieFor(community.firm.owner.userId) }),
  )
  await node.call(
    directory.declare,
    { params: { id: community.firm.id }, body: { key: 'staff', value: 35, year: 2025 } as never },
    { actor },
  )
  const facts = await sheetOf(await ask(community.county.reviewer, '/facts.xlsx'))
  assert.deepEqual(facts.rows.find((row) => row[2] === '2025')?.slice(0, 4), [
    community.firm.name,
    '职工总数（人）',
    '2025',
    '35',
  ])
  assert.equal((await ask(community.firm.owner, '/facts.xlsx')).status, 403)
  assert.equal((await ask(community.province.finance, '/authorities.xlsx')).status, 403)
  const { head } = await sheetOf(await ask(community.province.finance, '/payment-imports.xlsx'))
  assert.deepEqual(head, ['文件', '导入时间', '导入人', '入账金额（元）'])
  const none = await sheetOf(await ask(community.province.finance, '/recovery-proposals.xlsx?status=open'))
  assert.equal(none.head?.[3], '金额（元）')
  assert.equal(none.rows.length, 0)
})

test('who may not read the list may not take it away, and what is taken away is written down', async () => {
  assert.equal((await ask(null, '/voucher-claims.xlsx')).status, 401)
  assert.equal((await ask(community.firm.owner, '/organisations.xlsx')).status, 403)
  assert.equal((await ask(community.firm.owner, '/vouchers.xlsx?status=strange')).status, 422)
  const foreign = await ask(community.firm.owner, `/batches/${uuidv7()}/rows.xlsx`)
  assert.equal(foreign.status, 403)
  await sheetOf(await ask(community.county.reviewer, '/cases.xlsx?status=approved'))
  await sheetOf(await ask(null, '/providers.xlsx'))
  const noted = await node.database.db
    .selectFrom('accessLog')
    .select(['what', 'outcome', 'detail'])
    .where('what', 'in', ['cases.list.xlsx', 'directory.providers.xlsx'])
    .execute()
  assert.deepEqual(noted, [
    { what: 'cases.list.xlsx', outcome: 'seen', detail: { filters: 'status=approved', rows: 4 } },
  ])
})

test('every list of the interface is in the description, under the permission of the list', async () => {
  const answer = await node.app.request('/api/openapi.json')
  const { paths } = (await answer.json()) as { paths: Record<string, { get: Record<string, unknown> }> }
  const lists = Object.keys(paths).filter((path) => path.endsWith('.xlsx'))
  assert.ok(lists.length >= 22, lists.join(' '))
  assert.equal(paths['/api/cases.xlsx']?.get['x-permission'], paths['/api/cases']?.get['x-permission'])
})

test('more rows than a file takes are refused with the way out; a run tells how far it is and ends with its caller', async () => {
  const small = exportsModule(node.modules, { mostRows: 3 })
  const { app } = createHttp({
    database: node.database,
    modules: [small],
    actorOf: (headers) => node.auth.actorOf(headers),
    clock: node.clock,
    place: { dataDir: '', url: 'http://localhost:3000', demo: false },
    log: createLog('silent'),
    measures: createMeasures(),
  })
  const refused = await ask(community.county.reviewer, '/voucher-claims.xlsx', {}, app)
  assert.equal(refused.status, 422)
  const { code, text } = (await refused.json()) as { code: string; text: { zh: string } }
  assert.equal(code, 'export_too_many')
  assert.match(text.zh, /超过3行.*筛选/)
  assert.equal((await sheetOf(await ask(community.firm.owner, '/vouchers.xlsx', {}, app))).rows.length, 3)
  assert.equal((await ask(null, `/exports/${uuidv7()}`)).status, 404)

  const run = uuidv7()
  const cookie = await node.auth.cookieFor(community.county.reviewer.userId)
  const gone = new AbortController()
  gone.abort()
  const request = new Request('http://localhost:3000/api/voucher-claims.xlsx', {
    headers: { cookie, 'x-progress': run },
    signal: gone.signal,
  })
  assert.equal((await node.app.fetch(request)).status, 499)
  assert.equal((await ask(null, `/exports/${run}`)).status, 404)
})
