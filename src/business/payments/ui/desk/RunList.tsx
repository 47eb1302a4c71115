import type { Text } from '#core/text.ts'
import { useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Empty, Link, Moment, Money, More, Select, Skeleton, Stack, StateTag, Table } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { keysOf, RUN_STATUS, type RunStatus } from '../../rules.ts'
import { runTones, words } from '../words.ts'

const said = {
  caption: { zh: '拨付单', en: 'Payment runs' },
  none: { zh: '没有拨付单', en: 'No payment run' },
  prepared: { zh: '经办', en: 'Prepared' },
  approved: { zh: '复核', en: 'Approved' },
  paid: { zh: '已支付', en: 'Paid' },
  open: { zh: '待回单', en: 'Open' },
} as const satisfies Record<string, Text>

type Props = { status: RunStatus | undefined; onStatus: (status: RunStatus | undefined) => void }

export function RunList({ status, onStatus }: Props) {
  const t = useText()
  const list = useList(payments.runs, { query: status ? { status } : {} })
  return (
    <Stack>
      <div>
        <Select
          label={t(words.state)}
          value={status ?? ''}
          none={words.any}
          onChange={(next) => onStatus(next || undefined)}
          options={keysOf(RUN_STATUS).map((value) => ({ value, label: RUN_STATUS[value] }))}
        />
      </div>
      {list.loading ? (
        <Skeleton />
      ) : (
        <Table
          caption={said.caption}
          hideCaption
          rows={list.rows}
          rowKey={(row) => row.id}
          empty={<Empty title={t(said.none)} />}
          columns={[
            {
              key: 'number',
              head: words.number,
              cell: (row) => (
                <Link to="/desk/payments/$id" params={{ id: row.id }}>
                  {row.number}
                </Link>
              ),
            },
            {
              key: 'state',
              head: words.state,
              cell: (row) => <StateTag tone={runTones[row.status]}>{t(RUN_STATUS[row.status])}</StateTag>,
            },
            { key: 'rows', head: words.rows, right: true, cell: (row) => row.rows },
            ...(['totalFen', 'paidFen', 'openFen'] as const).map((key) => ({
              key,
              head: { totalFen: words.total, paidFen: said.paid, openFen: said.open }[key],
              unit: words.yuan,
              right: true,
              cell: (row: Run) => <Money fen={row[key]} bare />,
            })),
            {
              key: 'prepared',
              head: said.prepared,
              cell: (row) => (
                <>
                  {row.preparedBy}
                  <span className="x-block x-quiet x-note">
                    <Moment at={row.preparedAt} />
                  </span>
                </>
              ),
            },
            { key: 'approved', head: said.approved, cell: (row) => row.approvedBy ?? '' },
          ]}
        />
      )}
      <More {...list} />
    </Stack>
  )
}

type Run = ReturnType<typeof useList<typeof payments.runs>>['rows'][number]
