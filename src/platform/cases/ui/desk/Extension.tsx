import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { useAskedLater, useCommand } from '#web/api.ts'
import {
  Box,
  Button,
  Dialog,
  Field,
  Form,
  NumberInput,
  Row,
  Select,
  TextArea,
  TextInput,
  useForm,
} from '#web/kit/index.ts'
import { cases } from '../../contract.ts'

const said = {
  title: { zh: '统一延期', en: 'Extend deadlines' },
  what: {
    zh: '依据文件，为本区域所有正在计时的办件统一延长期限；每件的办理过程会写明依据。',
    en: 'By order, every running deadline of your region is extended; each case says by which order.',
  },
  programme: { zh: '事项', en: 'Programme' },
  all: { zh: '全部事项', en: 'All programmes' },
  days: { zh: '延长', en: 'By' },
  unit: { zh: '个工作日', en: 'working days' },
  order: { zh: '依据文件', en: 'The order' },
  reason: { zh: '理由', en: 'Reason' },
  done: {
    zh: '已延期 {extended} 件；{skipped} 件不适用。',
    en: '{extended} extended; {skipped} did not apply.',
  },
} as const satisfies Record<string, Text>

/** A mass extension by order. */
export function Extension() {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(said.title)}</Button>
      {open && <ExtensionDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function ExtensionDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const form = useForm({ programme: '', workingDays: null as number | null, order: '', reason: '' })
  const command = useCommand(cases.extend)
  const programmes = useAskedLater(cases.programmes, {}).data?.programmes ?? []
  const { answer } = command
  const run = ({ programme, workingDays, ...rest }: typeof form.values) =>
    command.run({
      body: { ...rest, workingDays: workingDays ?? 0, ...(programme ? { programme } : {}) },
    })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      {answer ? (
        <Box tone="good">{t(said.done, answer)}</Box>
      ) : (
        <Form form={form} onSubmit={run} refusal={command.refusal}>
          <p>{t(said.what)}</p>
          <Field name="programme" label={said.programme}>
            <Select
              {...form.bind('programme')}
              none={said.all}
              options={programmes.map(({ id, title }) => ({ value: id, label: title }))}
            />
          </Field>
          <Field name="workingDays" label={said.days} required>
            <NumberInput {...form.bind('workingDays')} unit={t(said.unit)} />
          </Field>
          <Field name="order" label={said.order} required>
            <TextInput {...form.bind('order')} maxLength={200} />
          </Field>
          <Field name="reason" label={said.reason} required>
            <TextArea {...form.bind('reason')} maxLength={2000} />
          </Field>
          <Row>
            <Button kind="primary" type="submit" busy={command.pending}>
              {t(said.title)}
            </Button>
            <Button onClick={onClose}>{t(words.cancel)}</Button>
          </Row>
        </Form>
      )}
    </Dialog>
  )
}
