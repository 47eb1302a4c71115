import type { CommandCtx } from '#core/command.ts'
import type { Reader, Tx } from '#core/db.ts'
import type { Action, ActionData, CaseState } from './state.ts'
import type { CaseFile } from './store.ts'

/** What acting on a case needs of the write door's context; a CommandCtx fits. */
export type CaseCtx = Pick<CommandCtx, 'actor' | 'now' | 'event' | 'enqueue'> &
  Partial<Pick<CommandCtx, 'together'>>

export type Deed = { action: Action; reason: string | null; data: ActionData }
type Effect = (
  tx: Tx,
  ctx: CaseCtx,
  caseFile: CaseFile,
  deed: Deed & { before: CaseState },
) => Promise<unknown>

/** What a business module does when a case of its programmes moves, in the same transaction; it may refuse by throwing. */
export type OutcomeEffects = {
  /** Asked before any action is written. */
  before?: Effect
  /** The case ended well: the outcome itself. */
  approved: Effect
  /** Refused, withdrawn, lapsed or revoked: what the case occupied is freed. */
  ended?: Effect
  /** An approval that was revoked stands again: what was done for it and undone is done again. */
  reinstated?: Effect
  /** A refused or lapsed case lives again (overturned on appeal, reopened): what it needs is occupied again. */
  resumed?: Effect
}

const effects = new Map<string, OutcomeEffects>()

/** Names an outcome that programmes may end in. A plain function is its `approved`. */
export function registerOutcome(name: string, effect: Effect | OutcomeEffects): void {
  const wanted = typeof effect === 'function' ? { approved: effect } : effect
  const known = effects.get(name)
  if (known && known.approved !== wanted.approved) throw new Error(`outcome ${name} registered twice`)
  effects.set(name, wanted)
}

export const outcomeNames = (): ReadonlySet<string> => new Set(effects.keys())

/** @throws Error when no module registered it: the programme could not have been loaded */
export function effectsOf(outcome: string): OutcomeEffects {
  const found = effects.get(outcome)
  if (!found) throw new Error(`no module registered the outcome ${outcome}`)
  return found
}

type Relation = (db: Reader, officer: { userId: string }, organisationId: string) => Promise<boolean>
const relations: Relation[] = []

/** Adds a register that knows whom an officer is related to; who is related may not act (回避). */
export function registerRelation(isRelated: Relation): void {
  if (!relations.includes(isRelated)) relations.push(isRelated)
}

export async function isRelated(db: Reader, userId: string | null, organisationId: string): Promise<boolean> {
  if (!userId) return false
  for (const relation of relations) if (await relation(db, { userId }, organisationId)) return true
  return false
}

/** What was decided against a case by an objection, not on the case itself. */
export type DecidedBeside = {
  noticeId: string
  noticeNumber: string
  at: Temporal.Instant
  actor: string
  reason: string
}
type Beside = {
  /** The notices on which this officer decided so. */
  by: (db: Reader, userId: string, caseId: string) => Promise<readonly string[]>
  /** Waits for what is being decided there, and lets nobody decide until the commit. */
  hold: (tx: Tx, caseId: string) => Promise<void>
  all: (db: Reader, caseId: string) => Promise<readonly DecidedBeside[]>
}
const beside: Beside[] = []

/** Adds what knows of decisions against a case that are not among its actions. */
export function registerDecidedBeside(one: Beside): void {
  if (!beside.includes(one)) beside.push(one)
}

export async function noticesDecidedBy(db: Reader, userId: string | null, caseId: string): Promise<string[]> {
  if (!userId) return []
  return (await Promise.all(beside.map(({ by }) => by(db, userId, caseId)))).flat()
}

export async function holdBeside(tx: Tx, caseId: string): Promise<void> {
  for (const { hold } of beside) await hold(tx, caseId)
}

export async function decidedBeside(db: Reader, caseId: string): Promise<DecidedBeside[]> {
  return (await Promise.all(beside.map(({ all }) => all(db, caseId)))).flat()
}
