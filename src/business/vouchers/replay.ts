// Browser-safe.
import { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { redeemable } from './amount.ts'
import { claimable } from './claim.ts'
import { yearOf } from './days.ts'
import { selfCheck } from './eligibility.ts'
import type { Facts } from './facts.ts'
import type { Rulebook } from './rulebook.ts'
import type { ApplicantKind, FirmClass, ServiceKind } from './words.ts'

/** A case as it happened: who asked what on which day, and what the service cost in the end. */
export type PastCase = {
  id: string
  firm: string
  day: string
  applicant: ApplicantKind
  firmClass?: FirmClass
  facts: Facts
  service: ServiceKind
  crossRegion: boolean
  contractFen: bigint
  requestedFen?: bigint
  invoicedFen: bigint
  paidFen: bigint
  excludedFen?: bigint
}
export type Replayed = {
  eligible: boolean
  /** Face of the voucher, zero when refused or when the budget was short. */
  claimFen: bigint
  payFen: bigint
  why: Text | null
  short: boolean
}
export type ReplayRow = {
  id: string
  firm: string
  before: Replayed
  after: Replayed
  gainFen: bigint
  effect: 'gains' | 'loses' | 'same'
}
export type ReplayTotals = { eligible: number; claimFen: bigint; payFen: bigint; short: number }
export type Replay = {
  rows: ReplayRow[]
  gains: number
  loses: number
  same: number
  newlyEligible: number
  noLongerEligible: number
  before: ReplayTotals
  after: ReplayTotals
  costFen: bigint
}

/**
 * Who gains and who loses when cases run under another rulebook: each firm's history (yearly cap, first claim, number of
 * claims) and, where given, the money of each year are built up anew under each. Ordered by day; dates of versions are ignored.
 */
export function replay(
  before: Rulebook,
  after: Rulebook,
  cases: readonly PastCase[],
  budgetFen: { before?: bigint; after?: bigint } = {},
): Replay {
  const ordered = [...cases].sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1))
  const old = run(before, ordered, budgetFen.before)
  const now = run(after, ordered, budgetFen.after)
  const rows = ordered.map((one, at): ReplayRow => {
    const [was, is] = [old[at] as Replayed, now[at] as Replayed]
    const gainFen = is.payFen - was.payFen
    return {
      id: one.id,
      firm: one.firm,
      before: was,
      after: is,
      gainFen,
      effect: gainFen > 0n ? 'gains' : gainFen < 0n ? 'loses' : 'same',
    }
  })
  const count = (test: (row: ReplayRow) => boolean) => rows.filter(test).length
  const [totalBefore, totalAfter] = [totals(old), totals(now)]
  return {
    rows,
    gains: count((row) => row.effect === 'gains'),
    loses: count((row) => row.effect === 'loses'),
    same: count((row) => row.effect === 'same'),
    newlyEligible: count((row) => !row.before.eligible && row.after.eligible),
    noLongerEligible: count((row) => row.before.eligible && !row.after.eligible),
    before: totalBefore,
    after: totalAfter,
    costFen: totalAfter.payFen - totalBefore.payFen,
  }
}

function totals(list: readonly Replayed[]): ReplayTotals {
  return {
    eligible: list.filter((one) => one.eligible).length,
    claimFen: list.reduce((sum, one) => sum + one.claimFen, 0n),
    payFen: list.reduce((sum, one) => sum + one.payFen, 0n),
    short: list.filter((one) => one.short).length,
  }
}

type History = { takenFen: Map<string, bigint>; claims: Map<string, number>; ever: Map<string, number> }

function run(book: Rulebook, cases: readonly PastCase[], budgetFen: bigint | undefined): Replayed[] {
  const history: History = { takenFen: new Map(), claims: new Map(), ever: new Map() }
  const spentFen = new Map<number, bigint>()
  return cases.map((one) => {
    const result = runOne(book, one, history)
    const year = yearOf(one.day)
    const spent = (spentFen.get(year) ?? 0n) + result.claimFen
    if (budgetFen !== undefined && result.claimFen > 0n && spent > budgetFen)
      return { ...result, claimFen: 0n, payFen: 0n, short: true, why: SHORT }
    if (result.claimFen > 0n) {
      spentFen.set(year, spent)
      const key = `${one.firm} ${year}`
      history.takenFen.set(key, (history.takenFen.get(key) ?? 0n) + result.claimFen)
      history.claims.set(key, (history.claims.get(key) ?? 0) + 1)
      history.ever.set(one.firm, (history.ever.get(one.firm) ?? 0) + 1)
    }
    return result
  })
}

const SHORT: Text = { zh: '当年资金不足，进入排队', en: "the year's money is short; the claim queues" }

function runOne(book: Rulebook, one: PastCase, history: History): Replayed {
  const nothing = (eligible: boolean, why: Text | null): Replayed => ({
    eligible,
    claimFen: 0n,
    payFen: 0n,
    why,
    short: false,
  })
  const check = selfCheck(book, one.facts, one.day, { applicant: one.applicant, anyDate: true })
  if (!check.passes) {
    const failed = check.findings.find((finding) => finding.decides && finding.outcome !== 'pass')
    return nothing(false, failed?.says ?? check.blocked[0] ?? null)
  }
  const key = `${one.firm} ${yearOf(one.day)}`
  const taken = history.takenFen.get(key) ?? 0n
  const claim = claimable(book, {
    applicant: one.applicant,
    ...(one.firmClass ? { firmClass: one.firmClass } : {}),
    service: one.service,
    crossRegion: one.crossRegion,
    contractFen: one.contractFen,
    history: {
      takenFen: taken,
      claimsThisYear: history.claims.get(key) ?? 0,
      claimsEver: history.ever.get(one.firm) ?? 0,
    },
  })
  if (claim instanceof Refusal) return nothing(true, claim.text)
  const stepFen = book.claimStepFen.value
  const asked = one.requestedFen ?? claim.maxFen
  const faceFen = asked < claim.maxFen ? asked - (asked % stepFen) : claim.maxFen
  if (faceFen === 0n) return nothing(true, null)
  const pay = redeemable(book, {
    applicant: one.applicant,
    ...(one.firmClass ? { firmClass: one.firmClass } : {}),
    service: one.service,
    crossRegion: one.crossRegion,
    contractFen: one.contractFen,
    invoicedFen: one.invoicedFen,
    paidFen: one.paidFen,
    excluded: one.excludedFen ? [{ what: { zh: '不予支持', en: 'excluded' }, fen: one.excludedFen }] : [],
    voucher: { faceFen, usedFen: 0n },
    year: { takenFen: taken + faceFen, ownFen: faceFen },
    pool: { leftFen: 0n, ownFen: faceFen },
  })
  const refused = pay instanceof Refusal
  return {
    eligible: true,
    claimFen: faceFen,
    payFen: refused ? 0n : pay.approvedFen,
    why: refused ? pay.text : null,
    short: false,
  }
}
