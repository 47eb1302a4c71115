import { useState } from 'react'
import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { cases, type Field as FieldSpec, fieldsOf, type Programme } from '#platform/cases/browser.ts'
import { useAsked, useCommand, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  Card,
  Checkbox,
  Field,
  Form,
  Row,
  SavedMark,
  Split,
  Stack,
  Steps,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { keysOf, SERVICE_KINDS, vouchers } from '../../browser.ts'
import { AmountFields, NeedFields } from './ClaimFields.tsx'
import { ClaimPreview, PreviewBrief, usePreview } from './ClaimPreview.tsx'
import { type Claiming, claimingOf, keptOf } from './claimValues.ts'
import { DraftConflict } from './DraftConflict.tsx'
import { KnownFacts } from './KnownFacts.tsx'
import { PaperField } from './PaperField.tsx'
import { useDraft } from './useDraft.ts'

const said = {
  progress: { zh: '填写进度', en: 'Progress' },
  firm: { zh: '单位情况', en: 'The organisation' },
  need: { zh: '需要的服务', en: 'The service needed' },
  amount: { zh: '金额', en: 'Amounts' },
  papers: { zh: '附件', en: 'Attachments' },
  send: { zh: '核对提交', en: 'Check and submit' },
  promise: { zh: '申明', en: 'Statement' },
  truth: {
    zh: '所填内容属实，该工作没有获得其他财政资金支持',
    en: 'What is given is true, and the work has no other public money',
  },
  truthWhy: {
    zh: '经查不实的，撤销创新券、追回资金，并在规定期限内不得再申领。',
    en: 'If it is found false, the voucher is revoked, the money recovered and the organisation barred for a term.',
  },
  submit: { zh: '提交申领', en: 'Submit the claim' },
  sent: { zh: '申领已提交', en: 'The claim is submitted' },
  tick: { zh: '提交前请确认。', en: 'Confirm this before you submit.' },
} as const satisfies Record<string, Text>

export type Fields = (id: string) => FieldSpec | undefined

/** The claim: one column on the left, what the rules say of it, live, on the right. */
export function ClaimForm({ programme, scheme }: { programme: Programme; scheme: string }) {
  const t = useText()
  const navigate = useNavigate()
  const { draft } = useAsked(cases.draft, { params: { programme: programme.id } })
  const [start] = useState(draft)
  const form = useForm<Claiming>(() => claimingOf(start?.form ?? {}))
  const [honest, setHonest] = useState(false)
  const [unticked, setUnticked] = useState(false)
  const drafting = useDraft(programme.id, form, {
    startVersion: start?.version ?? 0,
    kept: keptOf,
    read: claimingOf,
  })
  const preview = usePreview(scheme, form.values)
  const file = useCommand(vouchers.fileClaim)
  const [files, setFiles] = useState<Record<string, { ids: string[]; busy: boolean }>>({})
  const papers = fieldsOf(programme).filter((field) => field.type === 'file')
  const fields: Fields = (id) => fieldsOf(programme).find((field) => field.id === id)
  const submit = async (values: Claiming) => {
    setUnticked(!honest)
    const { service, contract_amount: contractFen, amount: amountFen } = values
    if (!honest || service === '' || contractFen === null || amountFen === null) return
    const crossRegion = values.cross_region === 'yes'
    const attached = Object.entries(files).filter(([, { ids }]) => ids.length > 0)
    const given = Object.fromEntries(attached.map(([id, { ids }]) => [id, ids]))
    const body = {
      scheme,
      service,
      crossRegion,
      purpose: values.purpose,
      contractFen,
      amountFen,
      files: given,
    }
    const done = await file.run({ body })
    if (!done) return
    await drafting.clear()
    toast(said.sent)
    void navigate({ to: '/cases/$id', params: { id: done.caseId } })
  }
  const left = (
    <Stack>
      <Steps label={said.progress} steps={progressOf(form.values, honest)} />
      {drafting.conflict && (
        <DraftConflict
          conflict={drafting.conflict}
          mine={keptOf(form.values)}
          labels={Object.fromEntries(fieldsOf(programme).map(({ id, label }) => [id, label]))}
          worded={(name, value) => t(worded(name, value))}
          onSettle={(chosen) => drafting.conflict && drafting.settle(chosen, drafting.conflict)}
        />
      )}
      <Form form={form} onSubmit={submit} refusal={file.refusal} label={t(programme.title)}>
        <Card title={t(said.firm)}>
          <KnownFacts />
        </Card>
        <Card title={t(said.need)}>
          <NeedFields form={form} fields={fields} scheme={scheme} />
        </Card>
        <Card title={t(said.amount)}>
          <AmountFields form={form} fields={fields} preview={preview} />
        </Card>
        {papers.length > 0 && (
          <Card title={t(said.papers)}>
            <Stack>
              {papers.map((field) => (
                <PaperField
                  key={field.id}
                  field={field}
                  onChange={(ids, busy) => setFiles((all) => ({ ...all, [field.id]: { ids, busy } }))}
                />
              ))}
            </Stack>
          </Card>
        )}
        <Card title={t(said.send)}>
          <Field label={said.promise} group required error={unticked && !honest ? t(said.tick) : null}>
            <Checkbox value={honest} onChange={setHonest} label={said.truth} hint={said.truthWhy} />
          </Field>
        </Card>
        <Row between>
          <Button
            kind="primary"
            type="submit"
            busy={file.pending || Object.values(files).some(({ busy }) => busy)}
          >
            {t(said.submit)}
          </Button>
          <PreviewBrief preview={preview} />
          {!drafting.conflict && <SavedMark saving={drafting.saving} />}
        </Row>
      </Form>
    </Stack>
  )
  return <Split narrow="right" left={left} right={<ClaimPreview preview={preview} />} />
}

function worded(name: string, value: unknown): Text | string {
  if (name === 'service' && typeof value === 'string' && keysOf(SERVICE_KINDS).includes(value as 'testing'))
    return SERVICE_KINDS[value as 'testing']
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (name !== 'purpose' && /^\d+$/.test(String(value))) {
    const fen = BigInt(String(value))
    return { zh: formatFen(fen), en: formatFen(fen, { locale: 'en' }) }
  }
  return String(value)
}

function progressOf({ service, cross_region, purpose, contract_amount, amount }: Claiming, honest: boolean) {
  const parts = [
    { key: 'firm', label: said.firm, done: true },
    {
      key: 'need',
      label: said.need,
      done: service !== '' && cross_region !== '' && purpose.trim().length >= 10,
    },
    { key: 'amount', label: said.amount, done: contract_amount !== null && amount !== null },
    { key: 'send', label: said.send, done: honest },
  ]
  const now = parts.findIndex((part) => !part.done)
  return parts.map(({ key, label, done }, at) => ({
    ...{ key, label },
    state: done ? ('done' as const) : at === now ? ('now' as const) : ('next' as const),
  }))
}
