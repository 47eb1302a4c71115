import { mkdirSync } from 'node:fs'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { type Actor, thePublic } from '#core/actor.ts'
import type { CallInput, Endpoint, ReturnsOf } from '#core/contract.ts'
import { connect, type Database } from '#core/db.ts'
import { serveWeb } from '#core/assets.ts'
import type { Door } from '#core/command.ts'
import type { Config } from '#core/env.ts'
import { createHttp, type Raw, type Reads } from '#core/http.ts'
import { houseModule } from '#core/house.ts'
import { startJobs } from '#core/jobs.ts'
import { createLog, type Log } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { migrate } from '#core/migrate.ts'
import type { Module } from '#core/module.ts'
import { type Embedded, startEmbedded } from '#core/postgres.ts'
import { type Clock, systemClock } from '#core/time.ts'
import type { Auth } from '#platform/identity/index.ts'
import { readPack } from '#business/community/index.ts'
import { type StoryClock, storyClock } from '#business/demo/index.ts'
import { loadCommunity, modulesOf } from './modules.ts'

export type NodeParts = {
  clock?: Clock
  log?: Log
  background?: boolean
  poolSize?: number
  /** How long one statement of a page's reads may take. */
  readLimitMs?: number
  /** Folder of the built pages; without it the node serves its interface only. */
  web?: string
}

/** Longer than any page takes on a busy machine (its aim is 150 ms), shorter than a person waits. */
const READ_LIMIT_MS = 15_000

export type CallAs = { actor?: Actor; now?: Temporal.Instant; key?: string }

/** One region node, or several regions in one: a value that can be disposed. */
export type Node = AsyncDisposable & {
  config: Config
  database: Database
  app: Hono
  clock: Clock
  log: Log
  modules: readonly Module[]
  door: Door
  auth: Auth
  /** The time by which the node's own jobs live. */
  story: StoryClock
  /** Calls an endpoint inside the process, through the same checks and the same door; times and amounts as on the wire's far side. */
  call: <E extends Endpoint>(endpoint: E, input: CallInput<E>, as?: CallAs) => Promise<ReturnsOf<E>>
  listen: (port?: number) => Promise<string>
  dispose: () => Promise<void>
}

/**
 * Builds a node: database, migrations, the community pack, modules, routes.
 * @throws Error when the database can't be reached, or the pack doesn't fit it
 */
export async function createNode(config: Config, parts: NodeParts = {}): Promise<Node> {
  const log = parts.log ?? createLog()
  const clock = parts.clock ?? systemClock
  // PostgreSQL's own account must reach its folder inside; secrets and files are closed themselves.
  mkdirSync(config.dataDir, { recursive: true, mode: 0o711 })
  const closers: (() => Promise<void>)[] = []
  const dispose = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const server = config.databaseUrl ? null : await embedded(config, log, closers)
    const url = config.databaseUrl ?? (server as Embedded).url
    await migrate(url, { log: (line) => log.info(line) })
    const max = parts.poolSize ?? 20
    const limitMs = parts.readLimitMs ?? READ_LIMIT_MS
    const database = connect(url, { max })
    closers.push(database.dispose)
    const reads = connect(url, { max, statementLimitMs: limitMs })
    closers.push(reads.dispose)
    return await assemble({
      config,
      log,
      clock,
      database,
      reads: { db: reads.db, limitMs },
      server: server?.state,
      closers,
      dispose,
      background: parts.background ?? true,
      web: parts.web,
    })
  } catch (error) {
    await dispose()
    throw error
  }
}

async function embedded(config: Config, log: Log, closers: (() => Promise<void>)[]): Promise<Embedded> {
  const { dataDir } = config
  const server = await startEmbedded({
    dataDir,
    log: (line) => log.info(line),
    alarm: (line) => log.error(line),
  })
  closers.push(server.dispose)
  return server
}

type Built = {
  config: Config
  log: Log
  clock: Clock
  database: Database
  reads: Reads
  server: Embedded['state'] | undefined
  closers: (() => Promise<void>)[]
  dispose: () => Promise<void>
  background: boolean
  web: string | undefined
}

async function assemble(built: Built): Promise<Node> {
  const { config, log, clock, database, reads, server, closers, dispose } = built
  const place = {
    dataDir: config.dataDir,
    url: config.url,
    demo: config.demo,
    mails: config.smtpUrl !== null,
  }
  const measures = createMeasures()
  const { modules, actorOf, auth } = await modulesOf({ config, database, clock, log })
  const all = [...modules, houseModule({ modules, database, measures, url: config.url, server })]
  const { app, door, dispatch } = createHttp({
    database,
    reads,
    server,
    modules: all,
    actorOf,
    clock,
    place,
    log,
    measures,
  })
  if (built.web) app.use(serveWeb(built.web))
  const names = new Map(
    all.flatMap((mod) => Object.entries(mod.contract).map(([key, e]) => [e, `${mod.name}.${key}`])),
  )
  const call: Node['call'] = async (endpoint, input, as = {}) => {
    const name = names.get(endpoint)
    if (!name) throw new Error(`no module mounts ${endpoint.path}`)
    const found = await dispatch(
      name,
      { actor: as.actor ?? thePublic, now: as.now ?? clock.now(), key: as.key },
      wireInput(endpoint, input),
    )
    const body = found instanceof Response ? await found.json() : found
    return endpoint.returns.parse(body) as never
  }
  const story = await storyClock(database, clock, config.demo)
  const node: Node = {
    config,
    database,
    app,
    clock,
    log,
    modules: all,
    door,
    auth,
    story,
    call,
    listen: (port = config.port) => listen(app, config, port, closers),
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
  await loadCommunity(readPack(config.community), { database, door, clock })
  if (built.background)
    closers.push((await startJobs({ database, door, place, clock: story, log }, clock)).dispose)
  return node
}

/** A caller inside the process gives values as a browser would send them. */
function wireInput(endpoint: Endpoint, input: { params?: unknown; query?: unknown; body?: unknown }): Raw {
  return {
    ...input,
    body: endpoint.body && input.body !== undefined ? endpoint.body.encode(input.body as never) : undefined,
  }
}

/** Loopback only, unless a public address was given: a demo node signs anyone in. */
async function listen(
  app: Hono,
  config: Config,
  port: number,
  closers: (() => Promise<void>)[],
): Promise<string> {
  const open = config.publicUrl
  const first = await bind(app, port, open ? undefined : '127.0.0.1', closers)
  if (!open) await bind(app, first, '::1', closers).catch(() => undefined)
  return open ? config.url : `http://localhost:${first}`
}

function bind(
  app: Hono,
  port: number,
  hostname: string | undefined,
  closers: (() => Promise<void>)[],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, ...(hostname ? { hostname } : {}) }, (info) =>
      resolve(info.port),
    )
    server.on('error', reject)
    closers.push(
      () =>
        new Promise((done) => {
          server.close(() => done())
          if ('closeAllConnections' in server) server.closeAllConnections()
        }),
    )
  })
}
