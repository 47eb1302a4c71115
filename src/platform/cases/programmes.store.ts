import { json, type Reader, type Tx } from '#core/db.ts'
import type { Programme } from './programme.ts'

/** The version pinned by a case. The stored document was checked when it was published. */
export async function selectProgramme(db: Reader, id: string, version: number): Promise<Programme> {
  const { document } = await db
    .selectFrom('programmeVersion')
    .select('document')
    .where('programmeId', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return document as Programme
}

/** The version in force on a day: the one that began last, unless it has ended. */
export async function selectProgrammeOn(
  db: Reader,
  id: string,
  day: Temporal.PlainDate,
): Promise<Programme | null> {
  const row = await db
    .selectFrom('programmeVersion')
    .select(['document', 'effectiveTo'])
    .where('programmeId', '=', id)
    .where('effectiveFrom', '<=', day)
    .orderBy('effectiveFrom', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row || (row.effectiveTo && Temporal.PlainDate.compare(day, row.effectiveTo) > 0)) return null
  return row.document as Programme
}

/** Every programme in force on a day. */
export async function selectProgrammesOn(db: Reader, day: Temporal.PlainDate): Promise<Programme[]> {
  const rows = await db
    .selectFrom('programmeVersion')
    .distinctOn('programmeId')
    .select(['programmeId', 'document', 'effectiveTo'])
    .where('effectiveFrom', '<=', day)
    .orderBy('programmeId')
    .orderBy('effectiveFrom', 'desc')
    .execute()
  const inForce = rows.filter(
    (row) => !row.effectiveTo || Temporal.PlainDate.compare(day, row.effectiveTo) <= 0,
  )
  return inForce.map((row) => row.document as Programme)
}

export async function selectVersions(
  db: Reader,
): Promise<{ programmeId: string; version: number; sha256: string }[]> {
  return db.selectFrom('programmeVersion').select(['programmeId', 'version', 'sha256']).execute()
}

export async function insertVersion(
  tx: Tx,
  programme: Programme,
  published: { sha256: string; at: Temporal.Instant; by: string },
): Promise<void> {
  await tx
    .insertInto('programmeVersion')
    .values({
      programmeId: programme.id,
      version: programme.version,
      document: json(programme),
      sha256: published.sha256,
      effectiveFrom: Temporal.PlainDate.from(programme.effectiveFrom),
      effectiveTo: programme.effectiveTo ? Temporal.PlainDate.from(programme.effectiveTo) : null,
      publishedAt: published.at,
      publishedBy: published.by,
    })
    .execute()
}
