import type { Text } from '#core/text.ts'

/** A legal day in Shanghai, YYYY-MM-DD. */
export type Day = string
export type SpecialDay = { kind: 'holiday' | 'makeup_workday'; zh: string; en: string }
/** The years whose notice is loaded, and the days on which they depart from Monday to Friday. */
export type Calendar = { years: ReadonlySet<number>; special: ReadonlyMap<Day, SpecialDay> }

/** One day on the way to a deadline, and why it counts or doesn't. */
export type ExplainedDay = { day: Day; counts: boolean; provisional: boolean; why: Text }
/**
 * `due`: the deadline is kept until the end (24:00) of that day in Shanghai. `provisional` (暂定): a year on the way
 * has no announced calendar; Saturdays and Sundays were assumed off so as to show something. Let nothing lapse by it.
 */
export type WorkingDays = { due: Day; provisional: boolean; days: ExplainedDay[] }

const DAY_MS = 86_400_000
/** No deadline of the field is longer; more is a mistake of units. */
const MOST_DAYS = 2_000
/** A year's notice reaches back to 29 December of the year before (2007, 2011, 2018, 2022 did). */
const REACHES_BACK_TO = '12-29'

/** Days since 1970-01-01. RangeError when it is no day of the calendar. */
export function epochDay(day: Day): number {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  const epoch = Date.UTC(Number(year), Number(month) - 1, Number(date)) / DAY_MS
  if (dayOfEpoch(epoch) !== day) throw new RangeError(`no such day: ${day}`)
  return epoch
}

