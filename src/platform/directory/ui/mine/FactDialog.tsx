import type { Text } from '#core/text.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, Dialog, Field, Form, Row, Select, TextInput, toast, useForm } from '#web/kit/index.ts'
import { directory, type FactKey, factNames, yearlyFacts } from '../../browser.ts'
import { type Draft, FactInput, inputOf, wireValueOf } from './FactInput.tsx'
import type { FactRow } from './FactTable.tsx'

const said = {
  title: { zh: '填报：{what}', en: 'Give: {what}' },
  year: { zh: '会计年度', en: 'Accounting year' },
  source: { zh: '来源', en: 'Source' },
  sourceWhy: {
    zh: '例如：2025年度审计报告、企业所得税汇算清缴表。',
    en: 'Such as the audit report or the tax return of the year.',
  },
  proof: { zh: '证明材料', en: 'Evidence' },
  proofWhy: {
    zh: '附上证明，审核人可直接核实；只申报不附证明的，审核时会要求补正。',
    en: 'With evidence an officer can confirm it at once; without it you will be asked for a supplement.',
  },
  good: {
    zh: '盖章页和有关数字所在页，清晰可读。',
    en: 'The page with the seal and the page with the figure, legible.',
  },
  now: {
    zh: '已核实的内容继续有效，直到审核人核实这次的填报。',
    en: 'What is confirmed stays in force until an officer has confirmed what you give now.',
  },
  sent: { zh: '已填报，等待核实。', en: 'Given; it waits to be confirmed.' },
} as const satisfies Record<string, Text>

const YEARS = 6
const lastYear = () => new Date().getFullYear() - 1
const recentYears = () => Array.from({ length: YEARS }, (_, at) => lastYear() + 1 - at)

/** Adds or changes one fact, with its evidence. */
export function FactDialog({
  id,
  factKey,
  now,
  onClose,
}: {
  id: string
  factKey: FactKey
  now: FactRow | undefined
  onClose: () => void
}) {
  const t = useText()
  const uploads = useUploads('fact', false)
  const yearly = yearlyFacts.includes(factKey)
  const form = useForm<Draft>({ ...inputOf(factKey, now?.value), year: now?.year ?? lastYear(), source: '' })
  const declare = useCommand(directory.declare, {
    done: () => {
      toast(said.sent)
      onClose()
    },
  })
  const submit = (draft: Draft) =>
    declare.run({
      params: { id },
      body: {
        key: factKey,
        value: wireValueOf(factKey, draft),
        ...(yearly && draft.year !== null ? { year: draft.year } : {}),
        ...(uploads.ids[0] ? { fileId: uploads.ids[0] } : {}),
        ...(draft.source.trim() ? { source: draft.source } : {}),
      },
    })
  return (
    <Dialog open title={t(said.title, { what: t(factNames[factKey]) })} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={declare.refusal}>
        {now?.state === 'in_force' && <p className="x-quiet">{t(said.now)}</p>}
        {yearly && (
          <Field name="year" label={said.year} required>
            <Select
              value={form.values.year === null ? '' : String(form.values.year)}
              onChange={(year) => form.set('year', year === '' ? null : Number(year))}
              options={recentYears().map((year) => ({ value: String(year), label: String(year) }))}
            />
          </Field>
        )}
        <FactInput factKey={factKey} form={form} />
        <Field name="source" label={said.source} hint={t(said.sourceWhy)}>
          <TextInput {...form.bind('source')} maxLength={200} />
        </Field>
        <Field label={said.proof} hint={t(said.proofWhy)}>
          <Uploader uploads={uploads} multiple={false} good={said.good} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={declare.pending || uploads.busy}>
            {t(words.submit)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
