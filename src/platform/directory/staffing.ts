import type { Reader } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { pathOf, regionAt, type RegionLevel } from './regions.ts'
import { readRegions } from './regions.store.ts'

/** An authority where somebody works, with the roles that are held there. */
export type Staffed = {
  id: string
  name: string
  regionCode: string
  level: RegionLevel | null
  /** Codes from the province down. */
  path: readonly string[]
  roles: ReadonlySet<string>
}

/** Every authority that has people. */
export async function staffedAuthorities(db: Reader, now: Temporal.Instant): Promise<Staffed[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisationId')
    .select(['organisation.id', 'organisation.name', 'organisation.regionCode', 'membership.role'])
    .distinct()
    .where('organisation.kind', '=', 'authority')
    .where('organisation.status', '!=', 'closed')
    .where('membership.validTo', 'is', null)
    .orderBy('organisation.regionCode')
    .execute()
  const regions = await readRegions(db)
  const day = dayOf(now).toString()
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((held) => {
    const [first] = held
    if (!first) return []
    const { role: _, ...authority } = first
    return {
      ...authority,
      level: regionAt(regions, authority.regionCode, day)?.level ?? null,
      path: pathOf(regions, authority.regionCode, day),
      roles: new Set(held.map(({ role }) => role)),
    }
  })
}

export type Seat = { id: string; name: string; regionCode: string; level: RegionLevel | null }

/** The authorities of these regions, with people or without. */
export async function authoritiesOf(
  db: Reader,
  codes: readonly string[],
  now: Temporal.Instant,
): Promise<Seat[]> {
  if (codes.length === 0) return []
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'regionCode'])
    .where('kind', '=', 'authority')
    .where('status', '!=', 'closed')
    .where('regionCode', 'in', [...new Set(codes)])
    .orderBy('regionCode')
    .execute()
  const regions = await readRegions(db)
  const day = dayOf(now).toString()
  return rows.map((row) => ({ ...row, level: regionAt(regions, row.regionCode, day)?.level ?? null }))
}
