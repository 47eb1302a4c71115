import { type Actor, thePublic } from '#core/actor.ts'
import { createDoor } from '#core/command.ts'
import { constraintOf } from '#core/db.ts'
import { InvalidInput } from '#core/problems.ts'
import { Refusal } from '#core/refusal.ts'
import { testDatabase } from '#test/database.ts'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { calendar } from './contract.ts'
import { addWorkingDays, calendarModule, hasPassed, loadCalendar, readCalendar } from './index.ts'

const database = await testDatabase()
after(() => database.dispose())

const now = Temporal.Instant.from('2026-11-23T10:00:00+08:00')
const folder = join(import.meta.dirname, '../../../communities/jingjinji/calendars')
const files = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
const notice2027 = {
  year: 2027,
  source: '测试用，并非真实通知',
  holidays: [
    { from: '2026-12-31', to: '2027-01-03', nameZh: '元旦', nameEn: "New Year's Day" },
    { from: '2027-02-05', to: '2027-02-12', nameZh: '春节', nameEn: 'Spring Festival' },
  ],
  makeupWorkdays: [{ day: '2027-01-09', nameZh: '元旦', nameEn: "New Year's Day" }],
}
const administrator: Actor = {
  ...thePublic,
  kind: 'user',
  label: '平台管理员',
  roles: new Set(['public', 'user', 'administrator']),
}
const door = createDoor(database, { dataDir: '', url: database.url, demo: false })

const loadAsPack = (file: unknown) =>
  database.db.transaction().execute((tx) => loadCalendar(tx, file, { now, by: 'pack' }))
const loadAs = (actor: Actor, file: typeof notice2027) =>
  door.run({
    name: 'calendar.load',
    endpoint: calendar.load as never,
    actor,
    now,
    input: file,
    handle: (ctx) =>
      calendarModule.handlers.load?.(ctx as never, { body: file } as never) as Promise<unknown>,
  })

test('the pack loads every year once; the same again changes nothing', async () => {
  for (const file of files) assert.equal((await loadAsPack(file)).changed, true)
  assert.equal((await loadAsPack(files[0])).changed, false)
  const loaded = await readCalendar(database.db)
  assert.equal(loaded.years.size, 23)
  assert.equal(addWorkingDays(loaded, '2026-02-06', 15).due, '2026-03-05')
  assert.equal(await readCalendar(database.db), loaded, 'kept while nothing changed')
})

test('only an administrator loads a year', async () => {
  const clerk: Actor = { ...administrator, roles: new Set(['public', 'user', 'reviewer']) }
  await assert.rejects(
    loadAs(clerk, notice2027),
    (error) => error instanceof Refusal && error.code === 'not_allowed',
  )
})

test('a wrong file is refused with every fault, in both languages, by its path', async () => {
  const wrong = { ...notice2027, makeupWorkdays: [{ day: '2027-01-11', nameZh: '元旦', nameEn: 'New Year' }] }
  await assert.rejects(loadAs(administrator, wrong), (error) => {
    assert.ok(error instanceof InvalidInput)
    assert.deepEqual(
      error.issues.map(({ path }) => path),
      ['body.makeupWorkdays.0'],
    )
    assert.match(error.issues[0]?.text.zh ?? '', /不是周末/)
    return true
  })
})

test('a provisional deadline lets nothing lapse; the loaded year makes it firm', async () => {
  const before = addWorkingDays(await readCalendar(database.db), '2026-12-25', 5)
  assert.deepEqual([before.due, before.provisional], ['2027-01-01', true])
  const longAfter = Temporal.Instant.from('2027-06-01T00:00:00Z')
  assert.equal(hasPassed(before, longAfter), false)
  await loadAs(administrator, notice2027)
  const after = addWorkingDays(await readCalendar(database.db), '2026-12-25', 5)
  assert.deepEqual([after.due, after.provisional], ['2027-01-05', false])
  assert.equal(hasPassed(after, Temporal.Instant.from('2027-01-05T23:59:59+08:00')), false)
  assert.equal(hasPassed(after, Temporal.Instant.from('2027-01-06T00:00:00+08:00')), true)
})

