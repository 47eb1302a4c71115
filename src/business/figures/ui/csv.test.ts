import assert from 'node:assert/strict'
import { test } from 'node:test'
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
