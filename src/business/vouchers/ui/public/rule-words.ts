import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import type { Citation, Parameter } from '../../browser.ts'

/** Small words of which the lines of a rulebook are made. Browser-safe. */

export const both = (zh: string, en: string): Text => ({ zh, en })
export const yesNo = (value: boolean, yes: Text, no: Text) => (value ? yes : no)
export const days = (count: number) => both(`${count} 个工作日`, `${count} working days`)
export const listed = (texts: readonly Text[]): Text =>
  both(texts.map((one) => one.zh).join('、'), texts.map((one) => one.en).join(', '))
export const joined = (...texts: readonly Text[]): Text =>
  both(texts.map((one) => one.zh).join(''), texts.map((one) => one.en).join(''))
export const money = (fen: bigint): Text =>
  both(formatFen(fen, { unit: '万元' }), formatFen(fen, { locale: 'en' }))
export const percent = (bp: number): Text => both(`${bp / 100}%`, `${bp / 100}%`)
export const unlimited = both('不限', 'no limit')

/** A line before its section is known. */
export type Draft = { key: string; what: Text; says: Text; cited: Citation }
export function line<V>(key: string, what: Text, rule: Parameter<V>, says: (value: V) => Text): Draft {
  return { key, what, says: says(rule.value), cited: rule }
}
