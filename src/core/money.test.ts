import fc from 'fast-check'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { floorTo, formatFen, MAX_FEN, minFen, parseYuan, shareBp, splitByLargestRemainder } from './money.ts'

const anyFen = fc.bigInt({ min: 0n, max: MAX_FEN })

test('amounts are read as people type them', () => {
  const read: [string, bigint][] = [
    ['1,234.5', 123_450n],
    ['１，２３４．５元', 123_450n],
    ['¥ 300', 30_000n],
    ['￥300元', 30_000n],
    ['360万元', 360_000_000n],
    ['94.94 万元', 94_940_000n],
    ['12.3万', 12_300_000n],
    ['1.2 亿元', 12_000_000_000n],
    ['0.000001万元', 1n],
    ['0', 0n],
    ['10,000,000,000,000', MAX_FEN],
  ]
  for (const [text, fen] of read) assert.equal(parseYuan(text), fen, text)
})

test('what is no exact amount is refused', () => {
  const refused = [
    '',
    ' ',
    '元',
    '万元',
    '-3',
    '+3',
    '12.345',
    '12.340',
    '1,23',
    '1,2345',
    '12,34.5',
    '.5',
    '1.',
    '1e5',
    '0x10',
  ]
  const more = [
    '②',
    '½',
    '一百',
    '١٢٣',
    '1 234',
    '1.2.3',
    'NaN',
    'Infinity',
    '10万万',
    '10,000,000,000,000.01',
    '9'.repeat(39),
  ]
  for (const text of [...refused, ...more, '0.0000001万元']) assert.equal(parseYuan(text), null, text)
})

test('amounts are written exactly', () => {
  assert.equal(formatFen(123_450n), '1,234.50 元')
  assert.equal(formatFen(5_000_000n), '50,000 元')
  assert.equal(formatFen(5_000_000n, { fixed: true, bare: true }), '50,000.00')
  assert.equal(formatFen(94_940_000n, { unit: '万元' }), '94.94 万元')
  assert.equal(formatFen(1n, { unit: '亿元' }), '0.0000000001 亿元')
  assert.equal(formatFen(94_940_000n, { unit: '万元', locale: 'en' }), 'CNY 949,400')
  assert.equal(formatFen(-5n), '-0.05 元')
  assert.equal(formatFen(0n), '0 元')
})

test('property: what is written is read back as the same amount, in every unit', () => {
  fc.assert(
    fc.property(anyFen, fc.constantFrom('元', '万元', '亿元'), fc.boolean(), (fen, unit, fixed) => {
      assert.equal(parseYuan(formatFen(fen, { unit: unit as '元', fixed })), fen)
    }),
  )
})

test('property: parts sum to the total, and none is a fen or more from its share', () => {
  fc.assert(
    fc.property(anyFen, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }), (total, weights) => {
      fc.pre(weights.some((weight) => weight > 0))
      const parts = splitByLargestRemainder(total, weights)
      const sum = BigInt(weights.reduce((a, b) => a + b, 0))
      assert.equal(
        parts.reduce((a, b) => a + b, 0n),
        total,
      )
      for (const [at, part] of parts.entries()) {
        const off = part * sum - total * BigInt(weights[at] ?? 0)
        assert.ok(off > -sum && off < sum)
      }
    }),
  )
  assert.deepEqual(splitByLargestRemainder(100n, [1, 1, 1]), [34n, 33n, 33n])
  assert.throws(() => splitByLargestRemainder(1n, [0, 0]), RangeError)
})

test('shares round down, and so does a step', () => {
  assert.equal(shareBp(333n, 5_000), 166n)
  assert.equal(shareBp(1n, 9_999), 0n)
  assert.equal(floorTo(1_999_999n, 1_000_000n), 1_000_000n)
  assert.equal(minFen(5n, 3n, 4n), 3n)
  assert.throws(() => shareBp(-1n, 5_000), RangeError)
  assert.throws(() => floorTo(1n, 0n), RangeError)
})

const naughty = process.env.XIECHUANG_TEST_DATA && join(process.env.XIECHUANG_TEST_DATA, '11_conformance')
const list = naughty && join(naughty, 'blns', 'blns.json')
const skip =
  list && existsSync(list)
    ? false
    : 'XIECHUANG_TEST_DATA does not name a folder with the big list of naughty strings'

test('naughty strings are amounts only when a person would say so', { skip }, () => {
  const strings: string[] = JSON.parse(readFileSync(list || '', 'utf8'))
  const taken = strings.filter((text) => parseYuan(text) !== null)
  for (const text of taken) assert.match(text, /^[0-9０-９][0-9０-９,]*(\.[0-9]{1,2})?$/)
})
