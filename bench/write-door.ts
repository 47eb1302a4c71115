// own server
// Voucher claims a second through HTTP: sign-in, policy, event, idempotency key, case, draft, claim; 32 clients. The node runs in
// a process of its own; the floor is a durable single-row insert a request through the same HTTP stack without any of that.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { type Line, measure, report } from './report.ts'

const CLIENTS = 32
const seconds = Number(process.argv[2] ?? 8)

type Ready = { url: string; cookies: string[] }

const child = spawn(process.execPath, [new URL('./write-door.node.ts', import.meta.url).pathname], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
child.stdout.setEncoding('utf8')
let text = ''
const ready = await new Promise<Ready>((resolve, reject) => {
  child.stdout.on('data', (part: string) => {
    text += part
    const line = text.split('\n').find((l) => l.startsWith('{"url"'))
    if (line) resolve(JSON.parse(line) as Ready)
  })
  child.on('exit', (code) => reject(new Error(`the node ended with ${code}`)))
})

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
const { hostname, port } = new URL(ready.url)

function post(
  path: string,
  headers: Record<string, string>,
  body: object,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        hostname,
        port,
        path,
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (res) => {
        let answer = ''
        res.setEncoding('utf8')
        res.on('data', (part: string) => {
          answer += part
        })
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text: answer }))
      },
    )
    req.on('error', reject)
    req.end(JSON.stringify(body))
  })
}

const claim = {
  scheme: 'hebei-provincial-voucher',
  service: 'testing',
  crossRegion: true,
  purpose: '主轴轴承寿命不稳定，需做扫描电镜分析',
  contractFen: '1000000',
  amountFen: '100000',
}

let run = 0
const claims = (name: string): Promise<Line> => {
  run++
  return measure(name, { clients: CLIENTS, seconds }, async (client, turn) => {
    const cookie = ready.cookies[(client + turn * CLIENTS) % ready.cookies.length] as string
    const { status, text: answer } = await post(
      '/api/voucher-claims',
      { cookie, 'idempotency-key': `${run}-${client}-${turn}` },
      claim,
    )
    if (status !== 200) throw new Error(`${status} ${answer}`)
    return 1
  })
}
const floor = (): Promise<Line> =>
  measure('floor: one durable row', { clients: CLIENTS, seconds }, async () => {
    const { status } = await post('/bench/row', {}, {})
    if (status !== 200) throw new Error(String(status))
    return 1
  })

await claims('warm-up')
const lines = [await claims('claims'), await floor(), await claims('claims again')]
const ours = ((lines[0]?.perSecond ?? 0) + (lines[2]?.perSecond ?? 0)) / 2
report('write-door', lines, {
  ours,
  peer: lines[1]?.perSecond ?? 0,
  unit: 'claims/s',
  note: 'aim: ≥ 300/s, p95 ≤ 150 ms',
})
child.stdin.end()
await once(child, 'exit')
