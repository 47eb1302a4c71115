// Browser-safe.
import type { z } from 'zod'
import { within } from './days.ts'
import type { Parameter } from './parameter.ts'
import { Agreement, type Limits, Rulebook } from './rulebook.ts'
import type { ApplicantKind, FirmClass, ServiceKind, SettlementMode } from './words.ts'

/** The version of a scheme in force on a day (the day of the claim), or null. */
export function rulebookFor(
  list: readonly Rulebook[],
  authority: string,
  scheme: string,
  day: string,
): Rulebook | null {
  return (
    list.find(
      (book) =>
        book.authority === authority &&
        book.scheme === scheme &&
        within(day, book.effectiveFrom, book.effectiveTo),
    ) ?? null
  )
}

/** Every rulebook in force on a day, one for each scheme: what a self-check compares. */
export function rulebooksOn(list: readonly Rulebook[], day: string): Rulebook[] {
  return list.filter((book) => within(day, book.effectiveFrom, book.effectiveTo))
}

/** Problems between rulebooks: one id twice, or two versions of one scheme in force on one day. Empty when none. */
export function checkRulebooks(list: readonly Rulebook[]): string[] {
  const problems: string[] = []
  for (const [at, one] of list.entries())
    for (const other of list.slice(at + 1)) {
      if (one.id === other.id) problems.push(`rulebook ${one.id} is given twice`)
      else if (one.authority === other.authority && one.scheme === other.scheme && overlap(one, other))
        problems.push(`rulebooks ${one.id} and ${other.id} are in force on the same day`)
    }
  return problems
}

type Period = { effectiveFrom: string; effectiveTo: string | null }

function overlap(one: Period, other: Period): boolean {
  const begins = (first: Period, second: Period) =>
    within(second.effectiveFrom, first.effectiveFrom, first.effectiveTo)
  return begins(one, other) || begins(other, one)
}

/**
 * Rulebooks from their JSON, oldest first.
 * @throws Error naming the file's id and path of each problem, or the versions that overlap
 */
export function parseRulebooks(documents: readonly unknown[]): Rulebook[] {
  const list = documents.map((json) => {
    const parsed = Rulebook.safeParse(json)
    if (parsed.success) return parsed.data
    const id = String((json as { id?: unknown } | null)?.id)
    throw new Error(`rulebook ${id}: ${issueTexts(parsed.error.issues).join('; ')}`)
  })
  const problems = checkRulebooks(list)
  if (problems.length) throw new Error(problems.join('; '))
  return list.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
}

type Issue = z.core.$ZodIssue

/** Each issue with its path; of a choice only the branch that came nearest. */
function issueTexts(issues: readonly Issue[], above: PropertyKey[] = []): string[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path]
    const branches = issue.code === 'invalid_union' ? issue.errors : []
    const near = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]
    return near ? issueTexts(near, path) : [`${path.map(String).join('.')}: ${issue.message}`]
  })
}

const depth = (issues: readonly Issue[]) => Math.min(...issues.map((issue) => issue.path.length))

/** @throws ZodError when the JSON is no agreement, or its figures do not add up */
export function parseAgreement(json: unknown): Agreement {
  return Agreement.parse(json)
}

/** The agreement in force on a day that joins two provinces, or null. */
export function agreementFor(
  list: readonly Agreement[],
  home: string,
  other: string,
  day: string,
): Agreement | null {
  return (
    list.find(
      (one) =>
        one.members.includes(home) &&
        one.members.includes(other) &&
        within(day, one.effectiveFrom, one.effectiveTo),
    ) ?? null
  )
}

/** Cross-region: applicant and provider belong to different provinces (the first code of each path). */
export function isCrossRegion(applicantPath: readonly string[], providerPath: readonly string[]): boolean {
  return applicantPath[0] !== providerPath[0]
}

export type ServiceCase = { service: ServiceKind; firmClass?: FirmClass; crossRegion: boolean }

/** The ratio for a service, most specific row first, or null when the rulebook does not pay for it. */
export function ratioFor(book: Rulebook, at: ServiceCase): Parameter<number> | null {
  const rows = book.services.find((service) => service.kind === at.service)?.ratios ?? []
  const fitting = rows.filter(
    (row) =>
      (row.firmClass === undefined || row.firmClass === at.firmClass) &&
      (row.cross === undefined || row.cross === at.crossRegion),
  )
  const weight = (row: (typeof rows)[number]) =>
    (row.firmClass === undefined ? 0 : 2) + (row.cross === undefined ? 0 : 1)
  return fitting.sort((a, b) => weight(b) - weight(a))[0]?.bp ?? null
}

/** The limits for a kind of applicant; a row for its firm class goes first. Null when this kind may not apply. */
export function limitsFor(book: Rulebook, applicant: ApplicantKind, firmClass?: FirmClass): Limits | null {
  const rows = book.limits.filter((row) => row.applicant === applicant)
  return (
    rows.find((row) => row.firmClass !== undefined && row.firmClass === firmClass) ??
    rows.find((row) => row.firmClass === undefined) ??
    null
  )
}

/** Who redeems: a property of the version and of crossing the border, never of the province. Null: not possible. */
export function settlementFor(book: Rulebook, crossRegion: boolean): Parameter<SettlementMode | null> {
  return crossRegion ? book.settlement.cross : book.settlement.intra
}
