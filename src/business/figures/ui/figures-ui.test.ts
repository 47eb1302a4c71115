import assert from 'node:assert/strict'
import { test } from 'node:test'
import { burnPoints } from './burn-points.ts'
import { csvText, plainYuan } from './csv.ts'

test('a table becomes CSV that spreadsheets read as it is, and formulas stay text', () => {
  const text = csvText([
    ['单位', '金额'],
    ['甲,乙"丙"', '12.50'],
    ['=HYPERLINK("x")', '-3.00'],
  ])
  assert.equal(text, '\ufeff单位,金额\r\n"甲,乙""丙""",12.50\r\n"\'=HYPERLINK(""x"")",-3.00\r\n')
})

test('amounts are exact to the fen', () => {
  assert.deepEqual([0n, 5n, -150n, 123456789012n].map(plainYuan), ['0.00', '0.05', '-1.50', '1234567890.12'])
})

test('a burn-down starts with the whole budget and goes on through quiet months to the day of the figures', () => {
  const months = [
    { month: '2025-12', leftFen: 90n, paidFen: 1n },
    { month: '2026-02', leftFen: 60n, paidFen: 2n },
  ]
  assert.deepEqual(burnPoints(months, 100n, '2026-03-05'), [
    { day: '2025-12-01', leftFen: 100n, paidFen: 0n },
    { day: '2025-12-31', leftFen: 90n, paidFen: 1n },
    { day: '2026-01-31', leftFen: 90n, paidFen: 1n },
    { day: '2026-02-28', leftFen: 60n, paidFen: 3n },
    { day: '2026-03-05', leftFen: 60n, paidFen: 3n },
  ])
  assert.deepEqual(burnPoints([], 100n, '2026-03-05'), [])
})
