import { appealOf, batchStageOf, isDesk, mayAppealAt, type Programme, stageOf } from './programme.ts'
import type { CaseAction, CaseClock, CaseState, Decision } from './state.ts'

/** State of a case before its first action. */
export function emptyState(programme: Programme): CaseState {
  return {
    seq: 0,
    stage: programme.stages[0]?.id ?? '',
    status: 'draft',
    assignee: null,
    recused: [],
    barred: [],
    round: 0,
    clock: null,
    wait: null,
    dueOn: null,
    provisional: false,
    escalated: false,
    decisions: [],
    supplement: null,
    appeal: null,
    batch: null,
    noticeId: null,
    form: {},
  }
}

/** The state a case is in: its actions in order, nothing else. Browser-safe. */
export function fold(programme: Programme, actions: readonly CaseAction[]): CaseState {
  return actions.reduce((state, action) => step(programme, state, action), emptyState(programme))
}

/**
 * The state after one more action. Whether it was allowed is asked before, of `available`.
 * @throws Error on an action nobody knows, or one out of sequence: a defect, never a user's mistake
 */
export function step(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  if (action.seq !== state.seq + 1) throw new Error(`action ${action.seq} follows ${state.seq}`)
  const after = change(programme, state, action)
  return { ...after, seq: action.seq, dueOn: action.dueOn, provisional: action.provisional }
}

function change(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  switch (action.action) {
    case 'submit':
      return enter(programme, { ...state, form: action.data.form ?? {} }, nextOf(programme, state), action)
    case 'take':
      return {
        ...state,
        assignee: action.actorUser ? { userId: action.actorUser, label: action.actorLabel } : null,
      }
    case 'release':
      return { ...state, assignee: null }
    case 'recuse':
      return recuse(state, action)
    case 'request_supplement':
      return requestSupplement(programme, state, action)
    case 'supply':
      return supply(programme, state, action)
    case 'pass':
    case 'approve':
      return enter(programme, decided(state, action.action, action), nextOf(programme, state), action)
    case 'refuse':
    case 'decline':
      return refuse(programme, decided(state, action.action, action), action)
    case 'withdraw':
      return ended(state, 'withdrawn')
    case 'lapse':
      return ended(state, 'lapsed')
    case 'revoke':
      return ended(decided(state, 'revoke', action), 'revoked')
    case 'reinstate':
      return { ...decided(state, 'reinstate', action), status: 'approved' }
    case 'appeal':
      return appeal(programme, state, action)
    case 'uphold':
      return closeAppeal(ended(decided(state, 'uphold', action), 'refused'), 'upheld')
    case 'overturn':
      return overturn(programme, state, action)
    case 'hold':
      return { ...state, status: 'held', clock: held(state.clock, action.on) }
    case 'release_hold':
      return { ...state, status: 'open', clock: resumed(state.clock, action.on) }
    case 'extend':
      return extend(state, action)
    case 'enter_batch':
      return { ...state, batch: { id: action.data.batchId ?? '', stage: state.stage } }
    case 'leave_batch':
      return leaveBatch(programme, state, action)
    case 'notice_opened':
      return openNotice(programme, state, action)
    case 'notice_closed':
      return enter(programme, state, nextOf(programme, state), action)
    case 'reopen':
      return reopen(programme, state, action)
    case 'correct':
      return { ...state, form: { ...state.form, ...action.data.form } }
    case 'escalate':
      return { ...state, escalated: true, assignee: null }
    case 'set_deadline':
      return state
    default:
      throw new Error(`unknown action ${JSON.stringify(action.action satisfies never)}`)
  }
}

const nextOf = (programme: Programme, state: CaseState) => stageOf(programme, state.stage).next

function startClock(of: CaseClock['of'], workingDays: number, on: string): CaseClock {
  return { of, startedOn: on, workingDays, extendedBy: 0, pauses: [] }
}

/** Enters a stage afresh: nobody works on it yet, its clock starts today. `outcome` ends the case well. */
function enter(programme: Programme, state: CaseState, id: string, action: CaseAction): CaseState {
  const fresh = { ...state, assignee: null, supplement: null, wait: null, escalated: false, round: 0 }
  if (id === 'outcome') return { ...fresh, status: 'approved', clock: null }
  const stage = stageOf(programme, id)
  const clock = isDesk(stage) ? startClock('stage', stage.workingDays, action.on) : null
  const barred = id === state.stage ? state.barred : []
  const noticeId = stage.kind === 'batch' || stage.kind === 'public_notice' ? null : state.noticeId
  return { ...fresh, status: 'open', stage: id, clock, barred, noticeId }
}

function ended(state: CaseState, status: 'withdrawn' | 'lapsed' | 'refused' | 'revoked'): CaseState {
  return { ...state, status, assignee: null, clock: null, wait: null, supplement: null, escalated: false }
}

function decided(state: CaseState, what: Decision['action'], action: CaseAction): CaseState {
  const { actorUser: by, actorLabel: label, on, reason } = action
  return {
    ...state,
    decisions: [...state.decisions, { action: what, stage: state.stage, by, label, on, reason }],
  }
}

