// Browser-safe.
import type { Text } from '#core/text.ts'
import { meets, neededText } from './comparison.ts'
import { within } from './days.ts'
import { type FactId, type Facts, type FactValue, FACTS, factText } from './facts.ts'
import { type Decide, resolve } from './resolve.ts'
import type { Criterion, Requirement, Rulebook } from './rulebook.ts'
import { type Change, changesFor, smallestChanges } from './smallest-change.ts'
import { APPLICANTS, type ApplicantKind, type FirmClass } from './words.ts'

export type Outcome = 'pass' | 'fail' | 'unknown'
export type CheckOptions = {
  /** enterprise unless told. */
  applicant?: ApplicantKind
  /** `entered`: what was typed decides (self-check). `confirmedOnly`: only confirmed facts decide (officer). */
  decide?: Decide
  /** Also outside the dates of the version: for replaying cases under a draft. */
  anyDate?: boolean
}
export type Finding = {
  criterion: string
  /** The choice it belongs to, and which alternative of it. */
  group?: string
  alternative?: number
  /** False when its choice is already met by another alternative. */
  decides: boolean
  clause: string | null
  source: string | null
  assumed: boolean
  note?: Text
  outcome: Outcome
  says: Text
  fact: FactId
  label: Text
  value: FactValue | null
  shown: Text
  needed: Text
  /** Given, but not confirmed, where only confirmed facts decide. */
  unconfirmed: boolean
  /** What alone would make this criterion pass; empty when it does, null when nothing can. */
  smallestChange: Change[] | null
}
export type SelfCheck = {
  rulebook: string
  title: Text
  day: string
  outcome: Outcome
  passes: boolean
  /** Reasons that no fact can change: the version's dates, the kind of applicant. */
  blocked: Text[]
  findings: Finding[]
  /** The fewest and easiest changes after which everything passes; empty when it does, null when nothing can. */
  smallestChange: Change[] | null
  assumed: boolean
}

/**
 * Checks facts against every criterion of a rulebook on a day and tells all failures at once, each with its clause and the
 * smallest change that would pass. Unknown facts neither pass nor fail; they are listed.
 */
export function selfCheck(book: Rulebook, facts: Facts, day: string, options: CheckOptions = {}): SelfCheck {
  const { applicant = 'enterprise', decide = 'entered' } = options
  const asked = book.requirements.filter((item) => !item.for || item.for.includes(applicant))
  const blocked = blocksOf(book, applicant, day, options.anyDate ?? false)
  const groups = asked.map((item) => findingsOf(item, facts, day, decide))
  const outcome: Outcome = blocked.length ? 'fail' : allOf(groups.map((group) => group.outcome))
  const findings = groups.flatMap((group) => group.findings)
  return {
    rulebook: book.id,
    title: book.title,
    day,
    outcome,
    passes: outcome === 'pass',
    blocked,
    findings,
    smallestChange: blocked.length ? null : smallestChanges(asked, facts, day, decide),
    assumed: findings.some((finding) => finding.assumed && finding.decides),
  }
}

function blocksOf(book: Rulebook, applicant: ApplicantKind, day: string, anyDate: boolean): Text[] {
  const blocks: Text[] = []
  if (!anyDate && !within(day, book.effectiveFrom, book.effectiveTo))
    blocks.push({
      zh: `本版办法自${book.effectiveFrom}起${book.effectiveTo ? `至${book.effectiveTo}` : ''}施行，${day}不适用，请查看当日有效的版本。`,
      en: `This version is in force from ${book.effectiveFrom}${book.effectiveTo ? ` to ${book.effectiveTo}` : ''}, not on ${day}. See the version of that day.`,
    })
  if (!book.applicants.some((one) => one.kind === applicant))
    blocks.push({
      zh: `本办法不受理${APPLICANTS[applicant].zh}的申领。`,
      en: `This rulebook takes no claims from a ${APPLICANTS[applicant].en}.`,
    })
  return blocks
}

function findingsOf(item: Requirement, facts: Facts, day: string, decide: Decide) {
  if ('rule' in item) {
    const finding = findingOf(item.rule, facts, day, decide)
    return { outcome: finding.outcome, findings: [finding] }
  }
  const alternatives = item.anyOf.map((rules, alternative) =>
    rules.map((rule) => ({ ...findingOf(rule, facts, day, decide), group: item.id, alternative })),
  )
  const outcome = anyOf(alternatives.map((list) => allOf(list.map((finding) => finding.outcome))))
  const findings = alternatives.flat().map((finding) => {
    const met = outcome === 'pass' && finding.outcome !== 'pass'
    return { ...finding, decides: !met }
  })
  return { outcome, findings }
}

function findingOf(rule: Criterion, facts: Facts, day: string, decide: Decide): Finding {
  const found = resolve(facts, rule.fact, decide)
  const value = found.state === 'missing' ? null : found.value
  const outcome: Outcome =
    found.state !== 'known' ? 'unknown' : meets(rule, found.value, day) ? 'pass' : 'fail'
  return {
    criterion: rule.id,
    decides: true,
    clause: rule.clause,
    source: rule.source,
    assumed: rule.standing === 'assumed',
    ...(rule.note ? { note: rule.note } : {}),
    outcome,
    says: rule.says,
    fact: rule.fact,
    label: FACTS[rule.fact].label,
    value,
    shown: factText(rule.fact, value),
    needed: neededText(rule, day),
    unconfirmed: found.state === 'unconfirmed',
    smallestChange: outcome === 'pass' ? [] : changesFor([rule], facts, day, decide),
  }
}

/** The rulebook's class of a firm on a day, by confirmed facts alone; null for the general firm. */
export function firmClassOf(book: Rulebook, facts: Facts, day: string): FirmClass | null {
  const belongs: Record<FirmClass, () => boolean> = {
    hnte: () => {
      const found = resolve(facts, 'hnteValidTo', 'confirmedOnly')
      return found.state === 'known' && String(found.value) >= day
    },
  }
  return book.firmClasses.find((one) => belongs[one.id]())?.id ?? null
}

const allOf = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.includes('fail') ? 'fail' : outcomes.includes('unknown') ? 'unknown' : 'pass'
const anyOf = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.includes('pass') ? 'pass' : outcomes.includes('unknown') ? 'unknown' : 'fail'
