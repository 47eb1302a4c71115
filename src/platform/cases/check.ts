import { appealOf, batchStageOf, fieldsOf, isDesk, type Programme, type Stage } from './programme.ts'

/** What else exists, for a programme to refer to. Unknown sets are left out and not checked. Browser-safe. */
export type Known = {
  roles: ReadonlySet<string>
  facts?: ReadonlySet<string>
  outcomes?: ReadonlySet<string>
  /** Fields of the forms of the other programmes of the pack, by programme id. */
  programmes?: ReadonlyMap<string, ReadonlySet<string>>
}

/** Everything that is wrong with a programme, one sentence each with the place; empty when it may be loaded. */
export function checkProgramme(programme: Programme, known: Known): string[] {
  return [
    ...dates(programme),
    ...names(programme),
    ...flow(programme),
    ...programme.stages.flatMap((stage) => owner(stage, known)),
    ...form(programme, known),
    ...missingTexts(programme, programme.id),
    ...(known.outcomes && !known.outcomes.has(programme.outcome)
      ? [`outcome: no module registered ${programme.outcome}`]
      : []),
  ]
}

function dates({ effectiveFrom, effectiveTo }: Programme): string[] {
  return effectiveTo && effectiveTo < effectiveFrom ? ['effectiveTo: before effectiveFrom'] : []
}

function names(programme: Programme): string[] {
  const stages = programme.stages.map((stage) => stage.id)
  const fields = fieldsOf(programme).map((field) => field.id)
  const problems = [
    ...repeated(stages).map((id) => `stages.${id}: named twice`),
    ...repeated(fields).map((id) => `form.${id}: named twice`),
  ]
  if (stages.includes('outcome')) problems.push('stages.outcome: the name is taken by the end of the case')
  const intakes = programme.stages.filter((stage) => stage.kind === 'intake')
  if (intakes.length !== 1 || programme.stages[0]?.kind !== 'intake')
    problems.push('stages: the first stage, and no other, is the intake')
  const until = programme.withdraw?.until
  if (until !== undefined && !stages.includes(until)) problems.push(`withdraw.until: no stage ${until}`)
  return problems
}

const repeated = (all: string[]) => [...new Set(all.filter((item, index) => all.indexOf(item) !== index))]

/** Stages no case can reach, stages no case can leave, and ways that lead nowhere. */
function flow(programme: Programme): string[] {
  const byId = new Map(programme.stages.map((stage) => [stage.id, stage]))
  const problems: string[] = []
  for (const stage of programme.stages) {
    if (stage.next !== 'outcome' && !byId.has(stage.next))
      problems.push(`stages.${stage.id}.next: no stage ${stage.next}`)
    if (stage.kind === 'intake' && stage.next === 'outcome')
      problems.push(`stages.${stage.id}.next: nobody would look at it`)
    if (isDesk(stage) && !stage.mayPass && !stage.mayRefuse)
      problems.push(`stages.${stage.id}: can't be left`)
    const overturned = appealOf(stage)?.overturned
    if (overturned === 'batch' && !batchStageOf(programme))
      problems.push(`stages.${stage.id}.appeal: there is no batch to go into`)
    if (stage.kind === 'public_notice' && overturned && overturned !== 'batch')
      problems.push(`stages.${stage.id}.appeal: what left a notice comes back by a later batch`)
    if (stage.kind === 'batch' && byId.get(stage.next)?.kind !== 'public_notice')
      problems.push(`stages.${stage.id}: a batch can be left only by a public notice`)
  }
  const reached = reach(programme, (stage) => goesOn(stage))
  for (const stage of programme.stages)
    if (!reached.has(stage.id)) problems.push(`stages.${stage.id}: unreachable`)
  for (const stage of programme.stages)
    if (goesOn(stage) && !endsAt(stage, byId))
      problems.push(`stages.${stage.id}: goes round in a circle, never to the outcome`)
  if (!reached.has('outcome')) problems.push('outcome: unreachable')
  return problems
}

const goesOn = (stage: Stage) => !isDesk(stage) || stage.mayPass

function reach(programme: Programme, follow: (stage: Stage) => boolean): Set<string> {
  const reached = new Set<string>()
  let at = programme.stages[0]
  while (at && !reached.has(at.id)) {
    reached.add(at.id)
    if (!follow(at)) return reached
    const next = at.next
    if (next === 'outcome') reached.add('outcome')
    at = programme.stages.find((stage) => stage.id === next)
  }
  return reached
}

function endsAt(start: Stage, byId: ReadonlyMap<string, Stage>): boolean {
  const seen = new Set<string>()
  let at: Stage | undefined = start
  while (at && !seen.has(at.id)) {
    seen.add(at.id)
    if (at.next === 'outcome' || !byId.has(at.next) || !goesOn(at)) return true
    at = byId.get(at.next)
  }
  return false
}

function owner(stage: Stage, known: Known): string[] {
  if (stage.kind === 'intake') return []
  const problems: string[] = []
  const at = `stages.${stage.id}`
  if (!stage.role || !stage.level) {
    const timed = 'workingDays' in stage
    problems.push(
      timed
        ? `${at}: a deadline without an owner (role and level)`
        : `${at}: nobody owns it (role and level)`,
    )
  }
  if (stage.role && !known.roles.has(stage.role)) problems.push(`${at}.role: unknown role ${stage.role}`)
  const appeal = appealOf(stage)
  if (appeal && !known.roles.has(appeal.role)) problems.push(`${at}.appeal.role: unknown role ${appeal.role}`)
  if (isDesk(stage) && stage.appeal && !stage.mayRefuse)
    problems.push(`${at}.appeal: nothing can be refused here`)
  return problems
}

function form(programme: Programme, known: Known): string[] {
  return fieldsOf(programme).flatMap((field) => {
    const at = `form.${field.id}`
    const problems: string[] = []
    const { from } = field
    if (from && 'fact' in from && known.facts && !known.facts.has(from.fact))
      problems.push(`${at}.from: unknown fact ${from.fact}`)
    if (
      from &&
      'programme' in from &&
      known.programmes &&
      !known.programmes.get(from.programme)?.has(from.field)
    )
      problems.push(`${at}.from: no field ${from.field} in programme ${from.programme}`)
    if (field.type === 'choice' && !field.options?.length) problems.push(`${at}: a choice without options`)
    if (field.type === 'file' && !field.accept?.length)
      problems.push(`${at}: a file without the accepted types`)
    if (field.type === 'file' && !field.good)
      problems.push(`${at}: does not say what a good attachment looks like`)
    if (!from && !field.hint) problems.push(`${at}: does not say why we ask`)
    return problems
  })
}

/** Every `{zh, en}` anywhere in the document that lacks a language. */
function missingTexts(value: unknown, at: string): string[] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      missingTexts(item, `${at}.${(item as { id?: string })?.id ?? index}`),
    )
  if ('zh' in value && 'en' in value)
    return (['zh', 'en'] as const)
      .filter((language) => !String(value[language]).trim())
      .map((language) => `${at}: no text in ${language}`)
  return Object.entries(value).flatMap(([key, inner]) => missingTexts(inner, `${at}.${key}`))
}
