import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import { Link, ListOf, Money, OneOf, StateTag } from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import { CAUSES, RECOVERY_STATUS, type RecoveryStatus } from '../rules.ts'
import { recoveryTones, words } from './words.ts'

const said = {
  caption: { zh: '追回', en: 'Recoveries' },
  none: { zh: '没有追回事项', en: 'No recovery' },
  cause: { zh: '事由', en: 'Cause' },
  demanded: { zh: '应退', en: 'Demanded' },
  returned: { zh: '已退', en: 'Returned' },
  due: { zh: '期限', en: 'Due' },
  late: { zh: '已逾期', en: 'overdue' },
} as const satisfies Record<string, Text>

type Props = {
  /** Where a row leads. */
  at: string
  status: RecoveryStatus | undefined
  onStatus: (status: RecoveryStatus | undefined) => void
}

/** The recoveries one may see: an authority's, or a payee's own. */
export function RecoveryList({ at, status, onStatus }: Props) {
  const t = useText()
  return (
    <ListOf
      endpoint={payments.recoveries}
      input={{ query: { status } }}
      caption={said.caption}
      rowKey={(row) => row.id}
      none={said.none}
      columns={[
        {
          key: 'number',
          head: words.number,
          cell: (row) => (
            <>
              <Link to={at} params={{ id: row.id }}>
                {row.number}
              </Link>
              <span className="x-block x-quiet x-note">{row.redemptionNumber}</span>
            </>
          ),
        },
        { key: 'payee', head: words.payee, cell: (row) => row.organisationName },
        { key: 'cause', head: said.cause, cell: (row) => t(CAUSES[row.cause]) },
        {
          key: 'demanded',
          head: said.demanded,
          unit: words.yuan,
          right: true,
          cell: (row) => <Money fen={row.demandedFen} bare />,
        },
        {
          key: 'returned',
          head: said.returned,
          unit: words.yuan,
          right: true,
          cell: (row) => <Money fen={row.returnedFen} bare />,
        },
        {
          key: 'due',
          head: said.due,
          cell: (row) => (
            <>
              {row.dueOn ?? '—'}
              {row.dueProvisional && ` (${t(shared.provisional)})`}
            </>
          ),
        },
        {
          key: 'state',
          head: words.state,
          cell: (row) => (
            <>
              <StateTag tone={recoveryTones[row.status]}>{t(RECOVERY_STATUS[row.status])}</StateTag>{' '}
              {row.overdue && <StateTag tone="alarm">{t(said.late)}</StateTag>}
            </>
          ),
        },
      ]}
    >
      <OneOf label={words.state} any={words.any} names={RECOVERY_STATUS} value={status} onChange={onStatus} />
    </ListOf>
  )
}
