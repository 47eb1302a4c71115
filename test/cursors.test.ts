import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { uuidv7 } from '#core/id.ts'
import { pageOf, placeCursor, placeOf } from '#core/page.ts'
import { InvalidInput, parseInput } from '#core/problems.ts'
import { testNode } from './node.ts'

const node = await testNode()
after(node.dispose)

const paged = node.modules.flatMap((mod) =>
  Object.entries(mod.contract).flatMap(([key, { path, query }]) =>
    query instanceof z.ZodObject && 'cursor' in query.shape
      ? [{ name: `${mod.name}.${key}`, path, query }]
      : [],
  ),
)
const FOREIGN = [
  'zzz',
  "';drop",
  '-1',
  '9'.repeat(40),
  'x'.repeat(300),
  `2026-13-45T99:99:99Z~${uuidv7()}`,
  `2026-02-31T00:00:00Z~${uuidv7()}`,
  `0000-01-01T00:00:00Z~${uuidv7()}`,
  `2026-02-01T00:00:00Z~${uuidv7()}~`,
  '2026-02-01T00:00:00Z~e1',
]
const said = {
  zh: '翻页标记无效，请从第一页重新查询。',
  en: 'This cursor is not one of ours; start again from the first page.',
}

test('a page is cut from one row more than asked, and its cursor is its last row’s', () => {
  const rows = ['a', 'b', 'c'].map((id) => ({ id }))
  assert.deepEqual(pageOf(rows, 2), { rows: rows.slice(0, 2), next: 'b' })
  assert.deepEqual(pageOf(rows, 3), { rows, next: null })
  assert.deepEqual(pageOf([], 3), { rows: [], next: null })
  assert.equal(pageOf(rows, 1, (row) => `at ${row.id}`).next, 'at a')
  const at = Temporal.Instant.from('2026-02-28T01:02:03.123456Z')
  const id = uuidv7()
  assert.deepEqual(placeOf(placeCursor(at, id)), { at: at.toString(), key: id })
  assert.deepEqual(placeOf(placeCursor(null, id)), { at: 'infinity', key: id })
})

test('no list takes a cursor that none of its pages gave, and says so in both languages', () => {
  assert.ok(paged.length >= 20, `${paged.length} lists`)
  for (const { name, query } of paged) {
    for (const cursor of FOREIGN) {
      assert.throws(
        () => parseInput(query, { cursor }, 'query'),
        (error) =>
          error instanceof InvalidInput &&
          isDeepStrictEqual(
            error.issues.filter(({ path }) => path === 'query.cursor'),
            [{ path: 'query.cursor', text: said }],
          ),
        `${name} took ${cursor.slice(0, 40)}`,
      )
    }
  }
})

test('who sends one is told at the door', async () => {
  for (const path of ['/api/notices', '/api/providers', `/api/timeline/budget/${uuidv7()}`]) {
    const answer = await node.app.request(`${path}?cursor=zzz`)
    const body = (await answer.json()) as { code: string; issues: unknown }
    assert.equal(answer.status, 422, path)
    assert.deepEqual(body.issues, [{ path: 'query.cursor', text: said }])
  }
})
