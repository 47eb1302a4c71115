export { accountsOf, carryOverOf, findBudget, lockBudget, stepSums, stepsOfBudget } from './budgets.store.ts'
export { agreementsOnRecord, publishAgreement } from './agreements.store.ts'
export { findClaim, yearTaken } from './claims.store.ts'
export { type Barred, barFirm, liftBar } from './bars.ts'
export { registerClaimOutcome } from './claims.ts'
export {
  endVoucher,
  lockWithBudget,
  redeemFromVoucher,
  registerVoucherUse,
  requireActive,
} from './endings.ts'
export { applicantFacts, claimProgramme } from './facts-on-record.ts'
export { type IssueCtx, issueFromQueue, laneOf } from './issue.ts'
export { registerVoucherJobs } from './jobs.ts'
export { periodsAssumed } from './periods.ts'
export { admissionNames } from './provider-names.ts'
export { registerProviderWords } from './provider-vocabulary.ts'
export {
  nameScheme,
  publishRulebook,
  rulebookById,
  rulebookInForce,
  schemeTitles,
} from './rulebooks.store.ts'
export { giveCapBack } from './year-return.ts'
export { voucherModule } from './routes.ts'
export {
  barsInForce,
  findVoucher,
  insertBar,
  lockVoucher,
  setRedeemBy,
  type Voucher,
} from './vouchers.store.ts'
