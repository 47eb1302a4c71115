import { type Calendar, computeDeadline, type Deadline } from '#platform/calendar/index.ts'
import type { CaseAction, CaseClock, CaseState } from './state.ts'
import { rulingClock } from './state.ts'

/** A deadline with the days that led to it. */
export function explainClock(calendar: Calendar, clock: CaseClock, asOf?: string): Deadline {
  return computeDeadline(calendar, {
    start: clock.startedOn,
    days: clock.workingDays + clock.extendedBy,
    pauses: clock.pauses,
    mode: 'pause',
    ...(asOf === undefined ? {} : { asOf }),
  })
}

/** The deadline that holds in this state, as it is written into the action that led there. */
export function dueIn(calendar: Calendar, state: CaseState): Pick<CaseAction, 'dueOn' | 'provisional'> {
  const clock = rulingClock(state)
  if (!clock) return { dueOn: null, provisional: false }
  const { due, provisional } = explainClock(calendar, clock)
  return { dueOn: due, provisional: provisional && due !== null }
}
