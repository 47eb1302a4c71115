import type { Text } from '#core/text.ts'
import { type Day, epochDay, weekdayOf } from '../rules.ts'

export type SaidDays = {
  holidays: { from: Day; to: Day }[]
  workdays: Day[]
  /** What the sentence says twice and differently: a weekday, a count. */
  faults: Text[]
}

const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]{0,40})\))?/g
/** Stands for a date when the rest of a sentence is read; `plainText` leaves none in a text. */
const D = '\uE000'
const OFF = new RegExp(
  `^${D}(?:[至到~—–-]${D})?放假(?:调休|公休)?(?:\\d{1,2}天)?((?:,(?:共\\d{1,2}天|不调休|与周末连休|${D}补休))*)$`,
)
const WORK = new RegExp(`^${D}(?:[、,和]${D}){0,9}(?:均|正常|调休)?上班$`)
const COUNT = /(\d{1,2})天/g
const WEEKDAYS = '日一二三四五六'

/** Full-width signs become plain ones; spaces and signs nobody sees go. */
export const plainText = (text: string): string =>
  text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}\p{Co}\p{Cs}]/gu, '')

/** One sentence of a notice: `1月1日(周四)至3日(周六)放假调休,共3天` or `1月4日(周日)上班`; null when it is neither. */
export function daysOfSentence(text: string, year: number): SaidDays | null {
  const faults: Text[] = []
  const days = datesIn(text, year, faults)
  const frame = text.replace(DATE, D)
  const off = OFF.exec(frame)
  if (!off && !WORK.test(frame)) return null
  if (days === null) return { holidays: [], workdays: [], faults }
  if (!off) return { holidays: [], workdays: days, faults }
  const moved = (off[1] ?? '').split(D).length - 1
  const [from, to = from] = days.slice(0, days.length - moved)
  if (from === undefined || to === undefined) return null
  const length = epochDay(to) - epochDay(from) + 1
  const counts = Array.from(frame.matchAll(COUNT), ([, count]) => count)
  const told = counts.find((count) => Number(count) !== length)
  if (told !== undefined && to >= from)
    faults.push({
      zh: `写明${told}天，起止日期却是${length}天`,
      en: `it says ${told} days, yet ${from} to ${to} are ${length}`,
    })
  const rest = days.slice(days.length - moved).map((day) => ({ from: day, to: day }))
  return { holidays: [{ from, to }, ...rest], workdays: [], faults }
}

/** The dates of a sentence; a month or year that is not written goes on from the date before. Null when one is no day. */
function datesIn(text: string, year: number, faults: Text[]): Day[] | null {
  const days: Day[] = []
  let before = { year, month: Number.NaN }
  for (const [written, y, m, d, aside] of text.matchAll(DATE)) {
    before = { year: y ? Number(y) : before.year, month: m ? Number(m) : before.month }
    if (Number.isNaN(before.year)) {
      faults.push({ zh: '日期没有写明年份，请先填写年度', en: 'the date bears no year: give the year first' })
      return null
    }
    const day = dayOf(before.year, before.month, Number(d))
    if (day === null) {
      faults.push({ zh: `没有这一天：${written}`, en: `no such day: ${written}` })
      return null
    }
    const weekday = /(?:星期|周)([日天一二三四五六])/.exec(aside ?? '')?.[1]?.replace('天', '日')
    const real = WEEKDAYS[weekdayOf(day)]
    if (weekday !== undefined && weekday !== real)
      faults.push({
        zh: `${day}是周${real}，不是周${weekday}`,
        en: `${day} is not the weekday it says (周${weekday})`,
      })
    days.push(day)
  }
  return days
}

function dayOf(year: number, month: number, date: number): Day | null {
  const day = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return isDay(day) ? day : null
}

export function isDay(day: string): boolean {
  try {
    return epochDay(day) >= 0
  } catch {
    return false
  }
}