test('a corrected notice makes the year amended, and the pack does not undo it', async () => {
  const corrected = {
    ...notice2027,
    makeupWorkdays: [{ day: '2027-01-10', nameZh: '元旦', nameEn: "New Year's Day" }],
  }
  const answer = await loadAs(administrator, corrected)
  assert.equal((answer.body as { status: string }).status, 'amended')
  assert.equal((await loadAsPack(notice2027)).changed, false)
  const { special } = await readCalendar(database.db)
  assert.deepEqual([special.has('2027-01-09'), special.has('2027-01-10')], [false, true])
})

test('two who load one year at once: it is published once, and the second is told what became of his', async () => {
  for (let year = 2040; year < 2048; year++) {
    const file = (makeupWorkdays: unknown[]) => ({
      ...{ year, source: '测试用，并非真实通知', makeupWorkdays },
      holidays: [{ from: `${year}-01-01`, to: `${year}-01-03`, nameZh: '元旦', nameEn: "New Year's Day" }],
    })
    const saturday = firstSaturday(year)
    const other = file([{ day: saturday, nameZh: '元旦', nameEn: "New Year's Day" }])
    const second = year % 2 === 0 ? file([]) : other
    const answers = await Promise.all([file([]), second].map((one) => loadAs(administrator, one as never)))
    const told = answers.map(({ body }) => body as { status: string; changed: boolean })
    assert.deepEqual(
      told.map(({ status, changed }) => `${status} ${changed}`).sort(),
      year % 2 === 0 ? ['published false', 'published true'] : ['amended true', 'published true'],
    )
  }
})

const firstSaturday = (year: number): string => {
  let day = Temporal.PlainDate.from(`${year}-02-01`)
  while (day.dayOfWeek !== 6) day = day.add({ days: 1 })
  return day.toString()
}

test('a day cannot stand in the notices of two years', async () => {
  const clash = {
    ...notice2027,
    year: 2026,
    holidays: [
      { from: '2026-01-01', to: '2026-01-03', nameZh: '元旦', nameEn: "New Year's Day" },
      { from: '2026-12-31', to: '2026-12-31', nameZh: '元旦', nameEn: "New Year's Day" },
    ],
    makeupWorkdays: [],
  }
  await assert.rejects(
    loadAs(administrator, clash),
    (error) => error instanceof Refusal && error.code === 'calendar_day_of_other_year',
  )
  assert.equal(
    (await readCalendar(database.db)).special.get('2026-10-10')?.kind,
    'makeup_workday',
    'nothing was lost',
  )
})

test('two loaders of one new year follow one another', async () => {
  const year = (makeup: string) => ({
    year: 2028,
    source: '测试用',
    holidays: [{ from: '2028-01-01', to: '2028-01-01', nameZh: '元旦', nameEn: "New Year's Day" }],
    makeupWorkdays: [{ day: makeup, nameZh: '元旦', nameEn: "New Year's Day" }],
  })
  await Promise.all(
    ['2028-01-08', '2028-01-09', '2028-01-15', '2028-01-16'].map((day) => loadAsPack(year(day))),
  )
  const { special } = await readCalendar(database.db)
  assert.equal([...special.keys()].filter((day) => day.startsWith('2028')).length, 2)
})

test('the database refuses a make-up workday in the week and a day of another year', async () => {
  const row = { year: 2026, kind: 'makeup_workday', nameZh: '补', nameEn: 'x' } as const
  const insert = (day: string) =>
    database.db
      .insertInto('calendarDay')
      .values({ ...row, day: Temporal.PlainDate.from(day) })
      .execute()
  await assert.rejects(insert('2026-11-23'), (error) => constraintOf(error) === 'calendar_day_makeup_weekend')
  await assert.rejects(insert('2025-11-22'), (error) => constraintOf(error) === 'calendar_day_within_year')
})
