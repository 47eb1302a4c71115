import { temporaryFolder } from '../../bin/folder.ts'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from './postgres.ts'
import { alive } from './postgres-process.ts'

const folder = temporaryFolder('postgres-test')
after(() => rmSync(folder, { recursive: true, force: true }))
const settings = { fsync: 'off', shared_buffers: '16MB' }
const lines: string[] = []
const log = (line: string) => void lines.push(line)

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** A process that starts the server on `dataDir`, tells its pid, and waits. */
async function startElsewhere(dataDir: string, shared: boolean) {
  const code = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))}
    const server = await startEmbedded(${JSON.stringify({ dataDir, settings, shared }).replace(
      /}$/,
      ', log() {} }',
    )})
    console.log(server.pid)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = await once(child.stdout, 'data')
  return { child, pid: Number(String(chunk)) }
}

test('data, port and password outlive a stop; the server does not', async () => {
  const dataDir = join(folder, 'lasting')
  const first = await startEmbedded({ dataDir, settings, log, database: 'xiechuang' })
  await ask(first.url, 'create table kept as select 42 as answer')
  const [row] = await ask(
    first.url,
    `select current_setting('server_encoding') as encoding, datcollate,
    current_setting('synchronous_commit') as sync from pg_database where datname = current_database()`,
  )
  assert.deepEqual(row, { encoding: 'UTF8', datcollate: 'C.UTF-8', sync: 'on' })
  await first.dispose()
  assert.equal(alive(first.pid), false)
  assert.equal(statSync(join(dataDir, 'postgres.json')).mode & 0o777, 0o600)

  await using second = await startEmbedded({ dataDir, settings, log, database: 'xiechuang' })
  assert.equal(second.url, first.url)
  assert.deepEqual(await ask(second.url, 'select answer from kept'), [{ answer: 42 }])
})

test('a server left behind by kill -9 is stopped, and the next start works', async () => {
  const dataDir = join(folder, 'orphan')
  const { child, pid } = await startElsewhere(dataDir, false)
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(alive(pid), true, 'the orphan runs on')
  await using server = await startEmbedded({ dataDir, settings, log })
  assert.notEqual(server.pid, pid)
  assert.equal(alive(pid), false)
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
})

