import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from './db.ts'
import type { Measures } from './metrics.ts'
import type { Module, RawRoutes, ToldRoute } from './module.ts'
import { openApi } from './openapi.ts'
import type { ServerState } from './postgres-keep.ts'
import { awayProblem, RETRY_SECONDS } from './problems.ts'
import { languageOf } from './text.ts'
import { policy, allow, mayAtAll } from './policy.ts'
import { coreRefusals } from './refusal.ts'

const housePolicy = policy({
  'house.health': [allow('public', 'any')],
  'house.interface': [allow('public', 'any')],
  'house.metrics': [allow('administrator', 'any'), allow('system', 'any')],
})

const TOLD = [
  {
    ...{ method: 'GET', path: '/api/health', allow: 'house.health', name: 'health' },
    summary: { zh: '平台与数据库是否正常', en: 'How it is with the node and its database' },
    returns: z.object({ status: z.string(), database: z.unknown().optional() }),
  },
  {
    ...{ method: 'GET', path: '/api/openapi.json', allow: 'house.interface', name: 'interface' },
    summary: { zh: '本说明', en: 'This description' },
    returns: z.looseObject({ openapi: z.string() }),
  },
  {
    ...{ method: 'GET', path: '/api/metrics', allow: 'house.metrics', name: 'metrics' },
    ...{ answers: 'text/plain', returns: z.string() },
    summary: { zh: '运行指标（Prometheus）', en: 'Measures for Prometheus' },
  },
] as const satisfies (ToldRoute & { allow: keyof typeof housePolicy })[]

export type HouseParts = {
  modules: readonly Module[]
  database: Database
  measures: Measures
  url: string
  /** How it is with the server that the node runs itself. */
  server?: (() => ServerState) | undefined
}

/** What the node tells of itself: health, the interface description, metrics. */
export function houseModule(parts: HouseParts): Module {
  const house: Module = {
    name: 'house',
    contract: {},
    handlers: {},
    raw: {
      paths: TOLD.map(({ method, path, allow }) => ({ method, path, allow })),
      told: TOLD,
      mount: (routes) => mountHouse({ ...parts, modules: [...parts.modules, house] }, routes),
    },
  }
  return house
}

function mountHouse(parts: HouseParts, { app, actorOf }: RawRoutes): void {
  const { modules, database, measures, url } = parts
  app.get('/api/health', async (c) => {
    const answered = await sql`select 1`.execute(database.db).then(
      () => true,
      () => false,
    )
    const server = parts.server?.()
    const of = server && { database: server }
    if (answered) return c.json({ status: 'ok', ...of })
    const { code, text } = awayProblem(languageOf(undefined), server?.is === 'given_up')
    const retry = String(RETRY_SECONDS[code as keyof typeof RETRY_SECONDS])
    return c.json({ status: code, text, ...of }, 503, { 'retry-after': retry })
  })
  app.get('/api/openapi.json', (c) => c.json(openApi(modules, url)))
  app.get('/api/metrics', async (c) => {
    const actor = await actorOf(c.req.raw.headers)
    const fromHere = c.req.header('authorization') === undefined && isLoopback(c)
    if (!fromHere && !mayAtAll(actor, 'house.metrics')) coreRefusals.refuse('not_found')
    return c.text(await measures.text())
  })
}

/** A scraper on the same machine needs no account. A proxy in front adds a forwarding header and is not one. */
function isLoopback(c: { env: unknown; req: { header: (name: string) => string | undefined } }): boolean {
  if (c.req.header('x-forwarded-for') || c.req.header('forwarded')) return false
  const address = (c.env as { incoming?: { socket?: { remoteAddress?: string } } })?.incoming?.socket
    ?.remoteAddress
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
}
