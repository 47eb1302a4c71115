import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { readCalendar } from '#platform/calendar/index.ts'
import { actorFactsOf, foldCase } from './actions.ts'
import { asideOf } from './aside.ts'
import { available } from './available.ts'
import { explainClock } from './clock.ts'
import { type DecidedBeside, decidedBeside } from './outcomes.ts'
import { type Programme, stageOf } from './programme.ts'
import { clockOfRow, nameNow } from './queue.ts'
import { type CaseAction, type CaseState, rulingClock } from './state.ts'
import type { CaseFile } from './store.ts'
import { isVacant } from './vacancies.ts'

/** The case page: state, what can be done now, the timeline, the deadline day by day. */
export async function caseDetail(db: Reader, actor: Actor, now: Temporal.Instant, caseFile: CaseFile) {
  const { programme, state, actions } = await foldCase(db, caseFile)
  const today = dayOf(now).toString()
  const facts = await actorFactsOf(db, actor, caseFile)
  const named = await db
    .selectFrom('caseFile')
    .select(nameNow)
    .where('id', '=', caseFile.id)
    .executeTakeFirstOrThrow()
  return {
    ...caseFile,
    ...named,
    ...titlesOf(programme, caseFile.stage),
    ...clockOfRow(await readCalendar(db), caseFile, now),
    state,
    programme,
    available: available(programme, state, facts, today),
    timeline: actions.map(stepOf),
    beside: (await decidedBeside(db, caseFile.id)).filter((one) => !followed(actions, one)),
    deadline: await explainDeadline(db, state, now),
    vacant: await isVacant(db, programme, state, { path: caseFile.regionPath, now }),
    aside: (await asideOf(db, { programme, state, caseFile, now })) !== null,
  }
}

/** The first objection that was upheld declined the case, in the same moment: that stands among its actions. */
const followed = (actions: readonly CaseAction[], { at }: DecidedBeside): boolean =>
  actions.some((one) => one.action === 'decline' && at.equals(Temporal.Instant.from(one.at)))

export function titlesOf(programme: Programme, stage: string) {
  return { title: programme.title, stageTitle: stageOf(programme, stage).title }
}

/** The deadline that runs now, with every day on the way and why it counts or doesn't; null when none runs. */
export async function explainDeadline(db: Reader, state: CaseState, now: Temporal.Instant) {
  const clock = rulingClock(state)
  if (!clock) return null
  return { of: clock.of, ...explainClock(await readCalendar(db), clock, dayOf(now).toString()) }
}

function stepOf({ seq, at, action, actorLabel, actorRole, reason, data, dueOn, provisional }: CaseAction) {
  return { seq, at, action, actor: actorLabel, role: actorRole, reason, data, dueOn, provisional }
}
