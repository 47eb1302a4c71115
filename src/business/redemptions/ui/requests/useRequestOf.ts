import type { orders } from '#platform/orders/browser.ts'
import { type useAsked, useAskedLater, useMay } from '#web/api.ts'
import { redemptions } from '../../contract.ts'

type Order = ReturnType<typeof useAsked<typeof orders.get>>

const OVER = ['refused', 'withdrawn', 'lapsed', 'revoked']

/** The request that stands for an order, if one does: then no second one can be filed. */
export function useRequestOf(order: Order) {
  const may = useMay()
  const voucherId = order.funding?.id ?? ''
  const asks = may('redemption.read') && order.status === 'accepted' && voucherId !== ''
  const { data } = useAskedLater(redemptions.list, { query: { voucherId, limit: 100 } }, asks)
  return data?.rows.find((row) => row.orderId === order.id && !OVER.includes(row.status))
}

/** Who asks for redemption of an order under its voucher; null until it is known. */
export function usePayee({ id, buyer, provider, side, funding }: Order, wanted: boolean) {
  const may = useMay()
  const asks = wanted && funding !== null && may('redemption.read')
  const { data } = useAskedLater(redemptions.orderFunding, { params: { id } }, asks)
  if (!data) return null
  const provides = data.mode === 'settle_provider'
  return { name: (provides ? provider : buyer).name, mine: side === (provides ? 'provider' : 'buyer') }
}
