import type { Text } from '#core/text.ts'
import { cases } from '#platform/cases/browser.ts'
import { useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { DeadlineChip, Empty, ErrorBox, Link, Row, Skeleton, StateTag, Table } from '#web/kit/index.ts'
import type { Waiting, WaitingList } from './waiting.ts'

const said = {
  what: { zh: '事项', en: 'What' },
  about: { zh: '关于', en: 'About' },
  due: { zh: '期限', en: 'Until' },
  late: { zh: '已逾期', en: 'late' },
} as const satisfies Record<string, Text>

type Props = { title: Text; list: WaitingList; none: Text }

/** What waits, with its day; nothing is said to be done before every part of the list was answered. */
export function WaitingTable({ title, list: { rows, loading, error, retry }, none }: Props) {
  const t = useText()
  if (error) return <ErrorBox error={error} retry={retry} />
  if (loading) return <Skeleton />
  return (
    <Table
      caption={title}
      hideCaption
      rows={rows}
      rowKey={(row) => row.key}
      empty={<Empty title={t(none)} />}
      columns={[
        {
          key: 'what',
          head: said.what,
          cell: (row) => (
            <Link
              to={row.to}
              {...(row.params ? { params: row.params } : {})}
              {...(row.search ? { search: row.search } : {})}
            >
              {t(row.what)}
            </Link>
          ),
        },
        { key: 'about', head: said.about, cell: (row) => t(row.about) },
        { key: 'due', head: said.due, width: '14em', cell: (row) => <Due row={row} /> },
      ]}
    />
  )
}

/** Working days left where a case counts them; elsewhere the day. */
function Due({ row }: { row: Waiting }) {
  const t = useText()
  const file = useAskedLater(cases.get, { params: { id: row.caseId ?? '' } }, row.caseId !== undefined).data
  const deadline = file?.deadline
  return (
    <Row>
      <span>{row.due ?? '—'}</span>
      {deadline && (
        <DeadlineChip dueOn={deadline.due} left={deadline.daysLeft} provisional={deadline.provisional} />
      )}
      {!deadline && row.late && <StateTag tone="alarm">{t(said.late)}</StateTag>}
    </Row>
  )
}
