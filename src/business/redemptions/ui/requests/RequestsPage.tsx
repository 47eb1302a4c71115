import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { keysOf } from '#business/vouchers/browser.ts'
import { useFilters, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { type Column, Link, ListPage, Moment, Money, OneOf, StateTag, type Tone } from '#web/kit/index.ts'
import { redemptions } from '../../contract.ts'
import { STATUS } from '../../rules.ts'

const said = {
  title: { zh: '兑付申请', en: 'Redemption requests' },
  add: { zh: '申请兑付', en: 'Ask for redemption' },
  none: { zh: '没有兑付申请。订单验收后可申请。', en: 'No requests. Ask once an order is accepted.' },
  number: { zh: '编号', en: 'Number' },
  order: { zh: '订单 / 券', en: 'Order / voucher' },
  other: { zh: '对方单位', en: 'The other side' },
  asked: { zh: '申请金额', en: 'Asked for' },
  approved: { zh: '核定金额', en: 'Approved' },
  yuan: { zh: '元', en: 'CNY' },
  filed: { zh: '提交', en: 'Filed' },
  status: { zh: '状态', en: 'Status' },
  any: { zh: '全部状态', en: 'Any status' },
} as const satisfies Record<string, Text>

export const requestTones: Record<keyof typeof STATUS, Tone> = {
  in_review: 'info',
  passed: 'info',
  in_batch: 'info',
  approved: 'good',
  refused: 'alarm',
  withdrawn: 'plain',
  lapsed: 'alarm',
  revoked: 'alarm',
}
const Filters = z.object({ status: z.enum(keysOf(STATUS)).optional(), voucherId: z.uuid().optional() })

export function RequestsPage() {
  const may = useMay()
  const [filters, set] = useFilters(Filters)
  return (
    <ListPage
      title={said.title}
      add={may('redemption.file') && { to: '/redemptions/new', label: said.add }}
      endpoint={redemptions.list}
      input={{ query: filters }}
      rowKey={(row) => row.id}
      none={said.none}
      columns={useColumns()}
    >
      <OneOf
        label={said.status}
        any={said.any}
        names={STATUS}
        value={filters.status}
        onChange={(status) => set({ status })}
      />
    </ListPage>
  )
}

type Row = z.output<typeof redemptions.list.returns>['rows'][number]

function useColumns(): Column<Row>[] {
  const t = useText()
  const me = useMe()
  const own = me?.seats.find((one) => one.membershipId === me.actingAs)?.organisation.id
  return [
    {
      key: 'number',
      head: said.number,
      cell: (row) => (
        <Link to="/redemptions/$id" params={{ id: row.id }}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'order',
      head: said.order,
      cell: (row) => (
        <>
          <Link to="/orders/$id" params={{ id: row.orderId }}>
            {row.orderNumber}
          </Link>
          <span className="x-quiet x-block">{row.voucherNumber}</span>
        </>
      ),
    },
    {
      key: 'other',
      head: said.other,
      cell: (row) => (row.providerId === own ? row.organisationName : row.providerName),
    },
    {
      key: 'asked',
      head: said.asked,
      unit: said.yuan,
      right: true,
      cell: (row) => <Money fen={row.amountFen} bare />,
    },
    {
      key: 'approved',
      head: said.approved,
      unit: said.yuan,
      right: true,
      cell: (row) => <Money fen={row.approvedFen} bare />,
    },
    { key: 'filed', head: said.filed, cell: (row) => <Moment at={row.filedAt} dayOnly /> },
    {
      key: 'status',
      head: said.status,
      cell: (row) => <StateTag tone={requestTones[row.status]}>{t(STATUS[row.status])}</StateTag>,
    },
  ]
}
