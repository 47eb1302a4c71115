import { useEffect } from 'react'
import type { Text } from '#core/text.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import { Button, DateInput, Field, Money, MoneyInput, Row, Stack } from '#web/kit/index.ts'
import { newPaying, type Paying, sumOf } from './requesting.ts'

const said = {
  amount: { zh: '第 {n} 笔付款金额', en: 'Payment {n}: amount' },
  day: { zh: '付款日期', en: 'Paid on' },
  proof: { zh: '付款凭证', en: 'Proof of payment' },
  good: {
    zh: '单位账户对单位账户的银行回单，收付双方和金额清晰。',
    en: 'The bank receipt from company account to company account, parties and amount legible.',
  },
  add: { zh: '增加一笔', en: 'Add a payment' },
  remove: { zh: '删除第 {n} 笔', en: 'Remove payment {n}' },
  sum: { zh: '付款合计 ', en: 'Paid in all: ' },
} as const satisfies Record<string, Text>

/** What was paid, when, and the receipt of each. */
export function PaymentFields({
  rows,
  onChange,
  lead,
}: {
  rows: readonly Paying[]
  lead?: string | undefined
  onChange: (rows: Paying[]) => void
}) {
  const t = useText()
  const put = (at: number, change: Partial<Paying>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...change } : row)))
  return (
    <Stack>
      {lead && <p className="x-quiet">{lead}</p>}
      {rows.map((row, at) => (
        <div key={row.key} className="x-card x-card-soft">
          <Stack gap="s">
            <PaymentRow row={row} at={at} onChange={(change) => put(at, change)} />
            {rows.length > 1 && (
              <div>
                <Button small onClick={() => onChange(rows.filter((_, index) => index !== at))}>
                  {t(said.remove, { n: at + 1 })}
                </Button>
              </div>
            )}
          </Stack>
        </div>
      ))}
      <Row between>
        <Button icon="plus" onClick={() => onChange([...rows, newPaying()])}>
          {t(said.add)}
        </Button>
        <span>
          {t(said.sum)}
          <strong>
            <Money fen={sumOf(rows)} />
          </strong>
        </span>
      </Row>
    </Stack>
  )
}

function PaymentRow({
  row,
  at,
  onChange,
}: {
  row: Paying
  at: number
  onChange: (change: Partial<Paying>) => void
}) {
  const t = useText()
  const receipt = useUploads('payment', false)
  const fileId = receipt.ids[0] ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: tells the form what arrived
  useEffect(() => {
    if (fileId !== row.fileId || receipt.busy !== row.sending) onChange({ fileId, sending: receipt.busy })
  }, [fileId, receipt.busy])
  return (
    <>
      <Field name={`payments.${at}.amountFen`} label={t(said.amount, { n: at + 1 })} required>
        <MoneyInput value={row.amountFen} onChange={(amountFen) => onChange({ amountFen })} />
      </Field>
      <Field name={`payments.${at}.paidOn`} label={said.day} required>
        <DateInput value={row.paidOn} onChange={(paidOn) => onChange({ paidOn })} />
      </Field>
      <Field name={`payments.${at}.fileId`} label={said.proof} required>
        <Uploader uploads={receipt} multiple={false} good={said.good} />
      </Field>
    </>
  )
}
