import chineseDays from 'chinese-days'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CalendarFile } from './contract.ts'
import {
  addWorkingDays,
  calendarOf,
  computeDeadline,
  dayOfEpoch,
  epochDay,
  faultsOfFile,
  isAnnounced,
  isWorkingDay,
  nextDay,
  workingDaysBetween,
} from './rules.ts'

const folder = join(import.meta.dirname, '../../../communities/jingjinji/calendars')
const files = readdirSync(folder).map((name) =>
  CalendarFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
)
const calendar = calendarOf(files)
/** Made up: the real notice of 2027 is not out. */
const notice2027 = {
  year: 2027,
  holidays: [{ from: '2027-01-01', to: '2027-01-03', nameZh: '元旦', nameEn: "New Year's Day" }],
  makeupWorkdays: [],
}
const with2027 = calendarOf([...files, notice2027])

test('15 working days across Spring Festival, with the make-up weekends', () => {
  assert.equal(addWorkingDays(calendar, '2025-01-20', 15).due, '2025-02-14')
  assert.equal(addWorkingDays(calendar, '2026-02-06', 15).due, '2026-03-05')
})

test('15 working days across National Day week, alone and joined with Mid-Autumn', () => {
  assert.equal(addWorkingDays(calendar, '2026-09-18', 15).due, '2026-10-15')
  assert.equal(addWorkingDays(calendar, '2025-09-26', 15).due, '2025-10-23')
})

test('the day of submission is excluded, whether it counts or not', () => {
  assert.equal(addWorkingDays(calendar, '2026-11-23', 1).due, '2026-11-24')
  assert.equal(addWorkingDays(calendar, '2026-11-21', 1).due, '2026-11-23')
  assert.equal(addWorkingDays(calendar, '2026-11-23', 0).due, '2026-11-23')
})

test('every day on the way is explained in both languages', () => {
  const { days, provisional } = addWorkingDays(calendar, '2026-02-13', 2)
  assert.equal(provisional, false)
  assert.deepEqual(days[0]?.why, { zh: '春节调休上班', en: 'make-up workday for Spring Festival' })
  assert.deepEqual(days[1]?.why, { zh: '春节放假', en: 'Spring Festival holiday' })
  assert.deepEqual(days.at(-1), {
    day: '2026-02-24',
    counts: true,
    provisional: false,
    why: { zh: '工作日', en: 'working day' },
  })
})

test('over the year end into an unannounced year the deadline is provisional, and firm once the year is loaded', () => {
  const before = addWorkingDays(calendar, '2026-12-21', 15)
  assert.deepEqual([before.due, before.provisional], ['2027-01-11', true])
  assert.match(before.days.at(-1)?.why.zh ?? '', /暂定/)
  const after = addWorkingDays(with2027, '2026-12-21', 15)
  assert.deepEqual([after.due, after.provisional], ['2027-01-12', false])
})

test('the last days of December wait for the next notice, which may change them', () => {
  assert.equal(addWorkingDays(calendar, '2026-12-21', 5).provisional, false)
  assert.deepEqual(addWorkingDays(calendar, '2026-12-21', 6).due, '2026-12-29')
  assert.equal(addWorkingDays(calendar, '2026-12-21', 6).provisional, true)
  assert.equal(isWorkingDay(calendar, '2018-12-29'), true) // a Saturday, by the notice of 2019
  const until2018 = calendarOf(files.filter(({ year }) => year <= 2018))
  assert.deepEqual(
    [isWorkingDay(until2018, '2018-12-29'), isAnnounced(until2018, '2018-12-29')],
    [false, false],
  )
})

test('the files say of every day from 2004 to 2026 what chinese-days says', () => {
  for (let day = '2004-01-01'; day <= '2026-12-31'; day = nextDay(day)) {
    assert.equal(isWorkingDay(calendar, day), chineseDays.isWorkday(day), day)
  }
  assert.deepEqual(
    [...calendar.years],
    Array.from({ length: 23 }, (_, at) => 2004 + at),
  )
  for (const file of files) assert.deepEqual(faultsOfFile(file), [])
})

test('a pause stops the clock from the day of the request to the day of the answer', () => {
  const step = { start: '2026-11-02', days: 5 } // Monday; without pauses due on Monday 9th
  assert.equal(computeDeadline(calendar, step).due, '2026-11-09')
  const pauses = [{ from: '2026-11-04', to: '2026-11-10' }]
  const paused = computeDeadline(calendar, { ...step, pauses })
  assert.equal(paused.due, '2026-11-16') // used the 3rd, then 11th, 12th, 13th, 16th
  assert.equal(paused.days.filter(({ counts }) => counts).length, 5)
  assert.equal(paused.days.find(({ day }) => day === '2026-11-05')?.why.zh, '等待补正，不计时')
  assert.equal(computeDeadline(calendar, { ...step, pauses, mode: 'continue' }).due, '2026-11-09')
  assert.equal(computeDeadline(calendar, { ...step, pauses, mode: 'reset' }).due, '2026-11-17')
})

test('while a supplement is awaited there is no due day, but what was used stays told', () => {
  const step = { start: '2026-11-02', days: 5, pauses: [{ from: '2026-11-05' }] }
  const waiting = computeDeadline(calendar, step)
  assert.deepEqual([waiting.due, waiting.daysUsed, waiting.daysLeft], [null, 2, 3])
  const anew = computeDeadline(calendar, { ...step, mode: 'reset' })
  assert.deepEqual([anew.due, anew.daysUsed, anew.daysLeft], [null, 0, 5])
  assert.equal(computeDeadline(calendar, { ...step, mode: 'continue' }).due, '2026-11-09')
})

