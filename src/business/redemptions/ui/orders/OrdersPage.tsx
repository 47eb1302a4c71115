import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { ORDER_STATUS, orders } from '#platform/orders/browser.ts'
import { keysOf } from '#business/vouchers/browser.ts'
import { useFilters, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  type Column,
  Link,
  ListOf,
  Money,
  OneOf,
  PageHead,
  Stack,
  StateTag,
  type Tone,
} from '#web/kit/index.ts'

const said = {
  title: { zh: '服务订单', en: 'Service orders' },
  add: { zh: '下单', en: 'Place an order' },
  none: {
    zh: '没有订单。委托方下单后，双方在这里办理。',
    en: 'No orders. Once a buyer places one, both sides carry it on here.',
  },
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
  const t = useText()
  const may = useMay()
  const [filters, set] = useFilters(Filters)
  const both = may('order.propose') && may('order.serve')
  return (
    <Stack>
      <PageHead
        title={said.title}
        actions={
          may('order.propose') && (
            <Link to="/orders/new" as="primary" icon="plus">
              {t(said.add)}
            </Link>
          )
        }
      />
      <ListOf
        endpoint={orders.list}
        input={{ query: filters }}
        caption={said.title}
        rowKey={(row) => row.id}
        none={said.none}
        columns={useColumns()}
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
      </ListOf>
    </Stack>
  )
}

type OrderRow = z.output<typeof orders.list.returns>['rows'][number]

function useColumns(): Column<OrderRow>[] {
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
    {
      key: 'other',
      head: said.other,
      cell: (row) => (row.side === 'provider' ? row.buyer.name : row.provider.name),
    },
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
