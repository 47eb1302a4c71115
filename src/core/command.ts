import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import type { Endpoint } from './contract.ts'
import { type Database, isRetryable, json, type Reader, type Tx } from './db.ts'
import { enqueue } from './jobs.ts'
import { lanes } from './lanes.ts'
import { mayAny, may, requireAtAll, requireFor, type Subject } from './policy.ts'
import { coreRefusals, Refusal } from './refusal.ts'
import type { Blanks } from './text.ts'
import { toWire } from './wire.ts'

/** What a command did, in one row: shown in timelines, read by followers, never changed. */
export type EventDraft = {
  subject: { kind: string; id: string }
  regionPath?: readonly string[]
  changes?: Record<string, unknown>
}

export type Place = { dataDir: string; url: string; demo: boolean }

export type CommandCtx = {
  tx: Tx
  actor: Actor
  now: Temporal.Instant
  place: Place
  /** Refuses (404) what lies outside the actor's scope. Every command with a scoped permission must ask. */
  authorise: (subject: Subject) => void
  may: (permission: string, subject: Subject) => boolean
  /** The command's event; further calls name further subjects that it changed. At least one is needed. */
  event: (draft: EventDraft) => void
  enqueue: (job: string, data: object) => Promise<void>
}

export type Order = {
  name: string
  endpoint: Endpoint<'command'>
  actor: Actor
  now: Temporal.Instant
  key?: string | undefined
  input: unknown
  lane?: string | null
  handle: (ctx: CommandCtx) => Promise<unknown>
}

export type Answer = { body: unknown; hit: boolean }

const TRIES = 5
/** Commands of one lane that share a commit, at most. */
const LANE_WIDTH = 64

/** The write door: the only place that begins a transaction for a command. */
export function createDoor(database: Database, place: Place) {
  const runTogether = async (orders: readonly Order[]) =>
    orders.length === 1
      ? [await settle(alone(database, orders[0] as Order, place))]
      : together(database, orders, place)
  const queues = lanes<Order, Answer>(runTogether, LANE_WIDTH)
  return {
    /** @throws Refusal, or a defect */
    run: async (order: Order): Promise<Answer> => {
      try {
        requireAtAll(order.actor, order.endpoint.allow, order.endpoint.summary)
        return await (order.lane ? queues.join(order.lane, order) : alone(database, order, place))
      } catch (error) {
        await noteRefusal(database, order.actor, order.name, order.now, error)
        throw error
      }
    },
  }
}

export type Door = ReturnType<typeof createDoor>

type Settled = { ok: true; value: Answer } | { ok: false; error: unknown }

const settle = (promise: Promise<Answer>): Promise<Settled> =>
  promise.then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => ({ ok: false, error }) as const,
  )

/**
 * One command, one commit. Serialisation failures and deadlocks are tried again. The key is not asked for before, since
 * nearly every command is the first of its key: a repeated one does its work once more, breaks off at the latest where it
 * would store its key, leaves nothing behind, and is given the stored answer.
 */
async function alone(database: Database, order: Order, place: Place): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.db.transaction().execute((tx) => perform(tx, order, place))
    } catch (error) {
      const stored = await storedAnswer(database.db, order)
      if (stored) return stored
      if (!isRetryable(error)) throw error
      if (attempt === TRIES) throw coreRefusals.make('busy')
      await pause(attempt)
    }
  }
}

/** Many commands, one commit: each under its own savepoint, with its own key, event and refusal. */
async function together(database: Database, orders: readonly Order[], place: Place): Promise<Settled[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.db.transaction().execute(async (tx) => {
        const settled: Settled[] = []
        for (const order of orders) settled.push(await underSavepoint(tx, order, place))
        return settled
      })
    } catch (error) {
      if (!isRetryable(error) || attempt === TRIES) return orders.map(() => ({ ok: false, error }))
      await pause(attempt)
    }
  }
}

async function underSavepoint(tx: Tx, order: Order, place: Place): Promise<Settled> {
  await sql`savepoint one_command`.execute(tx)
  try {
    const value = await perform(tx, order, place)
    await sql`release savepoint one_command`.execute(tx)
    return { ok: true, value }
  } catch (error) {
    if (isRetryable(error)) throw error
    await sql`rollback to savepoint one_command`.execute(tx)
    return storedOr(tx, order, error)
  }
}

async function storedOr(tx: Tx, order: Order, error: unknown): Promise<Settled> {
  try {
    const stored = await storedAnswer(tx, order)
    return stored ? { ok: true, value: stored } : { ok: false, error }
  } catch (reused) {
    if (!(reused instanceof Refusal)) throw reused
    return { ok: false, error: reused }
  }
}

