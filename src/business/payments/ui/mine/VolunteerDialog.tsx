import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Dialog, Field, Form, MoneyInput, TextArea, toast, useForm } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'

const said = {
  title: { zh: '主动退回款项', en: 'Return money of our own will' },
  why: {
    zh: '登记后按部门告知的账户退款；资金部门确认到账后记账。主动退回不影响再次申领；当年内全额退回的，是否恢复当年申领额度以所依据的办法为准。',
    en: 'Once registered, transfer it to the account the department gives; it is booked when it has come in. This bars you from nothing; whether a return in full within the year gives your yearly cap back is told by the rulebook.',
  },
  amount: { zh: '退回金额', en: 'Amount to return' },
  reason: { zh: '原因', en: 'Reason' },
  submit: { zh: '登记退回', en: 'Register the return' },
  done: { zh: '已登记，等待到账确认', en: 'Registered; it waits for the money to come in' },
} as const satisfies Record<string, Text>

type Giving = { amountFen: bigint | null; reason: string }

/** A firm returns what it should not keep, before anybody demands it. */
export function VolunteerDialog({ redemptionId, onClose }: { redemptionId: string; onClose: () => void }) {
  const t = useText()
  const form = useForm<Giving>({ amountFen: null, reason: '' })
  const give = useCommand(payments.returnVoluntarily, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const submit = ({ amountFen, reason }: Giving) =>
    give.run({ params: { id: redemptionId }, body: { amountFen: amountFen ?? 0n, reason } })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={give.refusal}>
        <p>{t(said.why)}</p>
        <Field name="amountFen" label={said.amount} required>
          <MoneyInput {...form.bind('amountFen')} />
        </Field>
        <Field name="reason" label={said.reason} required>
          <TextArea {...form.bind('reason')} rows={3} maxLength={500} />
        </Field>
        <div>
          <Button kind="primary" type="submit" busy={give.pending}>
            {t(said.submit)}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