test('a shared server left behind is adopted, and the last one out stops it', async () => {
  const dataDir = join(folder, 'adopted')
  const { child, pid } = await startElsewhere(dataDir, true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const one = await startEmbedded({ dataDir, settings, log, shared: true })
  const other = await startElsewhere(dataDir, true)
  assert.deepEqual([one.pid, other.pid], [pid, pid])
  await one.dispose()
  assert.equal(alive(pid), true, 'another still uses it')
  other.child.kill('SIGKILL')
  await once(other.child, 'exit')
  const last = await startEmbedded({ dataDir, settings, log, shared: true })
  await last.dispose()
  assert.equal(alive(pid), false)
})

test('a data folder copied while its server runs is a database of its own; a moved one is found where it is', async () => {
  const [original, copy, moved] = [join(folder, 'original'), join(folder, 'copy'), join(folder, 'moved')]
  const first = await startEmbedded({ dataDir: original, settings, log })
  await ask(first.url, 'create table kept as select 42 as answer')
  await ask(first.url, 'checkpoint')
  cpSync(original, copy, { recursive: true, preserveTimestamps: true })
  const { uid, gid } = statSync(join(original, 'pg'))
  spawnSync('chown', ['-R', `${uid}:${gid}`, join(copy, 'pg')])
  const second = await startEmbedded({ dataDir: copy, settings, log })
  assert.equal(second.cluster, join(copy, 'pg'))
  assert.notEqual(second.url, first.url)
  await ask(second.url, 'update kept set answer = 43')
  assert.deepEqual(await ask(first.url, 'select answer from kept'), [{ answer: 42 }])
  await first.dispose()
  await second.dispose()

  renameSync(original, moved)
  await using again = await startEmbedded({ dataDir: moved, settings, log })
  assert.equal(again.cluster, join(moved, 'pg'))
  assert.deepEqual(await ask(again.url, 'select answer from kept'), [{ answer: 42 }])
})

const until = async (holds: () => boolean) => {
  for (let waited = 0; !holds(); waited += 50) {
    assert.ok(waited < 30_000)
    await wait(50)
  }
}

test('a server that dies is started again at its address, with what was acknowledged; the lease is kept', async () => {
  const dataDir = join(folder, 'again')
  await using server = await startEmbedded({ dataDir, settings: { shared_buffers: '16MB' }, log })
  const { url, pid } = server
  await ask(url, 'create table kept as select 42 as answer')
  process.kill(pid, 'SIGKILL')
  await until(() => server.state().restarts === 1)
  assert.equal(server.state().is, 'up')
  assert.deepEqual(await ask(url, 'select answer from kept'), [{ answer: 42 }])
  assert.deepEqual([alive(pid), server.pid === pid], [false, false])
  await assert.rejects(startEmbedded({ dataDir, settings, log }), /another running process uses the database/)
})

test('one of its processes killed: the server takes itself up again, and is not started anew', async () => {
  await using server = await startEmbedded({ dataDir: join(folder, 'backend'), settings, log })
  const [{ pid }] = await ask(
    server.url,
    `select pid from pg_stat_activity where backend_type = 'checkpointer'`,
  )
  process.kill(pid, 'SIGKILL')
  const first = server.pid
  await until(() => server.state().restarts === 1)
  assert.deepEqual([server.pid, server.state().is], [first, 'up'])
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
})

test('a server that can’t come back is given up after its tries, and that is said', async () => {
  const dataDir = join(folder, 'broken')
  const alarms: string[] = []
  const alarm = (line: string) => void alarms.push(line)
  await using server = await startEmbedded({ dataDir, settings, log, alarm, pausesMs: [0, 10, 20] })
  rmSync(join(server.cluster, 'global', 'pg_control'))
  process.kill(server.pid, 'SIGKILL')
  await until(() => server.state().is === 'given_up')
  assert.equal(alarms.filter((line) => /could not be started, try \d of 3/.test(line)).length, 3)
  assert.match(alarms.at(-1) ?? '', /stays down: it did not come back in 3 tries/)
})

test('a pid file that names some other process does not stop the server from starting', async () => {
  const dataDir = join(folder, 'stranger')
  const { cluster, dispose } = await startEmbedded({ dataDir, settings, log })
  await dispose()
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.ppid}\n${cluster}\n1\n1\n\n127.0.0.1\n\nready\n`)
  await using server = await startEmbedded({ dataDir, settings, log })
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
})

test('a data folder in use by a living process is refused', async () => {
  const dataDir = join(folder, 'used')
  await using _server = await startEmbedded({ dataDir, settings, log })
  await assert.rejects(startEmbedded({ dataDir, settings, log }), /another running process uses the database/)
})

test('when the port is taken meanwhile, another one is found', async () => {
  const dataDir = join(folder, 'port')
  const first = await startEmbedded({ dataDir, settings, log })
  await first.dispose()
  const { createServer } = await import('node:net')
  const port = Number(new URL(first.url).port)
  const thief = createServer().listen(port, '127.0.0.1')
  await once(thief, 'listening')
  await using second = await startEmbedded({ dataDir, settings, log })
  thief.close()
  assert.notEqual(new URL(second.url).port, String(port))
})

test('where root may look and the server’s account may not, the cluster goes elsewhere and that is said', {
  skip: process.getuid?.() !== 0 && 'only root runs the server as somebody else',
}, async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o700)
  const server = await startEmbedded({ dataDir: join(closed, '.data'), settings, log, temporary: true })
  assert.match(server.cluster, /^\/var\/tmp\/xiechuang-[0-9a-f]{12}\/pg$/)
  assert.ok(lines.some((line) => line.includes(`lies in ${server.cluster}`)))
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
  await server.dispose()
  assert.equal(existsSync(join(server.cluster, '..')), false, 'a temporary one leaves nothing')
})

test('a wrong setting is told with the server’s own words', async () => {
  const options = { dataDir: join(folder, 'wrong'), settings: { max_connections: 'many' }, log }
  await assert.rejects(startEmbedded(options), /max_connections/)
  const memory = JSON.parse(readFileSync(join(folder, 'wrong', 'postgres.json'), 'utf8'))
  assert.equal(typeof memory.password, 'string')
})
