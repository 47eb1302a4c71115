import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { send, useCommand } from '#web/api.ts'
import {
  Box,
  Button,
  Choice,
  Field,
  FileDrop,
  type FileEntry,
  Form,
  Link,
  Stack,
  TextArea,
  TextInput,
  useForm,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { notices } from '../../browser.ts'
import { storeFile } from './evidence.ts'

const said = {
  kind: { zh: '怎样提出', en: 'How you object' },
  real: { zh: '实名', en: 'By name' },
  realHint: {
    zh: '本条暂停办理，直到作出答复；姓名和联系方式只有发布单位的审核人、负责人和审计人可见，查看留痕。',
    en: 'This row waits until you are answered; only the reviewers, directors and auditors of the publisher see who you are, and each look is on record.',
  },
  anonymous: { zh: '匿名', en: 'Anonymously' },
  anonymousHint: {
    zh: '须附证据，作为线索核查，不暂停办理。',
    en: 'Needs evidence; followed up as a lead, and holds nothing.',
  },
  name: { zh: '姓名或单位名称', en: 'Your name or organisation' },
  contact: { zh: '电话或邮箱', en: 'Phone or email' },
  contactHint: { zh: '用于核实和答复。', en: 'To check with you and to answer.' },
  statement: { zh: '异议内容和理由', en: 'What you object to, and why' },
  statementHint: { zh: '至少 5 个字；写明事实和时间。', en: 'At least 5 characters; say facts and dates.' },
  file: { zh: '证据材料', en: 'Evidence' },
  good: { zh: '合同、照片、网页截图等，PDF 或图片。', en: 'Contracts, photos, screenshots: PDF or images.' },
  submit: { zh: '提交异议', en: 'Send the objection' },
  done: { zh: '异议已收到。', en: 'Your objection was received.' },
  receipt: { zh: '回执号', en: 'Receipt number' },
  keep: {
    zh: '请抄下或打印回执号，凭它查询办理结果；遗失后无法找回。',
    en: 'Write it down or print it: with it you follow the decision, and it cannot be found again.',
  },
  follow: { zh: '查询办理情况', en: 'Follow it' },
} as const satisfies Record<string, Text>

type Values = {
  kind: 'real_name' | 'anonymous' | ''
  name: string
  contact: string
  statement: string
  fileId: string | null
}
const empty: Values = { kind: 'real_name', name: '', contact: '', statement: '', fileId: null }

/** An objection to one row; its receipt is shown once and only here. */
export function ObjectionForm({ noticeId, row }: { noticeId: string; row: number }) {
  const t = useText()
  const form = useForm<Values>(empty)
  const [sending, setSending] = useState(false)
  const command = useCommand(notices.object)
  if (command.answer) return <Receipt number={command.answer.receipt} />
  const byName = form.values.kind === 'real_name'
  const submit = (values: Values) =>
    command.run({
      params: { id: noticeId, row },
      body: {
        kind: values.kind || 'real_name',
        statement: values.statement,
        ...(byName && values.name ? { name: values.name } : {}),
        ...(byName && values.contact ? { contact: values.contact } : {}),
        ...(values.fileId ? { fileId: values.fileId } : {}),
      },
    })
  return (
    <Form form={form} onSubmit={submit} refusal={command.refusal}>
      <Field name="kind" label={said.kind} group required>
        <Choice
          {...form.bind('kind')}
          options={[
            { value: 'real_name', label: said.real, hint: said.realHint },
            { value: 'anonymous', label: said.anonymous, hint: said.anonymousHint },
          ]}
        />
      </Field>
      {byName && (
        <>
          <Field name="name" label={said.name} required>
            <TextInput {...form.bind('name')} autoComplete="name" maxLength={60} />
          </Field>
          <Field name="contact" label={said.contact} hint={t(said.contactHint)} required>
            <TextInput {...form.bind('contact')} maxLength={120} />
          </Field>
        </>
      )}
      <Field name="statement" label={said.statement} hint={t(said.statementHint)} required>
        <TextArea {...form.bind('statement')} rows={6} maxLength={4000} />
      </Field>
      <Field name="fileId" label={said.file} required={!byName}>
        <Evidence onChange={(id) => form.set('fileId', id)} onSending={setSending} />
      </Field>
      <div>
        <Button kind="primary" type="submit" busy={command.pending || sending}>
          {t(said.submit)}
        </Button>
      </div>
    </Form>
  )
}

/** One file, sent as soon as it is chosen. */
function Evidence({
  onChange,
  onSending,
}: {
  onChange: (id: string | null) => void
  /** The objection waits for its file. */
  onSending: (sending: boolean) => void
}) {
  const [entry, setEntry] = useState<FileEntry | null>(null)
  const add = async ([file]: File[]) => {
    if (!file) return
    const shown: FileEntry = { id: null, name: file.name, bytes: file.size, percent: 0 }
    setEntry(shown)
    onChange(null)
    onSending(true)
    const stored = await storeFile(file, send).finally(() => onSending(false))
    setEntry({ ...shown, ...stored })
    onChange(stored.id)
  }
  const drop = () => {
    setEntry(null)
    onChange(null)
  }
  return (
    <FileDrop
      files={entry ? [entry] : []}
      onAdd={(files) => void add(files)}
      onRemove={drop}
      accept=".pdf,.jpg,.jpeg,.png"
      multiple={false}
      good={said.good}
    />
  )
}

function Receipt({ number }: { number: string }) {
  const t = useText()
  return (
    <Box tone="good">
      <Stack gap="s">
        <strong role="status">{t(said.done)}</strong>
        <div>
          {t(said.receipt)} <strong className="x-figure-value">{number}</strong>
        </div>
        <div>{t(said.keep)}</div>
        <div>
          <Link to="/notices/receipts" search={{ receipt: number }}>
            {t(said.follow)}
          </Link>
        </div>
      </Stack>
    </Box>
  )
}
