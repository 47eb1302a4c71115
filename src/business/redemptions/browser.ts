export { redemptions } from './contract.ts'
export { redemptionRefusals } from './refusals.ts'
export {
  DISPUTED,
  type ExcludedItem,
  lastRedeemDay,
  neededEvidence,
  type RedemptionStatus,
  STATUS,
} from './rules.ts'
