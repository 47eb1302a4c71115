// own server
// From a bare clone to the first page, and the second start: `git clone` into a temporary folder, `npm start`, until `/` answers.
// Install time depends on npm's cache, which is used as it is found.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { report } from './report.ts'

const root = join(import.meta.dirname, '..')
const folder = join(tmpdir(), `xiechuang-bench-start-${process.pid}`)
mkdirSync(folder, { mode: 0o711 }) // PostgreSQL's own user must reach inside
const clone = join(folder, 'clone')
const aim = { first: 120, second: 5 }

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** Seconds until the page and the health check answer; then the node is told to end. */
async function start(): Promise<{ page: number; health: number }> {
  const port = await freePort()
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const child = spawn('npm', ['start'], {
    cwd: clone,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PORT: String(port), XIECHUANG_DATA: '.data' },
    detached: true, // a group of its own, so that npm and what it started end together
  })
  const until = async (path: string) => {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
      const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
      if (answer?.ok && (await answer.text()).length > 0) return seconds()
      if (seconds() > 900) throw new Error(`${path} did not answer in 15 minutes`)
      await wait(50)
    }
  }
  try {
    const health = await until('/api/health')
    return { page: await until('/'), health }
  } finally {
    process.kill(-(child.pid as number), 'SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    await wait(1500) // the server's own end
  }
}

/** Where the server's account can't reach the clone, the database lies in a folder of its own. */
function removeDatabase(): void {
  const memory = join(clone, '.data', 'postgres.json')
  if (!existsSync(memory)) return
  const { cluster } = JSON.parse(readFileSync(memory, 'utf8')) as { cluster: string }
  const place = dirname(cluster)
  if (basename(place).startsWith('xiechuang-')) rmSync(place, { recursive: true, force: true })
}

try {
  const cloning = performance.now()
  if (spawnSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone]).status !== 0)
    throw new Error('git clone failed')
  const cloned = (performance.now() - cloning) / 1000
  const first = await start()
  const second = await start()
  const third = await start()
  const line = (name: string, from: { page: number; health: number }, before = 0) => ({
    name,
    perSecond: 1 / (from.page + before),
    seconds: from.page + before,
    apiSeconds: from.health + before,
  })
  report(
    'start',
    [
      line('bare clone to first page', first, cloned),
      line('second start', second),
      line('third start', third),
    ],
    {
      ours: first.page + cloned,
      peer: aim.first,
      unit: 's',
      note: `aim: first ≤ ${aim.first} s (ours ${(first.page + cloned).toFixed(1)}), second ≤ ${aim.second} s (ours ${second.page.toFixed(1)})`,
    },
  )
} finally {
  removeDatabase()
  rmSync(folder, { recursive: true, force: true })
}
