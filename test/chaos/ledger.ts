// own server
// `npm run chaos -- ledger [rounds] [redemptions]`: kills the node, PostgreSQL or both with -9 while hundreds of redemptions are
// approved at once, and looks what the next start finds. Acknowledged is what this process, the client, has read an answer for.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { alive, isPostgres } from '#core/postgres-process.ts'
import { temporaryFolder } from '../../bin/folder.ts'

const [, , roundsGiven = '10', count = '500'] = process.argv
const rounds = Number(roundsGiven)
const dataDir = temporaryFolder('chaos')
const acknowledgedFile = join(dataDir, 'acknowledged')
const keys = new Map<string, string>()
const violations: string[] = []
const table: Record<string, object> = {}

type Work = { batchId: string; redemptionId: string }
type Found = {
  totalFen: string
  discrepancies: unknown[]
  twice: string[]
  sums: { approved: string; posted: string; payable: string }
  approved: string[]
}
type Started = {
  child: ChildProcess
  upMs: number
  found: Found
  url: string
  cookie: string
  work: Work[]
  cluster: { pid: number }
}

async function start(round: number): Promise<Started> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'ledger.node.ts'), dataDir, count], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, XIECHUANG_TEST_COUNT: String(round * 50_000) },
  })
  let told = {}
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    told = { ...told, ...(JSON.parse(line) as object) }
    if ('url' in told) return { child, ...told } as Started
  }
  throw new Error(`the node of round ${round} did not come up`)
}

const acknowledged = () =>
  existsSync(acknowledgedFile) ? readFileSync(acknowledgedFile, 'utf8').split('\n').filter(Boolean) : []

/** Every violation of what a crash must not do. */
function judge(round: number, found: Found): void {
  const wrong = (what: string) => violations.push(`found by start ${round}: ${what}`)
  const there = new Set(found.approved)
  const lost = acknowledged().filter((id) => !there.has(id))
  if (found.totalFen !== '0') wrong(`the ledger sums to ${found.totalFen}`)
  if (found.discrepancies.length > 0) wrong(`the audit says ${JSON.stringify(found.discrepancies)}`)
  if (lost.length > 0) wrong(`${lost.length} acknowledged approvals are gone: ${lost.slice(0, 3)}`)
  if (found.twice.length > 0) wrong(`paid twice: ${found.twice.slice(0, 3)}`)
  const { approved, posted, payable } = found.sums
  if (approved !== posted || approved !== payable)
    wrong(`approved ${approved}, posted ${posted}, in batches ${payable}`)
}

/** One approval; the key of an earlier, unanswered try is used again, as a browser would. */
async function approve(
  { url, cookie }: Started,
  { batchId, redemptionId }: Work,
): Promise<'done' | 'again' | 'broken'> {
  const key = keys.get(redemptionId) ?? crypto.randomUUID()
  keys.set(redemptionId, key)
  const body = JSON.stringify({ rows: [{ redemptionId, decision: 'approve' }] })
  const headers = { 'content-type': 'application/json', cookie, 'idempotency-key': key }
  try {
    const answer = await fetch(`${url}/api/batches/${batchId}/decisions`, { method: 'POST', headers, body })
    if (answer.status === 200) await answer.text()
    else {
      if (answer.status < 500) violations.push(`${answer.status}: ${(await answer.text()).slice(0, 200)}`)
      return 'broken'
    }
    appendFileSync(acknowledgedFile, `${redemptionId}\n`)
    return answer.headers.get('idempotency-hit') ? 'again' : 'done'
  } catch {
    return 'broken'
  }
}

let lastServer = 0

/** The server of the round before, as the next start left it; two servers must never run on one folder. */
function whatBecameOf(now: number): string {
  if (lastServer === 0) return ''
  if (lastServer === now) return 'adopted'
  if (alive(lastServer) && isPostgres(lastServer))
    violations.push(`server ${lastServer} still runs beside ${now}`)
  return lastVictim === 'node' ? 'stopped' : 'was dead'
}

let lastVictim = ''
const victims = ['node', 'postgres', 'both'] as const

async function round(n: number): Promise<void> {
  const started = await start(n)
  judge(n, started.found)
  const orphan = whatBecameOf(started.cluster.pid)
  const unanswered = [...keys.keys()].filter((id) => !acknowledged().includes(id))
  const committed = new Set(started.found.approved)
  const hidden = unanswered.filter((id) => committed.has(id))
  const victim = victims[n % 3] as (typeof victims)[number]
  const killAfter = 1 + Math.floor(Math.random() * 300)
  const { child, cluster } = started
  let done = 0
  let killed = false
  const kill = () => {
    killed = true
    if (victim !== 'postgres') child.kill('SIGKILL')
    if (victim !== 'node') process.kill(cluster.pid, 'SIGKILL')
  }
  const told = await Promise.all(
    started.work.slice(0, Number(count)).map(async (work) => {
      const outcome = await approve(started, work)
      // Answers come a lane's batch at a time; the pause lets the kill fall inside the next one.
      if (outcome !== 'broken' && ++done === killAfter) setTimeout(kill, Math.random() * 200)
      return outcome
    }),
  )
  if (!killed) kill()
  if (victim === 'postgres' && child.exitCode !== null)
    violations.push(`round ${n}: the node died of PostgreSQL's death`)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  await wait(50)
  lastServer = cluster.pid
  lastVictim = victim
  table[`round ${n}`] = {
    killed: victim,
    'start ms': started.upMs,
    'orphaned server': orphan,
    'sent at once': told.length,
    'acknowledged before': told.filter((one) => one !== 'broken').length,
    'acknowledged in all': acknowledged().length,
    'committed unanswered': hidden.length,
  }
  console.log(`round ${n}: ${JSON.stringify(table[`round ${n}`])}`)
}

for (let n = 0; n < rounds; n++) await round(n)
const last = await start(rounds)
judge(rounds, last.found)
// What was sent and never answered is asked for once more, with its key: each is then approved exactly once.
const repeated = await Promise.all(
  last.work.filter((work) => keys.has(work.redemptionId)).map((work) => approve(last, work)),
)
last.child.kill('SIGTERM')
last.child.kill('SIGKILL')
try {
  process.kill(last.cluster.pid, 'SIGINT')
} catch {}
console.table(table)
console.log(
  `${repeated.length} unanswered tries repeated in the end: ${repeated.filter((one) => one === 'done').length} done`,
)
await wait(1000)
rmSync(dataDir, { recursive: true, force: true })
for (const violation of violations) console.error(`VIOLATION ${violation}`)
console.log(
  violations.length === 0
    ? `${rounds} rounds: the ledger balances, nothing acknowledged is lost, nothing is paid twice`
    : `${violations.length} violations`,
)
process.exit(violations.length === 0 ? 0 : 1)
