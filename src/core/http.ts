import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Actor } from './actor.ts'
import { type CommandCtx, createDoor, type Door, type Place } from './command.ts'
import type { Endpoint } from './contract.ts'
import { type Database, isAway, isFull, isTooSlow, type Reader } from './db.ts'
import { bytesOf, guard, idempotencyKeyOf } from './guard.ts'
import type { Log } from './log.ts'
import type { Measures } from './metrics.ts'
import type { Module } from './module.ts'
import type { ServerState } from './postgres-keep.ts'
import { mayAtAll } from './policy.ts'
import {
  awayProblem,
  fullProblem,
  noSuchMethod,
  noSuchPage,
  parseInput,
  problemOf,
  RETRY_SECONDS,
  slowProblem,
} from './problems.ts'
import { answer, type QueryCtx } from './query.ts'
import { coreRefusals } from './refusal.ts'
import { languageOf } from './text.ts'
import type { Clock } from './time.ts'

export type HttpParts = {
  database: Database
  /** What is read for a page, with a limit of time for each statement; without it reads have none. */
  reads?: Reads | undefined
  modules: readonly Module[]
  actorOf: (headers: Headers) => Promise<Actor>
  clock: Clock
  place: Place
  log: Log
  measures: Measures
  /** How it is with the server that the node runs itself. */
  server?: (() => ServerState) | undefined
}

export type Reads = { db: Reader; limitMs: number }
export type Call = { actor: Actor; now: Temporal.Instant; key?: string | undefined }
export type Raw = { params?: unknown; query?: unknown; body?: unknown }

const BODY_LIMIT = 1_000_000

/** Mounts the modules' contracts under /api, and gives the same dispatch to callers in the process. */
export function createHttp(parts: HttpParts) {
  const door = createDoor(parts.database, parts.place)
  const app = new Hono()
  const dispatch = dispatcher(parts, door)
  app.onError((error, c) => problemAnswer(parts, c, error))
  app.use('/api/*', guard(parts.place.url))
  for (const mod of parts.modules) {
    mod.raw?.mount({ app, door, ...parts })
    for (const [key, endpoint] of Object.entries(mod.contract))
      mountEndpoint(parts, app, dispatch, `${mod.name}.${key}`, endpoint)
  }
  const methodsAt = methodsOf(parts.modules)
  app.all('/api/*', (c) => notMounted(c, methodsAt(c.req.path)))
  app.notFound((c) => problemJson(noSuchPage(languageOf(c.req.header('accept-language')))))
  return { app, door, dispatch }
}