function recuse(state: CaseState, action: CaseAction): CaseState {
  const who = action.data.userId ?? action.actorUser
  if (!who) return state
  const assignee = state.assignee?.userId === who ? null : state.assignee
  return { ...state, assignee, recused: [...new Set([...state.recused, who])] }
}

function requestSupplement(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const stage = stageOf(programme, state.stage)
  const rule = isDesk(stage) ? stage.supplement : null
  if (!rule) throw new Error(`stage ${stage.id} knows no supplement`)
  return {
    ...state,
    status: 'supplement',
    round: state.round + 1,
    clock: rule.clock === 'pause' ? paused(state.clock, action.on) : state.clock,
    wait: startClock('supplement', rule.workingDays, action.on),
    supplement: { fields: action.data.fields ?? [], reason: action.reason },
  }
}

/** By rule the clock goes on where it stopped, starts again, or never stopped. */
function supply(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const stage = stageOf(programme, state.stage)
  if (!isDesk(stage) || !stage.supplement) throw new Error(`stage ${stage.id} knows no supplement`)
  const clocks = {
    pause: () => resumed(state.clock, action.on),
    reset: () => startClock('stage', stage.workingDays, action.on),
    continue: () => state.clock,
  }
  const clock = clocks[stage.supplement.clock]()
  const form = { ...state.form, ...action.data.form }
  return { ...state, status: 'open', wait: null, supplement: null, clock, form }
}

function paused(clock: CaseClock | null, on: string): CaseClock | null {
  return clock && { ...clock, pauses: [...clock.pauses, { from: on, to: null }] }
}

/** The days of a public notice run on for everyone: an objection holds its row, not the notice. */
function held(clock: CaseClock | null, on: string): CaseClock | null {
  return clock?.of === 'notice' ? clock : paused(clock, on)
}

function resumed(clock: CaseClock | null, on: string): CaseClock | null {
  return clock && { ...clock, pauses: clock.pauses.map((pause) => (pause.to ? pause : { ...pause, to: on })) }
}

function refuse(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const stage = stageOf(programme, state.stage)
  const rule = appealOf(stage)
  const open = mayAppealAt(stage, state.appeal?.stage)
  return {
    ...ended(state, 'refused'),
    wait: rule && open ? startClock('appeal_window', rule.workingDays, action.on) : null,
  }
}

function appeal(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const stage = stageOf(programme, state.stage)
  const rule = appealOf(stage)
  if (!rule) throw new Error(`stage ${stage.id} knows no appeal`)
  const clock = startClock('appeal', rule.decideWorkingDays, action.on)
  const filed = { stage: state.stage, filedOn: action.on, outcome: null }
  return { ...state, status: 'appealed', wait: null, clock, appeal: filed, assignee: null }
}

function closeAppeal(state: CaseState, outcome: 'upheld' | 'overturned'): CaseState {
  return { ...state, appeal: state.appeal && { ...state.appeal, outcome } }
}

function overturn(programme: Programme, before: CaseState, action: CaseAction): CaseState {
  const stage = stageOf(programme, before.stage)
  const rule = appealOf(stage)
  if (!rule) throw new Error(`stage ${stage.id} knows no appeal`)
  const state = closeAppeal(decided(before, 'overturn', action), 'overturned')
  if (rule.overturned === 'next') return enter(programme, state, stage.next, action)
  const again = { ...state, barred: refusersAt(state) }
  const batch = rule.overturned === 'batch' ? batchStageOf(programme) : undefined
  if (batch) return enter(programme, { ...state, batch: null }, batch, action)
  return enter(programme, again, stage.id, action)
}

/** Who refused or declined at a stage, the one the case is in unless told. */
export function refusersAt(state: CaseState, stage = state.stage): string[] {
  const refused = state.decisions.filter(
    (d) => d.stage === stage && (d.action === 'refuse' || d.action === 'decline'),
  )
  return [...new Set(refused.flatMap((decision) => decision.by ?? []))]
}

function extend(state: CaseState, action: CaseAction): CaseState {
  const more = (clock: CaseClock) => ({
    ...clock,
    extendedBy: clock.extendedBy + (action.data.workingDays ?? 0),
  })
  if (state.wait) return { ...state, wait: more(state.wait), escalated: false }
  return { ...state, clock: state.clock && more(state.clock), escalated: false }
}

/** Back to where it ended; a case that had left with a batch waits for another one. */
function reopen(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const stage = state.batch?.stage ?? state.stage
  return enter(programme, { ...state, appeal: null, batch: null }, stage, action)
}

/** Out of its batch a case waits for the next one; a hold stays. */
function leaveBatch(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const back = enter(programme, { ...state, batch: null }, state.batch?.stage ?? state.stage, action)
  return { ...back, status: state.status }
}

/** From the batch into the notice stage, where the days of the notice begin. */
function openNotice(programme: Programme, state: CaseState, action: CaseAction): CaseState {
  const here = stageOf(programme, state.stage)
  const stage = here.kind === 'batch' ? stageOf(programme, here.next) : here
  if (stage.kind !== 'public_notice') throw new Error(`stage ${stage.id} is no public notice`)
  const opened = enter(programme, state, stage.id, action)
  return {
    ...opened,
    noticeId: action.data.noticeId ?? null,
    clock: startClock('notice', stage.workingDays, action.on),
  }
}
