import { type Actor, type Role, roleNames, signature } from '#core/actor.ts'
import type { Reader, Tx } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf, formatDay } from '#core/time.ts'
import { readCalendar } from '#platform/calendar/index.ts'
import { attachFiles } from '#platform/files/index.ts'
import { type ActorFacts, available, deskOf, mayRecuseOthers, refusedBecause } from './available.ts'
import { dueIn } from './clock.ts'
import { emptyState, fold, step } from './fold.ts'
import { type Facts, fileIdsOf, prefill } from './form.ts'
import { type CaseCtx, type Deed, effectsOf, holdBeside, isRelated, noticesDecidedBy } from './outcomes.ts'
import type { Programme } from './programme.ts'
import { selectProgramme, selectProgrammeOn } from './programmes.store.ts'
import { caseRefusals, type CaseReason } from './refusals.ts'
import { requireComplete, requireDeed } from './requirements.ts'
import { whereItStands } from './sentences.ts'
import {
  type Action,
  type ActionData,
  type CaseAction,
  type CaseState,
  type Form,
  isOver,
  type Status,
} from './state.ts'
import {
  appendAction,
  type CaseFile,
  insertCase,
  lockCase,
  selectActions,
  selectCase,
  updateCase,
} from './store.ts'

export type OpenCase = {
  programmeId: string
  organisationId: string
  /** The applicant's name on the day of filing. */
  applicant: string
  regionPath: readonly string[]
  authorityId?: string | null
  form: Form
  /** Snapshot of the facts the decision will rest on, each with its standing and source. */
  facts: Facts
  amountFen?: bigint | null
}

export type Acted = { caseFile: CaseFile; state: CaseState; programme: Programme }

/**
 * Files a case under the version in force today and submits it; the draft it came from is gone. What the facts know
 * need not stand in the form.
 * @throws Refusal programme_not_open, case_form_incomplete, not_found for a programme nobody knows
 */
export async function openCase(tx: Tx, ctx: CaseCtx, input: OpenCase): Promise<Acted> {
  const today = dayOf(ctx.now)
  const programme = await selectProgrammeOn(tx, input.programmeId, today)
  if (!programme?.regions.some((region) => input.regionPath.includes(region)))
    return caseRefusals.refuse('programme_not_open', { programme: input.programmeId, day: formatDay(today) })
  const form = { ...prefill(programme, input.facts), ...input.form }
  requireComplete(programme, form)
  const before = emptyState(programme)
  const deed: Deed = { action: 'submit', reason: null, data: { form } }
  const action = await nextAction(tx, ctx, programme, before, deed)
  const state = step(programme, before, action)
  const caseFile = await insertCase(tx, programme, state, action, {
    organisationId: input.organisationId,
    applicant: input.applicant,
    authorityId: input.authorityId ?? null,
    regionPath: [...input.regionPath],
    facts: input.facts,
    amountFen: input.amountFen ?? null,
    submittedAt: ctx.now,
    submittedBy: ctx.actor.label,
  })
  tell(ctx, caseFile, action, before)
  return { caseFile, state, programme }
}

export type Act = {
  caseId: string
  action: Action
  reason?: string | null | undefined
  data?: ActionData | undefined
  /** The last action the actor's screen knew of; a newer one refuses. */
  seen?: number | undefined
}

/**
 * Does one thing to a case: locks it, folds it, asks `available`, appends, and runs the effects of its outcome.
 * Whether the actor may see the case at all is the caller's question; whether they may act now is answered here.
 * @throws Refusal not_found, a CaseReason (409, with where the case stands), case_reason_missing, case_data_missing
 */
export async function act(tx: Tx, ctx: CaseCtx, input: Act): Promise<Acted> {
  const locked = (await lockCase(tx, input.caseId)) ?? coreRefusals.refuse('not_found')
  const { programme, state: before } = await foldCase(tx, locked)
  const deed: Deed = { action: input.action, reason: input.reason?.trim() || null, data: input.data ?? {} }
  await requireAvailable(tx, ctx, locked, programme, before, input)
  requireDeed(programme, before, deed)
  const effects = effectsOf(programme.outcome)
  await effects.before?.(tx, ctx, locked, { ...deed, before })
  const action = await nextAction(tx, ctx, programme, before, deed)
  const state = step(programme, before, action)
  const caseFile = await updateCase(tx, programme, locked, state, ctx.now)
  await appendAction(tx, locked.id, ctx.now, action)
  const known = new Set(fileIdsOf(programme, before.form))
  // What stood in the form before belongs there already, whoever uploaded it.
  const fresh = fileIdsOf(programme, deed.data.form ?? {}).filter((id) => !known.has(id))
  await attachFiles(tx, ctx, fresh, { kind: 'case', id: locked.id })
  tell(ctx, caseFile, action, before)
  const moved = { ...deed, before }
  const acted = async () => ({
    caseFile: (await selectCase(tx, locked.id)) as CaseFile,
    state,
    programme,
  })
  if (input.action === 'reinstate') {
    await effects.reinstated?.(tx, ctx, caseFile, moved)
    return acted()
  }
  const [lived, lives] = [isAlive(before.status), isAlive(state.status)]
  if (!lived && lives) await effects.resumed?.(tx, ctx, caseFile, moved)
  if (state.status === 'approved' && before.status !== 'approved')
    await effects.approved(tx, ctx, caseFile, moved)
  if (lived && !lives) await effects.ended?.(tx, ctx, caseFile, moved)
  return acted()
}

