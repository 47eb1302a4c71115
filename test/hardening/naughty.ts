import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'

const own = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '中\udc00文',
  '\u202e反向‮文字',
  '\u200b\u200d\ufeff',
  'Z̸̨̛̗̈́̈a̷̢̽l̶̡̈́g̶̛̀ơ̷̞'.repeat(20),
  '👩‍👩‍👧‍👦🏳️‍🌈𠮷𡃁',
  '￾￿',
  "'; drop table voucher; --",
  "' or '1'='1",
  '"; select pg_sleep(5); --',
  '{{7*7}}${7*7}<%= 7*7 %>#{7*7}',
  '<script>alert(1)</script>',
  "=cmd|'/c calc'!A1",
  '@SUM(1+1)',
  '../../../../etc/passwd',
  '%00%0a%0d',
  'a\r\nset-cookie: x=y',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '９９９',
  '٣',
  '99999999999999999999999999',
  '9223372036854775808',
  '2026-02-30',
  '-271821-04-21',
  '+275760-09-13T00:00:00Z',
  '2026-03-02T25:61:61+99:99',
  'undefined',
  'null',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  '\\',
  '%',
  '_',
  '长'.repeat(100_000),
]

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  [],
  {},
  [[]],
  { toString: 'x' },
  { catch: 'x' },
  ['__proto__'],
]

/** Ours, and the big list of naughty strings where its folder is given (MIT). */
export const naughtyTexts: readonly string[] = [...own, ...bigList()]
export const naughtyValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...naughtyTexts) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...values) },
)

function bigList(): string[] {
  const folder = process.env.XIECHUANG_TEST_DATA
  if (!folder) return []
  return JSON.parse(readFileSync(join(folder, '11_conformance/blns/blns.json'), 'utf8')) as string[]
}
