import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Box, Button, Choice, Dialog, Field, Form, Row, TextArea, toast, useForm } from '#web/kit/index.ts'
import { invoices } from '../contract.ts'
import type { ConflictOne } from './ConflictCard.tsx'

const said = {
  title: { zh: '裁定以哪个版本为准', en: 'Decide which version is true' },
  verdict: { zh: '裁定', en: 'Finding' },
  kept: { zh: '维持原登记', en: 'Keep what is registered' },
  keptWhy: {
    zh: '另一版本不再受理；在办的申请照常。',
    en: 'The other version is not taken again; running requests go on.',
  },
  corrected: { zh: '按另一版本更正', en: 'Correct it by the other version' },
  correctedWhy: {
    zh: '原登记的内容留存备查；已提交该发票的申请会收到通知。',
    en: 'What was registered is kept on record; requests that present it are told.',
  },
  refused: { zh: '目前不能更正：', en: 'It can’t be corrected now: ' },
  reason: { zh: '理由（双方会看到）', en: 'Reason, read by both sides' },
  forGood: { zh: '裁定作出后不能更改。', en: 'The decision is final.' },
  done: { zh: '已裁定', en: 'Decided' },
} as const satisfies Record<string, Text>

/** An officer compares the papers and says which version stands. */
export function DecideConflict({ one, onClose }: { one: ConflictOne; onClose: () => void }) {
  const t = useText()
  const form = useForm({ outcome: '' as '' | 'kept' | 'corrected', reason: '' })
  const command = useCommand(invoices.decide, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const { outcome, reason } = form.values
  const submit = () => outcome && command.run({ params: { id: one.id }, body: { outcome, reason } })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={command.refusal}>
        {one.correctionRefused && (
          <Box tone="wait">
            {t(said.refused)}
            {t(one.correctionRefused)}
          </Box>
        )}
        <Field name="outcome" label={said.verdict} required group>
          <Choice
            {...form.bind('outcome')}
            options={[
              { value: 'kept', label: said.kept, hint: said.keptWhy },
              ...(one.correctionRefused
                ? []
                : [{ value: 'corrected' as const, label: said.corrected, hint: said.correctedWhy }]),
            ]}
          />
        </Field>
        <Field name="reason" label={said.reason} hint={t(said.forGood)} required>
          <TextArea {...form.bind('reason')} rows={3} maxLength={1000} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(outcome ? said[outcome] : said.verdict)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
