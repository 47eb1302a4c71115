import type { Reader } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { organisationOf, regionNames } from '#platform/directory/index.ts'
import { type Claim, yearTaken } from './claims.store.ts'
import { voucherRefusals } from './contract.ts'
import { usePeriod } from './periods.ts'
import { ruleRefusals } from './rule-refusals.ts'
import type { Rulebook } from './rulebook.ts'
import { rulebookById } from './rulebooks.store.ts'
import { limitsFor } from './versions.ts'
import { barsInForce } from './vouchers.store.ts'

/** What may be refused at the issue itself, because it came in the same moment. */
export const WHILE_WAITING: readonly string[] = [
  'claim_year_cap_used',
  'claim_period_closed',
  'organisation_barred',
]

/**
 * No money helps: closed, barred or moved away while it waited, its year used up, or nothing issued today could still be used. Whoever
 * asks to issue holds the firm's row, so that a move comes before and is seen, or after.
 */
export async function refusedWhileWaiting(
  db: Reader,
  claim: Claim,
  now: Temporal.Instant,
): Promise<Refusal | null> {
  const today = dayOf(now)
  const firm = await organisationOf(db, claim.organisationId)
  if (firm.status === 'closed') return voucherRefusals.make('claim_firm_closed')
  const use = usePeriod(await rulebookById(db, claim.rulebookId), today.toString())
  if (use instanceof Refusal) return use
  const barred = barOf(await barsInForce(db, claim.organisationId, today), claim.authorityId)
  return barred ?? (await movedAway(db, claim, now)) ?? (await overCap(db, claim))
}

/** The home region pays: on the day of issue the firm lies within the region of the scheme's authority. */
async function movedAway(db: Reader, claim: Claim, now: Temporal.Instant): Promise<Refusal | null> {
  const firm = await organisationOf(db, claim.organisationId)
  const authority = await organisationOf(db, claim.authorityId)
  if (firm.regionPath.includes(authority.regionCode)) return null
  const named = await regionNames(db, now)
  const [home, place] = [named(authority.regionCode), named(firm.regionCode)]
  return voucherRefusals.make('claim_moved_away', { home, place })
}

/** The year of the claim is used up by vouchers issued since. */
export async function overCap(db: Reader, claim: Claim): Promise<Refusal | null> {
  const cap = capOf(await rulebookById(db, claim.rulebookId), claim)
  if (!cap) return null
  const taken = await yearTaken(db, claim.organisationId, claim.scheme, claim.year)
  return taken + claim.amountFen > cap.value ? yearCapUsed(cap.value, cap) : null
}

type Cap = { value: bigint; clause: string }

export function capOf(book: Rulebook, { organisationKind, firmClass }: Claim): Cap | null {
  const applicant = organisationKind === 'team' ? 'team' : 'enterprise'
  const cap = limitsFor(book, applicant, firmClass ?? undefined)?.perYearFen
  return cap && cap.value !== null ? { value: cap.value, clause: cap.clause ?? '' } : null
}

export const yearCapUsed = (capFen: bigint, cap: Cap | null): Refusal =>
  ruleRefusals.make('claim_year_cap_used', { cap: String(capFen / 100n), clause: cap?.clause ?? '' })

export type Bar = Awaited<ReturnType<typeof barsInForce>>[number]

/** @throws Refusal organisation_barred by a bar of this authority */
export function requireNotBarred(bars: readonly Bar[], authorityId: string): void {
  const barred = barOf(bars, authorityId)
  if (barred) throw barred
}

function barOf(bars: readonly Bar[], authorityId: string): Refusal | null {
  const bar = bars.find((one) => one.authorityId === authorityId)
  if (!bar) return null
  const { reason, clause, fromDay, toDay } = bar
  const [from, to] = [fromDay.toString(), toDay.toString()]
  return voucherRefusals.make('organisation_barred', { reason, clause, from, to })
}
