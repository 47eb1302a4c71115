import { refusersAt } from './fold.ts'
import { appealOf, isDesk, mayAppealAt, placeOf, type Programme, type Stage, stageOf } from './programme.ts'
import type { CaseReason } from './refusals.ts'
import { seatLevel } from './seat.ts'
import { type Action, actions, type CaseState, type Status } from './state.ts'

/** Whose turn it is, and why not. Browser-safe. */

/** What the rules need to know of who acts. `related`: recorded as related to the applicant. */
export type ActorFacts = {
  userId: string | null
  organisationId: string | null
  roles: readonly string[]
  level: 'province' | 'city' | 'county' | null
  regionCode: string | null
  isApplicant: boolean
  /** Codes of the place of the case, from the province down. */
  path?: readonly string[]
  /** The case lies in the officer's region. */
  inRegion: boolean
  isSystem: boolean
  related: boolean
  /** Notices on which he upheld an objection to the case, be it that another one had removed its row already. */
  decidedAt?: readonly string[]
}

export type Availability = { action: Action; allowed: boolean; reason?: CaseReason }

const always: readonly Action[] = ['extend', 'set_deadline']
const desk: readonly Action[] = ['take', 'release', 'recuse', 'escalate', 'hold', 'correct', ...always]

/** The whole state machine: which actions a status knows at all. The stage and the actor narrow it further. */
export const actionsByStatus = {
  draft: ['submit'],
  open: [
    ...desk,
    ...(['request_supplement', 'pass', 'refuse', 'approve', 'decline', 'withdraw'] as const),
    ...(['enter_batch', 'leave_batch', 'notice_opened', 'notice_closed'] as const),
  ],
  supplement: ['supply', 'withdraw', 'lapse', 'recuse', ...always],
  held: ['release_hold', 'leave_batch', 'decline', 'withdraw', 'recuse', ...always],
  appealed: ['take', 'release', 'recuse', 'uphold', 'overturn', 'escalate', ...always],
  approved: ['revoke'],
  refused: ['appeal', 'reopen', ...always],
  withdrawn: [],
  lapsed: ['reopen'],
  revoked: ['reinstate'],
} as const satisfies Record<Status, readonly Action[]>

/** One answer per action. Asked by the screen, the API, the jobs and the tests alike. `today` is the legal day. */
export function available(
  programme: Programme,
  state: CaseState,
  actor: ActorFacts,
  today: string,
): Availability[] {
  return actions.map((action) => {
    const reason = whyNot({ programme, state, actor, today, stage: stageOf(programme, state.stage) }, action)
    return reason ? { action, allowed: false, reason } : { action, allowed: true }
  })
}

/** The same for one action: null when it may be done. */
export function refusedBecause(
  action: Action,
  programme: Programme,
  state: CaseState,
  actor: ActorFacts,
  today: string,
): CaseReason | null {
  return whyNot({ programme, state, actor, today, stage: stageOf(programme, state.stage) }, action)
}

type Asked = { programme: Programme; state: CaseState; actor: ActorFacts; today: string; stage: Stage }

function whyNot(asked: Asked, action: Action): CaseReason | null {
  const { state } = asked
  if (!(actionsByStatus[state.status] as readonly Action[]).includes(action)) return 'case_wrong_status'
  return stageKnows(asked, action) ?? actorMay(asked, action)
}

