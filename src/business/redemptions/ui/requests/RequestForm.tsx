import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Card, Checkbox, Field, Form, Row, Split, Stack, toast, useForm } from '#web/kit/index.ts'
import { redemptions } from '../../contract.ts'
import { WorthBrief } from '../WorthBrief.tsx'
import { checked, flat } from '../checked.ts'
import type { OrderOne } from '../orders/OrderPage.tsx'
import { EvidenceFields } from './EvidenceFields.tsx'
import { ExcludedFields } from './ExcludedFields.tsx'
import { InvoiceChoice } from './InvoiceChoice.tsx'
import { PaymentFields } from './PaymentFields.tsx'
import { RequestPreview, useRequestPreview } from './RequestPreview.tsx'
import { chosenLines, newPaying, type Requesting } from './requesting.ts'

const said = {
  form: { zh: '兑付申请', en: 'The request' },
  invoices: { zh: '发票', en: 'Invoices' },
  lines: { zh: '要兑付的发票行', en: 'Invoice lines to present' },
  payments: { zh: '付款', en: 'Payments' },
  evidence: { zh: '证明材料', en: 'Evidence' },
  between: {
    zh: '款项由本单位对公账户付至服务机构对公账户',
    en: 'Paid from our company account to the provider’s company account',
  },
  betweenWhy: {
    zh: '个人账户、现金付款不予兑付。',
    en: 'Payments from a personal account or in cash are not redeemed.',
  },
  share: {
    zh: '填写委托方向贵单位支付的自付部分，附收款回单。其余部分由本申请兑付。',
    en: 'Give what the buyer paid you, its own share, with the receipts. This request redeems the rest.',
  },
  betweenUs: {
    zh: '款项由委托方对公账户付至本单位对公账户',
    en: 'Paid from the buyer’s company account to our company account',
  },
  submit: { zh: '提交兑付申请', en: 'Submit the request' },
  sent: { zh: '兑付申请已提交', en: 'The request is submitted' },
  pick: {
    zh: '请至少选择一行发票，并填写金额。',
    en: 'Choose at least one invoice line and give its amount.',
  },
} as const satisfies Record<string, Text>

/** The request on the left, what it would pay and what is missing, live, on the right. */
export function RequestForm({ order }: { order: OrderOne }) {
  const t = useText()
  const navigate = useNavigate()
  const form = useForm<Requesting>(() => ({ lines: {}, payments: [newPaying()], excluded: [], files: {} }))
  const [between, setBetween] = useState(false)
  const [tried, setTried] = useState(false)
  const preview = useRequestPreview(order, form.values)
  const file = useCommand(redemptions.file)
  const { lines, payments, excluded, files } = form.values
  const chosen = chosenLines(lines)
  const provides = order.side === 'provider'
  const submit = async () => {
    setTried(true)
    if (chosen.length === 0) return
    const body = {
      orderId: order.id,
      lines: chosen,
      payments: payments.map(({ amountFen, paidOn, fileId }) => ({
        amountFen: amountFen ?? 0n,
        paidOn,
        fileId,
      })),
      betweenCompanies: between,
      excluded: excluded.map(({ what, amountFen, reason }) => ({ what, amountFen: amountFen ?? 0n, reason })),
      files,
    }
    const done = await file.run({ body })
    if (!done) return
    toast(said.sent)
    void navigate({ to: '/redemptions/$id', params: { id: done.id } })
  }
  const all = checked(form, { ...flat('payments', payments), ...flat('excluded', excluded) })
  const left = (
    <Form form={all} onSubmit={submit} refusal={file.refusal} label={t(said.form)}>
      <Card title={t(said.invoices)}>
        <Field label={said.lines} group required error={tried && chosen.length === 0 ? t(said.pick) : null}>
          <InvoiceChoice order={order} lines={lines} onChange={(next) => form.set('lines', next)} />
        </Field>
        <ExcludedFields rows={excluded} onChange={(next) => form.set('excluded', next)} />
      </Card>
      <Card title={t(said.payments)}>
        <Stack>
          <PaymentFields
            rows={payments}
            onChange={(next) => form.set('payments', next)}
            lead={provides ? t(said.share) : undefined}
          />
          <Checkbox
            value={between}
            onChange={setBetween}
            label={provides ? said.betweenUs : said.between}
            hint={said.betweenWhy}
          />
        </Stack>
      </Card>
      <Card title={t(said.evidence)}>
        <EvidenceFields
          needed={preview.answer?.evidence ?? []}
          files={files}
          have={{ lines: chosen.length > 0, payments: payments.some((row) => row.fileId !== '') }}
          onChange={(next) => form.set('files', next)}
        />
      </Card>
      <Row>
        <Button kind="primary" type="submit" busy={file.pending || payments.some((row) => row.sending)}>
          {t(said.submit)}
        </Button>
        {!preview.guess && <WorthBrief {...preview} />}
      </Row>
    </Form>
  )
  return <Split narrow="right" left={left} right={<RequestPreview preview={preview} />} />
}
