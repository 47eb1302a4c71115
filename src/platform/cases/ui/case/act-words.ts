import type { Text } from '#core/text.ts'
import type { Action } from '../../state.ts'

export const said = {
  reason: { zh: '理由', en: 'Reason' },
  opinion: { zh: '意见', en: 'Opinion' },
  remark: { zh: '说明', en: 'Remark' },
  keys: { zh: 'Ctrl+Enter 提交，Esc 取消', en: 'Ctrl+Enter sends, Esc cancels' },
  meanwhile: { zh: '您打开后，本件有了新的办理记录：', en: 'The case moved on after you opened it:' },
  still: {
    zh: '您填写的内容保留在下方；确认仍要办理，请再次提交。',
    en: 'What you typed is kept below; if you still want to, send it again.',
  },
  gone: {
    zh: '现在已不能办理此项。您填写的内容保留在下方，可复制后取消。',
    en: 'This can’t be done any more. What you typed is kept below; copy it and cancel.',
  },
  clock_pause: {
    zh: '申请单位有 {days} 个工作日补正；补正期间暂停计时，收到后接着计算（第 {round} 次，最多 {maxRounds} 次）。',
    en: 'The applicant has {days} working days; the clock stops meanwhile and goes on afterwards (round {round} of {maxRounds}).',
  },
  clock_reset: {
    zh: '申请单位有 {days} 个工作日补正；收到补正后重新计时（第 {round} 次，最多 {maxRounds} 次）。',
    en: 'The applicant has {days} working days; the clock starts anew afterwards (round {round} of {maxRounds}).',
  },
  clock_continue: {
    zh: '申请单位有 {days} 个工作日补正；计时不停（第 {round} 次，最多 {maxRounds} 次）。',
    en: 'The applicant has {days} working days; the clock does not stop (round {round} of {maxRounds}).',
  },
  other: { zh: '要求接办人 {who} 回避', en: 'Tell {who}, who has taken it, to step aside' },
  fields: { zh: '需要补正的内容', en: 'What to supply' },
  fieldsHint: {
    zh: '不勾选时，申请单位可以修改任何内容。',
    en: 'With none chosen the applicant may change anything.',
  },
} as const satisfies Record<string, Text>

export const hints: Partial<Record<Action, Text>> = {
  refuse: {
    zh: '用平实的话写明：不符合哪一条、依据的事实是什么、怎样才能符合。申请单位看到的就是原文，并可在期限内申请复核。',
    en: 'Say in plain words which clause is not met, on what facts, and what would meet it. The applicant reads exactly this and may appeal in time.',
  },
  decline: {
    zh: '用平实的话写明不予批准的依据和事实。申请单位看到的就是原文；办理规定允许的，可在期限内申请复核。',
    en: 'Say in plain words why, by which clause and on what facts. The applicant reads exactly this and may appeal where the programme says so.',
  },
  request_supplement: {
    zh: '写明缺什么、什么样的材料合格。一次告知全部内容。',
    en: 'Say what is missing and what a good document looks like. Ask for everything at once.',
  },
  recuse: {
    zh: '说明回避的原因。您将不能再办理本件，由其他人接办。',
    en: 'Say why. You can’t handle this case any more; somebody else takes it.',
  },
  appeal: {
    zh: '说明您认为原决定哪里有误、依据是什么。复核由未作出原决定的人员办理，对同一决定限一次。',
    en: 'Say what is wrong with the decision and why. Somebody who did not make it looks at it, once for each decision.',
  },
  withdraw: {
    zh: '撤回后本件即终止，占用的额度随之释放；如仍需要，须重新申请。',
    en: 'The case ends and what it occupied is freed; to go on later you apply anew.',
  },
  uphold: {
    zh: '写明维持的理由，逐条回应申请单位的意见。',
    en: 'Say why the decision stands, point by point.',
  },
  overturn: {
    zh: '写明原决定错在何处。本件将按规定退回由他人重新审核、进入下一环节，或编入以后的批次。',
    en: 'Say what was wrong. As the programme says, the case goes back to other officers, on to the next stage, or into a later batch.',
  },
  supply: {
    zh: '按要求补正；提交后审核人继续办理。',
    en: 'Supply what was asked; the review then goes on.',
  },
  correct: {
    zh: '只更正明显的录入差错，并写明依据。',
    en: 'Correct obvious slips only, and say on what ground.',
  },
}