/** Does the stage (and the day) know the action? */
function stageKnows({ programme, state, stage, today }: Asked, action: Action): CaseReason | null {
  const unless = (holds: boolean, reason: CaseReason = 'case_not_in_stage') => (holds ? null : reason)
  const over = state.dueOn !== null && today > state.dueOn && !state.provisional
  switch (action) {
    case 'pass':
      return unless(stage.kind === 'review' && stage.mayPass)
    case 'refuse':
      return unless(stage.kind === 'review' && stage.mayRefuse)
    case 'approve':
      return unless(stage.kind === 'decision' && stage.mayPass)
    case 'decline':
      return unless((stage.kind === 'decision' && stage.mayRefuse) || state.status === 'held')
    case 'request_supplement': {
      if (!isDesk(stage) || !stage.supplement) return 'case_not_in_stage'
      return unless(state.round < stage.supplement.maxRounds, 'case_rounds_used')
    }
    case 'recuse':
      return unless(!isDesk(stage) || stage.recusal)
    case 'withdraw': {
      const until = programme.withdraw?.until
      return unless(
        until !== undefined && placeOf(programme, state.stage) <= placeOf(programme, until),
        'case_withdraw_too_late',
      )
    }
    case 'appeal': {
      if (!appealOf(stage)) return 'case_no_appeal'
      if (!mayAppealAt(stage, state.appeal?.stage)) return 'case_appealed_already'
      return unless(state.wait !== null && !over, 'case_appeal_closed')
    }
    case 'enter_batch':
      return unless(stage.kind === 'batch' && state.batch === null)
    case 'leave_batch':
      return unless(state.batch !== null)
    case 'notice_opened':
      return unless(
        stage.kind === 'batch' ? state.batch !== null : stage.kind === 'public_notice' && !state.noticeId,
      )
    case 'notice_closed':
      if (stage.kind !== 'public_notice' || !state.noticeId) return 'case_not_in_stage'
      return unless(over, 'case_too_early')
    case 'lapse':
      return unless(over, 'case_too_early')
    case 'escalate':
      if (state.escalated || (!isDesk(stage) && state.status !== 'appealed')) return 'case_not_in_stage'
      return unless(over, 'case_too_early')
    case 'extend':
    case 'set_deadline':
      return unless(state.clock !== null || state.wait !== null)
    case 'take':
      return unless(isDesk(stage) || state.status === 'appealed')
    case 'release':
    case 'hold':
    case 'release_hold':
    case 'submit':
    case 'supply':
    case 'uphold':
    case 'overturn':
    case 'revoke':
    case 'reinstate':
    case 'reopen':
    case 'correct':
      return null
    default:
      throw new Error(`unknown action ${JSON.stringify(action satisfies never)}`)
  }
}

/** May this actor do it? */
function actorMay(asked: Asked, action: Action): CaseReason | null {
  const { actor, state } = asked
  switch (action) {
    case 'submit':
    case 'supply':
    case 'withdraw':
    case 'appeal':
      return actor.isApplicant ? null : 'case_not_applicant'
    case 'lapse':
    case 'escalate':
    case 'set_deadline':
      return actor.isSystem ? null : 'case_system_only'
    case 'notice_closed':
      return actor.isSystem ? null : ownsStage(asked)
    case 'take':
      if (state.assignee) return 'case_taken'
      return mayDecide(asked)
    case 'release':
      if (!state.assignee) return 'case_not_taken'
      return state.assignee.userId === actor.userId || directs(asked) ? null : 'case_taken'
    case 'recuse':
      if (directs(asked)) return null
      return ownsStage(asked) ?? (steppedAside(asked) ? 'case_recused' : null)
    case 'extend':
    case 'reopen':
    case 'revoke':
    // That it is another person than who found it is held with the finding (`recovery_overturned_by_another`).
    case 'reinstate':
      return directs(asked) ? null : 'case_not_your_stage'
    case 'pass':
    case 'refuse':
    case 'approve':
    case 'decline':
    case 'request_supplement':
    case 'correct':
    case 'uphold':
    case 'overturn':
      if (state.assignee && state.assignee.userId !== actor.userId) return 'case_taken'
      return mayDecide(asked)
    case 'hold':
    case 'release_hold':
      return actor.isSystem ? null : mayDecide(asked)
    case 'enter_batch':
    case 'leave_batch':
    case 'notice_opened':
      return actor.isSystem ? null : mayWork(asked)
    default:
      throw new Error(`unknown action ${JSON.stringify(action satisfies never)}`)
  }
}

type Desk = { role: string | undefined; level: string | undefined }

/** Whose desk the case lies on: the appeal's while one is open, else the stage's. */
export function deskOf(programme: Programme, state: CaseState, path: readonly string[] = []): Desk {
  const stage = stageOf(programme, state.stage)
  if (stage.kind === 'intake') return { role: undefined, level: undefined }
  const appeal = state.status === 'appealed' ? appealOf(stage) : null
  const { role, level } = appeal ?? stage
  return { role, level: seatLevel(level, path) }
}

