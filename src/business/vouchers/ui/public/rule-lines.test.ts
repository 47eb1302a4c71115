import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareRulebooks, parseRulebooks, rulebooksOn } from '../../browser.ts'
import { blank, fromHash, questionsOf, toHash } from './questions.ts'
import { ruleLines } from './rule-lines.ts'

const folder = join(import.meta.dirname, '../../../../../communities/jingjinji/rulebooks')
const books = parseRulebooks(
  readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))),
)

test('every rule that can differ between two versions has its line in plain words', () => {
  const wordless: string[] = []
  for (const one of books)
    for (const other of books) {
      const worded = new Set([...ruleLines(one), ...ruleLines(other)].map(({ key }) => key))
      wordless.push(...compareRulebooks(one, other).flatMap(({ path }) => (worded.has(path) ? [] : [path])))
    }
  assert.deepEqual([...new Set(wordless)], [])
})

test('no line is said twice, none is empty in either language', () => {
  for (const book of books) {
    const lines = ruleLines(book)
    assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length, book.id)
    for (const { key, what, says } of lines)
      for (const text of [what.zh, what.en, says.zh, says.en]) assert.ok(text.trim(), `${book.id} ${key}`)
  }
})

test('only what the rulebooks of the day ask is asked, and a ratio by its parts', () => {
  const today = rulebooksOn(books, '2026-03-02')
  assert.deepEqual(questionsOf(today, 'enterprise').slice(0, 4), [
    'staff',
    'revenueFen',
    'priorYearSalesFen',
    'priorYearRdFen',
  ])
  assert.ok(questionsOf(today, 'team').includes('sponsored'))
  assert.ok(!questionsOf(today, 'team').includes('staff'))
})

test('what is entered travels in the address and back, and nonsense is dropped', () => {
  const entered = {
    ...blank,
    applicant: 'team' as const,
    day: '2025-01-02',
    facts: { staff: 12, revenueFen: '1234500', goodRecord: false, registeredRegion: ['130000', '131000'] },
    service: 'testing',
    cross: false,
    contractFen: 20_000_000n,
  }
  assert.deepEqual(fromHash(`#${toHash(entered)}`), entered)
  assert.equal(toHash(blank), '')
  assert.deepEqual(
    fromHash(
      '#who=king&day=2025-99-99&staff=-3&revenueFen=1e9&registeredRegion=13.x&goodRecord=maybe&contract=0',
    ),
    blank,
  )
})
