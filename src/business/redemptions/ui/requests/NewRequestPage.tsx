import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { orders } from '#platform/orders/browser.ts'
import { useAsked, useFilters } from '#web/api.ts'
import { redemptions } from '../../contract.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Card, Empty, Link, Money, PageHead, Stack } from '#web/kit/index.ts'
import { RequestForm } from './RequestForm.tsx'
import { usePayee, useRequestOf } from './useRequestOf.ts'

const said = {
  title: { zh: '申请兑付', en: 'Ask for redemption' },
  lead: {
    zh: '凭合同、发票和付款凭证，把券兑付成资金。金额按办法计算，提交前即可看到。',
    en: 'With contract, invoices and proof of payment the voucher becomes money. The amount follows the rulebook; you see it before you submit.',
  },
  up: { zh: '兑付申请', en: 'Redemption requests' },
  choose: { zh: '选择已验收的用券订单', en: 'Choose an accepted order that uses a voucher' },
  none: {
    zh: '没有由贵单位申请兑付的订单。服务交付并验收后即可申请。',
    en: 'No order waits for your request. Once the service is delivered and accepted, you can ask.',
  },
  orders: { zh: '查看订单', en: 'See the orders' },
  live: {
    zh: '本订单已有兑付申请 {number}，不能重复申请。需要更改的，可先撤回。',
    en: 'This order has a request already, {number}. To change it, withdraw that one first.',
  },
  other: {
    zh: '本订单的券由{payee}兑付，请由其申请。贵单位只承担自付部分。',
    en: '{payee} redeems the voucher of this order and asks for it. Your part is your own share.',
  },
  toOrder: { zh: '查看订单', en: 'See the order' },
  see: { zh: '查看申请', en: 'See the request' },
  evaluate: {
    zh: '待{buyer}评价服务后才能提交。',
    en: 'It can be submitted once {buyer} has evaluated the service.',
  },
  ask: { zh: '就此申请', en: 'Ask for this one' },
} as const satisfies Record<string, Text>

const Asked = z.object({ order: z.uuid().optional() })

export function NewRequestPage() {
  const t = useText()
  const [{ order }] = useFilters(Asked)
  return (
    <Stack>
      <PageHead title={said.title} lead={t(said.lead)} up={{ to: '/redemptions', label: said.up }} />
      {order ? <OfOrder id={order} /> : <Choose />}
    </Stack>
  )
}

function OfOrder({ id }: { id: string }) {
  const t = useText()
  const one = useAsked(orders.get, { params: { id } })
  const request = useRequestOf(one)
  const payee = usePayee(one, !request)
  if (request)
    return (
      <Box tone="wait">
        {t(said.live, { number: request.number })}{' '}
        <Link to="/redemptions/$id" params={{ id: request.id }}>
          {t(said.see)}
        </Link>
      </Box>
    )
  if (payee && !payee.mine)
    return (
      <Box tone="wait">
        {t(said.other, { payee: payee.name })}{' '}
        <Link to="/orders/$id" params={{ id }}>
          {t(said.toOrder)}
        </Link>
      </Box>
    )
  return <RequestForm key={id} order={one} />
}

function Choose() {
  const t = useText()
  const { rows } = useAsked(redemptions.unasked)
  const own = rows.filter((row) => row.payee === row.side)
  if (own.length === 0)
    return (
      <Empty title={t(said.none)}>
        <Link to="/orders" as="plain">
          {t(said.orders)}
        </Link>
      </Empty>
    )
  return (
    <>
      <h2>{t(said.choose)}</h2>
      {own.map((row) => (
        <Card
          key={row.orderId}
          level={3}
          title={row.title}
          actions={
            <Link to="/redemptions/new" search={{ order: row.orderId }} as="primary">
              {t(said.ask)}
            </Link>
          }
        >
          {row.number} · {row.side === 'provider' ? row.buyerName : row.providerName} ·{' '}
          <Money fen={row.priceFen} />
          {row.evaluate && <p className="x-quiet">{t(said.evaluate, { buyer: row.buyerName })}</p>}
        </Card>
      ))}
    </>
  )
}
