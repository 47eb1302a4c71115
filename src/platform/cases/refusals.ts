import { refusals } from '#core/refusal.ts'

/** `{…}` after each reason tells where the case stands and what can be done instead. Browser-safe. */
const here = {
  zh: '本件目前：{stageZh}，{statusZh}；您现在可以办理：{actionsZh}。',
  en: ' The case is now at “{stageEn}”, {statusEn}; you can now: {actionsEn}.',
}
const because = (zh: string, en: string) =>
  ({
    kind: 'conflict',
    zh: `不能办理“{actionZh}”：${zh}${here.zh}`,
    en: `Cannot {actionEn}: ${en}${here.en}`,
  }) as const

const reasons = {
  case_wrong_status: because('当前状态不允许。', 'the present status does not allow it.'),
  case_not_in_stage: because('当前环节没有这一项。', 'the present stage does not have it.'),
  case_not_your_stage: because('本环节由其他层级或岗位办理。', 'another level or role handles this stage.'),
  case_not_applicant: because('只有申请单位可以办理。', 'only the applicant may.'),
  case_system_only: because('由系统按期限自动办理。', 'the system does it when the deadline has passed.'),
  case_taken: because('已由其他人接办。', 'somebody else has taken the case.'),
  case_not_taken: because('尚无人接办。', 'nobody has taken the case.'),
  case_recused: because('您已回避本件。', 'you have stepped aside from this case.'),
  case_related: because(
    '您与申请单位存在关联，应当回避。',
    'you are related to the applicant and must step aside.',
  ),
  case_decided_before: because(
    '原决定由您作出，须由他人办理。',
    'you made the decision in question; somebody else must act.',
  ),
  case_rounds_used: because('补正次数已用完。', 'no round of supplements is left.'),
  case_withdraw_too_late: because('已过可撤回的环节。', 'the stage until which one may withdraw has passed.'),
  case_no_appeal: because('本环节没有复核程序。', 'this stage has no appeal.'),
  case_appealed_already: because('本件已经复核过一次。', 'the case was appealed once already.'),
  case_appeal_closed: because('申请复核的期限已过。', 'the time to appeal is over.'),
  case_too_early: because('期限未满，或期限为暂定。', 'the deadline has not passed, or is provisional.'),
  case_moved: because(
    '您打开后，本件已有新的办理记录。请刷新后再办。',
    'it has moved on since you opened it. Reload first.',
  ),
} as const

export type CaseReason = keyof typeof reasons

export const caseRefusals = refusals({
  ...reasons,
  case_reason_missing: {
    kind: 'invalid',
    zh: '请填写办理“{actionZh}”的理由，申请单位会看到。',
    en: 'Give a reason to {actionEn}; the applicant will read it.',
  },
  case_form_incomplete: {
    kind: 'invalid',
    zh: '以下内容未填写或格式有误：{fieldsZh}。请补充后再提交。',
    en: 'Missing or not valid: {fieldsEn}. Complete them and submit again.',
  },
  case_data_missing: {
    kind: 'invalid',
    zh: '办理“{actionZh}”缺少必要内容：{what}。请补充后再提交。',
    en: 'To {actionEn}, {what} is needed. Add it and submit again.',
  },
  programme_not_open: {
    kind: 'conflict',
    zh: '事项“{programme}”在{day}未开放受理。请查看事项页面的受理时间。',
    en: 'The programme “{programme}” takes no applications on {day}. See its page for the dates.',
  },
  draft_changed: {
    kind: 'conflict',
    zh: '{who}已于您之后保存了这份草稿。请刷新查看其内容，再继续填写。',
    en: '{who} saved this draft after you opened it. Reload to see what changed, then go on.',
  },
})

export const caseReasons = Object.keys(reasons) as CaseReason[]
