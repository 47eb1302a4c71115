import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { useAsked, useFilters } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Link, Money, PageHead, Stack } from '#web/kit/index.ts'
import { OrderForm } from './OrderForm.tsx'

const said = {
  title: { zh: '下单', en: 'Place an order' },
  lead: {
    zh: '先与服务机构签订合同，再在这里下单；服务机构确认后生效。',
    en: 'Sign the contract with the provider first, then order here; it holds once the provider confirms.',
  },
  up: { zh: '服务订单', en: 'Service orders' },
  none: {
    zh: '没有可用的券：可以不用券下单，或先申领。',
    en: 'There is no voucher to use: order without one, or claim first.',
  },
  claim: { zh: '申领科技创新券', en: 'Claim a voucher' },
  voucher: { zh: '使用券 {number}，余额 ', en: 'With voucher {number}, left: ' },
  until: {
    zh: '，合同须在 {from} 至 {to} 之间签订',
    en: '; the contract must be signed from {from} to {to}',
  },
} as const satisfies Record<string, Text>

const Asked = z.object({ voucher: z.uuid().optional() })

export function NewOrderPage() {
  const t = useText()
  const [{ voucher }] = useFilters(Asked)
  const { rows } = useAsked(vouchers.list, { query: { status: 'active', limit: 100 } })
  const chosen = rows.find((row) => row.id === voucher)
  return (
    <Stack>
      <PageHead title={said.title} lead={t(said.lead)} up={{ to: '/orders', label: said.up }} />
      {rows.length === 0 && (
        <Box>
          {t(said.none)} <Link to="/voucher-claims/new">{t(said.claim)}</Link>
        </Box>
      )}
      {chosen && (
        <Box>
          {t(said.voucher, { number: chosen.number })}
          <Money fen={chosen.remainingFen} />
          {t(said.until, { from: chosen.validFrom, to: chosen.useBy })}
        </Box>
      )}
      <OrderForm vouchers={rows} start={chosen} />
    </Stack>
  )
}
