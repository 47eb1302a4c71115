import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { useCommand } from '#web/api.ts'
import { Button, Dialog, Field, Form, Link, Row, StateTag, Table, TextArea, useForm } from '#web/kit/index.ts'
import { cases } from '../../contract.ts'
import { needReason } from '../../reasons.ts'
import { actionNames } from '../../state.ts'
import { buttonNames, type Row as CaseRow } from '../words.ts'

const bulk = ['take', 'release', 'pass', 'refuse', 'approve', 'decline'] as const
type Bulk = (typeof bulk)[number]

const said = {
  chosen: { zh: '已选 {count} 件', en: '{count} chosen' },
  clear: { zh: '取消选择', en: 'Choose none' },
  title: { zh: '批量办理：{action}（{count} 件）', en: '{action}: {count} cases' },
  each: {
    zh: '逐件办理，互不影响；您打开列表后有变化的办件不会被改动。',
    en: 'Each is done by itself; a case that changed after you opened the list is left alone.',
  },
  reason: { zh: '理由（写入每一件）', en: 'Reason, written into each' },
  results: { zh: '办理结果：{done} 件已办理，{refused} 件未办理', en: '{done} done, {refused} not done' },
  done: { zh: '已办理', en: 'done' },
  not: { zh: '未办理', en: 'not done' },
  number: { zh: '编号', en: 'Number' },
  applicant: { zh: '申请单位', en: 'Applicant' },
  result: { zh: '结果', en: 'Result' },
  undo: { zh: '全部退回待办', en: 'Put all of them back' },
} as const satisfies Record<string, Text>

/** Acts on what is chosen; every row gets its own answer. Taking can be undone at once. */
export function BulkBar({ rows, onDone }: { rows: readonly CaseRow[]; onDone: () => void }) {
  const t = useText()
  const [asked, setAsked] = useState<{ action: Bulk; rows: readonly CaseRow[] } | null>(null)
  if (rows.length === 0 && !asked) return null
  return (
    <div className="c-bulk">
      <Row>
        <strong role="status">{t(said.chosen, { count: rows.length })}</strong>
        {bulk.slice(0, 4).map((action) => (
          <Button key={action} small onClick={() => setAsked({ action, rows })}>
            {t(buttonNames[action] ?? actionNames[action])}
          </Button>
        ))}
        <Button kind="quiet" small onClick={onDone}>
          {t(said.clear)}
        </Button>
      </Row>
      {asked && (
        <BulkDialog
          key={asked.action}
          {...asked}
          onClose={() => setAsked(null)}
          onAgain={(action, again) => setAsked({ action, rows: again })}
          onDone={onDone}
        />
      )}
    </div>
  )
}

type Asked = { action: Bulk; rows: readonly CaseRow[] }

function BulkDialog({
  action,
  rows,
  onClose,
  onAgain,
  onDone,
}: Asked & {
  onClose: () => void
  onAgain: (action: Bulk, rows: readonly CaseRow[]) => void
  onDone: () => void
}) {
  const t = useText()
  const form = useForm({ reason: '' })
  const command = useCommand(cases.bulk, { done: onDone })
  const verb = t(buttonNames[action] ?? actionNames[action])
  const run = () =>
    command.run({
      body: {
        action,
        ...(form.values.reason.trim() ? { reason: form.values.reason.trim() } : {}),
        cases: rows.slice(0, 200).map(({ id, seq }) => ({ id, seen: seq })),
      },
    })
  const results = command.answer?.results
  const done = (results ?? []).flatMap(({ id, done: after }) => {
    const row = rows.find((one) => one.id === id)
    return after && row ? [{ ...row, seq: after.seq }] : []
  })
  return (
    <Dialog open title={t(said.title, { action: verb, count: rows.length })} onClose={onClose}>
      {results ? (
        <>
          <BulkResults rows={rows} results={results} />
          <Row>
            <Button kind="primary" onClick={onClose}>
              {t(words.close)}
            </Button>
            {action === 'take' && done.length > 0 && (
              <Button icon="undo" onClick={() => onAgain('release', done)}>
                {t(said.undo)}
              </Button>
            )}
          </Row>
        </>
      ) : (
        <Form form={form} onSubmit={run} refusal={command.refusal}>
          <p>{t(said.each)}</p>
          <Field name="reason" label={said.reason} required={needReason.has(action)}>
            <TextArea {...form.bind('reason')} rows={3} maxLength={2000} />
          </Field>
          <Row>
            <Button kind={action === 'refuse' ? 'alarm' : 'primary'} type="submit" busy={command.pending}>
              {verb}
            </Button>
            <Button onClick={onClose}>{t(words.cancel)}</Button>
          </Row>
        </Form>
      )}
    </Dialog>
  )
}

type Results = NonNullable<ReturnType<typeof useCommand<typeof cases.bulk>>['answer']>['results']

function BulkResults({ rows, results }: { rows: readonly CaseRow[]; results: Results }) {
  const t = useText()
  const done = results.filter((row) => row.done).length
  return (
    <Table
      caption={t(said.results, { done, refused: results.length - done })}
      rows={results}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'number',
          head: said.number,
          cell: ({ id }) => (
            <Link to="/cases/$id" params={{ id }}>
              {rows.find((row) => row.id === id)?.number ?? id}
            </Link>
          ),
        },
        {
          key: 'applicant',
          head: said.applicant,
          cell: ({ id }) => rows.find((row) => row.id === id)?.applicant ?? '',
        },
        {
          key: 'result',
          head: said.result,
          cell: ({ refused }) =>
            refused ? (
              <>
                <StateTag tone="alarm">{t(said.not)}</StateTag> {t(refused.text)}
              </>
            ) : (
              <StateTag tone="good">{t(said.done)}</StateTag>
            ),
        },
      ]}
    />
  )
}
