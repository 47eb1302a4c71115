// Browser-safe.
import type { Text } from '#core/text.ts'
import { addDays } from './days.ts'
import { type FactId, type FactValue, factSpec, factText } from './facts.ts'
import type { Criterion } from './rulebook.ts'

const listOf = (value: FactValue | undefined): string[] => (Array.isArray(value) ? value : [])

/** True when a value meets a criterion on a day. A region path meets `oneOf` when the region or any ancestor is listed. */
export function meets(rule: Criterion, value: FactValue, day: string): boolean {
  switch (rule.is) {
    case 'atLeast':
      return BigInt(String(value)) >= BigInt(String(rule.value))
    case 'atMost':
      return BigInt(String(value)) <= BigInt(String(rule.value))
    case 'before':
      return String(value) < String(rule.value)
    case 'after':
      return String(value) > String(rule.value)
    case 'validOn':
      return String(value) >= day
    case 'isTrue':
      return value === true
    case 'isFalse':
      return value === false
    case 'oneOf':
      return held(value).some((code) => listOf(rule.value).includes(code))
    case 'noneOf':
      return !held(value).some((code) => listOf(rule.value).includes(code))
  }
}

const held = (value: FactValue): string[] => (Array.isArray(value) ? value : [String(value)])

/**
 * The value nearest to `from` (null: not given) that meets all rules, which all ask one fact; null when none can.
 * Numbers and days move to the bound they miss; regions and lists gain the first code asked for.
 */
export function nearest(rules: readonly Criterion[], from: FactValue | null, day: string): FactValue | null {
  const [first] = rules
  if (!first) return from
  if (from !== null && rules.every((rule) => meets(rule, from, day))) return from
  const candidate = candidateFor(first.fact, rules, from, day)
  return candidate !== null && rules.every((rule) => meets(rule, candidate, day)) ? candidate : null
}

function candidateFor(fact: FactId, rules: readonly Criterion[], from: FactValue | null, day: string) {
  const { kind } = factSpec(fact)
  if (kind === 'bool') return rules[0]?.is === 'isTrue'
  if (kind === 'day') return nearestDay(rules, from, day)
  if (kind === 'count' || kind === 'fen' || kind === 'bp') {
    const number = nearestNumber(rules, from)
    return kind === 'fen' ? String(number) : Number(number)
  }
  return nearestCodes(kind === 'code', kind === 'set', rules, from)
}

function nearestNumber(rules: readonly Criterion[], from: FactValue | null): bigint {
  const bounds = (is: 'atLeast' | 'atMost') =>
    rules.filter((rule) => rule.is === is).map((rule) => BigInt(String(rule.value)))
  const low = bounds('atLeast').reduce((a, b) => (a > b ? a : b), 0n)
  const highs = bounds('atMost')
  const high = highs.length ? highs.reduce((a, b) => (a < b ? a : b)) : null
  const now = from === null ? low : BigInt(String(from))
  if (now < low) return low
  return high !== null && now > high ? high : now
}

function nearestDay(rules: readonly Criterion[], from: FactValue | null, day: string): string {
  const lows = rules.flatMap((rule) =>
    rule.is === 'validOn' ? [day] : rule.is === 'after' ? [addDays(String(rule.value), 1)] : [],
  )
  const highs = rules.flatMap((rule) => (rule.is === 'before' ? [addDays(String(rule.value), -1)] : []))
  const low = lows.sort().at(-1)
  const high = highs.sort().at(0)
  const now = from === null ? (low ?? high ?? day) : String(from)
  if (low !== undefined && now < low) return low
  return high !== undefined && now > high ? high : now
}

function nearestCodes(single: boolean, keeps: boolean, rules: readonly Criterion[], from: FactValue | null) {
  const barred = new Set(rules.flatMap((rule) => (rule.is === 'noneOf' ? listOf(rule.value) : [])))
  const wanted = rules.filter((rule) => rule.is === 'oneOf').map((rule) => listOf(rule.value))
  if (single) {
    const [first = [], ...others] = wanted
    return first.find((code) => !barred.has(code) && others.every((list) => list.includes(code))) ?? null
  }
  const kept = keeps && Array.isArray(from) ? from.filter((code) => !barred.has(code)) : []
  for (const list of wanted)
    if (!kept.some((code) => list.includes(code)))
      kept.push(...list.filter((code) => !barred.has(code)).slice(0, 1))
  return kept
}

/** What a criterion needs on a day, in words. */
export function neededText(rule: Criterion, day: string): Text {
  const value = rule.is === 'validOn' ? day : (rule.value ?? null)
  const text = factText(
    rule.fact,
    rule.is === 'isTrue' || rule.is === 'isFalse' ? rule.is === 'isTrue' : value,
  )
  const frames: Partial<Record<Criterion['is'], Text>> = {
    atLeast: { zh: '不低于{v}', en: 'at least {v}' },
    atMost: { zh: '不超过{v}', en: 'at most {v}' },
    before: { zh: '早于{v}', en: 'before {v}' },
    after: { zh: '晚于{v}', en: 'after {v}' },
    validOn: { zh: '{v}仍有效', en: 'valid on {v}' },
    oneOf: { zh: '属于{v}', en: 'one of {v}' },
    noneOf: { zh: '不属于{v}', en: 'none of {v}' },
  }
  const frame = frames[rule.is] ?? { zh: '{v}', en: '{v}' }
  return { zh: frame.zh.replace('{v}', text.zh), en: frame.en.replace('{v}', text.en) }
}

/** How far a change reaches, in basis points of what it starts from; kinds without distance count as the whole way. */
export function reach(
  fact: FactId,
  from: FactValue | null,
  to: FactValue,
  dayDistance: (a: string, b: string) => number,
) {
  const { kind } = factSpec(fact)
  if (from === null || kind === 'bool' || kind === 'code' || kind === 'path' || kind === 'set') return 10_000n
  if (kind === 'day') return BigInt(Math.abs(dayDistance(String(from), String(to)))) * 27n
  const [a, b] = [BigInt(String(from)), BigInt(String(to))]
  const gap = a > b ? a - b : b - a
  return (gap * 10_000n) / (a > b ? a : b > 0n ? b : 1n)
}