/** The inverse of `epochDay` (civil-from-days, proleptic Gregorian). */
export function dayOfEpoch(epoch: number): Day {
  const shifted = epoch + 719_468 // 0000-03-01
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * ofYear + 2) / 153)
  const date = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const digits = (value: number, width: number) => String(value).padStart(width, '0')
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(date, 2)}`
}

export const nextDay = (day: Day): Day => dayOfEpoch(epochDay(day) + 1)

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: Day): number => (((epochDay(day) + 4) % 7) + 7) % 7

/** Has every notice that can change this day been announced? The last days of December wait for the next year's. */
export function isAnnounced(calendar: Calendar, day: Day): boolean {
  const year = Number(day.slice(0, 4))
  return calendar.years.has(year) && (day.slice(5) < REACHES_BACK_TO || calendar.years.has(year + 1))
}

/** Does the day count? Where it is not announced (`isAnnounced`), Monday to Friday is assumed. */
export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  const special = calendar.special.get(day)
  const weekday = weekdayOf(day)
  return special ? special.kind === 'makeup_workday' : weekday !== 0 && weekday !== 6
}

const WEEKDAYS_OFF: Record<number, Text> = {
  0: { zh: '周日', en: 'Sunday' },
  6: { zh: '周六', en: 'Saturday' },
}

/** The day with the reason why it counts or doesn't. */
export function explainDay(calendar: Calendar, day: Day): ExplainedDay {
  const counts = isWorkingDay(calendar, day)
  const provisional = !isAnnounced(calendar, day)
  const why = whyOf(calendar.special.get(day), weekdayOf(day))
  if (!provisional) return { day, counts, provisional, why }
  const zh = `${why.zh}（暂定：放假安排尚未公布）`
  return { day, counts, provisional, why: { zh, en: `${why.en} (provisional: holidays not announced yet)` } }
}

function whyOf(special: SpecialDay | undefined, weekday: number): Text {
  if (special?.kind === 'holiday') return { zh: `${special.zh}放假`, en: `${special.en} holiday` }
  if (special) return { zh: `${special.zh}调休上班`, en: `make-up workday for ${special.en}` }
  return WEEKDAYS_OFF[weekday] ?? { zh: '工作日', en: 'working day' }
}

/**
 * The `count`-th working day after `from`; the day itself is excluded (a pre-check excludes the day of submission).
 * RangeError for a count that is no whole number from 0 to 2,000; with 0 the day itself is due.
 */
export function addWorkingDays(calendar: Calendar, from: Day, count: number): WorkingDays {
  requireCount(count)
  const days: ExplainedDay[] = []
  let due = dayOfEpoch(epochDay(from))
  for (let left = count; left > 0; ) {
    due = nextDay(due)
    const explained = explainDay(calendar, due)
    days.push(explained)
    if (explained.counts) left--
  }
  return { due, provisional: days.some((day) => day.provisional), days }
}

function requireCount(count: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= MOST_DAYS) return
  throw new RangeError(`working days must be a whole number from 0 to ${MOST_DAYS}: ${count}`)
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(
  calendar: Calendar,
  from: Day,
  to: Day,
): { count: number; provisional: boolean } {
  const [first, last] = [epochDay(from), epochDay(to)]
  if (last < first) {
    const back = workingDaysBetween(calendar, to, from)
    return { count: 0 - back.count, provisional: back.provisional }
  }
  let count = 0
  let provisional = false
  for (let epoch = first + 1; epoch <= last; epoch++) {
    const day = dayOfEpoch(epoch)
    if (isWorkingDay(calendar, day)) count++
    provisional ||= !isAnnounced(calendar, day)
  }
  return { count, provisional }
}

/** What a request for supplements (补正) does to the clock: stop it, start it anew afterwards, or nothing. */
export type PauseMode = 'pause' | 'reset' | 'continue'
/** From the day of the request to the day of the answer; neither of them counts. Without `to` it still lasts. */
export type Pause = { from: Day; to?: Day | null }
export type DeadlineInput = {
  start: Day
  days: number
  pauses?: readonly Pause[]
  mode?: PauseMode
  /** The day for which `daysUsed` is told; the due day unless given. */
  asOf?: Day
}
export type Deadline = {
  /** Null while the clock stands still: the day depends on when the supplement comes. */
  due: Day | null
  provisional: boolean
  daysUsed: number
  daysLeft: number
  days: ExplainedDay[]
}

const PAUSED: Text = { zh: '等待补正，不计时', en: 'waiting for supplements, not counted' }
const RESTARTED: Text = {
  zh: '补正完成，重新起算，当日不计',
  en: 'supplements received, counting restarts, this day excluded',
}

/** The deadline of a step of `days` working days begun on `start`, with its pauses. Pauses after the due day change nothing. */
export function computeDeadline(calendar: Calendar, input: DeadlineInput): Deadline {
  const { start, days: allowed, mode = 'pause', asOf } = input
  requireCount(allowed)
  const pauses = mode === 'continue' ? [] : (input.pauses ?? []).map((pause) => checked(pause))
  const days: ExplainedDay[] = []
  let due = dayOfEpoch(epochDay(start))
  let used = 0
  let told = 0
  while (used < allowed) {
    due = nextDay(due)
    const pause = pauses.find(({ from, to }) => from <= due && due <= to)
    if (pause?.to === FOREVER) return finish(null)
    const restarts = mode === 'reset' && pauses.some(({ to }) => to === due)
    if (restarts) used = 0
    const explained = explainDay(calendar, due)
    if (!pause) used += explained.counts ? 1 : 0
    days.push(pause ? { ...explained, counts: false, why: restarts ? RESTARTED : PAUSED } : explained)
    if (asOf === undefined || due <= asOf) told = used
  }
  return finish(due)

  function finish(end: Day | null): Deadline {
    const provisional = days.some((day) => day.provisional)
    const daysUsed = end === null && mode === 'reset' ? 0 : told
    return { due: end, provisional, daysUsed, daysLeft: allowed - daysUsed, days }
  }
}

const FOREVER = '9999-12-31'

function checked({ from, to }: Pause): { from: Day; to: Day } {
  epochDay(from)
  if (to && epochDay(to) < epochDay(from))
    throw new RangeError(`a pause ends before it begins: ${from} – ${to}`)
  return { from, to: to ?? FOREVER }
}

/** A year's notice as a file: what the community pack carries and an administrator may load. */
export type CalendarFileFacts = {
  year: number
  holidays: readonly { from: Day; to: Day; nameZh: string; nameEn: string }[]
  makeupWorkdays: readonly { day: Day; nameZh: string; nameEn: string }[]
}
export type Fault = { path: string; text: Text }
export type NamedDay = SpecialDay & { day: Day }

/** Every day of the file, in order; a day written twice appears twice. */
export function daysOfFile(file: CalendarFileFacts): NamedDay[] {
  const days: NamedDay[] = []
  for (const { from, to, nameZh: zh, nameEn: en } of file.holidays) {
    for (let day = from; day <= to; day = nextDay(day)) days.push({ day, kind: 'holiday', zh, en })
  }
  for (const { day, nameZh: zh, nameEn: en } of file.makeupWorkdays)
    days.push({ day, kind: 'makeup_workday', zh, en })
  return days.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/** The calendar of such files, without a database. */
export function calendarOf(files: readonly CalendarFileFacts[]): Calendar {
  const days = files.flatMap((file) => daysOfFile(file))
  return {
    years: new Set(files.map(({ year }) => year)),
    special: new Map(days.map(({ day, ...special }) => [day, special])),
  }
}

const LONGEST_HOLIDAY = 15

/** What is wrong with a year's file; empty when it may be loaded. Every fault is told at once. */
export function faultsOfFile(file: CalendarFileFacts): Fault[] {
  const { year } = file
  const outside = (day: Day) => day < `${year - 1}-${REACHES_BACK_TO}` || day > `${year}-12-31`
  const faults: Fault[] = []
  const add = (path: string, zh: string, en: string) => faults.push({ path, text: { zh, en } })
  for (const [at, { from, to }] of file.holidays.entries()) {
    const path = `holidays.${at}`
    if (to < from) add(path, `止日${to}早于起日${from}`, `it ends (${to}) before it begins (${from})`)
    else if (epochDay(to) - epochDay(from) >= LONGEST_HOLIDAY)
      add(path, '一次放假超过15天', 'longer than 15 days')
    if (outside(from) || outside(to)) add(path, `不在${year}年安排的范围内`, `outside the notice of ${year}`)
  }
  for (const [at, { day }] of file.makeupWorkdays.entries()) {
    const path = `makeupWorkdays.${at}`
    if (outside(day)) add(path, `${day}不在${year}年安排的范围内`, `${day} is outside the notice of ${year}`)
    if (!WEEKDAYS_OFF[weekdayOf(day)]) add(path, `${day}不是周末，不能调为上班`, `${day} is no weekend day`)
  }
  if (faults.length > 0) return faults
  const days = daysOfFile(file)
  for (const [at, { day }] of days.entries()) {
    if (days[at + 1]?.day === day) add('holidays', `${day}写了两次`, `${day} is given twice`)
  }
  if (!days.some(({ day, kind }) => day === `${year}-01-01` && kind === 'holiday')) {
    add('holidays', `缺少${year}年元旦`, `New Year's Day of ${year} is missing`)
  }
  return faults
}
