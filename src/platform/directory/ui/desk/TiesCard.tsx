import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { call, useAsked, useCommand, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  Card,
  Choice,
  DateInput,
  Dialog,
  Field,
  Form,
  Link,
  Lookup,
  Row,
  Select,
  StateTag,
  Table,
  TextArea,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory, type TieKind, tieKinds, tieNames } from '../../browser.ts'
import type { Full, Tie } from './desk-words.ts'
import { Evidence } from './Evidence.tsx'

const said = {
  title: { zh: '关联关系', en: 'Ties' },
  none: { zh: '没有登记关联关系。', en: 'No ties on record.' },
  other: { zh: '关联单位', en: 'The other side' },
  kind: { zh: '关系', en: 'Tie' },
  standing: { zh: '登记方式', en: 'Standing' },
  declared: { zh: '自行申报', en: 'declared' },
  recorded: { zh: '主管部门登记', en: 'recorded by an officer' },
  evidence: { zh: '依据', en: 'Evidence' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'Until' },
  act: { zh: '办理', en: 'Action' },
  add: { zh: '登记关联关系', en: 'Record a tie' },
  end: { zh: '结束', en: 'End' },
  endTitle: { zh: '结束关联关系', en: 'End a tie' },
  on: { zh: '自这一天起不再关联', en: 'First day without the tie' },
  reason: { zh: '理由', en: 'Reason' },
  side: { zh: '方向', en: 'Direction' },
  above: { zh: '本单位是上级、所有者或共建方', en: 'This organisation stands above, owns or co-builds' },
  below: { zh: '本单位是下级、被持有或被共建方', en: 'The other one does' },
  done: { zh: '已登记', en: 'Recorded' },
  ended: { zh: '已结束', en: 'Ended' },
} as const satisfies Record<string, Text>

/** Ties of an organisation to others; they bar orders between related parties. */
export function TiesCard({ found }: { found: Full }) {
  const t = useText()
  const may = useMay()
  const { rows } = useAsked(directory.ties, { params: { id: found.id } })
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Tie | null>(null)
  const other = (tie: Tie) => (tie.from.id === found.id ? tie.to : tie.from)
  return (
    <Card
      title={t(said.title)}
      actions={
        found.abilities.includes('tie.create') && (
          <Button small icon="plus" onClick={() => setAdding(true)}>
            {t(said.add)}
          </Button>
        )
      }
    >
      <Table
        caption={said.title}
        hideCaption
        rows={rows}
        rowKey={(tie) => tie.id}
        empty={<p className="x-quiet">{t(said.none)}</p>}
        columns={[
          {
            key: 'other',
            head: said.other,
            cell: (tie) => (
              <Link to="/desk/organisations/$id" params={{ id: other(tie).id }}>
                {other(tie).name}
              </Link>
            ),
          },
          { key: 'kind', head: said.kind, cell: (tie) => t(tie.label) },
          {
            key: 'standing',
            head: said.standing,
            cell: (tie) => (
              <StateTag tone={tie.standing === 'recorded' ? 'good' : 'wait'}>
                {t(said[tie.standing])}
              </StateTag>
            ),
          },
          {
            key: 'evidence',
            head: said.evidence,
            cell: (tie) => (
              <>
                {tie.evidence}
                {tie.fileId && (
                  <Evidence fileId={tie.fileId} of={{ kind: 'organisation', id: tie.from.id }} />
                )}
              </>
            ),
          },
          { key: 'from', head: said.from, cell: (tie) => tie.validFrom },
          { key: 'to', head: said.to, cell: (tie) => tie.validTo ?? '—' },
          {
            key: 'act',
            head: said.act,
            cell: (tie) =>
              may('tie.end') &&
              tie.validTo === null && (
                <Button small kind="quiet" onClick={() => setEnding(tie)}>
                  {t(said.end)}
                </Button>
              ),
          },
        ]}
      />
      {adding && <AddTie found={found} onClose={() => setAdding(false)} />}
      {ending && <EndTie tie={ending} onClose={() => setEnding(null)} />}
    </Card>
  )
}

function AddTie({ found, onClose }: { found: Full; onClose: () => void }) {
  const t = useText()
  const form = useForm({
    otherId: '',
    otherName: '',
    kind: '' as TieKind | '',
    above: 'above' as 'above' | 'below',
    evidence: '',
    from: '',
  })
  const command = useCommand(directory.addTie, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const send = ({ otherId, kind, above, evidence, from }: typeof form.values) =>
    command.run({
      params: { id: found.id },
      body: { otherId, kind: kind as TieKind, above: above === 'above', evidence, from },
    })
  const find = async (q: string) => {
    const { rows } = await call(directory.list, { query: { q, limit: 10 } })
    return rows.map((row) => ({ key: row.id, value: row.id, label: row.name, hint: row.uscc ?? '' }))
  }
  return (
    <Dialog open title={t(said.add)} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={command.refusal}>
        <Field name="otherId" label={said.other} required>
          <Lookup
            shown={form.values.otherName}
            find={find}
            onChoose={(one) => {
              form.set('otherId', one?.value ?? '')
              form.set('otherName', one?.label ?? '')
            }}
          />
        </Field>
        <Field name="kind" label={said.kind} required>
          <Select
            {...form.bind('kind')}
            options={tieKinds.map((value) => ({ value, label: tieNames[value] }))}
          />
        </Field>
        <Field name="above" label={said.side} group>
          <Choice
            {...form.bind('above')}
            options={[
              { value: 'above', label: said.above },
              { value: 'below', label: said.below },
            ]}
          />
        </Field>
        <Field name="evidence" label={said.evidence} required>
          <TextArea {...form.bind('evidence')} rows={2} maxLength={500} />
        </Field>
        <Field name="from" label={said.from} required>
          <DateInput {...form.bind('from')} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.add)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}

function EndTie({ tie, onClose }: { tie: Tie; onClose: () => void }) {
  const t = useText()
  const form = useForm({ on: '', reason: '' })
  const command = useCommand(directory.endTie, {
    done: () => {
      toast(said.ended)
      onClose()
    },
  })
  return (
    <Dialog open title={t(said.endTitle)} onClose={onClose}>
      <Form
        form={form}
        onSubmit={(body) => command.run({ params: { id: tie.id }, body })}
        refusal={command.refusal}
      >
        <p>
          {tie.from.name} — {t(tie.label)} — {tie.to.name}
        </p>
        <Field name="on" label={said.on} required>
          <DateInput {...form.bind('on')} />
        </Field>
        <Field name="reason" label={said.reason} required>
          <TextArea {...form.bind('reason')} rows={2} maxLength={1000} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.end)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
