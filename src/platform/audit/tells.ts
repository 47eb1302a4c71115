import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'

/** How one thing that an event changed is told; null leaves it out. What no module tells stays in the record. */
export type Told = { label: Text; say: (value: unknown) => Text | null }

export const same = (text: string): Text => ({ zh: text, en: text })

const told =
  (say: Told['say']) =>
  (zh: string, en: string): Told => ({ label: { zh, en }, say })

export const tells = {
  text: told((value) =>
    typeof value === 'string' || typeof value === 'number' ? same(String(value)) : null,
  ),
  /** An amount, kept as digits of fen. */
  yuan: told((value) => {
    if (typeof value !== 'string' || !/^-?\d{1,18}$/.test(value)) return null
    const figure = formatFen(BigInt(value), { bare: true, fixed: true })
    return { zh: `${figure} 元`, en: `CNY ${figure}` }
  }),
  oneOf: (zh: string, en: string, words: Record<string, Text>): Told => ({
    label: { zh, en },
    say: (value) => (typeof value === 'string' ? (words[value] ?? null) : null),
  }),
  by: (zh: string, en: string, say: Told['say']): Told => ({ label: { zh, en }, say }),
}
