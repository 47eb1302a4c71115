import './jobs.ts'

export {
  auditLedger,
  balance,
  balanceAt,
  holds,
  move,
  moveEach,
  moveLater,
  openAccount,
  statement,
  trialBalance,
} from './store.ts'
export { groupsOf } from './store.ts'
export type { Account, Booking, Hold, Moved, Step } from './store.ts'
