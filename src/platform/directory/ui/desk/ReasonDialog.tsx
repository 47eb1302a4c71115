import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, Dialog, Field, Form, Row, TextArea, useForm } from '#web/kit/index.ts'

/** Asks for the words that go into the record, then does it. */
export function ReasonDialog({
  title,
  label,
  what,
  verb,
  alarm,
  start = '',
  pending,
  refusal,
  onClose,
  onSend,
}: {
  title: Text | string
  label: Text
  /** What will happen. */
  what?: ReactNode
  verb: Text
  alarm?: boolean
  /** Words to begin with, to be changed where they do not fit. */
  start?: string
  pending: boolean
  refusal: ApiRefusal | null
  onClose: () => void
  onSend: (reason: string) => unknown
}) {
  const t = useText()
  const form = useForm({ reason: start })
  return (
    <Dialog open title={t(title)} onClose={onClose}>
      <Form form={form} onSubmit={({ reason }) => onSend(reason)} refusal={refusal}>
        {what}
        <Field name="reason" label={label} required>
          <TextArea {...form.bind('reason')} rows={3} maxLength={1000} />
        </Field>
        <Row>
          <Button kind={alarm ? 'alarm' : 'primary'} type="submit" busy={pending}>
            {t(verb)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
