export { registerBatchNotices } from './notice.ts'
export { registerReversals } from './returns.ts'
export { paymentsModule } from './routes.ts'