test('several pauses, one inside another, one asked for on the last day, one too late', () => {
  const step = { start: '2026-11-02', days: 5 }
  const due = (...pauses: { from: string; to?: string }[]) =>
    computeDeadline(calendar, { ...step, pauses }).due
  assert.equal(
    due({ from: '2026-11-04', to: '2026-11-10' }, { from: '2026-11-05', to: '2026-11-06' }),
    '2026-11-16',
  )
  assert.equal(due({ from: '2026-11-09', to: '2026-11-12' }), '2026-11-13')
  assert.equal(due({ from: '2026-11-10', to: '2026-11-12' }), '2026-11-09')
  assert.equal(due({ from: '2026-11-03', to: '2026-11-03' }), '2026-11-10')
  assert.throws(() => due({ from: '2026-11-05', to: '2026-11-04' }), RangeError)
})

test('days used and left are told for any day', () => {
  const at = (asOf: string) => {
    const { daysUsed, daysLeft } = computeDeadline(calendar, { start: '2026-11-02', days: 5, asOf })
    return [daysUsed, daysLeft]
  }
  assert.deepEqual(at('2026-11-02'), [0, 5])
  assert.deepEqual(at('2026-11-04'), [2, 3])
  assert.deepEqual(at('2026-12-01'), [5, 0])
})

test('working days between two days, also backwards', () => {
  assert.deepEqual(workingDaysBetween(calendar, '2026-02-13', '2026-02-24'), { count: 2, provisional: false })
  assert.deepEqual(workingDaysBetween(calendar, '2026-02-24', '2026-02-13'), {
    count: -2,
    provisional: false,
  })
  assert.deepEqual(workingDaysBetween(calendar, '2026-11-23', '2026-11-23'), { count: 0, provisional: false })
  assert.equal(workingDaysBetween(calendar, '2026-12-21', '2027-01-04').provisional, true)
})

const anyDay = fc.integer({ min: epochDay('2004-01-01'), max: epochDay('2026-12-31') }).map(dayOfEpoch)
const anyCount = fc.integer({ min: 1, max: 120 })

test('property: the due day works, is the count-th, and a longer term is later', () => {
  fc.assert(
    fc.property(anyDay, anyCount, (from, count) => {
      const { due, days } = addWorkingDays(calendar, from, count)
      assert.ok(isWorkingDay(calendar, due))
      assert.equal(workingDaysBetween(calendar, from, due).count, count)
      assert.equal(days.filter(({ counts }) => counts).length, count)
      assert.equal(days.at(-1)?.day, due)
      assert.ok(addWorkingDays(calendar, from, count + 1).due > due)
      assert.ok(addWorkingDays(calendar, nextDay(from), count).due >= due)
    }),
  )
})

test('property: a pause never brings the due day nearer, and as many days count', () => {
  const anyPause = fc.record({
    after: fc.integer({ min: 0, max: 60 }),
    long: fc.integer({ min: 0, max: 30 }),
  })
  fc.assert(
    fc.property(
      anyDay,
      anyCount,
      fc.array(anyPause, { maxLength: 4 }),
      fc.constantFrom('pause', 'reset'),
      (start, days, made, mode) => {
        const pauses = made.map(({ after, long }) => ({
          from: dayOfEpoch(epochDay(start) + after),
          to: dayOfEpoch(epochDay(start) + after + long),
        }))
        const plain = computeDeadline(calendar, { start, days })
        const paused = computeDeadline(calendar, { start, days, pauses, mode: mode as 'pause' | 'reset' })
        assert.equal(plain.due, addWorkingDays(calendar, start, days).due)
        assert.ok((paused.due ?? '') >= (plain.due ?? ''))
        assert.ok(!pauses.some(({ from, to }) => from <= (paused.due ?? '') && (paused.due ?? '') <= to))
        if (mode === 'pause') assert.equal(paused.days.filter(({ counts }) => counts).length, days)
      },
    ),
  )
})

test('property: days and their numbers agree with Temporal', () => {
  fc.assert(
    fc.property(fc.integer({ min: -30_000, max: 60_000 }), (number) => {
      const day = Temporal.PlainDate.from('1970-01-01').add({ days: number }).toString()
      assert.equal(dayOfEpoch(number), day)
      assert.equal(epochDay(day), number)
    }),
  )
  for (const wrong of ['2026-02-30', '2026-2-3', '', '2026-13-01', '２０２６-01-01'])
    assert.throws(() => epochDay(wrong), RangeError)
  for (const wrong of [-1, 1.5, Number.NaN, 5000])
    assert.throws(() => addWorkingDays(calendar, '2026-01-01', wrong), RangeError)
})

test('a wrong file is told all of its faults', () => {
  const named = { nameZh: '元旦', nameEn: "New Year's Day" }
  const faults = faultsOfFile({
    year: 2027,
    holidays: [
      { from: '2027-01-03', to: '2027-01-01', ...named },
      { from: '2026-12-01', to: '2026-12-02', ...named },
    ],
    makeupWorkdays: [{ day: '2027-02-01', ...named }],
  })
  assert.deepEqual(
    faults.map(({ path }) => path),
    ['holidays.0', 'holidays.1', 'makeupWorkdays.0'],
  )
  const holidays = notice2027.holidays
  const makeup = { day: '2027-01-02', ...named }
  assert.match(
    faultsOfFile({ year: 2027, holidays, makeupWorkdays: [makeup] })[0]?.text.en ?? '',
    /given twice/,
  )
  assert.match(faultsOfFile({ year: 2026, holidays: [], makeupWorkdays: [] })[0]?.text.zh ?? '', /元旦/)
})
