import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Actor } from '#core/actor.ts'
import { constraintOf, type Reader, type Tx } from '#core/db.ts'
import type { JobCtx } from '#core/jobs.ts'
import { coreRefusals } from '#core/refusal.ts'
import { pathOf, place, removeBytes, storedHashes, sweepIncoming } from './disk.ts'
import type { Received } from './receive.ts'
import { disposition, fileRefusals } from './rules.ts'
import * as store from './store.ts'
import { mayReadSubject } from './subjects.ts'

export const VISITOR_FILES_A_DAY = 20
const PURPOSE = /^[a-z][a-z_.]{0,39}$/

export type Keeping = { actor: Actor; now: Temporal.Instant; dataDir: string; visitor: string }
export type Inspected = Pick<Received, 'path' | 'sha256' | 'size' | 'purpose'> & {
  name: string
  mediaType: string
}

/**
 * Makes received bytes a file of the actor's organisation. The bytes are put in place under a lock of their hash, so
 * the sweep never takes them away between; if the transaction is undone they lie unnamed and the sweep takes them later.
 * @throws Refusal file_too_many
 */
export async function keepFile(tx: Tx, { actor, now, dataDir, visitor }: Keeping, received: Inspected) {
  const { sha256, size, name, mediaType } = received
  const anonymous = actor.userId === null
  if (
    anonymous &&
    (await store.countSince(tx, visitor, now.subtract({ hours: 24 }))) >= VISITOR_FILES_A_DAY
  ) {
    fileRefusals.refuse('file_too_many', { limit: VISITOR_FILES_A_DAY })
  }
  await store.lockBytes(tx, sha256)
  await place(dataDir, received.path, sha256)
  await store.insertBlob(tx, { sha256, size: BigInt(size), mediaType, storedAt: now })
  const purpose = PURPOSE.test(received.purpose) ? received.purpose : 'evidence'
  const id = await store.insertFile(tx, {
    sha256,
    name,
    purpose,
    ownerOrganisation: actor.organisationId,
    uploadedBy: actor.userId,
    visitor: anonymous ? visitor : null,
    at: now,
  })
  const usedBefore = await usedBy(tx, actor, sha256, now)
  return { id, name, size, mediaType, sha256, purpose, at: now, usedBefore }
}

/** Uses of the same bytes: by subject where the actor may read it, the rest counted. */
async function usedBy(
  db: Reader,
  actor: Actor,
  sha256: string,
  now: Temporal.Instant,
  but?: store.SubjectRef,
) {
  const uses: { subject: store.SubjectRef; at: Temporal.Instant }[] = []
  let elsewhere = 0
  for (const use of await store.usesOfBytes(db, [sha256])) {
    const subject = { kind: use.subjectKind, id: use.subjectId }
    if (subject.kind === but?.kind && subject.id === but.id) continue
    if (uses.length < 20 && (await mayReadSubject(db, actor, subject, now)))
      uses.push({ subject, at: use.at })
    else elsewhere++
  }
  return { uses, elsewhere }
}

/**
 * Attaches files to a subject. Only one's own can be attached: the uploader's, his organisation's, or, for a visitor,
 * one that a visitor uploaded and nobody has used yet.
 * @throws Refusal file_gone
 */
export async function attachFiles(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Temporal.Instant },
  fileIds: readonly string[],
  subject: store.SubjectRef,
): Promise<void> {
  for (const id of new Set(fileIds)) {
    const file = await store.findFile(tx, id)
    if (!file || !(await isOwn(tx, actor, file))) return fileRefusals.refuse('file_gone')
    await store.insertUse(tx, id, subject, now)
  }
}

async function isOwn(db: Reader, actor: Actor, file: store.FileRow): Promise<boolean> {
  if (actor.kind === 'system') return true
  if (file.uploadedBy === null) return (await store.usesOfFile(db, file.id)).length === 0
  if (file.uploadedBy === actor.userId) return true
  return file.ownerOrganisation !== null && file.ownerOrganisation === actor.organisationId
}

/** The files of a subject with the warning about bytes used elsewhere, for the people who review it. */
export async function listFiles(db: Reader, actor: Actor, subject: store.SubjectRef, now: Temporal.Instant) {
  if (!(await mayReadSubject(db, actor, subject, now))) coreRefusals.refuse('not_found')
  const rows = await store.filesOf(db, subject)
  const readable = await Promise.all(
    rows.map(async (file) => belongsTo(actor, file) || mayReadSubject(db, actor, subject, now, file.id)),
  )
  return described(
    { db, actor, now },
    rows.filter((_, at) => readable[at]),
    subject,
  )
}

