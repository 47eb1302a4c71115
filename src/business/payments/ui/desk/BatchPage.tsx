import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { ObjectionList } from '#platform/notices/browser.tsx'
import { useAsked, useMay, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Card,
  DeadlineChip,
  Facts,
  Link,
  Moment,
  Money,
  PageHead,
  Stack,
  StateTag,
  type Step,
  Steps,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { BATCH_STATUS } from '../../rules.ts'
import { useSchemes } from '../useSchemes.ts'
import { batchTones, words } from '../words.ts'
import { BatchActs } from './BatchActs.tsx'
import { BatchRows } from './BatchRows.tsx'

const said = {
  up: { zh: '兑付批次与公示', en: 'Batches and public notice' },
  title: { zh: '兑付批次 {number}', en: 'Batch {number}' },
  way: { zh: '办理进度', en: 'Where it stands' },
  collecting: { zh: '编入申请', en: 'Collect' },
  on_notice: { zh: '公示', en: 'Public notice' },
  deciding: { zh: '作出决定', en: 'Decide' },
  decided: { zh: '公告与拨付', en: 'Announce, pay' },
  created: { zh: '建立', en: 'Made' },
  notice: { zh: '公示', en: 'Notice' },
  closes: { zh: '{day} 截止', en: 'closes {day}' },
  approved: { zh: '已批准', en: 'Approved' },
  announced: { zh: '公告时间', en: 'Announced' },
  dissolved: { zh: '解散原因', en: 'Why dissolved' },
  objections: { zh: '收到的异议', en: 'Objections' },
  pay: { zh: '已批准的申请可以编制拨付单。', en: 'Approved requests can be prepared for payment.' },
  toPay: { zh: '去拨付', en: 'Go to payments' },
} as const satisfies Record<string, Text>

export type BatchOne = ReturnsOf<typeof payments.batch>
const stages = ['collecting', 'on_notice', 'deciding', 'decided'] as const

/** One batch from the first request to the announcement. */
export function BatchPage() {
  const t = useText()
  const may = useMay()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const batch = useAsked(payments.batch, { params: { id } })
  return (
    <>
      <PageHead
        title={t(said.title, { number: batch.number })}
        up={{ to: '/desk/batches', label: said.up }}
        tags={
          <>
            <StateTag tone={batchTones[batch.status]}>{t(BATCH_STATUS[batch.status])}</StateTag>
            {batch.status === 'on_notice' && (
              <DeadlineChip dueOn={batch.closesOn} left={null} provisional={batch.provisional} />
            )}
          </>
        }
      />
      <Stack>
        <Steps label={said.way} steps={stepsOf(batch)} />
        <BatchFacts batch={batch} />
        <BatchActs batch={batch} />
        <BatchRows batch={batch} />
        {batch.noticeId && may('objection.read') && (
          <Card title={t(said.objections)} id="objections">
            <ObjectionList noticeId={batch.noticeId} />
          </Card>
        )}
        <HistoryCard kind="batch" id={batch.id} />
        {batch.approvedFen > 0n && may('run.prepare') && (
          <Box>
            {t(said.pay)} <Link to="/desk/payments">{t(said.toPay)}</Link>
          </Box>
        )}
      </Stack>
    </>
  )
}

function stepsOf({ status, announcedAt }: BatchOne): Step[] {
  const at = announcedAt ? stages.length : stages.indexOf(status as 'collecting')
  return stages.map((key, place) => ({
    key,
    label: said[key],
    state: status === 'dissolved' ? 'stopped' : place < at ? 'done' : place === at ? 'now' : 'next',
  }))
}

function BatchFacts({ batch }: { batch: BatchOne }) {
  const t = useText()
  const nameOf = useSchemes()
  return (
    <Facts
      columns={3}
      facts={[
        { label: words.authority, value: batch.authorityName, note: t(nameOf(batch.scheme)) },
        { label: said.created, value: <Moment at={batch.createdAt} />, note: batch.createdBy },
        {
          label: words.total,
          value: <Money fen={batch.totalFen} />,
          note: `${batch.rows} ${t({ zh: '件', en: 'rows' })}`,
        },
        batch.noticeId !== null && {
          label: said.notice,
          value: (
            <Link to="/notices/$id" params={{ id: batch.noticeId }}>
              {batch.noticeNumber}
            </Link>
          ),
          note: batch.closesOn && t(said.closes, { day: batch.closesOn }),
        },
        batch.approvedFen > 0n && { label: said.approved, value: <Money fen={batch.approvedFen} /> },
        batch.announcedAt !== null && { label: said.announced, value: <Moment at={batch.announcedAt} /> },
        batch.reason !== null && { label: said.dissolved, value: batch.reason },
      ]}
    />
  )
}
