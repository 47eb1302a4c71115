import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import type { SubjectRef } from './store.ts'

/**
 * May the actor read what is attached to this subject? Asked of the module that owns the subject: of the subject as a whole, and of
 * each file. His own files everybody reads anyway.
 */
export type MayRead = (
  db: Reader,
  actor: Actor,
  subjectId: string,
  now: Temporal.Instant,
  fileId?: string,
) => Promise<boolean>

const kinds = new Map<string, MayRead>()

/** Declares who may read the attachments of a kind of subject. An undeclared kind is read by nobody but the uploader. */
export function registerFileSubject(kind: string, mayRead: MayRead): void {
  const known = kinds.get(kind)
  if (known && known !== mayRead) throw new Error(`file subject ${kind} declared twice`)
  kinds.set(kind, mayRead)
}

export async function mayReadSubject(
  db: Reader,
  actor: Actor,
  { kind, id }: SubjectRef,
  now: Temporal.Instant,
  fileId?: string,
): Promise<boolean> {
  return (await kinds.get(kind)?.(db, actor, id, now, fileId)) ?? false
}