type Asking = { db: Reader; actor: Actor; now: Temporal.Instant }
type Attached = Awaited<ReturnType<typeof store.filesOf>>[number]

/** The same without asking, for modules that have asked already. */
export async function filesOfSubject(
  db: Reader,
  actor: Actor,
  subject: store.SubjectRef,
  now: Temporal.Instant,
) {
  return described({ db, actor, now }, await store.filesOf(db, subject), subject)
}

function described({ db, actor, now }: Asking, rows: readonly Attached[], subject: store.SubjectRef) {
  return Promise.all(
    rows.map(async ({ id, name, size, mediaType, sha256, purpose, at }) => ({
      id,
      name,
      size: Number(size),
      mediaType,
      sha256,
      purpose,
      at,
      usedBefore: await usedBy(db, actor, sha256, now, subject),
    })),
  )
}

/** The file's row if the actor may read it: his own, or one attached to something he may read. @throws Refusal not_found */
export async function readableFile(
  db: Reader,
  actor: Actor,
  id: string,
  now: Temporal.Instant,
): Promise<store.FileRow> {
  const file = await store.findFile(db, id)
  if (!file) return coreRefusals.refuse('not_found')
  if (belongsTo(actor, file)) return file
  for (const { subjectKind, subjectId } of await store.usesOfFile(db, id)) {
    if (await mayReadSubject(db, actor, { kind: subjectKind, id: subjectId }, now, id)) return file
  }
  return coreRefusals.refuse('not_found')
}

type Owned = Pick<store.FileRow, 'uploadedBy' | 'ownerOrganisation'>

const belongsTo = (actor: Actor, { uploadedBy, ownerOrganisation }: Owned): boolean =>
  (uploadedBy !== null && uploadedBy === actor.userId) ||
  (ownerOrganisation !== null && ownerOrganisation === actor.organisationId)

/** The bytes as an attachment that no browser runs, frames or keeps. */
export async function download(
  dataDir: string,
  { name, sha256, mediaType }: store.FileRow,
): Promise<Response> {
  const path = pathOf(dataDir, sha256)
  const { size } = await stat(path)
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      'content-type': mediaType,
      'content-length': String(size),
      'content-disposition': disposition(name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
      etag: `"${sha256}"`,
    },
  })
}

/** Where a kept file lies, for modules that read it (tables). */
export async function filePath(db: Reader, dataDir: string, fileId: string): Promise<string | null> {
  const file = await store.findFile(db, fileId)
  return file ? pathOf(dataDir, file.sha256) : null
}

export const UNUSED_AFTER_HOURS = 48
const LEAVINGS_MS = 3_600_000

/** Files attached to nothing for two days, half-received ones and bytes without a name. How many of each went. */
export async function sweepFiles({ database, place: { dataDir }, now, act }: JobCtx) {
  const swept = { files: 0, incoming: await sweepIncoming(dataDir, LEAVINGS_MS), bytes: 0 }
  const unused = await store.unusedBefore(database.db, now.subtract({ hours: UNUSED_AFTER_HOURS }), 1_000)
  for (const file of unused) {
    const sweep = act('files.sweep', 'file.sweep', async ({ tx, event }) => {
      await store.lockBytes(tx, file.sha256)
      const gone = await store.deleteUnused(tx, file)
      if (gone.bytes) await removeBytes(dataDir, file.sha256)
      if (gone.file) swept.files++
      event({ subject: { kind: 'file', id: file.id }, changes: { removed: gone.file, sha256: file.sha256 } })
    })
    await sweep.catch((error: unknown) => {
      // Attached in this very moment: it stays.
      if (constraintOf(error) !== 'file_use_file') throw error
    })
  }
  for await (const hashes of storedHashes(dataDir, LEAVINGS_MS)) {
    const known = await store.knownBytes(database.db, hashes)
    for (const sha256 of hashes) {
      if (known.has(sha256)) continue
      await removeNameless({ database, dataDir }, sha256)
      swept.bytes++
    }
  }
  return swept
}

/** Under the lock of the hash, and asked once more: an upload may be naming the bytes just now. */
async function removeNameless(
  { database, dataDir }: { database: JobCtx['database']; dataDir: string },
  sha256: string,
): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    await store.lockBytes(tx, sha256)
    if ((await store.knownBytes(tx, [sha256])).size === 0) await removeBytes(dataDir, sha256)
  })
}

export const dropReceived = (received: Received): Promise<void> => rm(received.path, { force: true })