const isAlive = (status: Status) => !isOver(status) && status !== 'appealed'

/** The pinned programme and the state, from the actions alone. */
export async function foldCase(db: Reader, caseFile: CaseFile) {
  const programme = await selectProgramme(db, caseFile.programmeId, caseFile.programmeVersion)
  const actions = await selectActions(db, caseFile.id)
  return { programme, actions, state: fold(programme, actions) }
}

/** What the rules know of the actor with regard to this case. */
export async function actorFactsOf(db: Reader, actor: Actor, caseFile: CaseFile): Promise<ActorFacts> {
  const { userId, organisationId, level, regionCode } = actor
  return {
    userId,
    organisationId,
    level,
    regionCode,
    roles: [...actor.roles],
    path: caseFile.regionPath,
    isApplicant: organisationId !== null && organisationId === caseFile.organisationId,
    inRegion: regionCode !== null && caseFile.regionPath.includes(regionCode),
    isSystem: actor.kind === 'system',
    related: await isRelated(db, userId, caseFile.organisationId),
    decidedAt: await noticesDecidedBy(db, userId, caseFile.id),
  }
}

async function requireAvailable(
  tx: Tx,
  ctx: CaseCtx,
  caseFile: CaseFile,
  programme: Programme,
  state: CaseState,
  { action, seen, data }: Act,
) {
  const appeals = state.status === 'appealed' || state.decisions.some((one) => one.action === 'overturn')
  if (appeals) await holdBeside(tx, caseFile.id)
  const facts = await actorFactsOf(tx, ctx.actor, caseFile)
  const today = dayOf(ctx.now).toString()
  const moved = seen !== undefined && seen !== state.seq ? 'case_moved' : null
  const others = action === 'recuse' && data?.userId !== undefined && data.userId !== facts.userId
  const overreach = others && !mayRecuseOthers(programme, state, facts) ? 'case_not_your_stage' : null
  const reason: CaseReason | null =
    moved ?? refusedBecause(action, programme, state, facts, today) ?? overreach
  if (!reason) return
  const now = available(programme, state, facts, today).filter((answer) => answer.allowed)
  caseRefusals.refuse(
    reason,
    whereItStands(
      programme,
      state,
      action,
      now.map((answer) => answer.action),
    ),
  )
}

/** The action as it will be appended, with the deadline that holds after it. */
async function nextAction(
  tx: Tx,
  ctx: CaseCtx,
  programme: Programme,
  before: CaseState,
  deed: Deed,
): Promise<CaseAction> {
  const actorRole = roleOf(ctx.actor, deskOf(programme, before).role)
  const action: CaseAction = {
    ...deed,
    seq: before.seq + 1,
    at: ctx.now.toString(),
    on: dayOf(ctx.now).toString(),
    actorUser: ctx.actor.userId,
    actorLabel: signature(ctx.actor, actorRole),
    actorRole,
    dueOn: null,
    provisional: false,
  }
  return { ...action, ...dueIn(await readCalendar(tx), step(programme, before, action)) }
}

function roleOf(actor: Actor, wanted: string | undefined): Role | null {
  if (wanted && actor.roles.has(wanted)) return wanted as Role
  const held = (Object.keys(roleNames) as Role[]).filter((role) => actor.roles.has(role))
  return held.find((role) => role !== 'public' && role !== 'user') ?? null
}

function tell(ctx: CaseCtx, caseFile: CaseFile, { action, actorRole }: CaseAction, before: CaseState): void {
  const { id, regionPath, number, stage, status } = caseFile
  const from = { stage: before.stage, status: before.status }
  ctx.event({
    subject: { kind: 'case', id },
    regionPath,
    changes: { number, action, from, to: { stage, status } },
    role: actorRole,
  })
}
