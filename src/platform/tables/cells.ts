import { z } from 'zod'
import { SEEN } from '#core/contract.ts'
import { parseYuan } from '#core/money.ts'
import { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'

/** Thrown by a column's `parse` to say in both languages what is wrong with the cell. */
export class BadCell extends Error {
  readonly text: Text
  constructor(zh: string, en: string) {
    super(en)
    this.name = 'BadCell'
    this.text = { zh, en }
  }
}

/** Full-width digits, letters and signs, and the ideographic space; Chinese brackets and commas stay as typed. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff05\uff0b\uff0d-\uff19\uff21-\uff3a\uff3f\uff41-\uff5a]/g, (char) =>
      String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\u3000\u00a0]/g, ' ')
}

/** Ready parsers for `Column.parse`. They are given the trimmed text, in half-width digits and letters. */
export const cells = {
  text:
    (max = 200) =>
    (text: string): string => {
      if (text.length > max)
        throw new BadCell(`超过${max}个字，请缩短`, `longer than ${max} characters; shorten it`)
      if (!SEEN.line.test(text.replace(/[\r\n\t]/g, ''))) {
        throw new BadCell('含有看不见的控制符，请重新填写', 'holds signs that cannot be seen; type it again')
      }
      return text
    },
  /** Yuan, 万元 or 亿元 with an optional unit → fen. */
  yuan: (text: string): bigint => {
    const fen = parseYuan(text)
    if (fen === null)
      throw new BadCell('不是金额，应如“1234.50”或“12.5万元”', 'no amount; write 1234.50 or 12.5万元')
    return fen
  },
  integer: (text: string): number => {
    const digits = text.replace(/,(?=\d{3}(\D|$))/g, '')
    if (!/^-?\d{1,15}$/.test(digits)) throw new BadCell('应为整数', 'must be a whole number')
    return Number(digits)
  },
  /** 2026-11-23, 2026/11/23, 2026.11.23, 20261123 or 2026年11月23日 → PlainDate. */
  day: (text: string): Temporal.PlainDate => {
    const found =
      /^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?: 00:00:00)?$|^(\d{4})(\d{2})(\d{2})$/.exec(text)
    try {
      const [year, month, day] = found?.[1] ? found.slice(1, 4) : (found?.slice(4, 7) ?? [])
      return Temporal.PlainDate.from(
        { year: Number(year), month: Number(month), day: Number(day) },
        { overflow: 'reject' },
      )
    } catch {
      throw new BadCell('不是日期，应如“2026-11-23”', 'no date; write 2026-11-23')
    }
  },
  oneOf:
    <const V extends string>(words: Record<string, V>) =>
    (text: string): V => {
      const found = words[text]
      const list = Object.keys(words).join('、')
      if (found === undefined || !Object.hasOwn(words, text))
        throw new BadCell(`应为：${list}`, `must be one of: ${list}`)
      return found
    },
}

const zh = z.locales.zhCN().localeError
const en = z.locales.en().localeError

/** What a parser's error says of a cell; null for a defect, which the caller throws on. */
export function faultOf(error: unknown): Text | null {
  if (error instanceof BadCell || error instanceof Refusal) return error.text
  if (!(error instanceof z.ZodError)) return null
  const said = (localise: typeof zh, issue: z.core.$ZodIssue) => {
    const message = localise(issue as never)
    return typeof message === 'string' ? message : (message?.message ?? '')
  }
  const all = (localise: typeof zh, comma: string) =>
    error.issues.map((issue) => said(localise, issue)).join(comma)
  return { zh: all(zh, '；'), en: all(en, '; ') }
}
