import { useRef } from 'react'
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
import { NoticePreview } from './NoticePreview.tsx'
import { headOfNotice } from './notice-prose.ts'
import { faultsOfNotice, readNotice, settles } from './notice-text.ts'

const said = {
  title: { zh: '载入年度放假安排', en: 'Load the holidays of a year' },
  year: { zh: '年度', en: 'Year' },
  source: { zh: '依据（国务院办公厅通知的名称和文号）', en: 'Source: the notice and its number' },
  text: { zh: '放假通知正文', en: 'Text of the notice' },
  hint: {
    zh: '把通知全文粘贴到这里，年度和依据会自动填写。也可每行写一项：“春节 2027-02-05 至 2027-02-11”，调休上班写“上班 春节 2027-02-20”。',
    en: 'Paste the whole notice in Chinese; year and source are filled in from it. Or a line each: “Spring Festival 2027-02-05 to 2027-02-11”, and “work Spring Festival 2027-02-20” for a make-up workday.',
  },
  faults: {
    zh: '有 {count} 处需要改正或删去后才能载入：',
    en: '{count} to mend or take out before this can be loaded:',
  },
  moreFaults: { zh: '另有 {count} 处', en: '{count} more' },
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
  const read = readNotice(text, year)
  const { holidays, makeupWorkdays, passed } = read
  const faults = faultsOfNotice(year, read)
  const send = () =>
    year !== null && faults.length === 0 && command.run({ body: { year, source, holidays, makeupWorkdays } })
  // What the pasted notice named as its source goes with the next one; what was typed stays.
  const filled = useRef<string | null>(null)
  const paste = (pasted: string) => {
    const head = headOfNotice(pasted)
    form.set('text', pasted)
    if (head.year !== null) form.set('year', head.year)
    if (head.source === null || (source !== '' && source !== filled.current)) return
    filled.current = head.source
    form.set('source', head.source)
  }
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
          label={said.text}
          hint={t(said.hint)}
          required
          error={faults.length > 0 ? t(said.faults, { count: faults.length }) : null}
        >
          <TextArea value={text} onChange={paste} rows={9} />
        </Field>
        <Faults faults={faults} />
        {year !== null && faults.length === 0 && holidays.length > 0 && (
          <NoticePreview
            draft={{ year, holidays, makeupWorkdays }}
            amends={years.has(year)}
            passed={passed}
          />
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

const MOST_SHOWN = 12

function Faults({ faults }: { faults: readonly Text[] }) {
  const t = useText()
  const told = [...new Set(faults.map((fault) => t(fault)))]
  const shown = told.slice(0, MOST_SHOWN)
  if (told.length > MOST_SHOWN) shown.push(t(said.moreFaults, { count: told.length - MOST_SHOWN }))
  if (shown.length === 0) return null
  return (
    <ul className="cal-faults">
      {shown.map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  )
}
