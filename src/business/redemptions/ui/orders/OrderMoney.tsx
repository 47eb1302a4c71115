import type { ReturnsOf } from '#core/contract.ts'
import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { DerivationList } from '#business/vouchers/browser.tsx'
import { useAskedLater, useMay } from '#web/api.ts'
import { useLanguage, useText } from '#web/i18n/text.ts'
import {
  AssumedMark,
  Box,
  Card,
  ClauseRef,
  ErrorBox,
  Facts,
  Folded,
  Link,
  Money,
  Stack,
} from '#web/kit/index.ts'
import { redemptions } from '../../contract.ts'
import { citedBy } from '../cited.ts'
import { useRequestOf } from '../requests/useRequestOf.ts'
import type { OrderOne } from './OrderPage.tsx'

const said = {
  title: { zh: '用券情况', en: 'What the voucher pays' },
  voucher: { zh: '券', en: 'Voucher' },
  pays: { zh: '券付（兑付时核定）', en: 'Paid by the voucher (settled at redemption)' },
  own: { zh: '委托方承担', en: 'The buyer’s own share' },
  buyerPays: {
    zh: '通兑：贵单位只向服务机构支付自付部分 {own}，其余由{provider}凭券向主管部门兑付。请不要多付。',
    en: 'General redeem: you pay the provider only your own share of {own}; {provider} redeems the rest. Pay no more than that.',
  },
  providerAsks: {
    zh: '通兑：只向委托方收取自付部分 {own}；委托方验收并评价后，由贵单位申请兑付其余 {rest}。',
    en: 'General redeem: charge the buyer only its own share of {own}; once it has accepted and evaluated, you redeem the other {rest}.',
  },
  officerSees: {
    zh: '通兑：委托方支付自付部分 {own}，其余由{provider}申请兑付。',
    en: 'General redeem: the buyer pays its own share of {own}, {provider} redeems the rest.',
  },
  evaluate: {
    zh: '本办法要求委托方评价服务，评价前不能申请兑付。',
    en: 'The rulebook asks the buyer to evaluate the service; nothing is redeemed before.',
  },
  last: { zh: '最迟申请兑付', en: 'Ask for redemption by' },
  withdrawn: {
    zh: '服务机构资格自 {from} 起被取消（{reason}）。对本订单：',
    en: 'The provider’s admission ends on {from} ({reason}). For this order: ',
  },
  freed: {
    zh: '本订单已终止，券 {voucher} 没有为它支付；券在有效期内可用于其他订单。',
    en: 'This order ended without being done; voucher {voucher} paid nothing for it and can be used for another while it is valid.',
  },
  how: { zh: '怎么算的', en: 'How it is computed' },
  caption: { zh: '券付金额的计算', en: 'Derivation of the amount' },
} as const satisfies Record<string, Text>

/** What the voucher pays of an order, and what a withdrawn admission means for it. */
export function OrderMoney({ one }: { one: OrderOne }) {
  const t = useText()
  const may = useMay()
  const asked = useAskedLater(redemptions.orderFunding, { params: { id: one.id } }, may('redemption.read'))
  const found = asked.data
  const request = useRequestOf(one)
  if (!found) return asked.error ? <ErrorBox error={asked.error} /> : null
  const mine = one.side === 'buyer'
  if (['declined', 'cancelled', 'voided'].includes(one.status))
    return (
      <Card title={t(said.title)}>
        <Withdrawals found={found} />
        <p>{t(said.freed, { voucher: found.voucher.number })}</p>
        {mine && (
          <Link to="/vouchers/$id" params={{ id: found.voucher.id }}>
            {found.voucher.number}
          </Link>
        )}
      </Card>
    )
  return (
    <Card title={t(said.title)}>
      <Stack gap="s">
        <Withdrawals found={found} />
        <Sharing one={one} found={found} />
        {!request &&
          found.refusals.map((refusal) => (
            <Box key={refusal.code} tone="wait">
              {t(refusal.text)}
            </Box>
          ))}
        <Facts
          columns={1}
          facts={[
            {
              label: said.voucher,
              value: mine ? (
                <Link to="/vouchers/$id" params={{ id: found.voucher.id }}>
                  {found.voucher.number}
                </Link>
              ) : (
                found.voucher.number
              ),
            },
            found.amountFen !== null && {
              label: said.pays,
              value: (
                <strong>
                  <Money fen={found.amountFen} />
                </strong>
              ),
              note: found.assumed && <AssumedMark />,
            },
            found.ownFen !== null && { label: said.own, value: <Money fen={found.ownFen} /> },
            { label: said.last, value: found.lastDay },
          ]}
        />
        {found.steps.length > 0 && (
          <Folded title={t(said.how)}>
            <DerivationList caption={said.caption} steps={found.steps} />
          </Folded>
        )}
      </Stack>
    </Card>
  )
}

type Found = ReturnsOf<typeof redemptions.orderFunding>

/** Why the provider's admission ended, and what that means for this order: also for one that ended by it. */
function Withdrawals({ found }: { found: Found }) {
  const t = useText()
  return found.withdrawals.map((told) => (
    <Box key={told.from} tone="alarm">
      {t(said.withdrawn, { from: told.from, reason: told.reason })}
      {t(told.says)} <ClauseRef cited={citedBy(told.clause)} />
    </Box>
  ))
}

/** Where the provider redeems, each side is told what is its own to pay and to ask for. */
function Sharing({ one, found }: { one: OrderOne; found: Found }) {
  const t = useText()
  const locale = useLanguage()
  const { mode, ownFen, amountFen, evaluation } = found
  if (mode !== 'settle_provider' || ownFen === null || amountFen === null) return null
  const own = formatFen(ownFen, { locale })
  const rest = formatFen(amountFen, { locale })
  const words =
    one.side === 'buyer' ? said.buyerPays : one.side === 'provider' ? said.providerAsks : said.officerSees
  return (
    <Box tone="info">
      {t(words, { own, rest, provider: one.provider.name })}
      {evaluation.needed && !evaluation.given && t(said.evaluate)}
    </Box>
  )
}
