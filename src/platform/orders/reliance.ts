import { sql } from 'kysely'
import { registerReliance } from '#platform/directory/index.ts'

/** An order keeps where both sides were: it goes across a border, or not, by that. */
registerReliance(async (db, entry) => {
  if (entry.what === 'name') return null
  const { organisationId, since, regionPath } = entry
  const path = sql`${[...regionPath]}::text[]`
  const found = await db
    .selectFrom('serviceOrder')
    .select('number')
    .where('createdAt', '>=', since)
    .where(
      sql<boolean>`(buyer_id = ${organisationId} and region_path = ${path}
        or provider_id = ${organisationId} and provider_path = ${path})`,
    )
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return found ? { zh: `订单 ${found.number}`, en: `order ${found.number}` } : null
})
