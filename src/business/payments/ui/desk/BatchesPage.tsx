import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useAskedLater, useFilters, useList, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Card,
  DeadlineChip,
  Empty,
  Link,
  Money,
  More,
  PageHead,
  Select,
  Skeleton,
  Stack,
  StateTag,
  Table,
  ExportButton,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { BATCH_STATUS, keysOf } from '../../rules.ts'
import { useSchemes } from '../useSchemes.ts'
import { batchTones, words } from '../words.ts'
import { Candidates } from './Candidates.tsx'

const said = {
  title: { zh: '兑付批次与公示', en: 'Batches and public notice' },
  lead: {
    zh: '把已通过审核的兑付申请编成批次，公示、处理异议、作出决定，再交付拨付。',
    en: 'Collect passed requests, put them on public notice, deal with objections, decide, and hand over for payment.',
  },
  batches: { zh: '批次', en: 'Batches' },
  none: { zh: '还没有批次', en: 'No batch yet' },
  noneSo: { zh: '没有这种状态的批次', en: 'No batch with this status' },
  begin: {
    zh: '从上面的清单选取申请，建立第一个批次。',
    en: 'Choose requests above to make the first one.',
  },
  whose: {
    zh: '批次由发券的主管部门在申请通过审核后建立。',
    en: 'Batches are made by the authority that issued the vouchers, once requests have passed review.',
  },
  scheme: { zh: '办法', en: 'Scheme' },
  notice: { zh: '公示', en: 'Notice' },
  closes: { zh: '至 {day}', en: 'until {day}' },
  held: { zh: '{count} 件暂缓', en: '{count} held' },
  approved: { zh: '已批准', en: 'Approved' },
} as const satisfies Record<string, Text>

const Filters = z.object({ status: z.enum(keysOf(BATCH_STATUS)).optional() })

export function BatchesPage() {
  const t = useText()
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack gap="l">
        <Candidates />
        <Batches />
      </Stack>
    </>
  )
}

function Batches() {
  const t = useText()
  const [{ status }, set] = useFilters(Filters)
  const nameOf = useSchemes()
  const why = useWhyNone()
  const list = useList(payments.batches, { query: status ? { status } : {} })
  const filter = (
    <Select
      label={t(words.state)}
      value={status ?? ''}
      none={words.any}
      onChange={(next) => set({ status: next || undefined })}
      options={keysOf(BATCH_STATUS).map((value) => ({ value, label: BATCH_STATUS[value] }))}
    />
  )
  return (
    <Card
      title={t(said.batches)}
      actions={
        <>
          {filter}
          <ExportButton endpoint={payments.batches} input={{ query: { status } }} />
        </>
      }
    >
      {list.loading ? (
        <Skeleton />
      ) : (
        <Table
          caption={said.batches}
          hideCaption
          rows={list.rows}
          rowKey={(row) => row.id}
          empty={status ? <Empty title={t(said.noneSo)} /> : <Empty title={t(said.none)}>{t(why)}</Empty>}
          columns={[
            {
              key: 'number',
              head: words.number,
              cell: (row) => (
                <>
                  <Link to="/desk/batches/$id" params={{ id: row.id }}>
                    {row.number}
                  </Link>
                  <span className="x-block x-quiet x-note">{t(nameOf(row.scheme))}</span>
                </>
              ),
            },
            {
              key: 'state',
              head: words.state,
              cell: (row) => (
                <>
                  <StateTag tone={batchTones[row.status]}>{t(BATCH_STATUS[row.status])}</StateTag>{' '}
                  {row.held > 0 && <StateTag tone="wait">{t(said.held, { count: row.held })}</StateTag>}
                </>
              ),
            },
            {
              key: 'notice',
              head: said.notice,
              cell: (row) =>
                row.status === 'on_notice' ? (
                  <DeadlineChip dueOn={row.closesOn} left={null} provisional={row.provisional} />
                ) : (
                  (row.noticeNumber ?? '')
                ),
            },
            { key: 'rows', head: words.rows, right: true, cell: (row) => row.rows },
            {
              key: 'total',
              head: words.total,
              unit: words.yuan,
              right: true,
              cell: (row) => <Money fen={row.totalFen} bare />,
            },
            {
              key: 'approved',
              head: said.approved,
              unit: words.yuan,
              right: true,
              cell: (row) => <Money fen={row.approvedFen} bare />,
            },
          ]}
        />
      )}
      <More {...list} />
    </Card>
  )
}

/** To make a batch is asked of those alone who may and have something to put in. */
function useWhyNone(): Text {
  const manages = useMay()('batch.manage')
  const waiting = useAskedLater(payments.batchCandidates, { query: { limit: 1 } }, manages).data
  return waiting && waiting.rows.length > 0 ? said.begin : said.whose
}
