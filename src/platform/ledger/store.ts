import type { Actor } from '#core/actor.ts'
import type { CommandCtx, Together } from '#core/command.ts'
import { json, type Reader, type Tx } from '#core/db.ts'
import type { Refusal } from '#core/refusal.ts'
import { sql } from 'kysely'
import { ledgerRefusals } from './contract.ts'

export type Subject = { kind: string; id: string }
type About = { eventAt?: Temporal.Instant; subject?: Subject; memo?: Record<string, unknown> }
/** A hold by its id, or by the key of the step that made it (stored before, or earlier in the same call). */
type OfHold = { hold: string } | { holdKey: string }

/**
 * One movement, under a key its caller makes: the same key with the same step answers what was stored, with another
 * step it is refused. Accounts are named by path, amounts are fen > 0; without `eventAt` it happened when it is booked.
 */
export type Step =
  | ({ kind: 'transfer'; key: string; code: string; from: string; to: string; amountFen: bigint } & About)
  | ({ kind: 'hold'; key: string; code: string; from: string; to: string; amountFen: bigint } & {
      expiresAt?: Temporal.Instant
    } & About)
  /** Pays from a hold: a part, or without `amountFen` all that remains; `releaseRest` gives back the remainder. */
  | ({ kind: 'post'; key: string; code?: string; amountFen?: bigint; releaseRest?: boolean } & OfHold & About)
  /** Gives back what remains of a hold; `expire` only once its `expiresAt` has come. */
  | ({ kind: 'void' | 'expire'; key: string; eventAt?: Temporal.Instant } & OfHold)
  /** Corrects a transfer by a new one the other way: a part, or all that is not reversed yet. */
  | ({ kind: 'reverse'; key: string; code?: string; transfer: string; amountFen?: bigint } & About)

export type Moved = {
  key: string
  kind: Step['kind']
  /** The transfer made, or for `hold` the hold. */
  id: string | null
  hold: string | null
  /** Moved, held or (void, expire) released. */
  amountFen: bigint
  releasedFen: bigint
  /** Of the hold, after this step. */
  remainingFen: bigint | null
  /** Stored by an earlier call with the same key. */
  replayed: boolean
}

export type Booking = { actor: Pick<Actor, 'userId' | 'kind'>; now: Temporal.Instant }
export type Group = { actor: Booking['actor']; steps: readonly Step[] }
export type Outcome = { moved: Moved[] } | { refusal: Refusal }

/**
 * Runs linked steps: all or none.
 * @throws Refusal ledger_floor, ledger_ceiling, hold_not_open, hold_exceeded, hold_not_due, reversal_exceeded, ledger_key_reused
 * @throws Error when a step names an account, hold or transfer that is not there, or no positive amount: a defect of the caller
 */
export async function move(tx: Tx, { actor, now }: Booking, steps: readonly Step[]): Promise<Moved[]> {
  const [outcome] = await moveEach(tx, now, [{ actor, steps }])
  if (!outcome) return []
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.moved
}

type LaterCtx = Booking & Partial<Pick<CommandCtx, 'together'>>

/**
 * Linked steps whose outcome the command need not see: they run before its commit, those of a whole lane in one statement, and
 * a refused group refuses its command. Until then the books don't show them, and a `move` of the same command comes before.
 * Outside a command they run at once.
 */
export async function moveLater(tx: Tx, ctx: LaterCtx, steps: readonly Step[]): Promise<void> {
  if (ctx.together) ctx.together(moveAll, { actor: ctx.actor, steps })
  else await move(tx, ctx, steps)
}

const moveAll: Together<Group> = async (tx, now, groups) =>
  (await moveEach(tx, now, groups)).map((outcome) => ('refusal' in outcome ? outcome.refusal : null))

/** Runs many groups of linked steps in one statement; each is done whole, or refused and leaves nothing behind. */
export async function moveEach(tx: Tx, now: Temporal.Instant, groups: readonly Group[]): Promise<Outcome[]> {
  const { rows } = await sql<Row>`
    select grp, key, kind, refused, detail, id, hold, amount_fen, released_fen, remaining_fen, replayed
    from ledger_run(${groupsOf(groups)}::jsonb, ${now})`.execute(tx)
  const outcomes: Outcome[] = groups.map(() => ({ moved: [] }))
  for (const { grp, refused, detail, ...moved } of rows) {
    const outcome = outcomes[grp - 1]!
    if (refused !== null) outcomes[grp - 1] = { refusal: refusalOf(refused, moved.key, detail) }
    else if ('moved' in outcome) outcome.moved.push(moved)
  }
  return outcomes
}

