export { CalendarFile, calendar } from './contract.ts'
export {
  addWorkingDays,
  type Calendar,
  computeDeadline,
  type Day,
  type Deadline,
  type ExplainedDay,
  isAnnounced,
  isWorkingDay,
  type WorkingDays,
  workingDaysBetween,
} from './rules.ts'
