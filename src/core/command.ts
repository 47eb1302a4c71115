import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, signature } from './actor.ts'
import type { Endpoint } from './contract.ts'
import { type Database, isAway, isRetryable, json, type Reader, type Tx } from './db.ts'
import { enqueue } from './jobs.ts'
import { lanes } from './lanes.ts'
import { actingBy, mayAny, may, requireAtAll, requireFor, type Subject } from './policy.ts'
import { coreRefusals, Refusal } from './refusal.ts'
import type { Blanks } from './text.ts'
import { toWire } from './wire.ts'

/** What a command did, in one row: shown in timelines, read by followers, never changed. */
export type EventDraft = {
  subject: { kind: string; id: string }
  regionPath?: readonly string[]
  changes?: Record<string, unknown>
  /** Stands where the actor would: who did it is told to nobody, and kept nowhere in the record. */
  unnamed?: string
  /** The role it was done in, where the permission leaves that open; whoever is away is named by it. */
  role?: string | null
}

/** `mails`: whether mail leaves the node, or waits in its outbox for somebody to hand it on. */
export type Place = { dataDir: string; url: string; demo: boolean; mails?: boolean }

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
  /** Hands over work whose result the command need not see: it is done before the commit, for all of a lane at once. */
  together: <Item>(work: Together<Item>, item: Item) => void
}

/**
 * Does in one statement what the commands of a commit handed over, in that order, and answers for each item whether it
 * is refused. A refused item refuses its command. `now` is the latest of the commands'.
 */
export type Together<Item> = (
  tx: Tx,
  now: Temporal.Instant,
  items: readonly Item[],
) => Promise<readonly (Refusal | null)[]>

type HandedOver = { work: Together<unknown>; item: unknown }

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
  const inTrouble = new Set<string>()
  const runTogether = async (orders: readonly Order[]) => {
    const [first] = orders as [Order, ...Order[]]
    if (orders.length === 1) return [await settle(alone(database, first, place))]
    const lane = first.lane as string
    const swift = inTrouble.has(lane) ? null : await allOrNothing(database, orders, place)
    const settled = swift ?? (await together(database, orders, place))
    if (settled.every((one) => one.ok)) inTrouble.delete(lane)
    else inTrouble.add(lane)
    return settled
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

/**
 * Many commands, one commit, in the hope that none is refused: no savepoints, and one statement for all events and keys.
 * Null when it was in vain, and nothing is left of it; a lane where that happens goes by savepoints until all is well.
 */
async function allOrNothing(
  database: Database,
  orders: readonly Order[],
  place: Place,
): Promise<Settled[] | null> {
  try {
    return await database.db.transaction().execute(async (tx) => {
      const done: Done[] = []
      for (const order of orders) done.push(await handled(tx, order, place))
      await doTogether(tx, done)
      await append(tx, done)
      return done.map(({ body }) => ({ ok: true, value: { body, hit: false } }) as const)
    })
  } catch (error) {
    // The commit may have been made and only its answer lost: what may be done must not be done again.
    return isAway(error) ? orders.map(() => ({ ok: false, error })) : null
  }
}

/**
 * Many commands, one commit: each under its own savepoint, with its own key, event and refusal. When that never gets through, each
 * goes by itself, so that only the one that can't is told so.
 */
async function together(database: Database, orders: readonly Order[], place: Place): Promise<Settled[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.db.transaction().execute(async (tx) => {
        const settled: Settled[] = []
        for (const order of orders) settled.push(await underSavepoint(tx, order, place))
        return settled
      })
    } catch (error) {
      if (!isRetryable(error)) return orders.map(() => ({ ok: false, error }))
      if (attempt === TRIES) return await oneByOne(database, orders, place)
      await pause(attempt)
    }
  }
}

