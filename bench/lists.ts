// Pages of lists over 100,000 rows, first and deep, by the list's own endpoint: desk queue, claims, vouchers and the rows
// behind a figure. Floor: the bare rows of one such page in the order of the primary key.
import { cases } from '#platform/cases/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { figures } from '#business/figures/contract.ts'
import type { CallInput, Endpoint } from '#core/contract.ts'
import { claimAndPass, makeCommunity, openBudget, type Who } from '#test/community.ts'
import { testNode } from '#test/node.ts'
import { multiply } from './lists.seed.ts'
import { type Line, report } from './report.ts'

const ROWS = Number(process.argv[2] ?? 100_000)
const ASKED = Number(process.argv[3] ?? 60)
const AIM_MS = 150

await using node = await testNode({ at: '2026-03-02T09:00:00+08:00', poolSize: 4 })
const community = await makeCommunity(node)
const budgetId = await openBudget(community, 50_000_000n)
const caseId = await claimAndPass(community, community.firm.owner)
const seeding = performance.now()
await multiply(node.database.pool, { caseId, rows: ROWS })
console.error(`seeded in ${((performance.now() - seeding) / 1000).toFixed(0)} s`)

type Page = { next?: string | null; rows: readonly unknown[] }

/** Asks first pages and pages deep inside in turns. */
async function timed<E extends Endpoint<'query'>>(name: string, who: Who, endpoint: E, input: CallInput<E>) {
  const as = await community.as(who)
  const page = async (cursor?: string) => {
    const { query, ...rest } = input as { query?: object }
    const asked = { ...rest, query: { ...query, limit: 50, ...(cursor ? { cursor } : {}) } }
    const begun = performance.now()
    const found = (await node.call(endpoint, asked as never, as)) as unknown as Page
    return { found, ms: performance.now() - begun }
  }
  const { found: first } = await page()
  let cursor: string | undefined
  const took: number[] = []
  for (let i = 0; i < ASKED; i++) {
    const { found, ms } = await page(cursor)
    took.push(ms)
    cursor = i % 20 === 19 ? undefined : (found.next ?? undefined)
  }
  const line = lineOf(`${name} (${first.rows.length} a page)`, took)
  console.error(`${name}: p95 ${line.p95Ms.toFixed(0)} ms`)
  return line
}

function lineOf(name: string, took: number[]): Line & { p95Ms: number } {
  took.sort((a, b) => a - b)
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] as number
  const sum = took.reduce((all, ms) => all + ms, 0)
  return { name, perSecond: (1000 * took.length) / sum, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

async function floor(table: string) {
  const took: number[] = []
  for (let i = 0; i < ASKED; i++) {
    const begun = performance.now()
    await node.database.pool.query(`select * from ${table} order by 1 desc offset ${(i % 20) * 50} limit 51`)
    took.push(performance.now() - begun)
  }
  return lineOf(`floor: bare ${table} by primary key`, took)
}

const { county, province, firm } = community
const lines = [
  await timed('desk queue, county', county.reviewer, cases.list, { query: { desk: 'true' } }),
  await timed('cases, province', province.director, cases.list, { query: {} }),
  await timed('cases, county', county.reviewer, cases.list, { query: {} }),
  await timed('cases by name', province.director, cases.list, { query: { q: '企业77号' } }),
  await timed('cases by a word of most names', province.director, cases.list, { query: { q: '示例' } }),
  await timed('cases by number', province.director, cases.list, { query: { q: '测-099' } }),
  await timed('cases that wait for somebody else, province', province.director, cases.vacancies, {}),
  await timed('claims, province', province.director, vouchers.claims, { query: {} }),
  await timed('claims that wait', province.director, vouchers.claims, { query: { status: 'queued' } }),
  await timed('claims, county', county.reviewer, vouchers.claims, { query: {} }),
  await timed('claims, a firm’s own', firm.owner, vouchers.claims, { query: {} }),
  await timed('vouchers, province', province.director, vouchers.list, { query: {} }),
  await timed('vouchers, county', county.reviewer, vouchers.list, { query: { status: 'active' } }),
  await timed('rows behind “issued”', province.director, figures.drill, {
    params: { id: budgetId },
    query: { figure: 'issued' },
  }),
  await timed('rows behind “redeemed”', province.director, figures.drill, {
    params: { id: budgetId },
    query: { figure: 'redeemed' },
  }),
]
const floors = [await floor('case_file'), await floor('claim'), await floor('voucher')]
const worst = Math.max(...lines.map((line) => line.p95Ms))
report('lists', [...lines, ...floors], {
  ours: worst,
  peer: Math.max(...floors.map((line) => line.p95Ms)),
  unit: 'ms, p95 of the slowest list',
  note: `${ROWS} rows of each; aim p95 ≤ ${AIM_MS} ms: ${worst <= AIM_MS ? 'met' : 'missed'}`,
})
