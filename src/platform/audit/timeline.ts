import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { pageOf, placeCursor, placeOf } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { TIMELINE_KEY } from './contract.ts'
import { type Entry, readTimeline, type SubjectRef } from './store.ts'
import { same, type Told } from './tells.ts'

/** A subject as the reader of its history knows it. `looks`: he may also see who looked. */
export type Seen = { name: string; at: string; looks: boolean }

export type TimelineSpec = {
  kind: Text
  /** Null where the actor may see nothing of it. */
  sees: (db: Reader, actor: Actor, subjectId: string, now: Temporal.Instant) => Promise<Seen | null>
  /** What is told of a change, by its key in the event. What is not named here is told to nobody. */
  tells: Record<string, Told>
  /** What a command means to this subject, where the command’s own words speak of another. */
  sentences?: Record<string, Text>
  /** Words for reasons that are codes; any other reason is what a person wrote. */
  reasons?: Record<string, Text>
  whyOf?: (changes: Record<string, unknown>) => unknown
}

const kinds = new Map<string, TimelineSpec>()

/** Declares who may read the history of a kind of subject, and what it tells; an undeclared kind is read by nobody. */
export function registerTimeline(kind: string, spec: TimelineSpec): void {
  const known = kinds.get(kind)
  if (known && known !== spec) throw new Error(`timeline of ${kind} declared twice`)
  kinds.set(kind, spec)
}

export type TimelineQuery = { limit?: number; cursor?: string | undefined; looks?: boolean }

/** A subject's history as recorded, newest first; without asking who wants it. */
export async function timeline(
  db: Reader,
  kind: string,
  id: string,
  { limit = 50, cursor, looks = false }: TimelineQuery = {},
) {
  const before = placeOf(cursor, TIMELINE_KEY)
  const found = await readTimeline(db, { kind, id }, { limit, looks, before })
  return pageOf(found, limit, (entry) => placeCursor(entry.at, entry.key))
}

type Asking = { db: Reader; actor: Actor; now: Temporal.Instant; sentenceOf: (command: string) => Text }

/** The same for an actor: 404 where he may see nothing, without the looks where he may not see those. */
export async function timelineFor(asking: Asking, subject: SubjectRef, query: TimelineQuery) {
  const { db, actor, now, sentenceOf } = asking
  const spec = kinds.get(subject.kind) ?? coreRefusals.refuse('not_found')
  const seen = (await spec.sees(db, actor, subject.id, now)) ?? coreRefusals.refuse('not_found')
  const looks = seen.looks && query.looks === true
  const page = await timeline(db, subject.kind, subject.id, { ...query, looks })
  return {
    ...page,
    rows: page.rows.map((entry) => ({
      ...entry,
      sentence: (entry.what === 'done' && spec.sentences?.[entry.command]) || sentenceOf(entry.command),
      ...(entry.what === 'done' ? toldOf(spec, entry) : { why: null, changes: [] }),
    })),
    subject: { kind: spec.kind, ...seen },
  }
}

function toldOf(spec: TimelineSpec, { changes }: Entry): { why: Text | null; changes: Line[] } {
  const why = spec.whyOf?.(changes) ?? changes.reason
  return {
    why: typeof why === 'string' ? (spec.reasons?.[why] ?? same(why)) : null,
    changes: Object.entries(spec.tells).flatMap(([key, { label, say }]) => {
      const value = key in changes ? say(changes[key]) : null
      return value ? [{ label, value }] : []
    }),
  }
}

type Line = { label: Text; value: Text }
