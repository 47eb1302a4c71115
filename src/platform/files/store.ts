import { sql } from 'kysely'
import { constraintOf, type Reader, type Tx } from '#core/db.ts'
import { fileRefusals } from './rules.ts'

export type SubjectRef = { kind: string; id: string }
export type FileRow = {
  id: string
  sha256: string
  name: string
  purpose: string
  ownerOrganisation: string | null
  uploadedBy: string | null
  at: Temporal.Instant
  size: bigint
  mediaType: string
}

/** One process at a time places or sweeps the bytes of one hash, until the transaction ends. */
export async function lockBytes(tx: Tx, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file ${sha256}`}, 0))`.execute(tx)
}

export async function insertBlob(
  tx: Tx,
  blob: { sha256: string; size: bigint; mediaType: string; storedAt: Temporal.Instant },
) {
  await tx
    .insertInto('fileBlob')
    .values(blob)
    .onConflict((on) => on.constraint('file_blob_pkey').doNothing())
    .execute()
}

export type NewFile = Pick<
  FileRow,
  'sha256' | 'name' | 'purpose' | 'ownerOrganisation' | 'uploadedBy' | 'at'
> & { visitor: string | null }

export async function insertFile(tx: Tx, file: NewFile): Promise<string> {
  const { id } = await tx.insertInto('file').values(file).returning('id').executeTakeFirstOrThrow()
  return id
}

export function findFile(db: Reader, id: string): Promise<FileRow | undefined> {
  return db.selectFrom('fileCard').selectAll().where('id', '=', id).executeTakeFirst() as Promise<
    FileRow | undefined
  >
}

export function filesOf(db: Reader, { kind, id }: SubjectRef): Promise<FileRow[]> {
  return db
    .selectFrom('fileUse as u')
    .innerJoin('fileCard as f', 'f.id', 'u.fileId')
    .selectAll('f')
    .where('u.subjectKind', '=', kind)
    .where('u.subjectId', '=', id)
    .orderBy('u.at')
    .orderBy('f.id')
    .execute() as Promise<FileRow[]>
}

export type FileUse = {
  fileId: string
  sha256: string
  subjectKind: string
  subjectId: string
  at: Temporal.Instant
}

/** Every use of the bytes under any name, newest first; at most 200. */
export function usesOfBytes(db: Reader, sha256s: readonly string[]): Promise<FileUse[]> {
  if (sha256s.length === 0) return Promise.resolve([])
  return db
    .selectFrom('fileUse as u')
    .innerJoin('file as f', 'f.id', 'u.fileId')
    .select(['u.fileId', 'f.sha256', 'u.subjectKind', 'u.subjectId', 'u.at'])
    .where('f.sha256', 'in', [...sha256s])
    .orderBy('u.at', 'desc')
    .limit(200)
    .execute()
}

export function usesOfFile(
  db: Reader,
  fileId: string,
): Promise<{ subjectKind: string; subjectId: string }[]> {
  return db.selectFrom('fileUse').select(['subjectKind', 'subjectId']).where('fileId', '=', fileId).execute()
}

/** @throws Refusal file_gone when the sweep was quicker */
export async function insertUse(
  tx: Tx,
  fileId: string,
  subject: SubjectRef,
  at: Temporal.Instant,
): Promise<void> {
  try {
    await tx
      .insertInto('fileUse')
      .values({ fileId, subjectKind: subject.kind, subjectId: subject.id, at })
      .onConflict((on) => on.constraint('file_use_pkey').doNothing())
      .execute()
  } catch (error) {
    if (constraintOf(error) === 'file_use_file') fileRefusals.refuse('file_gone')
    throw error
  }
}

export async function countSince(db: Reader, visitor: string, since: Temporal.Instant): Promise<number> {
  const { n } = await db
    .selectFrom('file')
    .select((eb) => eb.fn.countAll<bigint>().as('n'))
    .where('visitor', '=', visitor)
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Files that nobody attached to anything. */
export function unusedBefore(
  db: Reader,
  before: Temporal.Instant,
  limit: number,
): Promise<{ id: string; sha256: string }[]> {
  return db
    .selectFrom('file as f')
    .select(['f.id', 'f.sha256'])
    .where('f.at', '<', before)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('fileUse as u').select('u.fileId').whereRef('u.fileId', '=', 'f.id'))),
    )
    .orderBy('f.at')
    .limit(limit)
    .execute()
}

/** Deletes the file if it is still unused, and its bytes' row if nobody else has them. Tells what went. */
export async function deleteUnused(
  tx: Tx,
  { id, sha256 }: { id: string; sha256: string },
): Promise<{ file: boolean; bytes: boolean }> {
  const gone = await tx
    .deleteFrom('file as f')
    .where('f.id', '=', id)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('fileUse as u').select('u.fileId').whereRef('u.fileId', '=', 'f.id'))),
    )
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) return { file: false, bytes: false }
  const blob = await tx
    .deleteFrom('fileBlob as b')
    .where('b.sha256', '=', sha256)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('file as f').select('f.id').whereRef('f.sha256', '=', 'b.sha256'))),
    )
    .executeTakeFirst()
  return { file: true, bytes: blob.numDeletedRows > 0n }
}

/** Which of these hashes the database knows. */
export async function knownBytes(db: Reader, sha256s: readonly string[]): Promise<Set<string>> {
  if (sha256s.length === 0) return new Set()
  const rows = await db
    .selectFrom('fileBlob')
    .select('sha256')
    .where('sha256', 'in', [...sha256s])
    .execute()
  return new Set(rows.map((row) => row.sha256))
}