/** Which methods an address knows, for those who came with another one. */
function methodsOf(modules: readonly Module[]): (path: string) => string[] {
  const shapeOf = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replace(/\*$/, '.+')}$`)
  const known = modules.flatMap((mod) => [
    ...Object.values(mod.contract).map((e) => ({ method: e.method, shape: shapeOf(`/api${e.path}`) })),
    ...(mod.raw?.paths ?? []).map((raw) => ({ method: raw.method, shape: shapeOf(raw.path) })),
  ])
  return (path) => [...new Set(known.filter(({ shape }) => shape.test(path)).map(({ method }) => method))]
}

function notMounted(c: Context, methods: readonly string[]): Response {
  const language = languageOf(c.req.header('accept-language'))
  if (methods.length === 0) return problemJson(noSuchPage(language))
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  const answer = problemJson(noSuchMethod(language))
  answer.headers.set('allow', allow)
  return answer
}

export type Dispatch = (name: string, call: Call, raw: Raw) => Promise<unknown>

/** Parses, then asks or goes through the door. Answers are wire JSON. */
function dispatcher(parts: HttpParts, door: Door): Dispatch {
  const { database, place } = parts
  const known = new Map<string, { mod: Module; key: string }>(
    parts.modules.flatMap((mod) =>
      Object.keys(mod.contract).map((key) => [`${mod.name}.${key}`, { mod, key }] as const),
    ),
  )
  return async (name, call, raw) => {
    const found = known.get(name)
    if (!found) throw new Error(`no endpoint ${name}`)
    const endpoint = found.mod.contract[found.key] as Endpoint
    const handler = found.mod.handlers[found.key] as (
      ctx: QueryCtx | CommandCtx,
      input: unknown,
    ) => Promise<unknown>
    // Who may not at all is told so by the door itself, whatever was sent.
    const input = mayAtAll(call.actor, endpoint.allow) ? parsed(endpoint, raw) : null
    if (endpoint.kind === 'query') {
      const handle = (ctx: QueryCtx) => handler(ctx, input)
      const reader = parts.reads?.db
      return answer(database, place, {
        ...{ name, endpoint: endpoint as Endpoint<'query'>, handle, reader },
        ...call,
      })
    }
    const lane = (input && (await found.mod.lanes?.[found.key]?.(database.db, input as never))) ?? null
    const handle = (ctx: CommandCtx) => handler(ctx, input)
    const answered = await door.run({
      name,
      endpoint: endpoint as Endpoint<'command'>,
      ...call,
      input,
      lane,
      handle,
    })
    return answered.hit ? new Response(JSON.stringify(answered.body), { headers: hitHeaders }) : answered.body
  }
}

const parsed = (endpoint: Endpoint, raw: Raw) => ({
  params: parseInput(endpoint.params, raw.params, 'params'),
  query: parseInput(endpoint.query, raw.query ?? {}, 'query'),
  body: parseInput(endpoint.body, raw.body, 'body'),
})

const hitHeaders = { 'content-type': 'application/json', 'idempotency-hit': 'true' }

function mountEndpoint(
  parts: HttpParts,
  app: Hono,
  dispatch: Dispatch,
  name: string,
  endpoint: Endpoint,
): void {
  const path = `/api${endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`
  app.on(endpoint.method, path, async (c) => {
    const end = parts.measures.start(name)
    let status = 500
    try {
      const actor = await parts.actorOf(c.req.raw.headers)
      const call = { actor, now: parts.clock.now(), key: idempotencyKeyOf(c) }
      const body = endpoint.body ? await readBody(c) : undefined
      const result = await dispatch(name, call, { params: c.req.param(), query: c.req.query(), body })
      status = 200
      return result instanceof Response ? result : c.json(result as never)
    } catch (error) {
      const response = problemAnswer(parts, c, error)
      status = response.status
      return response
    } finally {
      end(status)
    }
  })
}

/** @throws Refusal body_too_large, body_malformed */
async function readBody(c: Context): Promise<unknown> {
  const bytes = await bytesOf(c.req.raw, BODY_LIMIT)
  if (bytes.byteLength === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return coreRefusals.refuse('body_malformed')
  }
}

/** The log names the address's pattern: the address itself may carry a token. */
function problemAnswer(parts: HttpParts, c: Context, error: unknown): Response {
  const request = crypto.randomUUID().slice(0, 8)
  const language = languageOf(c.req.header('accept-language'))
  if (isAway(error)) {
    parts.log.warn({ path: routePath(c), why: (error as Error).message }, 'database away')
    return problemJson(awayProblem(language, parts.server?.().is === 'given_up'))
  }
  if (isFull(error)) {
    parts.log.error({ path: routePath(c), why: (error as Error).message }, 'no room left')
    return problemJson(fullProblem(language))
  }
  if (isTooSlow(error) && parts.reads) {
    parts.log.warn({ path: routePath(c), limitMs: parts.reads.limitMs }, 'read stopped at its limit of time')
    return problemJson(slowProblem(language, parts.reads.limitMs))
  }
  const body = problemOf(error, language, request)
  if (body.status >= 500) parts.log.error({ request, path: routePath(c), error }, 'defect')
  return problemJson(body)
}

function problemJson(body: { status: number; code: string }): Response {
  const retry = RETRY_SECONDS[body.code as keyof typeof RETRY_SECONDS]
  return new Response(JSON.stringify(body), {
    status: body.status as ContentfulStatusCode,
    headers: {
      'content-type': 'application/problem+json',
      ...(retry && { 'retry-after': String(retry) }),
      ...(body.status === 401 && { 'www-authenticate': 'Session realm="Xiechuang"' }),
    },
  })
}
