import { roleNames, type Role } from '#core/actor.ts'
import type { Text } from '#core/text.ts'
import { appealOf, batchStageOf, isDesk, type Programme, type Stage, stageOf } from './programme.ts'
import { actionNames } from './state.ts'

const levels: Record<string, Text> = {
  county: { zh: '县级', en: 'county' },
  city: { zh: '市级', en: 'city' },
  province: { zh: '省级', en: 'province' },
}
const clocks: Record<string, Text> = {
  pause: { zh: '暂停计时', en: 'stops the clock' },
  reset: { zh: '重新计时', en: 'starts the clock anew' },
  continue: { zh: '不停计时', en: 'does not stop the clock' },
}
const both = ({ zh, en }: Text) => `${zh} ${en}`

/** The flow of a programme as a mermaid state diagram, in both languages. Pure, the same text each time. */
export function diagramOf(programme: Programme): string {
  const lines = [
    'stateDiagram-v2',
    '  direction TB',
    ...programme.stages.map((stage) => `  state "${box(stage)}" as ${stage.id}`),
  ]
  lines.push(`  state "结果 outcome：${programme.outcome}" as outcome`)
  lines.push(`  state "未获批准 refused" as refused`)
  if (programme.stages.some((stage) => isDesk(stage) && stage.supplement))
    lines.push(`  state "已失效 lapsed" as lapsed`)
  if (programme.withdraw) lines.push(`  state "已撤回 withdrawn" as withdrawn`)
  lines.push(`  [*] --> ${programme.stages[0]?.id}`)
  // An appeal that several stages open in the same way is one arrow.
  return [
    ...lines,
    ...new Set(programme.stages.flatMap((stage) => arrows(programme, stage))),
    '  outcome --> [*]',
    '',
  ].join('\n')
}

function box(stage: Stage): string {
  const title = both(stage.title)
  if (stage.kind === 'intake' || !stage.role || !stage.level) return title
  const who = `${both(levels[stage.level] as Text)} · ${both(roleNames[stage.role as Role])}`
  const days =
    'workingDays' in stage
      ? [`${stage.workingDays} 个工作日 working days${stage.assumed ? '（假定 assumed）' : ''}`]
      : []
  return [title, who, ...days].join('<br/>')
}

function arrows(programme: Programme, stage: Stage): string[] {
  const onward = {
    intake: 'submit',
    review: 'pass',
    decision: 'approve',
    batch: 'notice_opened',
    public_notice: 'notice_closed',
  } as const
  const arrow = (to: string, label: string) => `  ${stage.id} --> ${to}: ${label}`
  const lines: string[] = []
  if (!isDesk(stage) || stage.mayPass) lines.push(arrow(stage.next, both(actionNames[onward[stage.kind]])))
  if (stage.kind === 'public_notice') lines.push(arrow('refused', '异议成立 objection upheld'))
  if (isDesk(stage)) lines.push(...deskArrows(stage, arrow))
  lines.push(...appealArrow(stage, batchStageOf(programme)))
  const until = programme.withdraw?.until
  const withdrawable =
    until &&
    stage.kind !== 'intake' &&
    programme.stages.indexOf(stage) <= programme.stages.indexOf(stageOf(programme, until))
  if (withdrawable) lines.push(arrow('withdrawn', both(actionNames.withdraw)))
  return lines
}

function deskArrows(
  stage: Extract<Stage, { kind: 'review' | 'decision' }>,
  arrow: (to: string, label: string) => string,
): string[] {
  const { supplement } = stage
  const lines: string[] = []
  if (stage.mayRefuse)
    lines.push(arrow('refused', both(actionNames[stage.kind === 'review' ? 'refuse' : 'decline'])))
  if (supplement) {
    const clock = clocks[supplement.clock] as Text
    lines.push(
      arrow(stage.id, `补正 supplement，${supplement.workingDays} 个工作日 working days，${both(clock)}`),
    )
    lines.push(arrow('lapsed', '逾期未补正 not supplied in time'))
  }
  return lines
}

function appealArrow(stage: Stage, batch: string | undefined): string[] {
  const appeal = appealOf(stage)
  if (!appeal) return []
  const to = { again: stage.id, next: stage.next, batch: batch ?? stage.id }[appeal.overturned]
  const days = `${appeal.workingDays} + ${appeal.decideWorkingDays} 个工作日 working days`
  return [`  refused --> ${to}: ${both(levels[appeal.level] as Text)}复核撤销 overturned on appeal，${days}`]
}

/** The page under docs/programmes: title, dates, where the figures come from, the diagram. */
export function programmePage(programme: Programme): string {
  const { title, summary, id, version, effectiveFrom, effectiveTo, rulebook } = programme
  return [
    `# ${title.zh} · ${title.en}`,
    '',
    `\`${id}\` v${version}, ${effectiveFrom} – ${effectiveTo ?? '…'}, rulebook \`${rulebook ? `${rulebook.id} ${rulebook.version ?? '(in force 受理时有效版本)'}` : '—'}\``,
    '',
    summary.zh,
    '',
    summary.en,
    '',
    '```mermaid',
    diagramOf(programme).trimEnd(),
    '```',
    '',
  ].join('\n')
}
