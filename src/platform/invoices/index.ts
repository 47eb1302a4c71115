export { free, type InvoiceCtx, present, type Presented } from './present.ts'
export { presentedBy } from './presentations.store.ts'
export { onReversed, type Reversal } from './reversal.ts'
export { invoicesModule } from './routes.ts'
