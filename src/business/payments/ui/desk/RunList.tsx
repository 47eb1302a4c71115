import type { Text } from '#core/text.ts'
import type { ReturnsOf } from '#core/contract.ts'
import { useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Link, ListOf, Moment, Money, OneOf, StateTag } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { RUN_STATUS, type RunStatus } from '../../rules.ts'
import { runTones, words } from '../words.ts'

const said = {
  caption: { zh: '拨付单', en: 'Payment runs' },
  none: { zh: '没有拨付单', en: 'No payment run' },
  prepare: {
    zh: '在“待拨付”中勾选后编制。',
    en: 'Choose rows under “Due” and prepare one.',
  },
  preparer: { zh: '由拨付经办人编制拨付单。', en: 'A preparer of the authority makes the runs.' },
  prepared: { zh: '经办', en: 'Prepared' },
  approved: { zh: '复核', en: 'Approved' },
  paid: { zh: '已支付', en: 'Paid' },
  open: { zh: '待回单', en: 'Open' },
} as const satisfies Record<string, Text>

type Props = { status: RunStatus | undefined; onStatus: (status: RunStatus | undefined) => void }

export function RunList({ status, onStatus }: Props) {
  const t = useText()
  const prepares = useMay()('run.prepare')
  return (
    <ListOf
      endpoint={payments.runs}
      input={{ query: { status } }}
      caption={said.caption}
      rowKey={(row) => row.id}
      none={said.none}
      noneWhy={t(prepares ? said.prepare : said.preparer)}
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
    >
      <OneOf label={words.state} any={words.any} names={RUN_STATUS} value={status} onChange={onStatus} />
    </ListOf>
  )
}

type Run = ReturnsOf<typeof payments.runs>['rows'][number]
