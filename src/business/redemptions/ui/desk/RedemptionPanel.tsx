import { Derivation } from '#business/vouchers/browser.tsx'
import { MODES } from '#business/vouchers/browser.ts'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import type { CasePanelProps } from '#platform/cases/browser.ts'
import { useAsked } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Facts, Folded, Link, Money, Stack, Tag } from '#web/kit/index.ts'
import { redemptions } from '../../contract.ts'
import { DISPUTED } from '../../rules.ts'
import { Adjust } from './Adjust.tsx'
import { Checklist } from './Checklist.tsx'
import './review.css'

const said = {
  closed: {
    zh: '服务机构非收款方，只看进度，不看金额和材料。',
    en: 'A provider that is not paid sees the progress, not money and papers.',
  },
  order: { zh: '服务订单', en: 'Order' },
  voucher: { zh: '创新券', en: 'Voucher' },
  provider: { zh: '服务机构', en: 'Provider' },
  contract: { zh: '合同', en: 'Contract' },
  signed: { zh: '{day} 签订，{accepted} 验收', en: 'signed {day}, accepted {accepted}' },
  invoiced: { zh: '提交发票', en: 'Invoiced' },
  paid: { zh: '企业已付', en: 'Paid by the firm' },
  payee: { zh: '收款单位', en: 'Payee' },
  noAccount: { zh: '账户未核实', en: 'no confirmed account' },
  book: { zh: '适用办法', en: 'Rulebook' },
  derivation: { zh: '核算过程', en: 'How the amount came about' },
  last: { zh: '最迟申请日 {day}', en: 'last day to ask {day}' },
  earlier: { zh: '以前的核算（{count} 次）', en: 'Earlier reckonings ({count})' },
  nth: { zh: '第 {no} 次：{by}，核定', en: 'No. {no} by {by}: ' },
  off: { zh: '核减与扣除', en: 'Taken out' },
  firm: { zh: '单位申报', en: 'by the firm' },
  reviewer: { zh: '审核核减', en: 'by the reviewer' },
} as const satisfies Record<string, Text>

export type RedemptionOne = ReturnsOf<typeof redemptions.get>
export type Inside = NonNullable<RedemptionOne['inside']>

/** What an officer decides a redemption by: each check beside the paper that proves it, then the money. */
export function RedemptionPanel({ caseId, where }: CasePanelProps) {
  const t = useText()
  const one = useAsked(redemptions.get, { params: { id: caseId } })
  const { inside } = one
  if (!inside) return <p className="x-quiet">{t(said.closed)}</p>
  const adjusts = where === 'desk' || one.abilities.includes('case.act')
  return (
    <Stack>
      {inside.disputed && <Box tone="wait">{t(DISPUTED[inside.disputed])}</Box>}
      <Figures one={one} inside={inside} />
      <Checklist inside={inside} />
      <Reckoning inside={inside} />
      {one.status === 'in_review' && adjusts && one.abilities.includes('redemption.adjust') && (
        <Adjust id={one.id} inside={inside} />
      )}
    </Stack>
  )
}

function Figures({ one, inside }: { one: RedemptionOne; inside: Inside }) {
  const t = useText()
  return (
    <Facts
      columns={3}
      facts={[
        {
          label: said.order,
          value: (
            <Link to="/orders/$id" params={{ id: one.orderId }}>
              {one.orderNumber}
            </Link>
          ),
          note: one.providerName,
        },
        {
          label: said.voucher,
          value: one.voucherNumber,
          note: t(said.last, { day: inside.lastDay }),
        },
        {
          label: said.book,
          value: (
            <Link to="/rulebooks/$id" params={{ id: inside.rulebookId }}>
              {t(inside.rulebookTitle)}
            </Link>
          ),
          note: inside.mode && t(MODES[inside.mode]),
        },
        {
          label: said.contract,
          value: <Money fen={inside.contractFen} />,
          note: t(said.signed, { day: inside.contractOn, accepted: inside.acceptedOn }),
        },
        { label: said.invoiced, value: <Money fen={inside.invoicedFen} /> },
        { label: said.paid, value: <Money fen={inside.paidFen} /> },
        {
          label: said.payee,
          value: inside.payee.name,
          note: inside.payee.account ?? t(said.noAccount),
        },
      ]}
    />
  )
}

/** The reckoning that counts, what was taken out and by whom, and the ones before it. */
function Reckoning({ inside }: { inside: Inside }) {
  const t = useText()
  const [now, ...earlier] = inside.reckonings
  if (!now) return null
  return (
    <Stack gap="s">
      {now.excluded.length > 0 && (
        <section aria-label={t(said.off)}>
          <strong>{t(said.off)}</strong>
          <ul>
            {now.excluded.map((item) => (
              <li key={`${item.what}${item.reason}`}>
                {item.what} <Money fen={item.amountFen} /> <Tag>{t(said[item.by])}</Tag> {item.reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Derivation caption={said.derivation} steps={now.steps} resultFen={now.amountFen} />
      {earlier.length > 0 && (
        <Folded title={t(said.earlier, { count: earlier.length })}>
          <ul>
            {earlier.map((one) => (
              <li key={one.no}>
                {t(said.nth, { no: one.no, by: one.by })} <Money fen={one.amountFen} />
              </li>
            ))}
          </ul>
        </Folded>
      )}
    </Stack>
  )
}
