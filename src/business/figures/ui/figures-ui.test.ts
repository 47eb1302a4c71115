import assert from 'node:assert/strict'
import { test } from 'node:test'
import { burnPoints } from './burn-points.ts'

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
