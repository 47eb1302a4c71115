import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { fitFirm } from '#test/community.ts'
import { fileOf, requested } from '#test/redemptions.ts'
import { knock } from './knock.ts'
import { type Caller, everyDoor, makeStage, type Stage } from './stage.ts'

/** Statements that one list may take, sign-in and access log included; what it shows decides nothing. */
const MOST = 8
const FIRMS = 18

let stage: Stage
let statements = 0
before(async () => {
  stage = await makeStage()
  const watched = new WeakSet<object>()
  stage.node.database.pool.on('acquire', (client: pg.PoolClient) => {
    if (watched.has(client)) return
    watched.add(client)
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      statements++
      return query(...args)
    }) as typeof client.query
  })
})
after(() => stage.node.dispose())

/** The node's own work (jobs, the feed) counts into whatever is asked beside it, so the least of some tries tells. */
async function leastOf(tries: number, caller: Caller | null, path: string) {
  let least: { statements: number; size: number } | undefined
  for (let i = 0; i < tries; i++) {
    statements = 0
    const heard = await knock(stage.node, caller, { path })
    if (heard.status !== 200) return undefined
    if (!least || statements < least.statements) least = { statements, size: heard.text.length }
  }
  return least
}

async function costs(): Promise<Map<string, { statements: number; size: number }>> {
  const found = new Map<string, { statements: number; size: number }>()
  for (const { name, endpoint } of everyDoor(stage)) {
    if (endpoint.kind !== 'query' || endpoint.path.includes('{')) continue
    for (const who of ['rival', 'county', 'director', 'provider']) {
      const path = `/api${endpoint.path}${endpoint.query ? '?limit=200' : ''}`
      const caller = stage.callers[who] ?? null
      const cost = await leastOf(3, caller, path)
      if (cost) found.set(`${name} as ${who}`, cost)
    }
  }
  return found
}

/** Nine more firms for each one, with all that a firm has. */
async function grow(): Promise<void> {
  const { node } = stage
  for (let i = 0; i < FIRMS; i++) {
    const now = node.clock.now()
    const firm = await node.database.db
      .transaction()
      .execute((tx) => fitFirm(tx, `安次示例企业${i}有限公司`, now))
    await requested(stage, firm)
    await fileOf(stage, stage.rival.owner)
  }
}

test('a list takes as many statements with ten times the rows, and not many', {
  timeout: 300_000,
}, async (t) => {
  const few = await costs()
  await grow()
  const many = await costs()
  const grown = [...many].filter(([name, { size }]) => size > 3 * (few.get(name)?.size ?? 0))
  assert.ok(grown.length >= 8, `lists grew: ${grown.map(([name]) => name).join(', ')}`)
  const worse = [...many].filter(([name, cost]) => cost.statements > (few.get(name)?.statements ?? 0))
  assert.deepEqual(
    worse.map(([name, cost]) => [name, few.get(name)?.statements, cost.statements]),
    [],
  )
  const dear = [...many].filter(([, cost]) => cost.statements > MOST)
  assert.deepEqual(dear, [])
  const worst = [...many].sort(([, a], [, b]) => b.statements - a.statements).slice(0, 5)
  t.diagnostic(worst.map(([name, cost]) => `${name}: ${cost.statements}`).join(', '))
})
