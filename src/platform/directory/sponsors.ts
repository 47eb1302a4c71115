import type { QueryCtx } from '#core/query.ts'
import { cardsOf, like, regionNames } from './cards.ts'

const MOST = 20

/** Verified incubators by a part of their name: whom founders may name as their sponsor. */
export async function findIncubators({ db, now }: QueryCtx, part: string | undefined) {
  const named = await regionNames(db, now)
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'regionCode'])
    .where('kind', '=', 'incubator')
    .where('status', '=', 'verified')
    .$if(!!part, (qb) => qb.where('name', 'ilike', like(part ?? '')))
    .orderBy('name')
    .limit(MOST)
    .execute()
  return rows.map(({ id, name, regionCode }) => ({ id, name, regionName: named(regionCode) }))
}

/** The teams an incubator is asked to stand for, those that still wait first. */
export async function sponsoredTeams({ db, now, visible }: QueryCtx) {
  const rows = await db
    .selectFrom('organisation')
    .selectAll()
    .where('kind', '=', 'team')
    .where(visible({ providerId: 'organisation.sponsorId' }))
    .orderBy((eb) => eb.case().when('status', '=', 'unverified').then(0).else(1).end())
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return cardsOf(db, rows, now)
}
