import { z } from 'zod'
import { Day, RegionCode } from '#core/contract.ts'
import type { Text } from '#core/text.ts'

/** A programme (事项) as data. Texts may be missing here, so that the load check tells all gaps at once. Browser-safe. */

const Words = z
  .strictObject({ zh: z.string().default(''), en: z.string().default('') })
  .describe('A text in both languages; the load check refuses an empty one')
const Name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case letters, digits and underscores')
const WorkingDays = z.number().int().min(1).max(250)
export const LevelName = z.enum(['province', 'city', 'county'])

export const fieldTypes = [
  'text',
  'number',
  'money',
  'date',
  'choice',
  'region',
  'uscc',
  'file',
  'longtext',
  'yesno',
] as const

const Source = z
  .union([
    z.strictObject({ fact: z.string().describe('A confirmed fact of the registry profile') }),
    z.strictObject({
      programme: z.string().describe('An earlier case of this programme'),
      field: Name.describe('The field of its form'),
    }),
  ])
  .describe('Where the value comes from, so that nothing is typed twice')

export const Field = z.strictObject({
  id: Name,
  type: z.enum(fieldTypes),
  label: Words,
  hint: Words.describe('Why we ask').optional(),
  required: z.boolean().default(true),
  unit: Words.describe('Unit of a number, such as 人 / persons').optional(),
  options: z.array(z.strictObject({ value: Name, label: Words })).optional(),
  from: Source.optional(),
  good: Words.describe('What a good attachment looks like').optional(),
  accept: z.array(z.enum(['pdf', 'jpg', 'png', 'xlsx'])).optional(),
})

const Section = z.strictObject({ id: Name, title: Words, fields: z.array(Field).min(1) })

const Supplement = z.strictObject({
  clock: z
    .enum(['pause', 'reset', 'continue'])
    .describe('What a supplement request (补正) does to the clock'),
  workingDays: WorkingDays.describe('Working days the applicant has to answer; unanswered, the case lapses'),
  maxRounds: z.number().int().min(1).max(9),
})

const Appeal = z.strictObject({
  workingDays: WorkingDays.describe('Working days after the refusal to file'),
  role: z.string(),
  level: LevelName,
  decideWorkingDays: WorkingDays,
  overturned: z
    .enum(['again', 'next', 'batch'])
    .describe(
      'An overturned refusal goes to other officers of the stage, on to the next, or into a later batch',
    ),
  afresh: z.boolean().optional().describe('Open also to who appealed a refusal at an earlier stage'),
})

const stageBase = {
  id: Name,
  title: Words,
  role: z.string().describe('Role that owns the stage').optional(),
  level: LevelName.optional(),
  clause: z.string().describe('Clause of the rulebook').optional(),
  assumed: z.boolean().describe('The figures are an assumption, not sourced').default(false),
  next: z.string().describe('The following stage, or `outcome`'),
}
const deskBase = {
  ...stageBase,
  workingDays: WorkingDays,
  supplement: Supplement.nullable().default(null),
  recusal: z.boolean().default(true),
  mayPass: z.boolean().default(true),
  mayRefuse: z.boolean().default(true),
  appeal: Appeal.nullable().default(null),
}
export const Stage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('intake'), id: Name, title: Words, next: z.string() }),
  z.strictObject({ kind: z.literal('review'), ...deskBase }),
  z.strictObject({ kind: z.literal('decision'), ...deskBase }),
  z.strictObject({ kind: z.literal('batch'), ...stageBase }),
  z.strictObject({
    kind: z.literal('public_notice'),
    ...stageBase,
    workingDays: WorkingDays,
    appeal: Appeal.nullable().default(null).describe('Against an objection that was upheld'),
  }),
])

export const Programme = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.number().int().min(1),
  title: Words,
  summary: Words,
  authority: RegionCode.describe('Region whose authority decides and pays'),
  regions: z.array(RegionCode).min(1).describe('Applicants of these regions and everything below them'),
  rulebook: z
    .strictObject({ id: z.string(), version: z.string().nullable().describe('Null: the version in force') })
    .nullable(),
  effectiveFrom: Day,
  effectiveTo: Day.nullable().default(null).describe('The last day on which it takes applications'),
  numberPrefix: z.string().min(1).max(8).describe('Such as 冀申, for numbers like 冀申-2026-000017'),
  form: z.strictObject({ sections: z.array(Section).min(1) }),
  stages: z.array(Stage).min(2),
  withdraw: z
    .strictObject({ until: z.string() })
    .nullable()
    .describe('The last stage at which the applicant may withdraw'),
  outcome: z.string().describe('The effect a business module registered, such as voucher.issue'),
  diagram: z.boolean().default(true).describe('Print the flow under docs/programmes'),
})

export type Programme = z.output<typeof Programme>
export type Stage = z.output<typeof Stage>
export type Desk = Extract<Stage, { kind: 'review' | 'decision' }>
export type Field = z.output<typeof Field>
export type { Text }

export function stageOf(programme: Programme, id: string): Stage {
  const stage = programme.stages.find((candidate) => candidate.id === id)
  if (!stage) throw new Error(`programme ${programme.id} has no stage ${id}`)
  return stage
}

/** One appeal for a case, or one more where the stage opens its own. `appealed`: the stage of the appeal that there was. */
export function mayAppealAt(stage: Stage, appealed: string | undefined): boolean {
  const rule = appealOf(stage)
  return rule !== null && (appealed === undefined || (rule.afresh === true && appealed !== stage.id))
}

/** What a stage says of an appeal against its refusal, or against an objection upheld during its notice. */
export const appealOf = (stage: Stage) => ('appeal' in stage ? stage.appeal : null)

/** Where the cases of a programme wait for a batch. */
export const batchStageOf = (programme: Programme): string | undefined =>
  programme.stages.find(({ kind }) => kind === 'batch')?.id

export const isDesk = (stage: Stage): stage is Desk => stage.kind === 'review' || stage.kind === 'decision'

export function fieldsOf(programme: Programme): Field[] {
  return programme.form.sections.flatMap((section) => section.fields)
}

/** Position of a stage in the programme's own order, for "until which stage". */
export const placeOf = (programme: Programme, id: string) =>
  programme.stages.findIndex((stage) => stage.id === id)
