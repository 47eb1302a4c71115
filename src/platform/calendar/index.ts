export { hasPassed, loadCalendar } from './actions.ts'
export { calendarModule } from './routes.ts'
export {
  addWorkingDays,
  type Calendar,
  calendarOf,
  computeDeadline,
  type Day,
  type Deadline,
  type DeadlineInput,
  type ExplainedDay,
  isWorkingDay,
  type Pause,
  type PauseMode,
  type WorkingDays,
  workingDaysBetween,
} from './rules.ts'
export { readCalendar } from './store.ts'