const pause = (attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))

async function perform(tx: Tx, order: Order, place: Place): Promise<Answer> {
  const { ctx, drafts, wasAuthorised } = contextFor(tx, order, place)
  const result = await order.handle(ctx)
  if (!wasAuthorised())
    throw new Error(`${order.name} never asked whether ${order.endpoint.allow} covers its subject`)
  if (drafts.length === 0) throw new Error(`${order.name} left no event`)
  const body = toWire(order.endpoint.returns, result)
  await append(tx, order, drafts, body)
  return { body, hit: false }
}

function contextFor(tx: Tx, order: Order, place: Place) {
  const drafts: EventDraft[] = []
  const { actor, now, endpoint } = order
  let authorised = mayAny(actor, endpoint.allow)
  const ctx: CommandCtx = {
    tx,
    actor,
    now,
    place,
    authorise: (subject) => {
      requireFor(actor, endpoint.allow, subject)
      authorised = true
    },
    may: (permission, subject) => may(actor, permission, subject),
    event: (draft) => void drafts.push(draft),
    enqueue: (job, data) => enqueue(tx, job, data),
  }
  return { ctx, drafts, wasAuthorised: () => authorised }
}

const principalOf = ({ actor }: Order) => `${actor.userId ?? actor.kind}/${actor.organisationId ?? ''}`

const hashOf = ({ name, input }: Order) =>
  createHash('sha256')
    .update(`${name}\n${json(input)}`)
    .digest('base64url')

/** What the key's first command was answered; null for a new key. @throws Refusal key_reused when that was another command */
async function storedAnswer(db: Reader, order: Order): Promise<Answer | null> {
  if (!order.key) return null
  const row = await db
    .selectFrom('idempotencyKey')
    .select(['endpoint', 'inputHash', 'answer'])
    .where('principal', '=', principalOf(order))
    .where('key', '=', order.key)
    .executeTakeFirst()
  if (!row) return null
  if (row.endpoint !== order.name || row.inputHash !== hashOf(order)) coreRefusals.refuse('key_reused')
  return { body: (row.answer as { body: unknown }).body, hit: true }
}

/** Events and the stored answer, in one statement. */
async function append(tx: Tx, order: Order, drafts: readonly EventDraft[], body: unknown): Promise<void> {
  const events = drafts.map((draft) => ({
    at: order.now,
    actorUser: order.actor.userId,
    actorOrganisation: order.actor.organisationId,
    actorLabel: order.actor.insteadOf
      ? `${order.actor.label}（代${order.actor.insteadOf}）`
      : order.actor.label,
    command: order.name,
    subjectKind: draft.subject.kind,
    subjectId: draft.subject.id,
    regionPath: [...(draft.regionPath ?? [])],
    changes: json(draft.changes ?? {}),
  }))
  if (!order.key) {
    await tx.insertInto('event').values(events).execute()
    return
  }
  await tx
    .with('appended', (qb) => qb.insertInto('event').values(events).returning('id'))
    .insertInto('idempotencyKey')
    .values({
      principal: principalOf(order),
      key: order.key,
      endpoint: order.name,
      inputHash: hashOf(order),
      answer: json({ body }),
      status: 200,
      at: order.now,
    })
    .execute()
}

/** Refused attempts of signed-in people go to the access log, outside the transaction that was rolled back. */
export async function noteRefusal(
  database: Database,
  actor: Actor,
  what: string,
  now: Temporal.Instant,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Refusal) || actor.kind !== 'user') return
  if (error.kind !== 'forbidden' && error.code !== 'not_found') return
  await noteAccess(database, actor, { what, now, outcome: 'refused', detail: { code: error.code } })
}

export type Access = {
  what: string
  now: Temporal.Instant
  outcome: 'seen' | 'refused'
  subject?: { kind: string; id: string }
  detail?: Blanks
}

/** Who looked, or tried to. */
export async function noteAccess(database: Database, actor: Actor, access: Access): Promise<void> {
  await database.db
    .insertInto('accessLog')
    .values({
      at: access.now,
      actorUser: actor.userId,
      actorOrganisation: actor.organisationId,
      actorLabel: actor.label,
      what: access.what,
      subjectKind: access.subject?.kind ?? null,
      subjectId: access.subject?.id ?? null,
      outcome: access.outcome,
      detail: json(access.detail ?? {}),
    })
    .execute()
}
