// Printed by `npm run schema` from the migrated database; compared by test/schema.test.ts.
import type { ColumnType } from 'kysely'

/** May be left out of an insert. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Written by the database alone. */
type Always<T> = ColumnType<T, never, never>
/** Read parsed, written as text: pass `json(value)`. */
type Jsonb = ColumnType<unknown, string, string>
type JsonbOrNull = ColumnType<unknown, string | null, string | null>

export interface AccessLogRow {
  id: Always<bigint>
  at: Temporal.Instant
  actorUser: string | null
  actorOrganisation: string | null
  actorLabel: string
  what: string
  subjectKind: string | null
  subjectId: string | null
  outcome: 'seen' | 'refused'
  detail: Generated<Jsonb>
}

export interface EventRow {
  id: Always<bigint>
  xact: Generated<string>
  at: Temporal.Instant
  bookedAt: Generated<Temporal.Instant>
  actorUser: string | null
  actorOrganisation: string | null
  actorLabel: string
  command: string
  subjectKind: string
  subjectId: string
  regionPath: Generated<string[]>
  changes: Generated<Jsonb>
}

export interface FeedCursorRow {
  name: string
  lastXact: Generated<string>
  lastEventId: Generated<bigint>
}

export interface IdempotencyKeyRow {
  principal: string
  key: string
  endpoint: string
  inputHash: string
  answer: Jsonb
  status: number
  at: Temporal.Instant
}

export interface NumberCounterRow {
  prefix: string
  year: number
  last: bigint
}

export interface Tables {
  accessLog: AccessLogRow
  event: EventRow
  feedCursor: FeedCursorRow
  idempotencyKey: IdempotencyKeyRow
  numberCounter: NumberCounterRow
}
