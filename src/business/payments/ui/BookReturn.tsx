import { useToday } from '#business/vouchers/browser.tsx'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import {
  Button,
  DateInput,
  Dialog,
  Field,
  Form,
  MoneyInput,
  Row,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import type { RecoveryOne } from './RecoveryPage.tsx'

const said = {
  title: { zh: '登记到账', en: 'Book money that came' },
  what: {
    zh: '按银行回单填写。到账款项回到当年预算；该年度已结转的，进入结转账户。',
    en: 'As the bank’s slip says. The money goes back to the budget of its year, or to carry-over once that is closed.',
  },
  amount: { zh: '到账金额', en: 'Amount' },
  reference: { zh: '银行流水号', en: 'Bank reference' },
  day: { zh: '到账日期', en: 'Received on' },
  done: { zh: '已登记', en: 'Booked' },
} as const satisfies Record<string, Text>

type Values = { amountFen: bigint | null; bankReference: string; receivedOn: string }

export function BookReturn({ one, onClose }: { one: RecoveryOne; onClose: () => void }) {
  const t = useText()
  const today = useToday()
  const form = useForm<Values>({
    amountFen: one.demandedFen - one.returnedFen,
    bankReference: '',
    receivedOn: today ?? '',
  })
  const command = useCommand(payments.bookReturn, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const submit = ({ amountFen, bankReference, receivedOn }: Values) =>
    command.run({
      params: { id: one.id },
      body: { amountFen: amountFen ?? 0n, bankReference: bankReference.trim(), receivedOn },
    })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={command.refusal}>
        <p>{t(said.what)}</p>
        <Field name="amountFen" label={said.amount} required>
          <MoneyInput {...form.bind('amountFen')} />
        </Field>
        <Field name="bankReference" label={said.reference} required>
          <TextInput {...form.bind('bankReference')} maxLength={60} />
        </Field>
        <Field name="receivedOn" label={said.day} required>
          <DateInput {...form.bind('receivedOn')} {...(today ? { max: today } : {})} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.title)}
          </Button>
          <Button onClick={onClose}>{t(shared.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
