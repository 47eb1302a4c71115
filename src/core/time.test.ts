import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUuid, uuidv7 } from './id.ts'
import {
  dayOf,
  endOfDay,
  fixedClock,
  formatDay,
  formatMoment,
  movableClock,
  startOfDay,
  systemClock,
} from './time.ts'

test('a legal day runs from 00:00 to 24:00 in Shanghai', () => {
  const day = Temporal.PlainDate.from('2026-11-23')
  assert.equal(startOfDay(day).toString(), '2026-11-22T16:00:00Z')
  assert.equal(endOfDay(day).toString(), '2026-11-23T16:00:00Z')
  assert.equal(dayOf(Temporal.Instant.from('2026-11-22T15:59:59Z')).toString(), '2026-11-22')
  assert.equal(dayOf(Temporal.Instant.from('2026-11-22T16:00:00Z')).toString(), '2026-11-23')
})

test('clocks stand still, move by hand, or run', () => {
  const fixed = fixedClock('2026-11-23T09:05:00+08:00')
  assert.ok(fixed.now().equals(fixed.now()))
  const clock = movableClock('2026-11-23T09:05:00+08:00')
  clock.advance({ days: 1, hours: 2 })
  assert.equal(formatMoment(clock.now()), '2026年11月24日 11:05')
  clock.set('2027-01-01T00:00:00+08:00')
  assert.equal(formatMoment(clock.now(), 'en'), '1 January 2027, 00:00')
  assert.equal(formatDay(Temporal.PlainDate.from('2026-02-03')), '2026年2月3日')
  assert.ok(Math.abs(systemClock.now().epochMilliseconds - Date.now()) < 5_000)
})

test('ids sort in the order they were made, and carry their time', () => {
  const ids = Array.from({ length: 50_000 }, () => uuidv7())
  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every(isUuid))
  const at = Temporal.Instant.from('2026-11-23T09:05:00+08:00')
  assert.equal(Number.parseInt(uuidv7(at).replaceAll('-', '').slice(0, 12), 16), at.epochMilliseconds)
  assert.ok(uuidv7(0) < uuidv7(at))
  const same = Array.from({ length: 1_000 }, () => uuidv7(at))
  assert.deepEqual(same.toSorted(), same)
  for (const wrong of ['', 'x', ids[0]?.toUpperCase(), `${ids[0]} `, null, 7])
    assert.equal(isUuid(wrong), false)
  assert.throws(() => uuidv7(-1), RangeError)
})