/** Whether somebody has to act on the case itself. Batches and notices are of many cases, and nobody has to act on one of them. */
export const waitsOnDesk = (programme: Programme, { status, stage }: CaseState): boolean =>
  status === 'appealed' || (status === 'open' && isDesk(stageOf(programme, stage)))

/** The role and the level of the stage, in the region of the case; once overdue also the director of that level. */
function ownsStage({ programme, state, actor }: Asked): CaseReason | null {
  const { role, level } = deskOf(programme, state, actor.path)
  if (!actor.inRegion || actor.level !== level) return 'case_not_your_stage'
  const roles = state.escalated ? [role, 'director'] : [role]
  return roles.some((name) => name && actor.roles.includes(name)) ? null : 'case_not_your_stage'
}

/** Works on it, and has not decided the same thing before. */
function mayDecide(asked: Asked): CaseReason | null {
  const notHere = mayWork(asked)
  if (notHere) return notHere
  const me = asked.actor.userId
  const refused = me !== null && refusersHere(asked).includes(me)
  return refused || upheldBefore(asked) || passedBefore(asked) ? 'case_decided_before' : null
}

/** Where one bureau sits in two places, the second review is another person's than the first. */
function passedBefore({ programme, state, stage, actor }: Asked): boolean {
  const declared = 'level' in stage ? stage.level : undefined
  if (state.status === 'appealed' || deskOf(programme, state, actor.path).level === declared) return false
  return state.decisions.some(
    (one) => one.action === 'pass' && one.stage !== stage.id && one.by === actor.userId,
  )
}

/** Whoever upheld an objection decides neither the appeal, nor, once that was won, what a later notice leads to. */
function upheldBefore({ state, actor: { decidedAt = [] } }: Asked): boolean {
  if (state.status === 'appealed') return decidedAt.length > 0
  const won = state.decisions.some(({ action }) => action === 'overturn')
  return won && decidedAt.some((noticeId) => noticeId !== state.noticeId)
}

const steppedAside = ({ state, actor: { userId } }: Asked): boolean =>
  userId !== null && state.recused.includes(userId)

/** Owns the stage, stands in no relation to the applicant, and did not step aside. Batches and notices are made by whoever may. */
function mayWork(asked: Asked): CaseReason | null {
  const { state, actor } = asked
  const notOwner = ownsStage(asked)
  if (notOwner) return notOwner
  if (actor.isApplicant || actor.related) return 'case_related'
  const me = actor.userId
  if (steppedAside(asked)) return 'case_recused'
  return me && state.barred.includes(me) ? 'case_decided_before' : null
}

/**
 * Whose word was appealed may not speak again: of the appeal, nor once it was won of the same stage; who upheld an objection, of
 * nothing that the later notice leads to.
 */
function refusersHere({ programme, state }: Asked): string[] {
  const here = state.status === 'appealed' ? refusersAt(state) : []
  const overturned = state.decisions.flatMap(({ action, stage }, at) => {
    const again = stage === state.stage || stageOf(programme, stage).kind === 'public_notice'
    const before = { ...state, decisions: state.decisions.slice(0, at) }
    return action === 'overturn' && again ? refusersAt(before, stage) : []
  })
  return [...here, ...overturned]
}

/** May the actor tell another officer to step aside? (The head decides on recusal.) */
export function mayRecuseOthers(programme: Programme, state: CaseState, actor: ActorFacts): boolean {
  return directs({ programme, state, actor, today: '', stage: stageOf(programme, state.stage) })
}

/** A director of the level of the desk or above, for what goes beyond ordinary review; the system by standing order. */
function directs({ programme, state, actor }: Asked): boolean {
  if (actor.isSystem) return true
  if (!actor.inRegion || !actor.roles.includes('director') || actor.related || actor.isApplicant) return false
  const rank = { county: 1, city: 2, province: 3 } as Record<string, number>
  const { level } = deskOf(programme, state, actor.path)
  return (rank[actor.level ?? ''] ?? 0) >= (rank[level ?? ''] ?? 0)
}
