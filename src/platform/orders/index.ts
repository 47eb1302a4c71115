export { voidOrder } from './actions.ts'
export { type FundedOrder, type FundingHooks, type OrderCtx, registerFunding } from './funding.ts'
export { ordersModule } from './routes.ts'
export { type Evaluation, evaluationOf, findOrder, type Order, runningOrders } from './store.ts'
