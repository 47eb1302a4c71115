import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  BigTable,
  Button,
  Card,
  Empty,
  Link,
  Moment,
  Money,
  Row,
  Stack,
  StateTag,
  toast,
  ExportButton,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { BATCH_ROW_STATUS, sumFen } from '../../rules.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import { batchRowTones, words } from '../words.ts'
import type { BatchOne } from './BatchPage.tsx'
import { DecideDialog } from './DecideDialog.tsx'

const said = {
  title: { zh: '批次名单', en: 'The list' },
  none: { zh: '批次中没有申请', en: 'No request in this batch' },
  remove: { zh: '移出', en: 'Remove' },
  removeTitle: { zh: '移出批次', en: 'Remove from the batch' },
  removeWhat: {
    zh: '申请回到“待编入批次”，可以编入以后的批次。',
    en: 'The request waits for another batch.',
  },
  removed: { zh: '已移出', en: 'Removed' },
  approve: { zh: '批准', en: 'Approve' },
  decline: { zh: '不予批准', en: 'Decline' },
  sum: { zh: '已选 {count} 件，合计', en: '{count} chosen, in all' },
  all: { zh: '全选可决定的 {count} 件', en: 'Choose all {count} that can be decided' },
  held: {
    zh: '暂缓：有实名异议，处理后才能决定',
    en: 'held: an objection by name is to be decided first',
  },
  objection: { zh: '查看异议', en: 'See it' },
  act: { zh: '办理', en: 'Do' },
  document: { zh: '决定书', en: 'Decision' },
} as const satisfies Record<string, Text>

export type BatchLine = BatchOne['list'][number]
type Deciding = { decision: 'approve' | 'decline'; rows: readonly BatchLine[] }

/** The rows with where each stands; in time for it they are chosen and decided here. */
export function BatchRows({ batch }: { batch: BatchOne }) {
  const t = useText()
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [removing, setRemoving] = useState<BatchLine | null>(null)
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const removes = batch.abilities.includes('batch.manage') && batch.status === 'collecting'
  const decides = batch.abilities.includes('batch.decide') && batch.status === 'deciding'
  const able = batch.list.filter((row) => row.decidable)
  const chosen = able.filter((row) => selected.has(row.redemptionId))
  const selection = {
    selected,
    onChange: setSelected,
    may: (key: string) => able.some((row) => row.redemptionId === key),
  }
  return (
    <Card
      title={t(said.title)}
      actions={<ExportButton endpoint={payments.batch} input={{ params: { id: batch.id } }} />}
    >
      <Stack>
        <BigTable
          caption={t(said.title)}
          hideCaption
          rows={batch.list}
          rowKey={(row) => row.redemptionId}
          empty={<Empty title={t(said.none)} />}
          {...(decides ? { selection } : {})}
          columns={columnsOf(t, removes ? setRemoving : null)}
        />
        {decides && able.length > 0 && (
          <Row>
            {chosen.length === 0 ? (
              <Button onClick={() => setSelected(new Set(able.map((row) => row.redemptionId)))}>
                {t(said.all, { count: able.length })}
              </Button>
            ) : (
              <>
                <strong role="status">
                  {t(said.sum, { count: chosen.length })} <Money fen={sumFen(chosen)} />
                </strong>
                <Button kind="primary" onClick={() => setDeciding({ decision: 'approve', rows: chosen })}>
                  {t(said.approve)}
                </Button>
                <Button kind="alarm" onClick={() => setDeciding({ decision: 'decline', rows: chosen })}>
                  {t(said.decline)}
                </Button>
              </>
            )}
          </Row>
        )}
      </Stack>
      {removing && <Remove batch={batch} row={removing} onClose={() => setRemoving(null)} />}
      {deciding && (
        <DecideDialog
          batchId={batch.id}
          {...deciding}
          onDone={() => setSelected(new Set())}
          onClose={() => setDeciding(null)}
        />
      )}
    </Card>
  )
}

type Say = ReturnType<typeof useText>

const columnsOf = (t: Say, onRemove: ((row: BatchLine) => void) | null) => [
  {
    key: 'number',
    head: words.redemption,
    cell: (row: BatchLine) => (
      <>
        <Link to="/cases/$id" params={{ id: row.redemptionId }}>
          {row.number}
        </Link>
        <span className="x-block x-quiet x-note">{row.voucherNumber}</span>
      </>
    ),
  },
  {
    key: 'firm',
    head: words.firm,
    cell: (row: BatchLine) => (
      <>
        {row.organisationName}
        <span className="x-block x-quiet x-note">{row.providerName}</span>
      </>
    ),
  },
  {
    key: 'amount',
    head: words.amount,
    unit: words.yuan,
    right: true,
    cell: (row: BatchLine) => <Money fen={row.amountFen} bare />,
  },
  { key: 'state', head: words.state, cell: (row: BatchLine) => <RowState row={row} /> },
  ...(onRemove
    ? [
        {
          key: 'act',
          head: said.act,
          cell: (row: BatchLine) =>
            row.status === 'listed' && (
              <Button
                small
                kind="quiet"
                onClick={() => onRemove(row)}
                aria-label={`${t(said.remove)} ${row.number}`}
              >
                {t(said.remove)}
              </Button>
            ),
        },
      ]
    : []),
]

function RowState({ row }: { row: BatchLine }) {
  const t = useText()
  const kind = row.status === 'approved' ? 'redemption' : row.status === 'declined' ? 'refusal' : null
  return (
    <>
      <StateTag tone={batchRowTones[row.status]}>{t(BATCH_ROW_STATUS[row.status])}</StateTag>
      {row.status === 'held' && (
        <span className="x-block x-note">
          {t(said.held)} <a href="#objections">{t(said.objection)}</a>
        </span>
      )}
      {row.reason && row.status !== 'held' && <span className="x-block x-note">{row.reason}</span>}
      {row.decidedBy && (
        <span className="x-block x-quiet x-note">
          {row.decidedBy} {row.decidedAt && <Moment at={row.decidedAt} dayOnly />}
        </span>
      )}
      {kind && (
        <span className="x-block x-note">
          <Link to="/decisions/$kind/$id" params={{ kind, id: row.redemptionId }}>
            {t(said.document)}
          </Link>
        </span>
      )}
    </>
  )
}

function Remove({ batch, row, onClose }: { batch: BatchOne; row: BatchLine; onClose: () => void }) {
  const t = useText()
  const command = useCommand(payments.removeFromBatch, {
    done: () => {
      toast(said.removed)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={said.removeTitle}
      verb={said.remove}
      pending={command.pending}
      refusal={command.refusal}
      onSubmit={(reason) =>
        command.run({ params: { id: batch.id }, body: { redemptionId: row.redemptionId, reason } })
      }
      onClose={onClose}
    >
      <p>
        <strong>
          {row.number} {row.organisationName}
        </strong>{' '}
        {t(said.removeWhat)}
      </p>
    </ReasonDialog>
  )
}
