import { visible } from '#core/policy.ts'
import { registerSearch } from '#platform/search/index.ts'
import { orderColumnsSeen } from './pages.ts'
import { ORDER_STATUS } from './rules.ts'
import { listOrders } from './store.ts'

registerSearch('order', {
  label: { zh: '服务订单', en: 'Service orders' },
  order: 3,
  allow: 'order.read',
  find: async ({ db, actor }, q, limit) => {
    const { organisationId } = actor
    const seen = visible(actor, 'order.read', orderColumnsSeen)
    const found = await listOrders(db, { q, organisationId, visible: seen, limit })
    return found.slice(0, limit).map(({ id, number, title, buyerName, providerName, status }) => ({
      at: `/orders/${id}`,
      title: { zh: `${number} ${title}`, en: `${number} ${title}` },
      note: {
        zh: `${buyerName} → ${providerName} · ${ORDER_STATUS[status].zh}`,
        en: `${buyerName} → ${providerName} · ${ORDER_STATUS[status].en}`,
      },
    }))
  },
})
