export { BUDGET_STATUS, CLAIM_STATUS, VOUCHER_STATUS, type VoucherRow, vouchers } from './contract.ts'
export * from './rules.ts'
