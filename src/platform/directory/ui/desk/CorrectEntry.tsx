import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Checkbox, Dialog, Field, Form, TextArea, TextInput, toast, useForm } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { Buttons, PlaceInput, SinceAndEvidence } from './ChangeParts.tsx'

const said = {
  name: { zh: '更正更名登记', en: 'Correct the entry of the name' },
  place: { zh: '更正迁址登记', en: 'Correct the entry of the move' },
  wrong: { zh: '登记有误的内容', en: 'Entered by mistake' },
  reason: { zh: '更正理由', en: 'Why it is corrected' },
  reasonHint: { zh: '写入记录，单位能看到', en: 'Goes into the record; the organisation reads it' },
  other: { zh: '另有正确的内容，撤回后一并登记', en: 'Something else is right: record it at once' },
  newName: { zh: '正确的名称', en: 'The right name' },
  tells: {
    zh: '该条登记将被撤回并留在沿革中，此前的名称或所在地恢复有效；单位和有关区县会收到通知。已据此办理事项的，不能撤回。',
    en: 'The entry is taken back and stays in the history; what stood before is in force again, and the organisation and the counties concerned are told. Once something relies on it, it can’t be taken back.',
  },
  verb: { zh: '更正', en: 'Correct' },
  done: { zh: '登记已更正', en: 'The entry is corrected' },
} as const satisfies Record<string, Text>

export type Corrected = { id: string; of: 'name' | 'place'; value: string }

/** The authority that made an entry takes it back, and may say at once what is right. */
export function CorrectEntry({ wrong, onClose }: { wrong: Corrected; onClose: () => void }) {
  const t = useText()
  const form = useForm({
    reason: '',
    other: false,
    name: '',
    regionCode: '',
    place: '',
    from: '',
    evidence: '',
  })
  const done = () => {
    toast(said.done)
    onClose()
  }
  const ofName = useCommand(directory.correctName, { done })
  const ofPlace = useCommand(directory.correctPlace, { done })
  const { refusal, pending } = wrong.of === 'name' ? ofName : ofPlace
  const send = ({ reason, other, name, regionCode, from, evidence }: typeof form.values) => {
    const params = { id: wrong.id }
    const dated = { from, evidence }
    if (wrong.of === 'name')
      return ofName.run({ params, body: { reason, ...(other && { instead: { name, ...dated } }) } })
    return ofPlace.run({ params, body: { reason, ...(other && { instead: { regionCode, ...dated } }) } })
  }
  return (
    <Dialog open title={t(said[wrong.of])} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={refusal}>
        <p>
          {t(said.wrong)}: {wrong.value}
        </p>
        <Field name="reason" label={said.reason} hint={t(said.reasonHint)} required>
          <TextArea {...form.bind('reason')} rows={2} maxLength={1000} />
        </Field>
        <Checkbox {...form.bind('other')} label={said.other} />
        {form.values.other && wrong.of === 'name' && (
          <Field name="name" label={said.newName} required>
            <TextInput {...form.bind('name')} maxLength={100} />
          </Field>
        )}
        {form.values.other && wrong.of === 'place' && <PlaceInput form={form} />}
        {form.values.other && <SinceAndEvidence form={form} />}
        <Box tone="wait">{t(said.tells)}</Box>
        <Buttons verb={said.verb} busy={pending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
