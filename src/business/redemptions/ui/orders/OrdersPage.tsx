import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { ORDER_STATUS, orders } from '#platform/orders/browser.ts'
import { keysOf } from '#business/vouchers/browser.ts'
import { useFilters, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { type Column, Link, ListPage, Money, OneOf, StateTag, type Tone } from '#web/kit/index.ts'

const said = {
  title: { zh: '服务订单', en: 'Service orders' },
  add: { zh: '下单', en: 'Place an order' },
  none: {
    zh: '没有订单。委托方下单后，双方在这里办理。',
    en: 'No orders. Once a buyer places one, both sides carry it on here.',
  },
  noneInRegion: { zh: '本区域的单位还没有订单。', en: 'No firm of your region has an order yet.' },
  noneSo: { zh: '没有这样的订单。', en: 'No such order.' },
  number: { zh: '订单', en: 'Order' },
  other: { zh: '对方', en: 'Other side' },
  price: { zh: '金额', en: 'Price' },
  yuan: { zh: '元', en: 'CNY' },
  due: { zh: '交付期限', en: 'Due' },
  status: { zh: '状态', en: 'Status' },
  side: { zh: '我方是', en: 'We are' },
  any: { zh: '全部', en: 'Any' },
} as const satisfies Record<string, Text>

const SIDES = {
  buyer: { zh: '委托方', en: 'the buyer' },
  provider: { zh: '服务机构', en: 'the provider' },
} as const satisfies Record<string, Text>

export const orderTones: Record<keyof typeof ORDER_STATUS, Tone> = {
  proposed: 'wait',
  confirmed: 'info',
  declined: 'alarm',
  delivered: 'wait',
  returned: 'wait',
  accepted: 'good',
  cancelled: 'plain',
  voided: 'alarm',
}
const Filters = z.object({
  status: z.enum(keysOf(ORDER_STATUS)).optional(),
  role: z.enum(['buyer', 'provider']).optional(),
})

/** The orders of both sides. */
export function OrdersPage() {
  const may = useMay()
  const [filters, set] = useFilters(Filters)
  const party = may('order.cancel')
  const none = filters.status || filters.role ? said.noneSo : party ? said.none : said.noneInRegion
  const both = may('order.propose') && may('order.serve')
  return (
    <ListPage
      title={said.title}
      add={may('order.propose') && { to: '/orders/new', label: said.add }}
      endpoint={orders.list}
      input={{ query: filters }}
      rowKey={(row) => row.id}
      none={none}
      columns={useColumns(party)}
    >
      <OneOf
        label={said.status}
        any={said.any}
        names={ORDER_STATUS}
        value={filters.status}
        onChange={(status) => set({ status })}
      />
      {both && (
        <OneOf
          label={said.side}
          any={said.any}
          names={SIDES}
          value={filters.role}
          onChange={(role) => set({ role })}
        />
      )}
    </ListPage>
  )
}

type OrderRow = z.output<typeof orders.list.returns>['rows'][number]

/** The two sides see the other one; whoever looks at a region sees both. */
function useColumns(party: boolean): Column<OrderRow>[] {
  const t = useText()
  return [
    {
      key: 'number',
      head: said.number,
      cell: (row) => (
        <>
          <Link to="/orders/$id" params={{ id: row.id }}>
            {row.title}
          </Link>
          <span className="x-quiet x-block">{row.number}</span>
        </>
      ),
    },
    ...(party ? [other] : sides),
    {
      key: 'price',
      head: said.price,
      unit: said.yuan,
      right: true,
      cell: (row) => <Money fen={row.priceFen} bare />,
    },
    { key: 'due', head: said.due, cell: (row) => row.deliverBy },
    {
      key: 'status',
      head: said.status,
      cell: (row) => <StateTag tone={orderTones[row.status]}>{t(ORDER_STATUS[row.status])}</StateTag>,
    },
  ]
}

const other: Column<OrderRow> = {
  key: 'other',
  head: said.other,
  cell: (row) => (row.side === 'provider' ? row.buyer.name : row.provider.name),
}
const sides: Column<OrderRow>[] = [
  { key: 'buyer', head: SIDES.buyer, cell: (row) => row.buyer.name },
  { key: 'provider', head: SIDES.provider, cell: (row) => row.provider.name },
]
