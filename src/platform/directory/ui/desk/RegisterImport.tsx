import type { Text } from '#core/text.ts'
import { useUploads } from '#platform/files/browser.tsx'
import { addressOf, useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, DateInput, Dialog, Field, Form, Row, Select, TextInput, useForm } from '#web/kit/index.ts'
import { directory, factNames, registerKeys } from '../../browser.ts'
import { ListSource } from './ListSource.tsx'
import { RegisterReport } from './RegisterReport.tsx'

const said = {
  title: { zh: '导入登记名单', en: 'Import a register list' },
  what: {
    zh: '按统一社会信用代码找到单位，逐行核对。先试算，看过每一行的结果再导入；同一份名单可以再次导入，已记录的行不会重复。',
    en: 'Organisations are found by their credit code, and each row is judged by itself. First it is tried, then recorded; the same list may be imported again, a row is never recorded twice.',
  },
  key: { zh: '名单记载的事项', en: 'What the list attests' },
  name: { zh: '名单名称', en: 'Name of the list' },
  nameHint: {
    zh: '例如：河北省2026年第一批高新技术企业名单。',
    en: 'As published, such as: first list of high-tech firms of Hebei in 2026.',
  },
  number: { zh: '文号', en: 'Document number' },
  day: { zh: '发布日期', en: 'Published on' },
  good: {
    zh: '请用模板填写，保留表头。一次最多 3000 行。',
    en: 'Use the template and keep its heads. At most 3,000 rows at once.',
  },
  send: { zh: '试算', en: 'Try it' },
} as const satisfies Record<string, Text>

type Key = (typeof registerKeys)[number]
const start = { key: '' as Key | '', name: '', documentNumber: '', publishedOn: '', text: '' }

/** A list is tried, looked at, and recorded. */
export function RegisterImport({ onClose }: { onClose: () => void }) {
  const t = useText()
  const form = useForm(start)
  const xlsx = useUploads('register_list', false)
  const tried = useCommand(directory.importRegister)
  const recorded = useCommand(directory.importRegister)
  const [fileId] = xlsx.ids
  const { text } = form.values
  const send = (command: typeof tried, trial: boolean) => {
    const { key, text: pasted, ...source } = form.values
    if (key)
      void command.run({ body: { ...source, key, trial, ...(fileId ? { fileId } : { text: pasted }) } })
  }
  const report = recorded.answer ?? tried.answer
  if (report)
    return (
      <RegisterReport
        title={said.title}
        report={report}
        busy={recorded.pending}
        refusal={recorded.refusal}
        onRecord={() => send(recorded, false)}
        onBack={() => {
          tried.reset()
          recorded.reset()
        }}
        onClose={onClose}
      />
    )
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={() => send(tried, true)} refusal={tried.refusal}>
        <p>{t(said.what)}</p>
        <Field name="key" label={said.key} required>
          <Select
            {...form.bind('key')}
            options={registerKeys.map((key) => ({ value: key, label: factNames[key] }))}
          />
        </Field>
        <Field name="name" label={said.name} hint={t(said.nameHint)} required>
          <TextInput {...form.bind('name')} maxLength={120} />
        </Field>
        <Field name="documentNumber" label={said.number} required>
          <TextInput {...form.bind('documentNumber')} maxLength={60} />
        </Field>
        <Field name="publishedOn" label={said.day} required>
          <DateInput {...form.bind('publishedOn')} />
        </Field>
        <ListSource
          template={{ href: addressOf(directory.registerTemplate), download: 'register.xlsx' }}
          xlsx={xlsx}
          good={said.good}
          cells={form.bind('text')}
        />
        <Row>
          <Button
            kind="primary"
            type="submit"
            busy={tried.pending || xlsx.busy}
            disabled={!fileId && text.trim() === ''}
          >
            {t(said.send)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
