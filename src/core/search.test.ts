import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type TestDatabase, testDatabase } from '#test/database.ts'
import { fold, holdsAll, piecesOf, wordsOf } from './words.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(async () => database?.dispose())

/** What the database finds, pair by pair. */
async function found(pairs: readonly (readonly [name: string, typed: string])[]): Promise<boolean[]> {
  const { rows } = await database.pool.query(
    `select search_words(name) @@ search_query(typed) as hit
       from unnest($1::text[], $2::text[]) with ordinality as t(name, typed, at) order by at`,
    [pairs.map(([name]) => name), pairs.map(([, typed]) => typed)],
  )
  return rows.map(({ hit }) => hit)
}

/** Plain substrings, without a pair or an index. */
const plain = (name: string, typed: string): boolean => {
  const even = (text: string) => text.normalize('NFKD').toLowerCase()
  const words = even(typed).split(/\s+/).filter(Boolean)
  return words.length > 0 && words.every((word) => even(name).includes(word))
}

const NAUGHTY = [
  '示例科技（天津）有限公司',
  '示例科技(天津)有限公司',
  'ＡＢＣ１２３实验室',
  'abc123实验室',
  '100%纯_净水',
  'O\'Neil & Söhne \\ "株"',
  '𠮷野家𠮷',
  '👩‍🔬的实验室',
  'aaaaaaab',
  '哈哈哈哈',
  '冀券-2026-000017',
  '91130000MA0A1B2C3D',
  '京 津　冀',
  'Ångström',
  '㈱テスト',
  ':* & | ! <-> ()',
  '—',
  `${'ab'.repeat(17)}c${'ab'.repeat(9)}`,
]

test('names are found by what stands in them, as plain substrings are: every part of every naughty name', async () => {
  const parts = NAUGHTY.flatMap((name) => {
    const characters = Array.from(name)
    const lengths = [1, 2, 3, 5, 17, 18, 33, 34, 36, characters.length]
    return lengths.flatMap((length) => characters.map((_, at) => characters.slice(at, at + length).join('')))
  })
  const pairs = NAUGHTY.flatMap((name) => [...new Set(parts)].map((part) => [name, part] as const))
  const hits = await found(pairs)
  const wrong = pairs.filter(([name, part], at) => hits[at] !== plain(name, part))
  assert.deepEqual(wrong, [])
  assert.ok(hits.filter(Boolean).length > 300, 'parts were found')
})

test('the database, the memory and a plain substring find the same', async () => {
  const piece = fc.constantFrom(
    ...[
      '京',
      '津',
      '津京',
      '京津冀',
      '科技',
      '技',
      'a',
      'A',
      'Ａ',
      'ab',
      '1',
      '１',
      '00',
      '-',
      '%',
      '_',
      '\\',
      "'",
    ],
    ...['"', ' ', '　', '（', '(', '𠮷', '👩', '\u200d', 'é', ':', '*', '&', '<->'],
  )
  const name = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  const typed = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
  const part = fc.tuple(name, fc.nat(12), fc.nat(5)).map(
    ([whole, from, length]) =>
      [
        whole,
        Array.from(whole)
          .slice(from, from + length)
          .join(''),
      ] as const,
  )
  const pairs = fc.array(fc.oneof(fc.tuple(name, typed), part), { minLength: 100, maxLength: 100 })
  await fc.assert(
    fc.asyncProperty(pairs, async (asked) => {
      const hits = await found(asked)
      for (const [at, [whole, word]] of asked.entries()) {
        const expected = plain(whole, word)
        assert.equal(hits[at], expected, `the database: ${JSON.stringify([whole, word])}`)
        const words = wordsOf(word)
        assert.equal(
          words.length > 0 && holdsAll(words, whole),
          expected,
          `memory: ${JSON.stringify([whole, word])}`,
        )
      }
    }),
    { numRuns: 40 },
  )
})

test('a word that is written again and again is asked once', async () => {
  const { rows } = await database.pool.query('select numnode(search_query($1)) as nodes', ['1 '.repeat(50)])
  assert.equal(rows[0]?.nodes, 1)
})

test('a long word asks each pair between once, and no more than half of the others', async () => {
  const asked = async (typed: string) => {
    const { rows } = await database.pool.query('select search_query($1)::text as query', [typed])
    return rows[0]?.query.match(/'[^']+'/g) as string[]
  }
  assert.equal((await asked('0'.repeat(100))).length, 51)
  assert.equal((await asked('冀券-2026-'.repeat(10))).length, 44)
  assert.deepEqual(await asked('京津冀科创'), ["'津冀'", "'科创'", "'京津'", "'冀科'", "'科创'"])
})

test('what searches by words is planned for the words: nothing of it stays prepared', async () => {
  const { pool } = database
  const client = await pool.connect()
  try {
    const holds = 'select 1 where search_words($2) @@ search_query($1)'
    for (let i = 0; i < 4; i++) await client.query(holds, ['津', '京津冀'])
    for (let i = 0; i < 4; i++) await client.query('select $1::int', [i])
    const { rows } = await client.query('select statement from pg_prepared_statements')
    assert.deepEqual(
      rows.map(({ statement }) => statement),
      ['select $1::int'],
    )
  } finally {
    client.release()
  }
})

test('a word does not run from one column into the next', async () => {
  const { rows } = await database.pool.query(
    `select search_words('京津', '冀') @@ search_query(typed) as hit from unnest(array['津冀', '京津 冀', '冀 津']) typed`,
  )
  assert.deepEqual(
    rows.map(({ hit }) => hit),
    [false, true, true],
  )
})

test('hits are marked where they stand, whatever their width and case', () => {
  const marked = (text: string, typed: string) =>
    piecesOf(text, wordsOf(typed))
      .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
      .join('')
  assert.equal(marked('示例ＡＢＣ（天津）公司', 'abc(天'), '示例[ＡＢＣ（天]津）公司')
  assert.equal(marked('𠮷野家㈱', '野家 株'), '𠮷[野家㈱]')
  assert.equal(marked('哈哈哈', '哈哈'), '[哈哈哈]')
  assert.equal(marked('京津冀', '沪'), '京津冀')
  assert.equal(fold('Straße'), fold('STRASSE'))
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
      (text, typed) => {
        const pieces = piecesOf(text, wordsOf(typed))
        assert.equal(pieces.map((one) => one.text).join(''), text)
      },
    ),
  )
})
