// What a voucher claim costs in CPU, in Node and in PostgreSQL: tells a change of the write door from a busy neighbour.
// Linux only (reads /proc). Runs on the test server, so durability is not in it.
import { readdirSync, readFileSync } from 'node:fs'
import { fitFirm } from '#test/community.ts'
import { testNode } from '#test/node.ts'

const CLIENTS = 32
const FIRMS = 60
const CLAIMS = Number(process.argv[2] ?? 800)
const TICK_MS = 10

await using node = await testNode({ at: Temporal.Now.instant().toString(), poolSize: CLIENTS })
const database = new URL(node.config.databaseUrl as string).pathname.slice(1)

/** CPU milliseconds of the server processes that serve this database. */
function serverMs(): number {
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(database)) continue
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {} // ended meanwhile
  }
  return ticks * TICK_MS
}

const cookies: string[] = []
for (let i = 0; i < FIRMS; i++) {
  const firm = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, `示例企业${i}号`, node.clock.now()))
  cookies.push(await node.auth.cookieFor(firm.clerk.userId))
}
await node.database.pool.query('analyze')

const body = JSON.stringify({
  ...{ scheme: 'hebei-provincial-voucher', service: 'testing', crossRegion: true },
  ...{ purpose: '主轴轴承寿命不稳定，需做扫描电镜分析', contractFen: '1000000', amountFen: '100000' },
})
let claimed = 0
async function claim(): Promise<void> {
  const n = claimed++
  const headers = {
    'content-type': 'application/json',
    cookie: cookies[n % FIRMS] as string,
    'idempotency-key': `k${n}`,
  }
  const answer = await node.app.request('/api/voucher-claims', { method: 'POST', headers, body })
  if (answer.status !== 200) throw new Error(await answer.text())
}
async function run(count: number): Promise<void> {
  const end = claimed + count
  const client = async () => {
    while (claimed < end) await claim()
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

await run(200)
const [cpu, server, began] = [process.cpuUsage(), serverMs(), performance.now()]
await run(CLAIMS)
const used = process.cpuUsage(cpu)
const [nodeMs, pgMs] = [(used.user + used.system) / 1000 / CLAIMS, (serverMs() - server) / CLAIMS]
const perSecond = CLAIMS / ((performance.now() - began) / 1000)
console.log(
  `Node ${nodeMs.toFixed(2)} ms and PostgreSQL ${pgMs.toFixed(2)} ms of CPU a claim; ${perSecond.toFixed(0)} claims/s now`,
)
