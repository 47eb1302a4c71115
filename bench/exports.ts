// The memory that taking a list away needs: 49,000 cases as one spreadsheet, in a heap that is held to 160 MiB, so that what
// V8 would merely not have collected yet does not count. Floor: the packed file itself, which is held until it is sent.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { claimAndPass, makeCommunity, openBudget } from '#test/community.ts'
import { testNode } from '#test/node.ts'
import { multiply } from './lists.seed.ts'
import { report } from './report.ts'

const HELD = '--max-old-space-size=160'
if (!process.execArgv.includes(HELD)) {
  const again = [HELD, ...process.execArgv, import.meta.filename, ...process.argv.slice(2)]
  process.exit(spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1)
}
const ROWS = Number(process.argv[2] ?? 49_000)

await using node = await testNode({ at: '2026-03-02T09:00:00+08:00', poolSize: 4 })
const community = await makeCommunity(node)
await openBudget(community, 50_000_000n)
const caseId = await claimAndPass(community, community.firm.owner)
await multiply(node.database.pool, { caseId, rows: ROWS })
const cookie = await node.auth.cookieFor(community.province.director.userId)

/** The most that this process ever had in memory, as Linux counts it. */
const peakMiB = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024

async function take(path: string) {
  const begun = performance.now()
  const answer = await node.app.request(`/api${path}`, { headers: { cookie } })
  const bytes = (await answer.arrayBuffer()).byteLength
  return { ms: performance.now() - begun, bytes }
}

// A small file first: what packing needs once is there then.
await take('/cases.xlsx?q=77')
const before = peakMiB()
const taken = [await take('/cases.xlsx'), await take('/cases.xlsx')]
const lines = taken.map(({ ms }, at) => ({
  name: `file ${at + 1} of ${ROWS} rows`,
  perSecond: (1000 * ROWS) / ms,
  p50Ms: ms,
}))
report('exports', lines, {
  ours: peakMiB() - before,
  peer: (taken[0]?.bytes ?? 0) / 2 ** 20,
  unit: 'MiB above the node at rest, at most; the packed file',
  note: `the node before: ${before.toFixed(0)} MiB`,
})
