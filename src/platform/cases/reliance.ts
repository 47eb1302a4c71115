import { sql } from 'kysely'
import { registerReliance } from '#platform/directory/index.ts'

/** A case keeps the name and the place it was filed under: whoever filed since an entry was made filed by it. */
registerReliance(async (db, entry) => {
  const found = await db
    .selectFrom('caseFile')
    .select('number')
    .where('organisationId', '=', entry.organisationId)
    .where('submittedAt', '>=', entry.since)
    .$if(entry.what === 'name', (qb) => qb.where('applicant', '=', entry.what === 'name' ? entry.name : ''))
    .$if(entry.what === 'place', (qb) =>
      qb.where(sql<boolean>`region_path = ${entry.what === 'place' ? [...entry.regionPath] : []}::text[]`),
    )
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return found ? { zh: `办件 ${found.number}`, en: `case ${found.number}` } : null
})
