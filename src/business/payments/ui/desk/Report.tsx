import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { BigTable, Money, Row, Stack, StateTag, type Tone } from '#web/kit/index.ts'
import type { payments } from '../../contract.ts'
import { keysOf, OUTCOMES, type Outcome } from '../../rules.ts'
import { words } from '../words.ts'

const said = {
  caption: { zh: '逐行结果', en: 'Line by line' },
  booked: { zh: '入账合计', en: 'Booked in all' },
  line: { zh: '文件行', en: 'Line' },
  run: { zh: '拨付单 / 行', en: 'Run / row' },
  detail: { zh: '说明', en: 'Detail' },
} as const satisfies Record<string, Text>

const toneOf = (outcome: Outcome): Tone =>
  outcome === 'paid'
    ? 'good'
    : outcome === 'already_booked'
      ? 'plain'
      : outcome === 'unpaid'
        ? 'wait'
        : 'alarm'

type Reported = ReturnsOf<typeof payments.import>['report']

/** What each line of a confirmation did; what changed nothing says why. */
export function Report({ report }: { report: Reported }) {
  const t = useText()
  const counts = keysOf(OUTCOMES).filter((outcome) => report.counts[outcome])
  return (
    <Stack>
      <Row>
        {counts.map((outcome) => (
          <StateTag key={outcome} tone={toneOf(outcome)}>
            {t(OUTCOMES[outcome])} {report.counts[outcome]}
          </StateTag>
        ))}
        <span>
          {t(said.booked)} <Money fen={report.paidFen} />
        </span>
      </Row>
      <BigTable
        caption={t(said.caption)}
        rows={report.lines}
        rowKey={(row) => String(row.line)}
        columns={[
          { key: 'line', head: said.line, right: true, cell: (row) => row.line },
          {
            key: 'run',
            head: said.run,
            names: true,
            cell: (row) => (row.runNumber ? `${row.runNumber} / ${row.rowNo ?? '—'}` : '—'),
          },
          { key: 'payee', head: words.payee, cell: (row) => row.payeeName ?? '' },
          {
            key: 'amount',
            head: words.amount,
            unit: words.yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
          {
            key: 'outcome',
            head: words.result,
            cell: (row) => <StateTag tone={toneOf(row.outcome)}>{t(OUTCOMES[row.outcome])}</StateTag>,
          },
          { key: 'detail', head: said.detail, cell: (row) => row.detail && t(row.detail) },
        ]}
      />
    </Stack>
  )
}
