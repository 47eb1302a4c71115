import type { Blanks, Text } from '#core/text.ts'
import { type Programme, stageOf } from './programme.ts'
import { type Action, actionNames, type CaseState, statusNames } from './state.ts'

/** Words of a refusal: what was asked, where the case stands, what may be done instead. Browser-safe. */
export function whereItStands(
  programme: Programme,
  state: CaseState,
  action: Action,
  allowed: readonly Action[],
): Blanks {
  const stage = stageOf(programme, state.stage).title
  const listed = (language: keyof Text, comma: string, none: string) =>
    allowed.map((name) => actionNames[name][language]).join(comma) || none
  return {
    action,
    actionZh: actionNames[action].zh,
    actionEn: actionNames[action].en,
    stage: state.stage,
    stageZh: stage.zh,
    stageEn: stage.en,
    status: state.status,
    statusZh: statusNames[state.status].zh,
    statusEn: statusNames[state.status].en,
    actions: allowed.join(' '),
    actionsZh: listed('zh', '、', '无'),
    actionsEn: listed('en', ', ', 'nothing'),
  }
}
