import { sql } from 'kysely'
import { constraintOf, type Reader, type Tx } from '#core/db.ts'
import { forgetRemembered, remembered } from '#core/remembered.ts'
import { calendarRefusals } from './refusals.ts'
import type { Calendar, NamedDay, SpecialDay } from './rules.ts'

const YEAR_COLUMNS = ['id', 'year', 'status', 'source', 'loadedBy', 'loadedAt'] as const

export function selectYears(db: Reader) {
  return db.selectFrom('calendarYear').select(YEAR_COLUMNS).orderBy('year').execute()
}

export function selectYear(db: Reader, year: number) {
  return db.selectFrom('calendarYear').select(YEAR_COLUMNS).where('year', '=', year).executeTakeFirst()
}

export function selectDays(db: Reader, year: number) {
  return db
    .selectFrom('calendarDay')
    .select(['day', 'kind', 'nameZh', 'nameEn'])
    .where('year', '=', year)
    .orderBy('day')
    .execute()
}

/** `cal` in ASCII: loaders of one year follow one another, also where the year has no row yet. */
const LOCK = 0x63616c

export async function lockYear(tx: Tx, year: number) {
  await sql`select pg_advisory_xact_lock(${LOCK}::int, ${year}::int)`.execute(tx)
  return tx
    .selectFrom('calendarYear')
    .select([...YEAR_COLUMNS, 'fingerprint'])
    .where('year', '=', year)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export type YearRow = {
  year: number
  status: 'published' | 'amended'
  source: string
  loadedBy: 'pack' | 'administrator'
  loadedAt: Temporal.Instant
  fingerprint: string
}

/** Writes the year and all of its days: a published one for the first time, an amended one over what was there. */
export async function replaceYear(tx: Tx, row: YearRow, days: readonly NamedDay[]) {
  const { year, ...rest } = row
  forgetRemembered()
  const written = await (row.status === 'published'
    ? tx.insertInto('calendarYear').values(row).returning(YEAR_COLUMNS).executeTakeFirstOrThrow()
    : tx
        .updateTable('calendarYear')
        .set(rest)
        .where('year', '=', year)
        .returning(YEAR_COLUMNS)
        .executeTakeFirstOrThrow())
  await tx.deleteFrom('calendarDay').where('year', '=', year).execute()
  const values = days.map(({ day, kind, zh, en }) => ({
    day: Temporal.PlainDate.from(day),
    year,
    kind,
    nameZh: zh,
    nameEn: en,
  }))
  try {
    await tx.insertInto('calendarDay').values(values).execute()
  } catch (error) {
    if (constraintOf(error) === 'calendar_day_pkey')
      calendarRefusals.refuse('calendar_day_of_other_year', { year })
    throw error
  }
  return written
}

const kept = new Map<string, Calendar>()
const MOST_KEPT = 8

/** The calendar as loaded now: a small query at most once a second, the days only when a year changed. */
export const readCalendar = (db: Reader): Promise<Calendar> =>
  remembered(db, 'calendar', () => calendarByContent(db))

/** Safe across databases: kept by content. */
async function calendarByContent(db: Reader): Promise<Calendar> {
  const rows = await db.selectFrom('calendarYear').select(['year', 'fingerprint']).orderBy('year').execute()
  const version = rows.map(({ year, fingerprint }) => `${year}:${fingerprint}`).join()
  const known = kept.get(version)
  if (known) return known
  const calendar = await assemble(db)
  if (kept.size >= MOST_KEPT) kept.clear()
  // A year may have been loaded between the two queries: keep only what belongs to the version asked for.
  if (calendar.version === version) kept.set(version, calendar)
  return calendar
}

/** One statement, hence one snapshot: years and days belong together. */
async function assemble(db: Reader): Promise<Calendar & { version: string }> {
  const rows = await db
    .selectFrom('calendarYear as y')
    .leftJoin('calendarDay as d', 'd.year', 'y.year')
    .select(['y.year', 'y.fingerprint', 'd.day', 'd.kind', 'd.nameZh', 'd.nameEn'])
    .orderBy('y.year')
    .orderBy('d.day')
    .execute()
  const special = new Map<string, SpecialDay>()
  const prints = new Map<number, string>()
  for (const { year, fingerprint, day, kind, nameZh, nameEn } of rows) {
    prints.set(year, fingerprint)
    if (day && kind) special.set(day.toString(), { kind, zh: nameZh ?? '', en: nameEn ?? '' })
  }
  const version = [...prints].map(([year, fingerprint]) => `${year}:${fingerprint}`).join()
  return { years: new Set(prints.keys()), special, version }
}