/** The groups as `ledger_run` takes them, for a statement that does more than move money (the benchmarks). */
export const groupsOf = (groups: readonly Group[]): string =>
  json(groups.map(({ actor, steps }) => ({ actor: actor.userId ?? actor.kind, steps: steps.map(wireOf) })))

const wireOf = (step: Step) => {
  const { amountFen, eventAt, subject, holdKey, releaseRest, expiresAt, ...same } = step as Extract<
    Step,
    { kind: 'transfer' }
  > &
    Record<'holdKey' | 'releaseRest' | 'expiresAt', unknown>
  return {
    ...same,
    amount_fen: amountFen,
    hold_key: holdKey,
    release_rest: releaseRest,
    event_at: eventAt,
    expires_at: expiresAt,
    subject_kind: subject?.kind,
    subject_id: subject?.id,
  }
}

type Row = Moved & { grp: number; refused: string | null; detail: string | null }

const codeOf = {
  ledger_account_floor: 'ledger_floor',
  ledger_account_ceiling: 'ledger_ceiling',
  ledger_hold_open: 'hold_not_open',
  ledger_hold_remaining: 'hold_exceeded',
  ledger_hold_due: 'hold_not_due',
  ledger_transfer_reversal: 'reversal_exceeded',
  ledger_step_key: 'ledger_key_reused',
} as const

function refusalOf(constraint: string, step: string, detail: string | null): Refusal {
  const code = (codeOf as Record<string, (typeof codeOf)[keyof typeof codeOf] | undefined>)[constraint]
  if (!code) throw new Error(`ledger step ${step}: ${constraint} (${detail})`)
  return ledgerRefusals.make(code, { detail, step })
}

export type Account = {
  id: string
  path: string
  ownerKind: string | null
  ownerId: string | null
  floorFen: bigint | null
  ceilingFen: bigint | null
  balanceFen: bigint
  pendingOutFen: bigint
  pendingInFen: bigint
  /** Balance less the holds out of it. */
  availableFen: bigint
  version: bigint
}

export type AccountDraft = {
  path: string
  owner?: Subject
  floorFen?: bigint | null
  ceilingFen?: bigint | null
}

/**
 * Opens an account, or sets the bounds of the one that stands under the path, and returns it locked until the commit.
 * Without bounds: floor 0, no ceiling; `floorFen: null` lets it go negative (a source of money).
 * @throws Refusal ledger_floor or ledger_ceiling when the account already stands outside the new bounds
 */
