import type { orders } from '#platform/orders/browser.ts'
import { type useAsked, useAskedLater, useMay } from '#web/api.ts'
import { redemptions } from '../../contract.ts'

const OVER = ['refused', 'withdrawn', 'lapsed', 'revoked']

/** The request that stands for an order, if one does: then no second one can be filed. */
export function useRequestOf(order: ReturnType<typeof useAsked<typeof orders.get>>) {
  const may = useMay()
  const voucherId = order.funding?.id ?? ''
  const asks = may('redemption.read') && order.status === 'accepted' && voucherId !== ''
  const { data } = useAskedLater(redemptions.list, { query: { voucherId, limit: 100 } }, asks)
  return data?.rows.find((row) => row.orderId === order.id && !OVER.includes(row.status))
}
