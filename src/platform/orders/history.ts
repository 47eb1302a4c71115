import { may } from '#core/policy.ts'
import { mayLook, registerTimeline, tells } from '#platform/audit/index.ts'
import { subjectOf } from './actions.ts'
import { ORDER_STATUS } from './rules.ts'
import { findOrder } from './store.ts'

registerTimeline('service_order', {
  kind: { zh: '服务订单', en: 'Service order' },
  sees: async (db, actor, id) => {
    const order = await findOrder(db, id)
    if (!order || !may(actor, 'order.read', subjectOf(order))) return null
    return { name: order.number, at: `/orders/${id}`, looks: mayLook(actor, subjectOf(order)) }
  },
  tells: {
    status: tells.oneOf('状态', 'Status', ORDER_STATUS),
    priceFen: tells.yuan('金额', 'Price'),
    feeFen: tells.yuan('取消费用', 'Cancellation fee'),
  },
})