export async function openAccount(tx: Tx, now: Temporal.Instant, draft: AccountDraft): Promise<Account> {
  const { path, owner, floorFen = 0n, ceilingFen = null } = draft
  if (!/^[^/\s]+(\/[^/\s]+)+$/.test(path)) throw new Error(`a ledger account can't be called ${path}`)
  await tx
    .insertInto('ledgerAccount')
    .values({
      path,
      ownerKind: owner?.kind ?? null,
      ownerId: owner?.id ?? null,
      floorFen,
      ceilingFen,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.constraint('ledger_account_path').doNothing())
    .execute()
  const account = await accounts(tx).where('path', '=', path).forNoKeyUpdate().executeTakeFirstOrThrow()
  if (account.floorFen === floorFen && account.ceilingFen === ceilingFen) return account
  if (floorFen !== null && account.availableFen < floorFen)
    ledgerRefusals.refuse('ledger_floor', { detail: path })
  if (ceilingFen !== null && account.balanceFen + account.pendingInFen > ceilingFen)
    ledgerRefusals.refuse('ledger_ceiling', { detail: path })
  await tx.updateTable('ledgerAccount').set({ floorFen, ceilingFen }).where('id', '=', account.id).execute()
  return { ...account, floorFen, ceilingFen }
}

const accounts = (db: Reader) =>
  db
    .selectFrom('ledgerAccount')
    .select(['id', 'path', 'ownerKind', 'ownerId', 'floorFen', 'ceilingFen', 'balanceFen', 'pendingOutFen'])
    .select(['pendingInFen', 'version', sql<bigint>`balance_fen - pending_out_fen`.as('availableFen')])

/** An account as it stands. @throws Error (NoResultError) when there is none under the path */
export const balance = (db: Reader, path: string): Promise<Account> =>
  accounts(db).where('path', '=', path).executeTakeFirstOrThrow()

/** By `event`: what had happened until the moment, whenever booked. By `booking`: what the books said then. */
export type Basis = 'event' | 'booking'

/** The balance at a past moment, `at` included. Sums the account's entries: for reports, not for decisions. */
export async function balanceAt(
  db: Reader,
  path: string,
  at: Temporal.Instant,
  basis: Basis,
): Promise<bigint> {
  const row = await db
    .selectFrom('ledgerAccount')
    .where('path', '=', path)
    .select(sql<bigint>`ledger_balance_at(id, ${at}, ${basis})`.as('fen'))
    .executeTakeFirstOrThrow()
  return row.fen
}

export type Hold = Awaited<ReturnType<typeof holds>>[number]

/** Holds by id, by subject, or open and run out by a moment (oldest first, at most 500). */
export async function holds(
  db: Reader,
  by: { id: string } | { subject: Subject } | { dueBy: Temporal.Instant },
) {
  const all = db
    .selectFrom('ledgerHold as h')
    .innerJoin('ledgerAccount as f', 'f.id', 'h.fromAccount')
    .innerJoin('ledgerAccount as t', 't.id', 'h.toAccount')
    .select([
      'h.id',
      'h.code',
      'f.path as from',
      't.path as to',
      'h.amountFen',
      'h.postedFen',
      'h.releasedFen',
      'h.remainingFen',
    ])
    .select(['h.state', 'h.expiresAt', 'h.eventAt', 'h.bookedAt', 'h.subjectKind', 'h.subjectId', 'h.memo'])
  if ('id' in by) return all.where('h.id', '=', by.id).execute()
  if ('dueBy' in by) {
    const due = all.where('h.state', '=', 'open').where('h.expiresAt', '<=', by.dueBy)
    return due.orderBy('h.expiresAt').orderBy('h.id').limit(500).execute()
  }
  const { kind, id } = by.subject
  return all.where('h.subjectKind', '=', kind).where('h.subjectId', '=', id).orderBy('h.id').execute()
}

export type Span = {
  from?: Temporal.Instant
  until?: Temporal.Instant
  basis?: Basis
  after?: bigint
  limit?: number
}

/** Entries of an account in booking order, `from` included, `until` not; page on with `after` = the last accountVersion. */
export function statement(db: Reader, path: string, span: Span = {}) {
  const { from, until, basis = 'event', after, limit = 100 } = span
  const at = basis === 'event' ? 'e.eventAt' : 'e.bookedAt'
  return db
    .selectFrom('ledgerEntry as e')
    .innerJoin('ledgerAccount as o', 'o.id', 'e.otherAccountId')
    .where('e.accountId', '=', (eb) => eb.selectFrom('ledgerAccount').select('id').where('path', '=', path))
    .$if(from !== undefined, (q) => q.where(at, '>=', from!))
    .$if(until !== undefined, (q) => q.where(at, '<', until!))
    .$if(after !== undefined, (q) => q.where('e.accountVersion', '>', after!))
    .select([
      'e.accountVersion',
      'e.transferId',
      'o.path as other',
      'e.amountFen',
      'e.previousFen',
      'e.currentFen',
      'e.code',
    ])
    .select([
      'e.eventAt',
      'e.bookedAt',
      'e.holdId',
      'e.reverses',
      'e.subjectKind',
      'e.subjectId',
      'e.actor',
      'e.memo',
    ])
    .$narrowType<{ accountVersion: bigint; previousFen: bigint; currentFen: bigint }>()
    .orderBy('e.accountVersion')
    .limit(limit)
    .execute()
}

/** Sums by the first word of the path; without `at` as things stand. `totalFen` is 0 or the books are broken. */
export async function trialBalance(db: Reader, past?: { at: Temporal.Instant; basis: Basis }) {
  const fen = past ? sql<bigint>`ledger_balance_at(id, ${past.at}, ${past.basis})` : sql<bigint>`balance_fen`
  const rows = await db
    .selectFrom('ledgerAccount')
    .select([
      sql<string>`split_part(path, '/', 1)`.as('family'),
      (eb) => eb.fn.countAll<bigint>().as('accounts'),
    ])
    .select([sql<bigint>`sum(${fen})::bigint`.as('balanceFen')])
    .select([
      sql<bigint>`sum(pending_out_fen)::bigint`.as('pendingOutFen'),
      sql<bigint>`sum(pending_in_fen)::bigint`.as('pendingInFen'),
    ])
    .groupBy('family')
    .orderBy('family')
    .execute()
  return { rows, totalFen: rows.reduce((sum, row) => sum + row.balanceFen, 0n) }
}

export type Discrepancy = {
  what: string
  subject: string
  expectedFen: bigint | null
  foundFen: bigint | null
}

/** Sums everything again; what it returns does not agree (nothing, when the books are sound). Reads all entries: nightly. */
export const auditLedger = (db: Reader): Promise<Discrepancy[]> =>
  db.selectFrom(sql<Discrepancy>`ledger_audit()`.as('found')).selectAll().execute()
