import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '#test/database.ts'
import { Line, Paragraphs, SEEN } from './contract.ts'

const database = await testDatabase()
after(database.dispose)

const JOINERS = ['\u200c', '\u200d']
const every = Array.from({ length: 0x11_0000 - 0x800 }, (_, at) =>
  String.fromCodePoint(at < 0xd800 ? at : at + 0x800),
)

/** Letters and marks that show nothing, a blank that is no space, and the two that break a line where no newline stands. */
const BLANK = ['\u034f', '\u115f', '\u1160', '\u2028', '\u2029', '\u2800', '\u3164', '\uffa0']

test('of all signs a line refuses exactly those that nobody sees, and paragraphs allow tab and newline', () => {
  const unseen = every.filter((sign) => /[\p{Cc}\p{Cf}]/u.test(sign) || BLANK.includes(sign))
  assert.deepEqual(
    every.filter((sign) => !SEEN.line.test(sign)),
    unseen,
  )
  assert.deepEqual(
    every.filter((sign) => !SEEN.paragraphs.test(sign)),
    unseen.filter((sign) => !/[\t\n\r\x80-\x9f]/.test(sign)),
  )
})

test('a joiner stands behind a sign that it can join, and nowhere else', () => {
  const both = (text: string) => [SEEN.line.test(text), SEEN.paragraphs.test(text)]
  for (const text of [
    '👩\u200d🔬',
    '🏳\ufe0f\u200d🌈',
    'می\u200cخواهم',
    'ক্\u200dষ',
    'ᠮᠣᠩᠭᠣᠯ',
    '葛\u{e0100}城',
  ])
    assert.deepEqual(both(text), [true, true], JSON.stringify(text))
  for (const text of [
    '\u200d\u200d',
    '\u200c甲',
    '甲\u200d乙',
    '甲乙\u200c',
    'a\u200db',
    '👩\u200d\u200c',
    ' \u200d',
  ])
    assert.deepEqual(both(text), [false, false], JSON.stringify(text))
})

test('what the door lets in, the database lets in', async () => {
  const sign = fc.constantFrom(...every.filter((_, at) => at < 0x3000), '京', '👩', ...JOINERS)
  const texts = fc.array(fc.string({ unit: sign, maxLength: 8 }), { minLength: 200, maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(texts, async (given) => {
      // As the door hands it on: trimmed.
      const passed = given.flatMap((text) =>
        [Line(20, 0), Paragraphs(20, 0)].flatMap((schema) => schema.safeParse(text).data ?? []),
      )
      const { rows } = await database.pool.query(
        'select written from unnest($1::text[]) written where not is_seen(written)',
        [passed],
      )
      assert.deepEqual(rows, [])
    }),
    { numRuns: 20 },
  )
  const { rows } = await database.pool.query(
    `select count(*)::int as refused from unnest(array[U&'\\202A', U&'\\202E', U&'\\2066', U&'\\2069', U&'\\200B', U&'\\FEFF',
      U&'\\3164', U&'\\2028', U&'\\200D']) sign
      where not is_seen('甲' || sign || '乙')`,
  )
  assert.equal(rows[0]?.refused, 9)
})
