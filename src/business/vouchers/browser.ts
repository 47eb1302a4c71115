export { BUDGET_STATUS, CLAIM_STATUS, VOUCHER_STATUS, type VoucherRow, vouchers } from './contract.ts'
export { honoursText, ON_HOLD, queueText, waitText } from './queue-words.ts'
export * from './rules.ts'
