import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import type { Endpoint } from './contract.ts'
import { type Database, constraintOf, isRetryable, json, type Tx } from './db.ts'
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
  const runTogether = async (orders: readonly Order[]) => {
    const first = orders[0] as Order
    if (orders.length === 1) return [await settle(alone(database, first, place))]
    const settled = await together(database, orders, place)
    const again = (order: Order) => settle(alone(database, order, place))
    return Promise.all(settled.map((s, i) => (!s.ok && isTwin(s.error) ? again(orders[i] as Order) : s)))
  }
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

/** One command, one commit. Serialisation failures, deadlocks and a racing twin of the same key are tried again. */
async function alone(database: Database, order: Order, place: Place): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.db.transaction().execute((tx) => perform(tx, order, place))
    } catch (error) {
      if (!worthAnotherTry(error)) throw error
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
    return { ok: false, error }
  }
}

const isTwin = (error: unknown) => constraintOf(error) === 'idempotency_key_pkey'
const worthAnotherTry = (error: unknown) => isRetryable(error) || isTwin(error)
const pause = (attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))

async function perform(tx: Tx, order: Order, place: Place): Promise<Answer> {
  const principal = `${order.actor.userId ?? order.actor.kind}/${order.actor.organisationId ?? ''}`
  const hash = order.key ? hashOf(order.name, order.input) : ''
  if (order.key) {
    const stored = await storedAnswer(tx, principal, order.key, order.name, hash)
    if (stored) return stored
  }
  const { ctx, drafts, wasAuthorised } = contextFor(tx, order, place)
  const result = await order.handle(ctx)
  if (!wasAuthorised())
    throw new Error(`${order.name} never asked whether ${order.endpoint.allow} covers its subject`)
  if (drafts.length === 0) throw new Error(`${order.name} left no event`)
  const body = toWire(order.endpoint.returns, result)
  await append(tx, order, drafts, order.key ? { principal, key: order.key, hash, body } : null)
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

const hashOf = (name: string, input: unknown) =>
  createHash('sha256')
    .update(`${name}\n${json(input)}`)
    .digest('base64url')

async function storedAnswer(
  tx: Tx,
  principal: string,
  key: string,
  name: string,
  hash: string,
): Promise<Answer | null> {
  const row = await tx
    .selectFrom('idempotencyKey')
    .select(['endpoint', 'inputHash', 'answer'])
    .where('principal', '=', principal)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return null
  if (row.endpoint !== name || row.inputHash !== hash) coreRefusals.refuse('key_reused')
  return { body: (row.answer as { body: unknown }).body, hit: true }
}

type Keyed = { principal: string; key: string; hash: string; body: unknown }

/** Events and the stored answer, in one statement. */
async function append(
  tx: Tx,
  order: Order,
  drafts: readonly EventDraft[],
  keyed: Keyed | null,
): Promise<void> {
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
  if (!keyed) {
    await tx.insertInto('event').values(events).execute()
    return
  }
  await tx
    .with('appended', (qb) => qb.insertInto('event').values(events).returning('id'))
    .insertInto('idempotencyKey')
    .values({
      principal: keyed.principal,
      key: keyed.key,
      endpoint: order.name,
      inputHash: keyed.hash,
      answer: json({ body: keyed.body }),
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
