import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { useAskedLater } from '#web/api.ts'
import { Link, Moment, Money, StateTag, Table } from '#web/kit/index.ts'
import { cases } from '../../contract.ts'
import { statusNames } from '../../state.ts'
import { type Detail, statusTones } from '../words.ts'

const said = {
  caption: { zh: '该单位的其他办件', en: 'Other cases of this applicant' },
  none: { zh: '该单位没有其他办件。', en: 'This applicant has no other cases.' },
  number: { zh: '编号', en: 'Number' },
  what: { zh: '事项', en: 'Programme' },
  state: { zh: '状态', en: 'Status' },
  on: { zh: '提交', en: 'Filed' },
  amount: { zh: '金额', en: 'Amount' },
} as const satisfies Record<string, Text>

/** What else the firm has filed, as far as the reader may see it. */
export function PreviousCases({ detail }: { detail: Detail }) {
  const t = useText()
  const query = { organisation: detail.organisationId, limit: 20 }
  const found = useAskedLater(cases.list, { query })
  const rows = (found.data?.rows ?? []).filter((row) => row.id !== detail.id)
  if (!found.data) return null
  return (
    <Table
      caption={said.caption}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      empty={<p className="x-quiet">{t(said.none)}</p>}
      columns={[
        {
          key: 'number',
          head: said.number,
          cell: (row) => (
            <Link to="/cases/$id" params={{ id: row.id }}>
              {row.number}
            </Link>
          ),
        },
        { key: 'what', head: said.what, cell: (row) => t(row.title) },
        {
          key: 'state',
          head: said.state,
          cell: (row) => <StateTag tone={statusTones[row.status]}>{t(statusNames[row.status])}</StateTag>,
        },
        { key: 'on', head: said.on, cell: (row) => <Moment at={row.submittedAt} dayOnly /> },
        {
          key: 'amount',
          head: said.amount,
          unit: { zh: '元', en: 'CNY' },
          right: true,
          cell: (row) => <Money fen={row.amountFen} bare />,
        },
      ]}
    />
  )
}
