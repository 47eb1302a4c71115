export { NewOrder, OrderDetail, OrderRow, orders, TermsSchema } from './contract.ts'
export { cancellable, ORDER_ACTION, ORDER_STATUS, orderRefusals, SIDE, type Terms } from './rules.ts'