async function oneByOne(database: Database, orders: readonly Order[], place: Place): Promise<Settled[]> {
  const settled: Settled[] = []
  for (const order of orders) settled.push(await settle(alone(database, order, place)))
  return settled
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

type Done = { order: Order; drafts: readonly EventDraft[]; handedOver: readonly HandedOver[]; body: unknown }

async function perform(tx: Tx, order: Order, place: Place): Promise<Answer> {
  const done = await handled(tx, order, place)
  await doTogether(tx, [done])
  await append(tx, [done])
  return { body: done.body, hit: false }
}

async function handled(tx: Tx, order: Order, place: Place): Promise<Done> {
  const { ctx, drafts, handedOver, wasAuthorised } = contextFor(tx, order, place)
  const result = await order.handle(ctx)
  if (!wasAuthorised())
    throw new Error(`${order.name} never asked whether ${order.endpoint.allow} covers its subject`)
  if (drafts.length === 0) throw new Error(`${order.name} left no event`)
  return { order, drafts, handedOver, body: toWire(order.endpoint.returns, result) }
}

/** @throws Refusal the first of the refused items: of a lane's, then, each command is tried by itself */
async function doTogether(tx: Tx, done: readonly Done[]): Promise<void> {
  const all = done.flatMap(({ handedOver }) => handedOver)
  if (all.length === 0) return
  const now = done
    .map(({ order }) => order.now)
    .reduce((a, b) => (Temporal.Instant.compare(a, b) < 0 ? b : a))
  for (const [work, group] of Map.groupBy(all, (one) => one.work)) {
    const refusals = await work(
      tx,
      now,
      group.map(({ item }) => item),
    )
    for (const refusal of refusals) if (refusal) throw refusal
  }
}

function contextFor(tx: Tx, order: Order, place: Place) {
  const drafts: EventDraft[] = []
  const handedOver: HandedOver[] = []
  const { now, endpoint } = order
  const actor = actingBy(order.actor, endpoint.allow)
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
    together: (work, item) => void handedOver.push({ work: work as Together<unknown>, item }),
  }
  return { ctx, drafts, handedOver, wasAuthorised: () => authorised }
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

/** Events and stored answers, in one statement. */
async function append(tx: Tx, done: readonly Done[]): Promise<void> {
  await sql`
    with appended as (
      insert into event (at, actor_user, actor_organisation, actor_label, command, subject_kind, subject_id, region_path, changes)
      select at, actor_user, actor_organisation, actor_label, command, subject_kind, subject_id, region_path, changes
      from jsonb_to_recordset(${json(done.flatMap(eventsOf))}::jsonb) as e (at timestamptz, actor_user uuid,
        actor_organisation uuid, actor_label text, command text, subject_kind text, subject_id uuid, region_path text[],
        changes jsonb)
    )
    insert into idempotency_key (principal, key, endpoint, input_hash, answer, status, at)
    select principal, key, endpoint, input_hash, answer, 200, at
    from jsonb_to_recordset(${json(done.flatMap(keyOf))}::jsonb) as k (principal text, key text, endpoint text,
      input_hash text, answer jsonb, at timestamptz)`.execute(tx)
}

/** Microseconds are all that PostgreSQL keeps: cut, not rounded. */
const timeOf = ({ now }: Order) => now.toString({ fractionalSecondDigits: 6, roundingMode: 'trunc' })

function eventsOf({ order, drafts }: Done) {
  const { name, endpoint } = order
  const actor = actingBy(order.actor, endpoint.allow)
  return drafts.map(({ subject, regionPath = [], changes = {}, unnamed, role }) => ({
    at: timeOf(order),
    actor_user: unnamed ? null : actor.userId,
    actor_organisation: unnamed ? null : actor.organisationId,
    actor_label: unnamed ?? signature(actor, role),
    command: name,
    subject_kind: subject.kind,
    subject_id: subject.id,
    region_path: regionPath,
    changes,
  }))
}

function keyOf({ order, body }: Done) {
  if (!order.key) return []
  const [principal, input_hash] = [principalOf(order), hashOf(order)]
  return { principal, key: order.key, endpoint: order.name, input_hash, answer: { body }, at: timeOf(order) }
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
