import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeUscc } from '#platform/directory/uscc.ts'
import { differences, faultOf, takenBack } from './rules.ts'

test('pure rules: what differs, and who loses what', () => {
  assert.deepEqual(takenBack([120n, 60n], 0n, 80n), [20n, 60n])
  assert.deepEqual(takenBack([120n, 60n], 80n, 100n), [20n, 0n])
  const facts = {
    ...{
      code: '',
      number: '26000000000000000001',
      kind: 'blue' as const,
      issuedOn: '2026-11-20',
      totalFen: 1n,
    },
    ...{
      sellerCode: makeUscc('120104', 2),
      sellerName: '天津示例大学',
      buyerCode: null,
      buyerName: '示例（集团）',
    },
    lines: [{ what: 'a', amountFen: 1n, blueLineNo: null }],
  }
  assert.equal(faultOf(facts, '2026-11-23'), null)
  assert.deepEqual(differences(facts, { ...facts, buyerName: ' 示例(集团)' }), [])
})
