import { json, type Reader, type Tx } from '#core/db.ts'
import { forgetRemembered, remembered } from '#core/remembered.ts'
import type { Programme } from './programme.ts'

type Named = { programmeId: string; version: number; sha256: string }

/** A published version never changes, so each document is fetched once in a process. */
const documents = new Map<string, Programme>()

async function documentOf(db: Reader, { programmeId, version, sha256 }: Named): Promise<Programme> {
  const key = `${programmeId}@${version}/${sha256}`
  const known = documents.get(key)
  if (known) return known
  const { document } = await db
    .selectFrom('programmeVersion')
    .select('document')
    .where('programmeId', '=', programmeId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  documents.set(key, document as Programme)
  return document as Programme
}

const names = ['programmeId', 'version', 'sha256', 'effectiveTo'] as const

/** The version pinned by a case. The stored document was checked when it was published. */
export function selectProgramme(db: Reader, id: string, version: number): Promise<Programme> {
  return remembered(db, `programme ${id}@${version}`, async () => {
    const named = await db
      .selectFrom('programmeVersion')
      .select(names)
      .where('programmeId', '=', id)
      .where('version', '=', version)
      .executeTakeFirstOrThrow()
    return documentOf(db, named)
  })
}

/** The version in force on a day: the one that began last, unless it has ended. */
export async function selectProgrammeOn(
  db: Reader,
  id: string,
  day: Temporal.PlainDate,
): Promise<Programme | null> {
  return (await selectProgrammesOn(db, day)).find((programme) => programme.id === id) ?? null
}

/** Every programme in force on a day. */
export function selectProgrammesOn(db: Reader, day: Temporal.PlainDate): Promise<readonly Programme[]> {
  return remembered(db, `programmes on ${day}`, () => readProgrammesOn(db, day))
}

async function readProgrammesOn(db: Reader, day: Temporal.PlainDate): Promise<readonly Programme[]> {
  const rows = await db
    .selectFrom('programmeVersion')
    .distinctOn('programmeId')
    .select(names)
    .where('effectiveFrom', '<=', day)
    .orderBy('programmeId')
    .orderBy('effectiveFrom', 'desc')
    .execute()
  const inForce = rows.filter(
    (row) => !row.effectiveTo || Temporal.PlainDate.compare(day, row.effectiveTo) <= 0,
  )
  return Promise.all(inForce.map((row) => documentOf(db, row)))
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
  forgetRemembered()
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
