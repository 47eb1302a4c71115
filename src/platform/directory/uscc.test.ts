import fc from 'fast-check'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isUscc, makeUscc, normaliseUscc, readUscc } from './uscc.ts'

/** Four public codes and six that belong to nobody. */
const VALID = [
  '12100000400000624D',
  '91110000802100433B',
  '914403001922038216',
  '91350100M000100Y43',
  '91130100MA0000015F',
  '91110108MA0000023M',
  '12120116MB0000035T',
  '93130632MF00000485',
  '91130973MA0YYYYY0P',
  '911302070000000006',
]
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

test('both checks hold for real and made-up codes; the last character is any of 31', () => {
  for (const code of VALID) assert.ok(isUscc(code), code)
  assert.ok(!/[0-9X]$/.test('12100000400000624D'))
})

test('any one character changed makes the code invalid', () => {
  for (const code of VALID) {
    for (let at = 0; at < 18; at++) {
      for (const other of ALPHABET) {
        const changed = code.slice(0, at) + other + code.slice(at + 1)
        if (other !== code[at]) assert.equal(isUscc(changed), false, `${code} → ${changed}`)
      }
    }
  }
})

test('codes are read as people type them', () => {
  assert.equal(normaliseUscc('　９１１１００００８０２１００４３３ｂ '), '91110000802100433B')
  assert.equal(normaliseUscc('911100 00-8021 00433b'), '91110000802100433B')
  const reading = readUscc(' 12100000400000624d ')
  assert.ok(reading.ok)
  assert.deepEqual(reading.uscc, {
    code: '12100000400000624D',
    kind: 'public_institution',
    regionCode: '100000',
    organisationCode: '400000624',
  })
})

test('it says what is wrong, in both languages', () => {
  const fault = (text: string) => {
    const reading = readUscc(text)
    assert.ok(!reading.ok)
    assert.ok(reading.text.zh && reading.text.en)
    return reading.fault
  }
  assert.equal(fault(''), 'length')
  assert.equal(fault('91110000802100433'), 'length')
  assert.equal(fault('9111000080210O433B'), 'alphabet')
  assert.equal(fault('01110000802100433B'), 'leading')
  assert.equal(fault('9111A000802100433B'), 'region')
  assert.equal(fault('91110000802100533B'), 'organisation_check')
  assert.equal(fault('91110000802100433C'), 'check')
})

test('kinds by the leading pair', () => {
  const kindOf = (code: string) => {
    const reading = readUscc(code)
    return reading.ok && reading.uscc.kind
  }
  assert.equal(kindOf(makeUscc('110108', 7)), 'enterprise')
  assert.equal(kindOf(makeUscc('110108', 7, '11')), 'government')
  assert.equal(kindOf(makeUscc('110108', 7, '51')), 'social_group')
  assert.equal(kindOf(makeUscc('110108', 7, '93')), 'cooperative')
  assert.equal(kindOf(makeUscc('110108', 7, '59')), 'other')
})

test('property: made-up codes are valid and different; no text at all breaks the reader', () => {
  assert.equal(makeUscc('130100', 1), '91130100MA0000015F')
  fc.assert(fc.property(fc.nat(999_999), (seed) => isUscc(makeUscc('130100', seed))))
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => typeof readUscc(text).ok === 'boolean'))
  assert.equal(new Set(Array.from({ length: 500 }, (_, seed) => makeUscc('120116', seed))).size, 500)
  assert.throws(() => makeUscc('130100', 1_000_000), RangeError)
})

const folder = process.env.XIECHUANG_TEST_DATA && join(process.env.XIECHUANG_TEST_DATA, '05_enterprises')
const skip =
  !folder || !existsSync(folder) ? 'XIECHUANG_TEST_DATA does not name a folder with 05_enterprises' : false

test('100 real codes are accepted, 200 corrupted ones refused', { skip }, () => {
  const column = (name: string) => {
    const lines = readFileSync(join(folder || '', name), 'utf8')
      .trim()
      .split(/\r?\n/)
    return lines.slice(1).map((line) => line.split(',')[0] ?? '')
  }
  assert.deepEqual(
    column('uscc_valid.csv').filter((code) => !isUscc(code)),
    [],
  )
  assert.deepEqual(column('uscc_invalid.csv').filter(isUscc), [])
})
