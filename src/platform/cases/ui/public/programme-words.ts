import type { Text } from '#core/text.ts'
import type { Programme, Stage } from '../../browser.ts'

/** Browser-safe. */

export const levelWords = {
  county: { zh: '县（区）科技局', en: 'county bureau' },
  city: { zh: '市科技局', en: 'city bureau' },
  province: { zh: '省（市）科技主管部门', en: 'provincial department' },
} as const satisfies Record<string, Text>

/** Where nobody can take an application through all its steps yet. */
export const unserved = {
  tag: { zh: '尚未开始受理', en: 'Not taken yet' },
  why: {
    zh: '受理部门的人员还没有配齐，现在提交的申请没有人办理。',
    en: 'The authorities that handle it have no people yet: nobody would see to what is sent now.',
  },
} as const satisfies Record<string, Text>

/** Working days that a stage may take; null where the applicant or the calendar of payments decides. */
export const daysOf = (stage: Stage): number | null => ('workingDays' in stage ? stage.workingDays : null)

/** All stages together, without supplements. */
export const totalDays = (programme: Programme): number =>
  programme.stages.reduce((sum, stage) => sum + (daysOf(stage) ?? 0), 0)

export const deskOf = (stage: Stage): Text | null =>
  'level' in stage && stage.level ? levelWords[stage.level] : null
