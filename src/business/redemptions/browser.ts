export { redemptions } from './contract.ts'
export { redemptionRefusals } from './refusals.ts'
export { type ExcludedItem, lastRedeemDay, neededEvidence, type RedemptionStatus, STATUS } from './rules.ts'
