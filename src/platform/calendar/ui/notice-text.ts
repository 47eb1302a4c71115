import type { Text } from '#core/text.ts'
import type { CalendarFile } from '../contract.ts'
import { faultsOfFile } from '../rules.ts'

type Draft = Pick<CalendarFile, 'holidays' | 'makeupWorkdays'>
export type Fault = { line: number; text: Text }
type Read = Draft & { faults: Fault[]; lines: { holidays: number[]; makeupWorkdays: number[] } }

const english: Record<string, string> = {
  元旦: "New Year's Day",
  春节: 'Spring Festival',
  清明节: 'Qingming Festival',
  劳动节: 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
}
const DAY = '\\d{4}-\\d{2}-\\d{2}'
const HOLIDAY = new RegExp(`^(.{1,60}?)\\s+(${DAY})(?:\\s*(?:[~—–至]|to|-)\\s*(${DAY}))?$`, 'i')
const WORKDAY = new RegExp(`^(?:上班|work)\\s+(.{1,60}?)\\s+(${DAY})$`, 'i')

/**
 * The notice of a year as an administrator types it, a line each: `春节 2027-02-05 至 2027-02-11`, and for a make-up
 * workday `上班 春节 2027-02-20`; in English `to` and `work`. Faults name their line.
 */
export function readNotice(text: string): Read {
  const lines: Read['lines'] = { holidays: [], makeupWorkdays: [] }
  const draft: Read = { holidays: [], makeupWorkdays: [], faults: [], lines }
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '') continue
    const work = WORKDAY.exec(line)
    const off = HOLIDAY.exec(line)
    if (work?.[1] && work[2]) {
      draft.makeupWorkdays.push({ day: work[2], ...named(work[1]) })
      lines.makeupWorkdays.push(at + 1)
    } else if (off?.[1] && off[2]) {
      draft.holidays.push({ from: off[2], to: off[3] ?? off[2], ...named(off[1]) })
      lines.holidays.push(at + 1)
    } else
      draft.faults.push({
        line: at + 1,
        text: {
          zh: `第 ${at + 1} 行无法识别：${line}`,
          en: `Line ${at + 1} cannot be read: ${line}`,
        },
      })
  }
  return draft
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

/** A name known in one language gets the other; any other name stands for both. */
function named(name: string): { nameZh: string; nameEn: string } {
  const known = Object.entries(english).find(
    ([zh, en]) => zh === name || en.toLowerCase() === name.toLowerCase(),
  )
  return known ? { nameZh: known[0], nameEn: known[1] } : { nameZh: name, nameEn: name }
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
