import { may } from '#core/policy.ts'
import { type Handlers, module } from '#core/module.ts'
import { registerFileSubject } from '#platform/files/index.ts'
import { cancelOrder, evaluateOrder, moveOrder, propose, subjectOf } from './actions.ts'
import { orders } from './contract.ts'
import './finding.ts'
import './history.ts'
import { orderLists } from './lists.ts'
import { orderList, orderPage } from './pages.ts'
import './policy.ts'
import './reliance.ts'
import { findOrder } from './store.ts'

const handlers = {
  list: (ctx, { query }) => orderList(ctx, query),
  get: (ctx, { params }) => orderPage(ctx, params.id),
  propose: (ctx, { body }) => propose(ctx, body),
  confirm: (ctx, { params, body }) => moveOrder(ctx, params.id, 'confirm', body),
  decline: (ctx, { params, body }) => moveOrder(ctx, params.id, 'decline', body),
  deliver: (ctx, { params, body: { note, ...said } }) =>
    moveOrder(ctx, params.id, 'deliver', { ...said, reason: note }),
  accept: (ctx, { params, body }) => moveOrder(ctx, params.id, 'accept', body),
  sendBack: (ctx, { params, body }) => moveOrder(ctx, params.id, 'return', body),
  evaluate: (ctx, { params, body }) => evaluateOrder(ctx, params.id, body),
  cancel: (ctx, { params, body }) => cancelOrder(ctx, params.id, body),
} satisfies Handlers<typeof orders>

export const ordersModule = module({ name: 'orders', contract: orders, handlers, lists: orderLists })

registerFileSubject('service_order', async (db, actor, id) => {
  const order = await findOrder(db, id)
  return order !== null && may(actor, 'order.read', subjectOf(order))
})
