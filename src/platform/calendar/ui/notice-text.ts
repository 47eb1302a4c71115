import type { Text } from '#core/text.ts'
import type { CalendarFile } from '../contract.ts'
import { faultsOfFile } from '../rules.ts'
import { named } from './holiday-names.ts'
import { isDay } from './notice-sentence.ts'
import { headOfNotice, inLine, type Line, readProse, type Told, unread } from './notice-prose.ts'

type Draft = Pick<CalendarFile, 'holidays' | 'makeupWorkdays'>
type Read = Draft & {
  faults: Told[]
  /** Lines that hold no day. */
  passed: Line[]
  /** The line of each holiday and each workday. */
  lines: { holidays: number[]; makeupWorkdays: number[] }
}

/** No notice is a tenth as long. */
const LONGEST_TEXT = 20_000
const TOO_LONG: Told = {
  line: 1,
  text: {
    zh: '内容过长：只粘贴通知正文，不超过2万字',
    en: 'This is too long: paste only the notice, 20,000 characters at most',
  },
}
/** Signs that no name may hold: nobody sees that they came along with what was copied. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/gu
const DAY = '\\d{4}-\\d{2}-\\d{2}'
const HOLIDAY = new RegExp(`^(.{1,60}?)\\s+(${DAY})(?:\\s*(?:[~—–至]|to|-)\\s*(${DAY}))?$`, 'i')
const WORKDAY = new RegExp(`^(?:上班|work)\\s+(.{1,60}?)\\s+(${DAY})$`, 'i')

/**
 * The notice of a year: pasted as it was published, or typed with a line each, `春节 2027-02-05 至 2027-02-11` and for a
 * make-up workday `上班 春节 2027-02-20`; in English `to` and `work`. `year` is that of dates written without one.
 */
export function readNotice(text: string, year: number | null): Read {
  const read: Read = {
    holidays: [],
    makeupWorkdays: [],
    faults: [],
    passed: [],
    lines: { holidays: [], makeupWorkdays: [] },
  }
  if (text.length > LONGEST_TEXT) return { ...read, faults: [TOO_LONG] }
  const others: Line[] = []
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = { line: at + 1, text: raw.replace(UNSEEN, ' ').trim() }
    if (!addTyped(read, line) && line.text !== '') others.push(line)
  }
  const typed = read.holidays.length > 0 || read.makeupWorkdays.length > 0
  const prose = readProse(others, year ?? Number.NaN)
  for (const { line, ...holiday } of prose.holidays) add(read, 'holidays', holiday, line)
  for (const { line, ...workday } of prose.makeupWorkdays) add(read, 'makeupWorkdays', workday, line)
  const strict = typed || prose.holidays.length + prose.makeupWorkdays.length === 0
  const { passed } = prose
  const faults = [...ofAnotherYear(text, year), ...prose.faults]
  if (!strict) return { ...read, faults, passed }
  const unclear = passed.map(({ line, text }) => unread(line, text))
  return { ...read, faults: [...faults, ...unclear].sort((a, b) => a.line - b.line) }
}

function ofAnotherYear(text: string, year: number | null): Told[] {
  const named = headOfNotice(text).year
  if (named === null || year === null || named === year) return []
  const zh = `这是${named}年的通知，所填年度却是${year}年`
  return [inLine(1, { zh, en: `this is the notice of ${named}, yet the year given is ${year}` })]
}

function addTyped(read: Read, { line, text }: Line): boolean {
  const [, workName, day] = WORKDAY.exec(text) ?? []
  const [, name, from, to = from] = HOLIDAY.exec(text) ?? []
  if (![day, from, to].every((said) => said === undefined || isDay(said))) return false
  if (workName && day) add(read, 'makeupWorkdays', { day, ...named(workName) }, line)
  else if (name && from && to) add(read, 'holidays', { from, to, ...named(name) }, line)
  else return false
  return true
}

function add<K extends keyof Draft>(read: Read, list: K, entry: Draft[K][number], line: number): void {
  ;(read[list] as Draft[K][number][]).push(entry)
  read.lines[list].push(line)
}

/** Everything that is wrong with what was typed, as the server would find it; what concerns one line names it. */
export function faultsOfNotice(year: number | null, read: Read): Text[] {
  if (read.faults.length > 0) return read.faults.map(({ text }) => text)
  const { holidays, makeupWorkdays, lines } = read
  if (year === null || holidays.length + makeupWorkdays.length === 0) return []
  return faultsOfFile({ year, holidays, makeupWorkdays }).map(({ path, text }) => {
    const [list, at] = path.split('.')
    const line = at === undefined ? undefined : lines[list as 'holidays'][Number(at)]
    return line === undefined ? text : { zh: `第 ${line} 行：${text.zh}`, en: `Line ${line}: ${text.en}` }
  })
}

/**
 * The days whose standing a year's notice settles: its own, but for the last three days of December unless the year
 * after is loaded, and those of the year before.
 */
export function settles(year: number, loaded: ReadonlySet<number>): { from: string; to: string } {
  return {
    from: loaded.has(year - 1) ? `${year - 1}-12-29` : `${year}-01-01`,
    to: loaded.has(year + 1) ? `${year}-12-31` : `${year}-12-28`,
  }
}
