import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { findPlace, handOver, type Place } from './postgres-place.ts'
import { disownPid, runningPostmaster, startLock, stopPostmaster } from './postgres-process.ts'
import { InUse, keepUp, type Running, type ServerState } from './postgres-keep.ts'

export type EmbeddedOptions = {
  /** The node's data folder; the cluster goes to `pg` inside, unless the server's account can't reach it. */
  dataDir: string
  /** Wanted port; otherwise a free one is found and remembered. */
  port?: number
  log: (line: string) => void
  /** What somebody should look at; goes to `log` unless told. */
  alarm?: (line: string) => void
  /** Pauses before each try to start a lost server again. */
  pausesMs?: readonly number[]
  /** The database the url names; made when missing. */
  database?: string
  /** More server settings (`-c name=value`), over the ones below. */
  settings?: Record<string, string>
  /** Several processes may use it at once: it is adopted when it runs, and the last one out stops it. */
  shared?: boolean
  /** Delete everything at the end. */
  temporary?: boolean
}

export type Embedded = AsyncDisposable & {
  /** Stays the same when the server had to be started again. */
  url: string
  readonly pid: number
  cluster: string
  state: () => ServerState
  dispose: () => Promise<void>
}

type Memory = { password: string; port: number; cluster: string }
type Setting = { options: EmbeddedOptions; dataDir: string; place: Place; memory: Memory }

const SETTINGS = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  max_connections: '100',
  synchronous_commit: 'on',
  wal_level: 'replica',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
}
const LEASE = 724_351_908

/**
 * Starts the PostgreSQL that comes with the packages, and starts it again when it dies. A server left running by a
 * killed process is stopped and started anew (with `shared`: adopted, and left alone when it dies); one that a living
 * process uses is refused.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  await using _lock = await startLock(join(dataDir, 'starting'))
  const known = recall(dataDir)
  const { temporary = false, log } = options
  const place = findPlace({ dataDir, known: known?.cluster, temporary, log })
  const memory: Memory = {
    ...(known ?? { password: randomBytes(24).toString('hex'), port: 0 }),
    cluster: place.cluster,
  }
  const setting: Setting = { options, dataDir, place, memory }
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await initialise(setting, known !== undefined)
  checkVersion(place.cluster)

  const first = await haveServer(setting, (await meetRunning(setting)) ?? (await launch(setting)))
  await haveDatabase(setting, first.keeper)
  return handle(setting, first)
}

/** With its lease taken. */
async function haveServer(setting: Setting, found: number | Running): Promise<Running> {
  return typeof found === 'number' ? { pid: found, keeper: await takeLease(setting) } : found
}

/**
 * After the lease was lost: the same server, when it lives (it takes itself up again after the death of one of its
 * processes), else a new one at the same address, under the same lock as any start.
 */
async function recover(setting: Setting, pid: number, stubborn: boolean): Promise<Running> {
  await using _lock = await startLock(join(setting.dataDir, 'starting'))
  if (runningPostmaster(setting.place.cluster)?.pid === pid && !stubborn)
    return { pid, keeper: await takeLease(setting) }
  const { port } = setting.memory
  const found = await meetRunning(setting)
  setting.memory.port = port
  return haveServer(setting, found ?? (await launch(setting, port)))
}

/** What must survive between starts lies in the data folder, readable by us alone. */
const memoryFile = (dataDir: string) => join(dataDir, 'postgres.json')

/** A folder that was moved or copied remembers where its cluster was: what lies in the folder itself is its own. */
function recall(dataDir: string): Memory | undefined {
  const file = memoryFile(dataDir)
  if (!existsSync(file)) return undefined
  const memory: Memory = JSON.parse(readFileSync(file, 'utf8'))
  const own = join(dataDir, 'pg')
  return existsSync(join(own, 'PG_VERSION')) ? { ...memory, cluster: own } : memory
}

function remember({ dataDir, memory }: Setting): void {
  const file = memoryFile(dataDir)
  writeFileSync(`${file}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const leftOver = ({ cluster }: Place) => `${basename(cluster)}.new`

async function initialise(setting: Setting, rememberedBefore: boolean): Promise<void> {
  const { place, memory, options } = setting
  if (rememberedBefore && memory.port !== 0) {
    throw new Error(
      `the database ${memory.cluster} is gone; to begin with an empty one, delete ${memoryFile(setting.dataDir)}`,
    )
  }
  remember(setting)
  // initdb writes PG_VERSION early: built beside and renamed, a broken-off one is never taken for whole.
  // Each try has its own name: what an interrupted one started may still be writing for a moment.
  const fresh = `${place.cluster}.new-${randomBytes(4).toString('hex')}`
  const passwordFile = `${place.cluster}.password`
  for (const left of readdirSync(dirname(place.cluster)).filter((name) => name.startsWith(leftOver(place))))
    rmSync(join(dirname(place.cluster), left), { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(fresh, { mode: 0o700 })
  handOver(fresh, place.account)
  writeFileSync(passwordFile, memory.password, { mode: 0o600, flag: 'wx' })
  handOver(passwordFile, place.account)
  const flags = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', '--username=postgres']
  if (options.temporary) flags.push('--no-sync')
  try {
    await complete(setting, 'initdb', [`--pgdata=${fresh}`, `--pwfile=${passwordFile}`, ...flags])
    renameSync(fresh, place.cluster)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version !== '18')
    throw new Error(`${cluster} was made by PostgreSQL ${version}; this release brings 18`)
}

const program = ({ place }: Setting, name: string, args: string[]) =>
  spawn(join(place.native, 'bin', name), args, {
    ...place.account,
    cwd: '/', // the server's account may not stand where we stand
    detached: true, // Ctrl-C in a terminal must reach us first, so that we can finish our work
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  })

async function complete(setting: Setting, name: string, args: string[]): Promise<void> {
  const child = program(setting, name, args)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  await new Promise<void>((done, fail) => {
    child.on('error', (error) => fail(new Error(`${name} can't run: ${error.message}`)))
    child.on('close', (code) =>
      code === 0 ? done() : fail(new Error(`${name} failed (${code}):\n${output}`)),
    )
  })
}

