import { useRef } from 'react'
import type { z } from 'zod'
import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { MODES } from '#business/vouchers/browser.ts'
import { DerivationList, useLater } from '#business/vouchers/browser.tsx'
import { type ApiRefusal, asRefusal, useAskedLater } from '#web/api.ts'
import { useLanguage, useText } from '#web/i18n/text.ts'
import { AssumedMark, Box, Card, ErrorBox, Facts, Folded, Money, Stack } from '#web/kit/index.ts'
import { redemptions } from '../../contract.ts'
import type { OrderOne } from '../orders/OrderPage.tsx'
import { chosenLines, type Requesting, sumOf } from './requesting.ts'

const said = {
  title: { zh: '兑付测算', en: 'What it would pay' },
  guess: {
    zh: '尚未选择发票和付款：以下按全额开票、全额付款估算。',
    en: 'No invoices or payments yet: this supposes the whole price invoiced and paid.',
  },
  amount: { zh: '可兑付', en: 'To be redeemed' },
  own: { zh: '委托方承担', en: 'The buyer’s own share' },
  guessShare: {
    zh: '尚未选择发票和付款：以下按全额开票、委托方付清自付部分 {own} 估算。',
    en: 'No invoices or payments yet: this supposes the whole price invoiced and the buyer’s share of {own} paid.',
  },
  invoiced: { zh: '本次发票金额', en: 'Invoices presented' },
  paid: { zh: '已付款', en: 'Paid' },
  last: { zh: '最迟申请日', en: 'Last day to ask' },
  mode: { zh: '兑付方式', en: 'Who redeems' },
  how: { zh: '金额怎么算的', en: 'How the amount is computed' },
  assumed: {
    zh: '部分数字依据假定，以主管部门文本为准。',
    en: 'Some figures rest on assumptions; the authority’s text decides.',
  },
} as const satisfies Record<string, Text>

type Answer = z.output<typeof redemptions.preview.returns>
export type Preview = { answer: Answer | null; refusal: ApiRefusal | null; guess: boolean; stale: boolean }
type Amounts = { invoicedFen: bigint; paidFen: bigint }

/** Asked again a moment after amounts change; before any are there, with the whole price, so that the evidence is known. */
export function useRequestPreview(
  order: OrderOne,
  { lines, payments, excluded }: Requesting,
): Preview & Amounts {
  const invoicedFen = sumOf(chosenLines(lines))
  const paidFen = sumOf(payments)
  const guess = invoicedFen === 0n || paidFen === 0n
  const typed = [invoicedFen || order.priceFen, paidFen, sumOf(excluded)].join(' ')
  const settled = useLater(typed)
  const [invoiced = '1', paid = '0', off = '0'] = settled.split(' ')
  const query = {
    ...{ orderId: order.id, invoicedFen: invoiced, excludedFen: off },
    ...(paid === '0' ? {} : { paidFen: paid }),
  }
  const asked = useAskedLater(redemptions.preview, { query })
  const last = useRef<Answer | null>(null)
  if (asked.data) last.current = asked.data
  return {
    answer: last.current,
    refusal: asRefusal(asked.error),
    stale: settled !== typed || asked.isFetching,
    ...{ guess, invoicedFen, paidFen },
  }
}

export function RequestPreview({ preview }: { preview: Preview & Amounts }) {
  const t = useText()
  const locale = useLanguage()
  const { answer, refusal, guess, stale } = preview
  return (
    <Card title={t(said.title)} tone="soft">
      <div aria-live="polite" aria-busy={stale}>
        <Stack>
          <ErrorBox error={refusal} />
          {guess && answer && (
            <p className="x-quiet">
              {answer.mode === 'settle_provider'
                ? t(said.guessShare, { own: formatFen(answer.paidFen, { locale }) })
                : t(said.guess)}
            </p>
          )}
          {answer && <Told answer={answer} preview={preview} />}
        </Stack>
      </div>
    </Card>
  )
}

function Told({ answer, preview: { invoicedFen, paidFen } }: { answer: Answer; preview: Amounts }) {
  const t = useText()
  const { amountFen, ownFen, refusals, steps, mode, lastDay } = answer
  return (
    <>
      {refusals.map((one) => (
        <div key={one.code} data-code={one.code}>
          <Box tone="alarm">{t(one.text)}</Box>
        </div>
      ))}
      <Facts
        columns={1}
        facts={[
          amountFen !== null && {
            label: said.amount,
            value: (
              <strong>
                <Money fen={amountFen} />
              </strong>
            ),
          },
          ownFen !== null && { label: said.own, value: <Money fen={ownFen} /> },
          { label: said.invoiced, value: <Money fen={invoicedFen} /> },
          { label: said.paid, value: <Money fen={paidFen} /> },
          { label: said.last, value: lastDay },
          mode && { label: said.mode, value: t(MODES[mode]) },
        ]}
      />
      {steps.length > 0 && (
        <Folded title={t(said.how)} open>
          <DerivationList caption={said.how} steps={steps} />
        </Folded>
      )}
      {answer.assumed && (
        <p className="x-quiet x-note">
          <AssumedMark note={false} /> {t(said.assumed)}
        </p>
      )}
    </>
  )
}
