import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useCommand, useList, useMay, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  BigTable,
  Button,
  Card,
  Empty,
  ErrorBox,
  Link,
  Moment,
  Money,
  More,
  Row,
  Select,
  Skeleton,
  Stack,
  toast,
  ExportButton,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { sumFen } from '../../rules.ts'
import { Results } from '../Results.tsx'
import { useSchemes } from '../useSchemes.ts'
import { words } from '../words.ts'

const said = {
  title: { zh: '待编入批次', en: 'Waiting for a batch' },
  none: { zh: '没有待编入批次的兑付申请', en: 'No request waits for a batch' },
  noneWhy: {
    zh: '由本部门发券的兑付申请，市、县审核通过后出现在这里。',
    en: 'Requests on vouchers of your own authority appear here once they have passed review.',
  },
  scheme: { zh: '办法', en: 'Scheme' },
  anyScheme: { zh: '全部办法', en: 'Any scheme' },
  passed: { zh: '通过审核', en: 'Passed' },
  sum: { zh: '已选 {count} 件，合计', en: '{count} chosen, in all' },
  create: { zh: '建立新批次', en: 'Make a batch of them' },
  addTo: { zh: '编入已有批次', en: 'Add to a batch' },
  all: { zh: '全选', en: 'Choose all' },
  clear: { zh: '取消选择', en: 'Choose none' },
  oneScheme: {
    zh: '同一批次只能包含同一办法的申请，请先按办法筛选。',
    en: 'A batch holds requests of one scheme only; filter by scheme first.',
  },
  made: { zh: '已建立批次', en: 'The batch is made' },
  open: { zh: '打开批次 {number}', en: 'Open batch {number}' },
} as const satisfies Record<string, Text>

type Candidate = ReturnsOf<typeof payments.batchCandidates>['rows'][number]

/** Passed requests that stand in no batch: all or some of them are collected, each with its own answer. */
export function Candidates() {
  const t = useText()
  const [scheme, setScheme] = useState('')
  const nameOf = useSchemes()
  const input = { query: { scheme: scheme || undefined } }
  const list = useList(payments.batchCandidates, { query: { ...input.query, limit: 200 } })
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set())
  const schemes = new Set([...known, ...list.rows.map((row) => row.scheme)])
  return (
    <Card
      title={t(said.title)}
      actions={
        <>
          {schemes.size > 1 && (
            <Select
              label={t(said.scheme)}
              value={scheme}
              none={said.anyScheme}
              onChange={(next) => {
                setKnown(schemes)
                setScheme(next)
              }}
              options={[...schemes].map((value) => ({ value, label: nameOf(value) }))}
            />
          )}
          <ExportButton endpoint={payments.batchCandidates} input={input} />
        </>
      }
    >
      {list.loading ? <Skeleton /> : <Choosing key={scheme} rows={list.rows} />}
      <More {...list} />
    </Card>
  )
}

function Choosing({ rows }: { rows: readonly Candidate[] }) {
  const t = useText()
  const mayManage = useMay()('batch.manage')
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const chosen = rows.filter((row) => selected.has(row.id))
  return (
    <Stack>
      <BigTable
        caption={t(said.title)}
        hideCaption
        rows={rows}
        rowKey={(row) => row.id}
        {...(mayManage ? { selection: { selected, onChange: setSelected } } : {})}
        empty={<Empty title={t(said.none)}>{t(said.noneWhy)}</Empty>}
        columns={[
          {
            key: 'number',
            head: words.redemption,
            cell: (row) => (
              <Link to="/cases/$id" params={{ id: row.id }}>
                {row.number}
              </Link>
            ),
          },
          { key: 'firm', head: words.firm, cell: (row) => row.organisationName },
          { key: 'provider', head: words.provider, cell: (row) => row.providerName },
          { key: 'voucher', head: words.voucher, cell: (row) => row.voucherNumber },
          {
            key: 'passed',
            head: said.passed,
            cell: (row) => row.passedAt && <Moment at={row.passedAt} dayOnly />,
          },
          {
            key: 'amount',
            head: words.amount,
            unit: words.yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
        ]}
      />
      {mayManage && rows.length > 0 && (
        <Collect rows={rows} chosen={chosen} choose={(ids) => setSelected(new Set(ids))} />
      )}
    </Stack>
  )
}

type CollectProps = {
  rows: readonly Candidate[]
  chosen: readonly Candidate[]
  choose: (ids: string[]) => void
}

function Collect({ rows, chosen, choose }: CollectProps) {
  const t = useText()
  const navigate = useNavigate()
  const [names] = useState(new Map<string, string>())
  for (const row of rows) names.set(row.id, row.number)
  const arrive = (made: Made) => {
    choose([])
    toast(said.made)
    if (made.results.every((one) => one.done))
      void navigate({ to: '/desk/batches/$id', params: { id: made.id } })
  }
  const create = useCommand(payments.createBatch, { done: arrive })
  const add = useCommand(payments.addToBatch, { done: arrive })
  const schemes = new Set(chosen.map((row) => row.scheme))
  const [scheme] = schemes
  const redemptionIds = chosen.map((row) => row.id)
  const answer = create.answer ?? add.answer
  return (
    <Stack gap="s">
      <Row>
        {chosen.length === 0 ? (
          <Button onClick={() => choose(rows.map((row) => row.id))}>{t(said.all)}</Button>
        ) : (
          <>
            <strong role="status">
              {t(said.sum, { count: chosen.length })} <Money fen={sumFen(chosen)} />
            </strong>
            <Button
              kind="primary"
              busy={create.pending}
              disabled={schemes.size !== 1}
              onClick={() => scheme && create.run({ body: { scheme, redemptionIds } })}
            >
              {t(said.create)}
            </Button>
            {scheme && schemes.size === 1 && (
              <AddTo
                scheme={scheme}
                onChoose={(id) => add.run({ params: { id }, body: { redemptionIds } })}
              />
            )}
            <Button kind="quiet" onClick={() => choose([])}>
              {t(said.clear)}
            </Button>
          </>
        )}
      </Row>
      {schemes.size > 1 && <p className="x-quiet">{t(said.oneScheme)}</p>}
      <ErrorBox error={create.refusal ?? add.refusal} />
      {answer && (
        <>
          <Results results={answer.results} nameOf={(id) => names.get(id) ?? id} />
          <p>
            <Link to="/desk/batches/$id" params={{ id: answer.id }}>
              {t(said.open, { number: answer.number })}
            </Link>
          </p>
        </>
      )}
    </Stack>
  )
}

type Made = ReturnsOf<typeof payments.createBatch>

/** A batch of the scheme that still takes requests. */
function AddTo({ scheme, onChoose }: { scheme: string; onChoose: (id: string) => void }) {
  const t = useText()
  const list = useList(payments.batches, { query: { status: 'collecting', scheme } })
  if (list.rows.length === 0) return null
  return (
    <Select
      label={t(said.addTo)}
      none={said.addTo}
      value=""
      onChange={(id) => id && onChoose(id)}
      options={list.rows.map((row) => ({ value: row.id, label: row.number }))}
    />
  )
}
