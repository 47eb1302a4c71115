export { payments } from './contract.ts'
export {
  BATCH_ROW_STATUS,
  BATCH_STATUS,
  CAUSES,
  OUTCOMES,
  RECOVERY_STATUS,
  ROW_STATUS,
  RUN_STATUS,
} from './rules.ts'