/** A postmaster that already runs on our cluster: adopted with its lease, or stopped. */
async function meetRunning(setting: Setting): Promise<Running | undefined> {
  const { options, place, memory } = setting
  const running = runningPostmaster(place.cluster)
  if (!running) {
    disownPid(place.cluster)
    return
  }
  memory.port = running.port || memory.port
  const keeper = await takeLease(setting).catch((error) => {
    if (error instanceof InUse) throw error
    options.log(`the running PostgreSQL (${running.pid}) does not answer: ${error.message}`)
  })
  if (keeper && options.shared) return { pid: running.pid, keeper }
  options.log(`stopping the PostgreSQL (${running.pid}) that an earlier run left behind`)
  await keeper?.end()
  await stopPostmaster(running.pid)
}

/** @param fixed the port that others have already been told */
async function launch(setting: Setting, fixed = setting.options.port): Promise<number> {
  const { memory } = setting
  let last: unknown
  for (let attempt = 0; attempt < 5; attempt++) {
    const wanted = fixed ?? memory.port
    memory.port = (await isFree(wanted)) ? wanted : (fixed ?? (await freePort()))
    if (fixed && !(await isFree(fixed))) throw new Error(`port ${fixed} is taken`)
    try {
      const pid = await launchOnce(setting)
      remember(setting)
      return pid
    } catch (error) {
      last = error
      if (!String(error).includes('could not bind')) break
    }
  }
  throw last
}

function launchOnce(setting: Setting): Promise<number> {
  const { options, place, memory } = setting
  const settings = Object.entries({ ...SETTINGS, ...options.settings })
  const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = program(setting, 'postgres', ['-D', place.cluster, '-p', String(memory.port), ...flags])
  const lines: string[] = []
  return new Promise<number>((ready, fail) => {
    child.on('error', (error) => fail(new Error(`postgres can't run: ${error.message}`)))
    child.on('exit', (code) =>
      fail(new Error(`postgres ended at once (${code}):\n${lines.slice(-20).join('\n')}`)),
    )
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) {
        options.log(line)
        lines.push(line)
        if (lines.length > 50) lines.shift()
      }
      if (text.includes('ready to accept connections')) ready(child.pid!)
    })
    child.stdout.resume()
  }).finally(() => {
    // The server must not keep this process alive; whoever wants it stopped disposes it.
    child.unref()
    for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref?: () => void }).unref?.()
  })
}

const urlOf = ({ memory }: Setting, database: string) =>
  `postgres://postgres:${memory.password}@127.0.0.1:${memory.port}/${database}`

/**
 * One session whose advisory lock says "in use". It falls with its process, however that ends, so no
 * file of process ids can lie about it.
 */
async function takeLease(setting: Setting): Promise<pg.Client> {
  const { options, dataDir } = setting
  const client = await connectPatiently(urlOf(setting, 'postgres'))
  client.on('error', (error) => options.log(`embedded PostgreSQL: ${error.message}`))
  const take = options.shared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock'
  for (let attempt = 0; attempt < 20; attempt++) {
    const { rows } = await client.query(`select ${take}($1) as taken`, [LEASE])
    if (rows[0].taken) return client
    await wait(100)
  }
  await client.end()
  throw new InUse(`another running process uses the database of ${dataDir}`)
}

async function connectPatiently(url: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      const { code } = error as { code?: string }
      const waits = code === '57P03' || code === 'ECONNREFUSED' || code === 'ECONNRESET' // starting, stopping
      if (!waits || attempt >= 100) throw error
      await wait(100)
    }
  }
}

async function haveDatabase({ options }: Setting, keeper: pg.Client): Promise<void> {
  const name = options.database ?? 'postgres'
  const { rowCount } = await keeper.query('select from pg_database where datname = $1', [name])
  if (rowCount === 0) await keeper.query(`create database ${keeper.escapeIdentifier(name)}`)
}

function handle(setting: Setting, first: Running): Embedded {
  const { options, place, dataDir } = setting
  const kept = keepUp(first, {
    alarm: options.alarm ?? options.log,
    ...(options.pausesMs && { pausesMs: options.pausesMs }),
    ...(!options.shared && { recover: (pid, stubborn) => recover(setting, pid, stubborn) }),
  })
  let disposing: Promise<void> | undefined
  const finish = async () => {
    await kept.stop(async ({ keeper }) => !options.shared || (await lastOneOut(keeper)))
    if (!options.temporary) return
    for (const folder of [dataDir, place.away]) folder && rmSync(folder, { recursive: true, force: true })
  }
  const dispose = () => {
    disposing ??= finish()
    return disposing
  }
  const url = urlOf(setting, options.database ?? 'postgres')
  return {
    ...{ url, cluster: place.cluster, state: kept.state, dispose, [Symbol.asyncDispose]: dispose },
    get pid() {
      return kept.pid()
    },
  }
}

async function lastOneOut(keeper: pg.Client): Promise<boolean> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [LEASE])
    const { rows } = await keeper.query('select pg_try_advisory_lock($1) as alone', [LEASE])
    return rows[0].alone
  } catch {
    return false // it is gone already
  }
}

async function isFree(port: number): Promise<boolean> {
  return port > 0 && (await listen(port).catch(() => 0)) === port
}

const freePort = () => listen(0)

function listen(port: number): Promise<number> {
  const { promise, resolve: done, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.on('error', reject)
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => done(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}
