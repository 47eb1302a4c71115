import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { may, mayAtAll, type Subject } from '#core/policy.ts'

/** A case under way, which keeps the place it was filed under. */
export type OpenCase = { id: string; number: string; regionPath: readonly string[] }
type Finds = (db: Reader, actor: Actor, organisationId: string) => Promise<OpenCase | null>
let find: Finds = async () => null

/** Whoever keeps the cases says how to find one that the actor decides for an organisation. */
export function useOpenCases(finds: Finds): void {
  find = finds
}

type Organisation = { id: string; regionPath: readonly string[]; sponsorId: string | null }
export type Reading = { subject: Subject; openCase: OpenCase | null }

/**
 * As whom the actor reads the profile. Who decides a case of an organisation that has moved out of his reach reads it by the place
 * of the case, until the case is over.
 */
export async function readingAs(db: Reader, actor: Actor, organisation: Organisation): Promise<Reading> {
  const { id, regionPath, sponsorId } = organisation
  const subject = { organisationId: id, regionPath, providerId: sponsorId }
  if (may(actor, 'profile.read', subject) || !mayAtAll(actor, 'profile.ofCase'))
    return { subject, openCase: null }
  const openCase = await find(db, actor, id)
  if (!openCase) return { subject, openCase }
  return { subject: { ...subject, regionPath: openCase.regionPath }, openCase }
}
