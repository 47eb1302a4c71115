import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import type { Endpoint } from '#core/contract.ts'
import { assertClear, knock } from './knock.ts'
import { naughtyTexts, naughtyValues } from './naughty.ts'
import { damaged, fitting } from './shapes.ts'
import { everyDoor, makeStage, realIds, type Stage } from './stage.ts'

/**
 * Tries for each endpoint and caller; for a long night `FUZZ_RUNS=200 npm test -- hardening/fuzz --test-timeout=7200000`,
 * with another `FUZZ_SEED`, and seconds for each endpoint in `FUZZ_SECONDS`.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? 10)
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 20)
const SEED = Number(process.env.FUZZ_SEED ?? 20260302)
const WHO = ['anonymous', 'clerk', 'county', 'director', 'finance']

let stage: Stage
let ids: string[]
const met = new Map<number, number>()
before(async () => {
  stage = await makeStage()
  ids = await realIds(stage)
})
after(() => stage.node.dispose())

const partOf = (schema: z.ZodType | undefined) =>
  schema
    ? fc.oneof(
        { weight: 3, arbitrary: fitting(schema, ids) },
        { weight: 2, arbitrary: damaged(fitting(schema, ids), naughtyValues) },
      )
    : fc.constant(undefined)

const piece = (value: unknown): string => {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value) ?? '')
  return encodeURIComponent(text.toWellFormed().slice(0, 3_000))
}

function addressFor(endpoint: Endpoint, params: unknown, query: unknown): string {
  const given = (params ?? {}) as Record<string, unknown>
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => piece(given[name]) || 'x')
  const pairs = Object.entries((query ?? {}) as Record<string, unknown>).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `${piece(key)}=${piece(each)}`),
  )
  return `/api${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

async function tryDoor(name: string, endpoint: Endpoint): Promise<void> {
  const input = fc.tuple(
    fc.constantFrom(...WHO),
    partOf(endpoint.params),
    partOf(endpoint.query),
    partOf(endpoint.body),
  )
  const property = fc.asyncProperty(input, async ([who, params, query, body]) => {
    const sent = endpoint.body ? JSON.stringify(body) : undefined
    const path = addressFor(endpoint, params, query)
    const heard = await knock(stage.node, stage.callers[who] ?? null, {
      method: endpoint.method,
      path,
      ...(sent !== undefined && { body: sent }),
    })
    met.set(heard.status, (met.get(heard.status) ?? 0) + 1)
    assertClear(heard, `${who} ${name} ${endpoint.method} ${path.slice(0, 400)} ${sent?.slice(0, 600) ?? ''}`)
  })
  await fc.assert(property, {
    numRuns: RUNS * WHO.length,
    seed: SEED,
    interruptAfterTimeLimit: SECONDS * 1_000,
  })
}

test('whatever is sent to an endpoint, by whomever, the answer is clear', {
  timeout: RUNS * 60_000,
}, async (t) => {
  const failed: string[] = []
  for (const { name, endpoint } of everyDoor(stage)) {
    await tryDoor(name, endpoint).catch((error: Error) => failed.push(`${name}: ${causeOf(error)}`))
  }
  t.diagnostic(JSON.stringify(Object.fromEntries([...met].sort(([a], [b]) => a - b))))
  assert.equal(failed.length, 0, `\n${failed.join('\n\n')}`)
})

const causeOf = (error: Error): string =>
  ((error.cause as Error | undefined)?.message ?? error.message).slice(0, 2_000)

test('naughty texts as parts of an address', { timeout: RUNS * 30_000 }, async () => {
  const doors = everyDoor(stage).filter(({ endpoint }) => endpoint.params && endpoint.kind === 'query')
  const texts = naughtyTexts.filter((_, i) => RUNS > 50 || i % 3 === 0)
  for (const { name, endpoint } of doors) {
    for (const text of [...texts, '%00', '%2f%2f', '00000000-0000-0000-0000-000000000000']) {
      // A part that is only dots is taken out of an address before it is sent.
      const bare = /^%(00|2)/.test(text) ? text : piece(text).replace(/^\.+$/, '%2e')
      const path = `/api${endpoint.path.replace(/\{\w+\}/g, bare || 'x')}`
      assertClear(
        await knock(stage.node, stage.callers.clerk ?? null, { path }),
        `${name} ${path.slice(0, 300)}`,
      )
    }
  }
})
