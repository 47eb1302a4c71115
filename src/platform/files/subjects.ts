import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import type { SubjectRef } from './store.ts'

/** May the actor read the files attached to this subject? Asked of the module that owns the subject. */
export type MayRead = (db: Reader, actor: Actor, subjectId: string, now: Temporal.Instant) => Promise<boolean>

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
): Promise<boolean> {
  return (await kinds.get(kind)?.(db, actor, id, now)) ?? false
}
