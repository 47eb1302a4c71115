import { sql } from 'kysely'
import { registerReliance } from '#platform/directory/index.ts'

/** A claim that waited was refused because its firm had moved away by the entry. */
registerReliance(async (db, entry) => {
  if (entry.what === 'name') return null
  const found = await db
    .selectFrom('claim')
    .innerJoin('caseCard', 'caseCard.id', 'claim.caseId')
    .select('caseCard.number')
    .where('claim.organisationId', '=', entry.organisationId)
    .where(sql<string>`claim.refused_because ->> 'code'`, '=', 'claim_moved_away')
    .where(sql<boolean>`(claim.refused_because ->> 'at')::timestamptz >= ${entry.since.toString()}`)
    .limit(1)
    .executeTakeFirst()
  if (!found) return null
  return {
    zh: `申领 ${found.number} 因迁出未能发券`,
    en: `claim ${found.number}, refused because of the move`,
  }
})
