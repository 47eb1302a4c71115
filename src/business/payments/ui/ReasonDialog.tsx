import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import { Button, Dialog, Field, Form, Row, TextArea, useForm } from '#web/kit/index.ts'
import { words } from './words.ts'

type Props = {
  title: Text
  /** What follows from it, said before the click. */
  children?: ReactNode
  /** The verb on the button. */
  verb: Text
  hint?: Text
  alarm?: boolean
  required?: boolean
  pending: boolean
  refusal: ApiRefusal | null
  onSubmit: (reason: string) => unknown
  onClose: () => void
}

/** Asks for a reason before something that others will read. */
export function ReasonDialog(props: Props) {
  const { title, children, verb, hint, alarm, required = true, pending, refusal, onSubmit, onClose } = props
  const t = useText()
  const form = useForm({ reason: '' })
  return (
    <Dialog open title={t(title)} onClose={onClose}>
      <Form form={form} refusal={refusal} onSubmit={({ reason }) => onSubmit(reason.trim())}>
        {children}
        <Field name="reason" label={words.reason} required={required} {...(hint ? { hint: t(hint) } : {})}>
          <TextArea {...form.bind('reason')} rows={3} maxLength={2000} />
        </Field>
        <Row>
          <Button kind={alarm ? 'alarm' : 'primary'} type="submit" busy={pending}>
            {t(verb)}
          </Button>
          <Button onClick={onClose}>{t(shared.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
