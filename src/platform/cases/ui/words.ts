import type { Text } from '#core/text.ts'
import type { z } from 'zod'
import type { Tone } from '#web/kit/index.ts'
import type { CaseDetail, CaseRow } from '../contract.ts'
import type { Action, Status } from '../state.ts'

export type Row = z.output<typeof CaseRow>
export type Detail = z.output<typeof CaseDetail>
export type Step = Detail['timeline'][number]

export const levelNames: Record<string, Text> = {
  county: { zh: '县级', en: 'county' },
  city: { zh: '市级', en: 'city' },
  province: { zh: '省（市）级', en: 'provincial' },
}

export const statusTones: Record<Status, Tone> = {
  draft: 'plain',
  open: 'info',
  supplement: 'wait',
  held: 'wait',
  appealed: 'wait',
  approved: 'good',
  refused: 'alarm',
  withdrawn: 'plain',
  lapsed: 'alarm',
  revoked: 'alarm',
}

/** Keys of the desk; letters that say the action in English. */
export const actionKeys: Partial<Record<Action, string>> = {
  take: 't',
  release: 'l',
  pass: 'a',
  approve: 'a',
  request_supplement: 's',
  refuse: 'r',
  decline: 'r',
  recuse: 'x',
  uphold: 'u',
  overturn: 'o',
}

/** Buttons say the verb; a timeline says what was done by the same word. */
export const buttonNames: Partial<Record<Action, Text>> = {
  take: { zh: '接办', en: 'Take' },
  release: { zh: '退回待办', en: 'Put back' },
  pass: { zh: '通过', en: 'Accept' },
  approve: { zh: '批准', en: 'Approve' },
  request_supplement: { zh: '要求补正', en: 'Ask for a supplement' },
  refuse: { zh: '不予通过', en: 'Refuse' },
  decline: { zh: '不予批准', en: 'Decline' },
  recuse: { zh: '回避', en: 'Step aside' },
  uphold: { zh: '维持原决定', en: 'Uphold the decision' },
  overturn: { zh: '撤销原决定', en: 'Overturn the decision' },
  correct: { zh: '更正内容', en: 'Correct the form' },
  reopen: { zh: '重新受理', en: 'Reopen' },
  supply: { zh: '提交补正', en: 'Send the supplement' },
  withdraw: { zh: '撤回申请', en: 'Withdraw the application' },
  appeal: { zh: '申请复核', en: 'Appeal' },
}

/** The order of the buttons; what can't be undone stands last. */
export const buttonOrder: readonly Action[] = [
  ...(['take', 'supply', 'pass', 'approve', 'overturn', 'appeal', 'request_supplement'] as const),
  ...(['correct', 'uphold', 'refuse', 'decline', 'reopen', 'recuse', 'release', 'withdraw'] as const),
]

export const said = {
  nameNow: { zh: '现名：{name}', en: 'now {name}' },
  waitsFor: { zh: '现由{who}办理', en: 'Now with: {who}' },
  waitsApplicant: { zh: '等待申请单位补正', en: 'Waiting for the applicant’s supplement' },
  waitsBatch: {
    zh: '已通过审核，等待编入批次并公示',
    en: 'Passed; it waits for a batch and its public notice',
  },
  waitsNotice: {
    zh: '公示中，期满后由负责人决定',
    en: 'On public notice; the director decides once it is over',
  },
  waitsObjection: {
    zh: '因异议暂缓，等待负责人处理异议',
    en: 'Held by an objection; the director has to decide it',
  },
  waitsAppeal: {
    zh: '申请单位可在{day}前申请复核',
    en: 'The applicant may appeal until {day}',
  },
  over: { zh: '已办结', en: 'Closed' },
  taken: { zh: '接办人：{who}', en: 'Taken by {who}' },
  vacant: {
    zh: '该部门还没有这个岗位的人员，已提醒上级部门和平台运营单位配备',
    en: 'nobody holds that role there yet; the levels above and the operator of the platform are told to fill it',
  },
  aside: {
    zh: '在岗人员均须回避或已办过本件，等待另一位人员',
    en: 'Everybody there must leave it to another person',
  },
  untaken: { zh: '尚无人接办', en: 'Nobody has taken it' },
  mine: {
    zh: '原决定由您作出，须由他人办理',
    en: 'you made the decision in question, somebody else must act',
  },
  escalated: { zh: '已逾期上报，负责人可直接办理', en: 'Overdue and passed up: the director may act' },
} as const satisfies Record<string, Text>
