import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useMay, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  BigTable,
  Card,
  Facts,
  Link,
  Moment,
  Money,
  PageHead,
  Stack,
  StateTag,
  type Step,
  Steps,
  ExportButton,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { ROW_STATUS, RUN_STATUS } from '../../rules.ts'
import { rowTones, runTones, whyOf, words } from '../words.ts'
import { RunActs } from './RunActs.tsx'

const said = {
  up: { zh: '拨付', en: 'Payments' },
  title: { zh: '拨付单 {number}', en: 'Payment run {number}' },
  way: { zh: '办理进度', en: 'Where it stands' },
  prepared: { zh: '经办', en: 'Prepare' },
  approved: { zh: '复核', en: 'Approve' },
  sent: { zh: '发出', en: 'Send' },
  closed: { zh: '回单入账', en: 'Confirm' },
  preparedBy: { zh: '经办人', en: 'Prepared by' },
  approvedBy: { zh: '复核人', en: 'Approved by' },
  sentAt: { zh: '发出时间', en: 'Sent' },
  why: { zh: '取消原因', en: 'Why cancelled' },
  money: { zh: '发出 = 已支付 + 未支付 + 待回单', en: 'sent = paid + unpaid + open' },
  paid: { zh: '已支付', en: 'Paid' },
  unpaid: { zh: '未支付', en: 'Unpaid' },
  open: { zh: '待回单', en: 'Open' },
  stopped: { zh: '停止支付', en: 'Stopped' },
  rows: { zh: '拨付明细', en: 'Rows' },
  again: { zh: '退回“待拨付”，由以后的拨付单支付', en: 'back among what is due, for a later run' },
  paidOn: { zh: '{day} 流水号 {reference}', en: '{day}, reference {reference}' },
  recover: { zh: '决定追回', en: 'Recover' },
  whole: { zh: '账号全文显示，查看留痕', en: 'whole account numbers; your look is on record' },
} as const satisfies Record<string, Text>

export type RunOne = ReturnsOf<typeof payments.run>
type PaymentRow = RunOne['list'][number]
const stages = ['prepared', 'approved', 'sent', 'closed'] as const

/** One payment run from preparation to the bank's last answer. */
export function RunPage() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const run = useAsked(payments.run, { params: { id } })
  const whole = run.abilities.includes('run.file')
  return (
    <>
      <PageHead
        title={t(said.title, { number: run.number })}
        up={{ to: '/desk/payments', label: said.up }}
        tags={<StateTag tone={runTones[run.status]}>{t(RUN_STATUS[run.status])}</StateTag>}
      />
      <Stack>
        <Steps label={said.way} steps={stepsOf(run)} />
        <RunFacts run={run} />
        <RunActs run={run} />
        <Card title={t(said.rows)} actions={whole && <span className="x-quiet x-note">{t(said.whole)}</span>}>
          <Rows run={run} />
        </Card>
        <HistoryCard kind="payment_run" id={run.id} />
      </Stack>
    </>
  )
}

function stepsOf({ status }: RunOne): Step[] {
  // A prepared run waits for its approval: the first step is done once there is a run.
  const at = status === 'closed' ? stages.length : stages.indexOf(status as 'prepared') + 1
  return stages.map((key, place) => ({
    key,
    label: said[key],
    state: status === 'cancelled' ? 'stopped' : place < at ? 'done' : place === at ? 'now' : 'next',
  }))
}

function RunFacts({ run }: { run: RunOne }) {
  const t = useText()
  const when = (at: string | null) => at && <Moment at={at} />
  return (
    <Facts
      columns={3}
      facts={[
        { label: words.authority, value: run.authorityName },
        { label: said.preparedBy, value: run.preparedBy, note: when(run.preparedAt) },
        run.approvedBy !== null && {
          label: said.approvedBy,
          value: run.approvedBy,
          note: when(run.approvedAt),
        },
        { label: words.total, value: <Money fen={run.totalFen} /> },
        run.sentAt !== null && { label: said.sentAt, value: when(run.sentAt), note: t(said.money) },
        run.paidFen > 0n && { label: said.paid, value: <Money fen={run.paidFen} /> },
        run.unpaidFen > 0n && { label: said.unpaid, value: <Money fen={run.unpaidFen} /> },
        run.openFen > 0n && { label: said.open, value: <Money fen={run.openFen} /> },
        run.stoppedFen > 0n && { label: said.stopped, value: <Money fen={run.stoppedFen} /> },
        run.reason !== null && { label: said.why, value: run.reason },
      ]}
    />
  )
}

function Rows({ run }: { run: RunOne }) {
  const t = useText()
  return (
    <Stack>
      <ExportButton endpoint={payments.run} input={{ params: { id: run.id } }} />
      <BigTable
        caption={t(said.rows)}
        hideCaption
        rows={run.list}
        rowKey={(row) => row.id}
        columns={[
          { key: 'no', head: words.rowNo, right: true, cell: (row) => row.rowNo },
          {
            key: 'payee',
            head: words.payee,
            names: true,
            cell: (row) => (
              <>
                {row.payee.name}
                <span className="x-block x-note">
                  <Link to="/cases/$id" params={{ id: row.redemptionId }}>
                    {row.redemptionNumber}
                  </Link>
                </span>
              </>
            ),
          },
          {
            key: 'account',
            head: words.account,
            cell: (row) => (
              <>
                <span className="x-time">{row.payee.number}</span>
                <span className="x-block x-quiet x-note">{row.payee.bank}</span>
              </>
            ),
          },
          {
            key: 'amount',
            head: words.amount,
            unit: words.yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
          { key: 'state', head: words.state, cell: (row) => <PaymentState row={row} /> },
        ]}
      />
    </Stack>
  )
}

function PaymentState({ row }: { row: PaymentRow }) {
  const t = useText()
  const recovers = useMay()('recovery.decide')
  const back = (row.status === 'unpaid' || row.status === 'stopped') && row.redemptionStatus === 'approved'
  return (
    <>
      <StateTag tone={rowTones[row.status]}>{t(ROW_STATUS[row.status])}</StateTag>
      {row.reason && <span className="x-block x-note">{t(whyOf({ ...row, reason: row.reason }))}</span>}
      {back && <span className="x-block x-quiet x-note">{t(said.again)}</span>}
      {row.status === 'paid' && (
        <span className="x-block x-quiet x-note">
          {t(said.paidOn, { day: row.paidOn ?? '', reference: row.bankReference ?? '' })}
        </span>
      )}
      {row.status === 'paid' && recovers && (
        <span className="x-block x-note">
          <Link to="/desk/recoveries/new" search={{ redemption: row.redemptionId }}>
            {t(said.recover)}
          </Link>
        </span>
      )}
    </>
  )
}
