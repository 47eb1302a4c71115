// Browser-safe.
import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { nearest, reach } from './comparison.ts'
import { daysBetween } from './days.ts'
import { FACTS, type FactId, type Facts, type FactValue, factSpec, factText } from './facts.ts'
import { type Decide, type Resolved, resolve } from './resolve.ts'
import type { Criterion, Requirement } from './rulebook.ts'

/** `set`: the fact must become `to`. `confirm`: its value is good, but nobody stands for it yet. */
export type Change = {
  kind: 'set' | 'confirm'
  fact: FactId
  from: FactValue | null
  to: FactValue
  says: Text
}

/**
 * The changes after which every requirement holds: the fewest first, then the easiest (effort of a fact), then the shortest.
 * Criteria that already hold count too, so that no change breaks them. Empty: all holds. Null: no change can do it.
 */
export function smallestChanges(
  requirements: readonly Requirement[],
  facts: Facts,
  day: string,
  decide: Decide,
): Change[] | null {
  let best: { changes: Change[]; cost: bigint[] } | null = null
  for (const rules of choices(requirements)) {
    const changes = changesFor(rules, facts, day, decide)
    if (!changes) continue
    const cost = costOf(changes)
    if (!best || less(cost, best.cost)) best = { changes, cost }
  }
  return best?.changes ?? null
}

/** Every way to pick one alternative of each choice. */
function choices(requirements: readonly Requirement[]): Criterion[][] {
  return requirements.reduce<Criterion[][]>(
    (picked, item) =>
      'rule' in item
        ? picked.map((rules) => [...rules, item.rule])
        : picked.flatMap((rules) => item.anyOf.map((alternative) => [...rules, ...alternative])),
    [[]],
  )
}

function costOf(changes: readonly Change[]): bigint[] {
  const effort = changes.reduce(
    (sum, change) => sum + (change.kind === 'confirm' ? 1 : factSpec(change.fact).effort),
    0,
  )
  const length = changes.reduce(
    (sum, change) => sum + reach(change.fact, change.from, change.to, daysBetween),
    0n,
  )
  return [BigInt(changes.length), BigInt(effort), length]
}

function less(one: readonly bigint[], other: readonly bigint[]): boolean {
  const at = one.findIndex((part, index) => part !== other[index])
  return at >= 0 && (one[at] ?? 0n) < (other[at] ?? 0n)
}

/** The smallest changes after which all these criteria hold together, one fact at a time; null when they contradict. */
export function changesFor(
  rules: readonly Criterion[],
  facts: Facts,
  day: string,
  decide: Decide,
): Change[] | null {
  const changes: Change[] = []
  for (const fact of new Set(rules.map((rule) => rule.fact))) {
    const own = rules.filter((rule) => rule.fact === fact)
    const found = resolve(facts, fact, decide)
    const from = found.state === 'missing' ? null : found.value
    const to = nearest(own, from, day)
    if (to === null) return null
    changes.push(...changesOf(fact, found, to, facts))
  }
  return changes
}

function changesOf(fact: FactId, found: Resolved, to: FactValue, facts: Facts): Change[] {
  if (found.state !== 'missing' && found.derived) return ratioChanges(found, to, facts)
  const from = found.state === 'missing' ? null : found.value
  if (from !== null && same(from, to)) return found.state === 'known' ? [] : [confirmation(fact, from)]
  return [setting(fact, from, to)]
}

const same = (a: FactValue, b: FactValue) => JSON.stringify(a) === JSON.stringify(b)

/** The ratio is spend over sales rounded down, so the spend is what a firm can change: exact to the fen either way. */
function ratioChanges(found: Exclude<Resolved, { state: 'missing' }>, to: FactValue, facts: Facts): Change[] {
  const spend = facts.priorYearRdFen?.value ?? '0'
  const sales = facts.priorYearSalesFen?.value ?? '0'
  const changes: Change[] = []
  if (!same(found.value, to)) {
    const wanted = BigInt(String(to))
    const product = wanted * BigInt(String(sales))
    const up = wanted > BigInt(String(found.value))
    const target = up ? (product + 9_999n) / 10_000n : (product + BigInt(String(sales)) - 1n) / 10_000n
    changes.push(setting('priorYearRdFen', spend, String(target)))
  } else if (found.state === 'unconfirmed' && facts.priorYearRdFen?.standing !== 'confirmed')
    changes.push(confirmation('priorYearRdFen', spend))
  if (found.state === 'unconfirmed' && facts.priorYearSalesFen?.standing !== 'confirmed')
    changes.push(confirmation('priorYearSalesFen', sales))
  return changes
}

function confirmation(fact: FactId, value: FactValue): Change {
  const { label } = FACTS[fact]
  const shown = factText(fact, value)
  return {
    kind: 'confirm',
    fact,
    from: value,
    to: value,
    says: {
      zh: `${label.zh}“${shown.zh}”尚未核实，请上传证明或由审核人核实`,
      en: `${label.en} (${shown.en}) is not confirmed yet: add evidence, or let an officer confirm it`,
    },
  }
}

function setting(fact: FactId, from: FactValue | null, to: FactValue): Change {
  const { label } = FACTS[fact]
  const before = factText(fact, from)
  const after = factText(fact, to)
  const gap = gapText(fact, from, to)
  const says =
    from === null
      ? { zh: `补充填写${label.zh}，须为${after.zh}`, en: `give ${label.en}; it must be ${after.en}` }
      : {
          zh: `${label.zh}由${before.zh}变为${after.zh}${gap.zh}`,
          en: `${label.en} from ${before.en} to ${after.en}${gap.en}`,
        }
  return { kind: 'set', fact, from, to, says }
}

/** By how much, where the fact is a number. */
function gapText(fact: FactId, from: FactValue | null, to: FactValue): Text {
  const { kind } = factSpec(fact)
  if (from === null || (kind !== 'count' && kind !== 'fen')) return { zh: '', en: '' }
  const gap = BigInt(String(to)) - BigInt(String(from))
  const size = gap < 0n ? -gap : gap
  const zh = kind === 'fen' ? formatFen(size) : String(size)
  const en = kind === 'fen' ? formatFen(size, { locale: 'en' }) : String(size)
  return gap < 0n
    ? { zh: `（减少${zh}）`, en: ` (${en} less)` }
    : { zh: `（增加${zh}）`, en: ` (${en} more)` }
}

/** The facts after changes, confirmed: what a preview shows. */
export function applyChanges(facts: Facts, changes: readonly Change[]): Facts {
  const next: Facts = { ...facts }
  for (const { fact, to } of changes) next[fact] = { value: to, standing: 'confirmed' }
  return next
}
