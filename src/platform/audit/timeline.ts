import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { pageOf, placeCursor, placeOf } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import { TIMELINE_KEY } from './contract.ts'
import { type Entry, readTimeline, type SubjectRef } from './store.ts'

/** What the actor may read of a subject's history: nothing, what was done, or also who looked. */
export type Sight = 'none' | 'done' | 'looks'
export type MaySee = (db: Reader, actor: Actor, subjectId: string, now: Temporal.Instant) => Promise<Sight>

const kinds = new Map<string, MaySee>()

/** Declares who may read the history of a kind of subject; an undeclared kind is read by nobody. */
export function registerTimeline(kind: string, maySee: MaySee): void {
  const known = kinds.get(kind)
  if (known && known !== maySee) throw new Error(`timeline of ${kind} declared twice`)
  kinds.set(kind, maySee)
}

export type TimelineQuery = { limit?: number; cursor?: string | undefined; looks?: boolean }

/** A subject's history, newest first; without asking who wants it. */
export async function timeline(
  db: Reader,
  kind: string,
  id: string,
  { limit = 50, cursor, looks = false }: TimelineQuery = {},
) {
  const found = await readTimeline(db, { kind, id }, { limit, looks, before: placeOf(cursor, TIMELINE_KEY) })
  return pageOf(found, limit, (entry) => placeCursor(entry.at, entry.key))
}

type Asking = { db: Reader; actor: Actor; now: Temporal.Instant }

/** The same for an actor: 404 where he may see nothing, without the looks where he may not see those. */
export async function timelineFor(
  { db, actor, now }: Asking,
  subject: SubjectRef,
  query: TimelineQuery,
): Promise<{ rows: Entry[]; next: string | null }> {
  const sight = (await kinds.get(subject.kind)?.(db, actor, subject.id, now)) ?? 'none'
  if (sight === 'none') return coreRefusals.refuse('not_found')
  return timeline(db, subject.kind, subject.id, {
    ...query,
    looks: sight === 'looks' && query.looks === true,
  })
}
