import type { Text } from '#core/text.ts'

/** What a case (办件) is made of: its actions, and the state they fold into. Browser-safe; days are YYYY-MM-DD. */

export const actionNames = {
  submit: { zh: '提交', en: 'submit' },
  take: { zh: '接办', en: 'take' },
  release: { zh: '退回待办', en: 'put back' },
  recuse: { zh: '回避', en: 'step aside' },
  request_supplement: { zh: '要求补正', en: 'ask for a supplement' },
  supply: { zh: '提交补正', en: 'send the supplement' },
  pass: { zh: '审核通过', en: 'accept' },
  refuse: { zh: '不予通过', en: 'refuse' },
  withdraw: { zh: '撤回', en: 'withdraw' },
  appeal: { zh: '申请复核', en: 'appeal' },
  uphold: { zh: '维持原决定', en: 'uphold' },
  overturn: { zh: '撤销原决定', en: 'overturn' },
  hold: { zh: '暂缓（异议核查）', en: 'hold' },
  release_hold: { zh: '解除暂缓', en: 'release the hold' },
  extend: { zh: '延长期限', en: 'extend' },
  enter_batch: { zh: '编入批次', en: 'enter a batch' },
  leave_batch: { zh: '移出批次', en: 'leave the batch' },
  notice_opened: { zh: '开始公示', en: 'open the public notice' },
  notice_closed: { zh: '公示期满', en: 'close the public notice' },
  approve: { zh: '决定批准', en: 'approve' },
  decline: { zh: '决定不予批准', en: 'decline' },
  revoke: { zh: '撤销批准', en: 'revoke' },
  reinstate: { zh: '恢复批准', en: 'reinstate' },
  reopen: { zh: '重新受理', en: 'reopen' },
  lapse: { zh: '逾期失效', en: 'lapse' },
  correct: { zh: '更正', en: 'correct' },
  escalate: { zh: '逾期上报', en: 'escalate' },
  set_deadline: { zh: '确定期限', en: 'settle the deadline' },
} as const satisfies Record<string, Text>

export type Action = keyof typeof actionNames
export const actions = Object.keys(actionNames) as [Action, ...Action[]]

export const statusNames = {
  draft: { zh: '草稿', en: 'draft' },
  open: { zh: '办理中', en: 'in progress' },
  supplement: { zh: '待补正', en: 'waiting for a supplement' },
  held: { zh: '暂缓', en: 'held' },
  appealed: { zh: '复核中', en: 'under appeal' },
  approved: { zh: '已批准', en: 'approved' },
  refused: { zh: '未获批准', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  lapsed: { zh: '已失效', en: 'lapsed' },
  revoked: { zh: '已撤销', en: 'revoked' },
} as const satisfies Record<string, Text>

export type Status = keyof typeof statusNames
export const statuses = Object.keys(statusNames) as [Status, ...Status[]]

/** Counts working days from the day after `startedOn`. */
export type CaseClock = {
  of: 'stage' | 'supplement' | 'notice' | 'appeal_window' | 'appeal'
  startedOn: string
  workingDays: number
  /** Working days added by order. */
  extendedBy: number
  /** From the day it stopped to the day it goes on, neither of which counts; `to` is null while it lasts. */
  pauses: { from: string; to: string | null }[]
}

/** What a form field may hold. Amounts are strings of fen. */
export type FormValue = string | number | boolean | null | string[]
export type Form = Record<string, FormValue>

export type ActionData = {
  form?: Form
  /** Fields a supplement is asked for, or that were corrected. */
  fields?: string[]
  /** The officer who steps aside, when a director says so for another. */
  userId?: string
  workingDays?: number
  batchId?: string
  noticeId?: string
  /** The order a mass extension rests on. */
  order?: string
  [more: string]: unknown
}

/** One appended action. `dueOn` is the deadline that holds after it, computed by the server when it was appended. */
export type CaseAction = {
  seq: number
  at: string
  on: string
  action: Action
  actorUser: string | null
  actorLabel: string
  actorRole: string | null
  reason: string | null
  data: ActionData
  dueOn: string | null
  provisional: boolean
}

export type Decision = {
  action: 'pass' | 'refuse' | 'approve' | 'decline' | 'uphold' | 'overturn' | 'revoke' | 'reinstate'
  stage: string
  by: string | null
  label: string
  on: string
  reason: string | null
}

export type CaseState = {
  seq: number
  stage: string
  status: Status
  assignee: { userId: string; label: string } | null
  /** Officers who stepped aside. */
  recused: string[]
  /** Officers whose refusal at this stage was overturned: others look again. */
  barred: string[]
  /** Supplement rounds used at this stage. */
  round: number
  clock: CaseClock | null
  /** Clock of whom we wait for: the applicant's supplement or the time to appeal. */
  wait: CaseClock | null
  dueOn: string | null
  provisional: boolean
  escalated: boolean
  decisions: Decision[]
  supplement: { fields: string[]; reason: string | null } | null
  appeal: { stage: string; filedOn: string; outcome: 'upheld' | 'overturned' | null } | null
  batch: { id: string; stage: string } | null
  noticeId: string | null
  form: Form
}

/** The clock whose deadline is shown and kept; none while the case is held or over. */
export function rulingClock(state: CaseState): CaseClock | null {
  return state.status === 'held' ? null : (state.wait ?? state.clock)
}

/** True once no action of the ordinary course is left: money and lines it occupied may be freed. */
export const isOver = (status: Status) =>
  status === 'refused' || status === 'withdrawn' || status === 'lapsed' || status === 'revoked'
