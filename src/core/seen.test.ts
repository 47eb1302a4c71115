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

test('of all signs a line refuses exactly those that nobody sees, and paragraphs allow tab and newline', () => {
  const unseen = every.filter((sign) => /[\p{Cc}\p{Cf}]/u.test(sign) && !JOINERS.includes(sign))
  assert.deepEqual(
    every.filter((sign) => !SEEN.line.test(sign)),
    unseen,
  )
  const refused = every.filter((sign) => !SEEN.paragraphs.test(sign))
  for (const sign of ['\u202a', '\u202e', '\u2066', '\u2069', '\u200b', '\u00ad', '\0', '\x7f'])
    assert.ok(refused.includes(sign), `U+${sign.codePointAt(0)?.toString(16)}`)
  assert.deepEqual(
    ['\t', '\n', ...JOINERS, 'é', '券'].filter((sign) => refused.includes(sign)),
    [],
  )
})

test('what the door lets in, the database lets in', async () => {
  const sign = fc.constantFrom(...every.filter((_, at) => at < 0x3000), '京', '👩', ...JOINERS)
  const texts = fc.array(fc.string({ unit: sign, maxLength: 8 }), { minLength: 200, maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(texts, async (given) => {
      const written = given.map((text) => text.replaceAll('\0', ''))
      const { rows } = await database.pool.query(
        'select is_seen(written) as seen from unnest($1::text[]) with ordinality as t(written, at) order by at',
        [written],
      )
      for (const [at, text] of written.entries())
        if (Line(20, 0).safeParse(text).success || Paragraphs(20, 0).safeParse(text).success)
          assert.equal(rows[at]?.seen, true, JSON.stringify(text))
    }),
    { numRuns: 20 },
  )
  const { rows } = await database.pool.query(
    `select count(*)::int as refused from unnest(array[U&'\\202A', U&'\\202E', U&'\\2066', U&'\\2069', U&'\\200B', U&'\\FEFF']) sign
      where not is_seen('甲' || sign || '乙')`,
  )
  assert.equal(rows[0]?.refused, 6)
})
