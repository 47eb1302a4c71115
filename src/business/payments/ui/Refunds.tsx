import { useState } from 'react'
import { useToday } from '#business/vouchers/browser.tsx'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import {
  Button,
  Card,
  DateInput,
  Dialog,
  Field,
  Form,
  Moment,
  Money,
  MoneyInput,
  Row,
  Stack,
  Table,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import { yuan } from '../rules.ts'
import type { RecoveryOne } from './RecoveryPage.tsx'
import { words } from './words.ts'

const said = {
  title: { zh: '退还记录', en: 'What was paid again' },
  came: { zh: '已退还 {paid} 元，应退还 {due} 元', en: 'CNY {paid} of {due} paid again' },
  none: { zh: '还没有退还。', en: 'Nothing was paid again yet.' },
  book: { zh: '登记退还', en: 'Book what was paid again' },
  what: {
    zh: '财务部门向单位付款后，按银行回单填写。款项已从可用资金中划出。',
    en: 'As the bank’s slip says, once it is paid. The money is set aside already.',
  },
  amount: { zh: '退还金额', en: 'Amount' },
  reference: { zh: '银行流水号', en: 'Bank reference' },
  day: { zh: '付款日期', en: 'Paid on' },
  by: { zh: '登记', en: 'Booked by' },
  done: { zh: '已登记', en: 'Booked' },
} as const satisfies Record<string, Text>

const FEN_PER_YUAN = 100n

/** What came back before the finding was overturned, and what of it was paid again. */
export function Refunds({ one }: { one: RecoveryOne }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const paid = t(said.came, { paid: yuan(one.refundedFen), due: yuan(one.refundFen) })
  const due = one.refundedFen < one.refundFen
  return (
    <Card title={t(said.title)}>
      <Stack>
        <div className="x-progress">
          <span>{paid}</span>
          <progress
            aria-label={paid}
            value={Number(one.refundedFen / FEN_PER_YUAN)}
            max={Number(one.refundFen / FEN_PER_YUAN) || 1}
          />
        </div>
        <Table
          caption={said.title}
          hideCaption
          rows={one.refunds}
          rowKey={(row) => row.id}
          empty={<p className="x-quiet">{t(said.none)}</p>}
          columns={[
            { key: 'day', head: said.day, cell: (row) => row.paidOn },
            { key: 'reference', head: said.reference, cell: (row) => row.bankReference },
            {
              key: 'by',
              head: said.by,
              cell: (row) => (
                <>
                  {row.by} <Moment at={row.at} />
                </>
              ),
            },
            {
              key: 'amount',
              head: words.amount,
              unit: words.yuan,
              right: true,
              cell: (row) => <Money fen={row.amountFen} bare />,
            },
          ]}
        />
        {due && one.abilities.includes('recovery.book') && (
          <Row>
            <Button kind="primary" onClick={() => setOpen(true)}>
              {t(said.book)}
            </Button>
          </Row>
        )}
      </Stack>
      {open && <BookRefund one={one} onClose={() => setOpen(false)} />}
    </Card>
  )
}

type Values = { amountFen: bigint | null; bankReference: string; paidOn: string }

function BookRefund({ one, onClose }: { one: RecoveryOne; onClose: () => void }) {
  const t = useText()
  const today = useToday()
  const form = useForm<Values>({
    amountFen: one.refundFen - one.refundedFen,
    bankReference: '',
    paidOn: today ?? '',
  })
  const command = useCommand(payments.bookRefund, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const submit = ({ amountFen, bankReference, paidOn }: Values) =>
    command.run({
      params: { id: one.id },
      body: { amountFen: amountFen ?? 0n, bankReference: bankReference.trim(), paidOn },
    })
  return (
    <Dialog open title={t(said.book)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={command.refusal}>
        <p>{t(said.what)}</p>
        <Field name="amountFen" label={said.amount} required>
          <MoneyInput {...form.bind('amountFen')} />
        </Field>
        <Field name="bankReference" label={said.reference} required>
          <TextInput {...form.bind('bankReference')} maxLength={60} />
        </Field>
        <Field name="paidOn" label={said.day} required>
          <DateInput {...form.bind('paidOn')} {...(today ? { max: today } : {})} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.book)}
          </Button>
          <Button onClick={onClose}>{t(shared.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
