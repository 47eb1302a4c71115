import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CalendarFile } from '../contract.ts'
import { faultsOfNotice, readNotice, settles } from './notice-text.ts'

test('a notice typed line by line becomes holidays and make-up workdays', () => {
  const { faults, holidays, makeupWorkdays } = readNotice(
    '元旦 2027-01-01\n春节 2027-02-05 至 2027-02-11\n\n上班 春节 2027-02-20\n国庆节 2027-10-01~2027-10-07',
    2027,
  )
  assert.deepEqual(faults, [])
  const file = CalendarFile.parse({ year: 2027, source: '示例通知', holidays, makeupWorkdays })
  assert.deepEqual(file.holidays[1], {
    from: '2027-02-05',
    to: '2027-02-11',
    nameZh: '春节',
    nameEn: 'Spring Festival',
  })
  assert.equal(file.holidays[0]?.to, '2027-01-01')
  assert.equal(file.makeupWorkdays[0]?.day, '2027-02-20')
  assert.equal(file.holidays.length, 3)
})

test('a notice in English says the same', () => {
  const { holidays, makeupWorkdays } = readNotice(
    'Spring Festival 2027-02-05 to 2027-02-11\nwork Spring Festival 2027-02-20',
    2027,
  )
  assert.deepEqual(holidays[0], {
    from: '2027-02-05',
    to: '2027-02-11',
    nameZh: '春节',
    nameEn: 'Spring Festival',
  })
  assert.equal(makeupWorkdays[0]?.nameZh, '春节')
})

test('a line that says nothing is named with its number', () => {
  assert.equal(readNotice('元旦 2027-01-01\n春节放假', 2027).faults[0]?.line, 2)
})

test('a year settles its days and the end of the year before, when that is loaded', () => {
  assert.deepEqual(settles(2027, new Set([2026])), { from: '2026-12-29', to: '2027-12-28' })
  assert.deepEqual(settles(2027, new Set([2028])), { from: '2027-01-01', to: '2027-12-31' })
})

test('what the server would refuse is told before, with the line where it stands', () => {
  const told = (text: string) => faultsOfNotice(2027, readNotice(text, 2027)).map(({ zh }) => zh)
  const weekday = '元旦 2027-01-01 至 2027-01-03\n\n上班 元旦 2027-01-06\n国庆节 2027-10-07 至 2027-10-01'
  assert.deepEqual(told(weekday), [
    '第 4 行：止日2027-10-01早于起日2027-10-07',
    '第 3 行：2027-01-06不是周末，不能调为上班',
  ])
  assert.deepEqual(told('春节 2027-02-05 至 2027-02-11'), ['缺少2027年元旦'])
  assert.deepEqual(told(''), [])
})
