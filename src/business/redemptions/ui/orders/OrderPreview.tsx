import { useRef } from 'react'
import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { DerivationList, useLater } from '#business/vouchers/browser.tsx'
import { asRefusal, useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { AssumedMark, Box, Card, ErrorBox, Facts, Folded, Money, Stack, StateTag } from '#web/kit/index.ts'
import { MODES } from '#business/vouchers/browser.ts'
import { redemptions } from '../../contract.ts'
import { type Ordering, priceOf } from './ordering.ts'

const said = {
  title: { zh: '用券测算', en: 'What the voucher would pay' },
  wait: {
    zh: '选定服务机构、各项价格和合同日期后，这里即时显示能否用券、券付多少和需要的材料。',
    en: 'Once provider, prices and contract date are there, this shows whether the voucher pays, how much, and the evidence needed.',
  },
  share: {
    zh: '只需向服务机构支付这一部分，其余由服务机构凭券兑付',
    en: 'all you pay the provider; it redeems the rest',
  },
  may: { zh: '可以用券', en: 'The voucher may pay' },
  mayNot: { zh: '不能用券，原因 {count} 条', en: 'The voucher may not pay: {count} reasons' },
  pays: { zh: '券付（兑付时核定）', en: 'Paid by the voucher (settled at redemption)' },
  own: { zh: '贵单位承担', en: 'Your own share' },
  mode: { zh: '兑付方式', en: 'Who redeems' },
  cross: { zh: '跨省市服务，适用京津冀互认规则', en: 'across provinces, by the rules of mutual recognition' },
  evidence: { zh: '兑付时需要的材料', en: 'Evidence needed for redemption' },
  finishes: {
    zh: '如果此后服务机构的入库资格被撤销：已签订的合同可继续履行和兑付。',
    en: 'Should the provider’s admission be withdrawn later: this contract may be finished and redeemed.',
  },
  stops: {
    zh: '如果此后服务机构的入库资格被撤销：未完成的订单停止使用创新券，券额释放，可另选机构。',
    en: 'Should the provider’s admission be withdrawn later: an unfinished order loses the voucher, its amount is released and another provider may be chosen.',
  },
  how: { zh: '怎么算的', en: 'How it is computed' },
  caption: { zh: '券付金额的计算', en: 'Derivation of the amount' },
  assumed: { zh: '部分数字依据假定。', en: 'Some figures rest on assumptions.' },
} as const satisfies Record<string, Text>

type Answer = z.output<typeof redemptions.orderPreview.returns>
const NOBODY = '00000000-0000-7000-8000-000000000000'

/** Asked live while the order is typed: every reason against it with its clause, and what the voucher would pay. */
export function useOrderPreview({ voucherId, provider, service, lines, contractOn, contains }: Ordering) {
  const price = priceOf(lines)
  const typed = [voucherId, provider?.id ?? '', service, price, contractOn, contains.join(',')].join(' ')
  const [voucher, providerId, kind, priceText, day, parts] = useLater(typed).split(' ')
  const ready = !!(voucher && providerId && kind && day) && priceText !== '0'
  const query = {
    voucherId: voucher || NOBODY,
    providerId: providerId || NOBODY,
    service: (kind || 'testing') as 'testing',
    priceFen: priceText || '1',
    contractOn: day || '2000-01-01',
    contains: parts ?? '',
  }
  const asked = useAskedLater(redemptions.orderPreview, { query }, ready)
  const last = useRef<Answer | null>(null)
  if (asked.data) last.current = asked.data
  return {
    answer: ready ? last.current : null,
    refusal: ready ? asRefusal(asked.error) : null,
    stale: asked.isFetching,
  }
}

export function OrderPreview({ answer, refusal, stale }: ReturnType<typeof useOrderPreview>) {
  const t = useText()
  return (
    <Card title={t(said.title)} tone="soft">
      <div aria-live="polite" aria-busy={stale}>
        <Stack>
          {!answer && !refusal && <p className="x-quiet">{t(said.wait)}</p>}
          <ErrorBox error={refusal} />
          {answer && <Told answer={answer} />}
        </Stack>
      </div>
    </Card>
  )
}

function Told({ answer }: { answer: Answer }) {
  const t = useText()
  const { refusals, amountFen, ownFen, mode, evidence, onWithdrawal, steps } = answer
  if (refusals.length > 0)
    return (
      <>
        <p>
          <StateTag tone="alarm">{t(said.mayNot, { count: refusals.length })}</StateTag>
        </p>
        {refusals.map((one) => (
          <div key={one.code} data-code={one.code}>
            <Box tone="alarm">{t(one.text)}</Box>
          </div>
        ))}
      </>
    )
  return (
    <>
      <p>
        <StateTag tone="good">{t(said.may)}</StateTag> {answer.crossRegion && t(said.cross)}
      </p>
      <Facts
        columns={1}
        facts={[
          {
            label: said.pays,
            value: (
              <strong>
                <Money fen={amountFen} />
              </strong>
            ),
          },
          {
            label: said.own,
            value: <Money fen={ownFen} />,
            note: mode === 'settle_provider' && t(said.share),
          },
          mode && { label: said.mode, value: t(MODES[mode]) },
          {
            label: said.evidence,
            value: evidence.map((one) => t(one.label)).join(t({ zh: '、', en: ', ' })),
          },
        ]}
      />
      <Folded title={t(said.how)}>
        <DerivationList caption={said.caption} steps={steps} />
      </Folded>
      <p className="x-quiet">{t(said[onWithdrawal.effect])}</p>
      {answer.assumed && (
        <p className="x-quiet x-note">
          <AssumedMark note={false} /> {t(said.assumed)}
        </p>
      )}
    </>
  )
}
