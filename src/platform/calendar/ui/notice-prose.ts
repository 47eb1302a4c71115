import type { Text } from '#core/text.ts'
import type { CalendarFile } from '../contract.ts'
import { named } from './holiday-names.ts'
import { daysOfSentence, plainText } from './notice-sentence.ts'

export type Line = { line: number; text: string }
export type Told = { line: number; text: Text }
export type Prose = {
  holidays: (CalendarFile['holidays'][number] & { line: number })[]
  makeupWorkdays: (CalendarFile['makeupWorkdays'][number] & { line: number })[]
  /** What may hold a day and could not be read, or does not agree with itself. */
  faults: Told[]
  /** What holds no day: salutation, advice, signature. */
  passed: Line[]
}

const ITEM = /^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])([^:,。<>]{1,40}):(.*)$/
const BARE_ITEM = /^([^:,。<>]{1,40}):(?=\d)(.*)$/
const ITEM_WITHIN = /(?<=。)(?=[一二三四五六七八九十]{1,3}、[^:。]{1,40}:)/
const SIGNED = /^(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日$/
const MONTH_AND_DAY = /\d{1,2}月\d{1,2}日/
/** Advice (2024: 鼓励…在除夕（2月9日）休息) names days that are no holidays. */
const ADVICE = /^鼓励(?!.*(?:放假|上班|补休))/
const WORD_OF_DAYS = /放假|上班|调休|补休|\d日/

/**
 * A notice as the State Council writes it: `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。`
 * A date stands only where the whole sentence was understood; every other sentence that may hold one is a fault.
 */
export function readProse(lines: readonly Line[], year: number): Prose {
  const prose: Prose = { holidays: [], makeupWorkdays: [], faults: [], passed: [] }
  let item: string | null = null
  for (const { line, text } of sentencesOf(lines)) {
    const heading = ITEM.exec(text) ?? BARE_ITEM.exec(text)
    if (heading?.[1]) item = heading[1]
    const sentence = heading?.[2] ?? text
    const said = item === null ? null : daysOfSentence(sentence, year)
    if (item !== null && said) {
      const name = named(item)
      for (const days of said.holidays) prose.holidays.push({ ...days, ...name, line })
      for (const day of said.workdays) prose.makeupWorkdays.push({ day, ...name, line })
      prose.faults.push(...said.faults.map((fault) => inLine(line, fault)))
    } else if (mayHoldDays(sentence, item !== null)) prose.faults.push(unread(line, text))
    else prose.passed.push({ line, text })
  }
  return prose
}

/** Advice and a signature bear dates, too. */
const mayHoldDays = (text: string, within: boolean): boolean =>
  !ADVICE.test(text) &&
  !SIGNED.test(text) &&
  (MONTH_AND_DAY.test(text) || (within && WORD_OF_DAYS.test(text)))

export const inLine = (line: number, { zh, en }: Text): Told => ({
  line,
  text: { zh: `第 ${line} 行：${zh}`, en: `Line ${line}: ${en}` },
})

export function unread(line: number, text: string): Told {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return {
    line,
    text: { zh: `第 ${line} 行无法识别：${short}`, en: `Line ${line} cannot be read: ${short}` },
  }
}

/** Sentences with the line they begin in. An item that a copy broke over several lines is put together. */
function sentencesOf(lines: readonly Line[]): Line[] {
  const paragraphs: Line[] = []
  for (const raw of lines) {
    const text = plainText(raw.text)
    const open = paragraphs.at(-1)
    if (open && ITEM.test(open.text) && !open.text.endsWith('。') && !ITEM.test(text)) open.text += text
    else if (text !== '') paragraphs.push({ line: raw.line, text })
  }
  return paragraphs.flatMap(({ line, text }) =>
    text
      .split(ITEM_WITHIN)
      .flatMap((part) => part.split(/[。;]/))
      .filter((sentence) => sentence !== '')
      .map((sentence) => ({ line, text: sentence })),
  )
}

/** The year and the source that the notice itself names, where it does. */
export function headOfNotice(text: string): { year: number | null; source: string | null } {
  const plain = plainText(text.slice(0, 2_000))
  const title = /国务院办公厅关于(\d{4})年部分节假日安排的通知/.exec(plain)
  const number = /国办发(?:明电)?〔\d{4}〕\d{1,4}号/.exec(plain)?.[0]
  if (!title?.[1]) return { year: null, source: null }
  return { year: Number(title[1]), source: number ? `${title[0]}（${number}）` : title[0] }
}
