import { useToday } from '#business/vouchers/browser.tsx'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '#web/api.ts'
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
  useForm,
} from '#web/kit/index.ts'

const REFERENCE: Text = { zh: '银行流水号', en: 'Bank reference' }

export type Slip = { amountFen: bigint; bankReference: string; on: string }

type Props = {
  said: { title: Text; what: Text; amount: Text; day: Text }
  /** How the endpoint calls the day of the slip. */
  day: 'receivedOn' | 'paidOn'
  leftFen: bigint
  busy: boolean
  refusal: ApiRefusal | null
  onSend: (slip: Slip) => void
  onClose: () => void
}

/** What a slip of the bank says of money that came or went, by the whole that is left unless told. */
export function BankSlipForm({ said, day, leftFen, busy, refusal, onSend, onClose }: Props) {
  const t = useText()
  const today = useToday() ?? ''
  const form = useForm<{ amountFen: bigint | null; bankReference: string } & Record<typeof day, string>>({
    ...{ amountFen: leftFen, bankReference: '', receivedOn: today, paidOn: today },
  })
  const send = ({ amountFen, bankReference, [day]: on }: typeof form.values) =>
    onSend({ amountFen: amountFen ?? 0n, bankReference: bankReference.trim(), on })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={refusal}>
        <p>{t(said.what)}</p>
        <Field name="amountFen" label={said.amount} required>
          <MoneyInput {...form.bind('amountFen')} />
        </Field>
        <Field name="bankReference" label={REFERENCE} required>
          <TextInput {...form.bind('bankReference')} maxLength={60} />
        </Field>
        <Field name={day} label={said.day} required>
          <DateInput {...form.bind(day)} {...(today ? { max: today } : {})} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={busy}>
            {t(said.title)}
          </Button>
          <Button onClick={onClose}>{t(shared.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
