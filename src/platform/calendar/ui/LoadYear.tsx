import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Box,
  Button,
  Dialog,
  Field,
  Form,
  NumberInput,
  Row,
  TextArea,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { calendar } from '../contract.ts'
import { faultsOfNotice, readNotice, settles } from './notice-text.ts'

const said = {
  title: { zh: '载入年度放假安排', en: 'Load the holidays of a year' },
  year: { zh: '年度', en: 'Year' },
  source: { zh: '依据（国务院办公厅通知的名称和文号）', en: 'Source: the notice and its number' },
  days: { zh: '放假与调休', en: 'Holidays and make-up workdays' },
  hint: {
    zh: '每行一项：“春节 2027-02-05 至 2027-02-11”；调休上班写“上班 春节 2027-02-20”。',
    en: 'A line each: “Spring Festival 2027-02-05 to 2027-02-11”, and for a make-up workday “work Spring Festival 2027-02-20”.',
  },
  read: {
    zh: '识别到 {holidays} 段放假、{workdays} 个调休上班日。',
    en: '{holidays} holidays and {workdays} make-up workdays read.',
  },
  settles: {
    zh: '载入后，{from} 至 {to} 的工作日成为确定；落在其中的暂定期限由系统重新计算并写入各办件的办理过程。',
    en: 'After that the working days from {from} to {to} are settled; provisional deadlines among them are computed anew and written into each case.',
  },
  again: {
    zh: '{year} 年已载入，再次载入将作为修订：以本次内容为准。',
    en: '{year} is loaded already; this amends it and what you give here counts.',
  },
  done: { zh: '年度安排已载入', en: 'The year is loaded' },
  same: { zh: '与已载入的内容相同，没有变化', en: 'The same days were there already; nothing changed' },
} as const satisfies Record<string, Text>

export function LoadYear({
  years,
  onLoaded,
  onClose,
}: {
  years: ReadonlySet<number>
  onLoaded: (year: number) => void
  onClose: () => void
}) {
  const t = useText()
  const next = Math.max(0, ...years) + 1
  const form = useForm({ year: next as number | null, source: '', text: '' })
  const command = useCommand(calendar.load, {
    done: ({ year, changed }) => {
      toast(changed ? said.done : said.same)
      onLoaded(year)
      onClose()
    },
  })
  const { year, source, text } = form.values
  const read = readNotice(text)
  const { holidays, makeupWorkdays } = read
  const faults = faultsOfNotice(year, read)
  const send = () =>
    year !== null && faults.length === 0 && command.run({ body: { year, source, holidays, makeupWorkdays } })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={command.refusal}>
        <Field name="year" label={said.year} required>
          <NumberInput {...form.bind('year')} year />
        </Field>
        <Field name="source" label={said.source} required>
          <TextInput {...form.bind('source')} maxLength={500} />
        </Field>
        <Field
          name="text"
          label={said.days}
          hint={t(said.hint)}
          required
          error={faults.length > 0 ? faults.map((fault) => t(fault)).join(t({ zh: '；', en: '; ' })) : null}
        >
          <TextArea {...form.bind('text')} rows={9} />
        </Field>
        {text.trim() !== '' && (
          <p className="x-quiet">
            {t(said.read, { holidays: holidays.length, workdays: makeupWorkdays.length })}
          </p>
        )}
        {year !== null && (
          <Box tone={years.has(year) ? 'wait' : 'info'}>
            {years.has(year) && <p>{t(said.again, { year })}</p>}
            {t(said.settles, settles(year, years))}
          </Box>
        )}
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.title)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
