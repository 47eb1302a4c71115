import type { RawBuilder } from 'kysely'
import type { Actor } from './actor.ts'
import { noteAccess, noteRefusal, type Place } from './command.ts'
import type { Endpoint } from './contract.ts'
import type { Database, Reader } from './db.ts'
import {
  may,
  mayAny,
  requireAtAll,
  requireFor,
  type Subject,
  type SubjectColumns,
  visible,
} from './policy.ts'
import { toWire } from './wire.ts'

export type QueryCtx = {
  db: Reader
  actor: Actor
  now: Temporal.Instant
  place: Place
  /** Refuses (404) what lies outside the actor's scope. */
  authorise: (subject: Subject) => void
  /** The rows that the actor may see, as an SQL condition over the named columns. */
  visible: (columns: SubjectColumns) => RawBuilder<boolean>
  may: (permission: string, subject: Subject) => boolean
  /** Notes in the access log that the actor looked at a protected subject. */
  looked: (subject: { kind: string; id: string }) => void
}

export type Question = {
  /** Where the answer is read, if not by the node's own connections: a page asks under a limit of time, a file does not. */
  reader?: Reader | undefined
  name: string
  endpoint: Endpoint<'query'>
  actor: Actor
  now: Temporal.Instant
  handle: (ctx: QueryCtx) => Promise<unknown>
}

/**
 * Answers a question. A scoped permission must have been asked, by `authorise` or `visible`, before anything leaves.
 * @throws Refusal, or a defect
 */
export async function answer(database: Database, place: Place, question: Question): Promise<unknown> {
  const { actor, now, endpoint, name } = question
  try {
    requireAtAll(actor, endpoint.allow, endpoint.summary)
    let asked = mayAny(actor, endpoint.allow)
    const looks: { kind: string; id: string }[] = []
    const result = await question.handle({
      db: question.reader ?? database.db,
      actor,
      now,
      place,
      authorise: (subject) => {
        requireFor(actor, endpoint.allow, subject)
        asked = true
      },
      visible: (columns) => {
        asked = true
        return visible(actor, endpoint.allow, columns)
      },
      may: (permission, subject) => may(actor, permission, subject),
      looked: (subject) => {
        // One's own house is no protected subject.
        if (subject.id !== actor.organisationId) looks.push(subject)
      },
    })
    if (!asked) throw new Error(`${name} never asked whether ${endpoint.allow} covers what it answers`)
    for (const subject of looks)
      await noteAccess(database, actor, { what: name, now, outcome: 'seen', subject })
    return result instanceof Response ? result : toWire(endpoint.returns, result)
  } catch (error) {
    await noteRefusal(database, actor, name, now, error)
    throw error
  }
}
