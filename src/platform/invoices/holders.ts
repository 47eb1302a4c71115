import type { Reader } from '#core/db.ts'
import { conflictsOf } from './conflicts.store.ts'
import { type InvoiceFacts, isNamed } from './rules.ts'
import { factsFrom, type Invoice, isHolder, partyOf, versionsOf } from './store.ts'

/** What a holder keeps of an invoice that was corrected and names him no more: his version, and who replaced it, and why. */
export type Replaced = {
  facts: InvoiceFacts
  versionNo: number
  at: Temporal.Instant
  by: string
  reason: string
}

/**
 * A holder whom a correction left out reads his own version and the decision, not what now stands of somebody else. Null for
 * everybody else.
 */
export async function replacedFor(
  db: Reader,
  invoice: Invoice,
  organisationId: string | null,
): Promise<Replaced | null> {
  if (!organisationId || !(await isHolder(db, invoice.id, organisationId))) return null
  const party = await partyOf(db, organisationId)
  if (!party || isNamed(party, invoice)) return null
  const versions = await versionsOf(db, invoice.id)
  const own = versions.findLast((one) => isNamed(party, factsFrom(one.facts)))
  const next = own && versions.find(({ versionNo }) => versionNo === own.versionNo + 1)
  if (!own || !next) return null
  const decision = (await conflictsOf(db, invoice.id)).find(({ id }) => id === next.conflictId)
  return {
    ...{ facts: factsFrom(own.facts), versionNo: own.versionNo },
    ...{ at: next.at, by: next.by, reason: decision?.reason ?? '' },
  }
}

/** The invoice as this version told it; nothing of it is left to present. */
export function asReplaced<I extends Invoice>(invoice: I, { facts }: Replaced): I {
  const { lines: _, issuedOn, ...said } = facts
  return { ...invoice, ...said, issuedOn: Temporal.PlainDate.from(issuedOn) }
}
