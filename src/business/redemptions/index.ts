export { registerVoucherFunding } from './funding.ts'
export { contestedInvoice, holdInvoicesOf, lostSince } from './invoices.ts'
export {
  type Account,
  accountOf,
  approvalKey,
  approveRedemption,
  declineRedemption,
  digestOf,
  enterBatch,
  laneOfRedemption,
  leaveBatch,
  registerRedemptionOutcome,
  reinstateRedemption,
  revokeRedemption,
} from './outcome.ts'
export { redemptionsModule } from './routes.ts'
export { findRedemption, lockRedemption, passedOf as passedRedemptions, type Redemption } from './store.ts'
export { admissionWithdrawn, registerWithdrawals } from './withdrawal.ts'
