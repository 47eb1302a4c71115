import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { useCommand, useList, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  Card,
  Choice,
  Dialog,
  Empty,
  Facts,
  Field,
  Form,
  Link,
  Moment,
  More,
  Row,
  Skeleton,
  Stack,
  StateTag,
  Tag,
  TextArea,
  toast,
  useForm,
  ExportButton,
} from '#web/kit/index.ts'
import { notices } from '../../contract.ts'
import { objectionTones, objectionWords } from '../public/notice-words.ts'
import './objections.css'

const said = {
  none: { zh: '没有异议', en: 'No objections' },
  noneWaiting: { zh: '没有待处理的异议', en: 'No objection waits for a decision' },
  row: { zh: '{notice} 第 {row} 行', en: '{notice}, row {row}' },
  real_name: { zh: '实名异议', en: 'by name' },
  anonymous: { zh: '匿名线索', en: 'anonymous' },
  who: { zh: '异议人', en: 'Who objects' },
  contact: { zh: '联系方式', en: 'How to reach them' },
  at: { zh: '提出时间', en: 'Made at' },
  evidence: { zh: '证据', en: 'Evidence' },
  file: { zh: '查看证据材料', en: 'Open the evidence' },
  noFile: { zh: '未附材料', en: 'none attached' },
  decided: { zh: '处理结果', en: 'Decision' },
  decide: { zh: '处理异议', en: 'Decide' },
  director: { zh: '由本单位负责人处理', en: 'A director of this authority decides' },
  confidential: {
    zh: '异议人的信息只供核实和答复，请勿告知被异议单位。',
    en: 'Who objects is for checking and answering only; don’t tell the organisation objected to.',
  },
  verdict: { zh: '结论', en: 'Finding' },
  rejected: { zh: '异议不成立', en: 'Reject the objection' },
  rejectedWhy: { zh: '该行恢复，可继续决定。', en: 'The row goes on and can be decided.' },
  upheld: { zh: '异议成立', en: 'Uphold the objection' },
  upheldWhy: {
    zh: '该行从名单移除，所涉申请不予批准；只有申请单位申请复核才能改变。',
    en: 'The row leaves the list and its request is declined; nothing but an appeal can change that.',
  },
  reason: {
    zh: '理由（答复异议人；异议成立的，也告知申请单位）',
    en: 'Reason, told to who objected and, where it is upheld, to who asked',
  },
  done: { zh: '已作出处理', en: 'Decided' },
} as const satisfies Record<string, Text>

type Objection = ReturnsOf<typeof notices.objections>['rows'][number]

/** Objections with their evidence, of one notice or of all of the authority's; only a director decides. */
export function ObjectionList({ noticeId, waiting }: { noticeId?: string; waiting?: boolean }) {
  const t = useText()
  const query = { ...(noticeId ? { noticeId } : {}), ...(waiting ? { waiting: 'true' } : {}) }
  const list = useList(notices.objections, { query })
  if (list.loading) return <Skeleton />
  if (list.rows.length === 0) return <Empty title={t(waiting ? said.noneWaiting : said.none)} />
  return (
    <Stack>
      <ExportButton endpoint={notices.objections} input={{ query }} />
      {list.rows.map((one) => (
        <ObjectionCard key={one.id} one={one} bare={noticeId !== undefined} />
      ))}
      <More {...list} />
    </Stack>
  )
}

function ObjectionCard({ one, bare }: { one: Objection; bare: boolean }) {
  const t = useText()
  const mayDecide = useMay()('objection.decide')
  const [open, setOpen] = useState(false)
  const waits = one.status === 'open' || one.status === 'lead'
  return (
    <Card
      level={bare ? 3 : 2}
      title={
        <Link to="/notices/$id/rows/$row" params={{ id: one.noticeId, row: String(one.rowNo) }}>
          {t(said.row, { notice: one.noticeNumber, row: one.rowNo })} {one.organisationName}
        </Link>
      }
      actions={
        <Row>
          <Tag>{t(said[one.kind])}</Tag>
          <StateTag tone={objectionTones[one.status]}>{t(objectionWords[one.status])}</StateTag>
        </Row>
      }
    >
      <Stack>
        <blockquote className="n-said">{one.statement}</blockquote>
        <Facts
          facts={[
            one.name !== null && { label: said.who, value: one.name },
            one.contact !== null && { label: said.contact, value: one.contact },
            { label: said.at, value: <Moment at={one.at} /> },
            {
              label: said.evidence,
              value: one.fileId ? <Attachment id={one.fileId}>{said.file}</Attachment> : t(said.noFile),
            },
            one.decidedAt !== null && {
              label: said.decided,
              value: (
                <>
                  <Moment at={one.decidedAt} /> {one.decidedByLabel}
                </>
              ),
              note: one.reason,
            },
          ]}
        />
        {waits && mayDecide && (
          <Row>
            <Button onClick={() => setOpen(true)}>{t(said.decide)}</Button>
          </Row>
        )}
        {waits && !mayDecide && <p className="x-quiet">{t(said.director)}</p>}
      </Stack>
      {open && <DecideObjection one={one} onClose={() => setOpen(false)} />}
    </Card>
  )
}

function DecideObjection({ one, onClose }: { one: Objection; onClose: () => void }) {
  const t = useText()
  const form = useForm({ decision: '' as '' | 'upheld' | 'rejected', reason: '' })
  const command = useCommand(notices.decide, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const { decision, reason } = form.values
  const submit = () =>
    decision && command.run({ params: { id: one.id }, body: { decision, reason: reason.trim() } })
  return (
    <Dialog open title={t(said.decide)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={command.refusal}>
        <blockquote className="n-said">{one.statement}</blockquote>
        <p className="x-quiet">{t(said.confidential)}</p>
        <Field name="decision" label={said.verdict} required group>
          <Choice
            {...form.bind('decision')}
            options={[
              { value: 'rejected', label: said.rejected, hint: said.rejectedWhy },
              { value: 'upheld', label: said.upheld, hint: said.upheldWhy },
            ]}
          />
        </Field>
        <Field name="reason" label={said.reason} required>
          <TextArea {...form.bind('reason')} rows={4} maxLength={2000} />
        </Field>
        <Row>
          <Button kind={decision === 'upheld' ? 'alarm' : 'primary'} type="submit" busy={command.pending}>
            {t(decision ? said[decision] : said.decide)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
