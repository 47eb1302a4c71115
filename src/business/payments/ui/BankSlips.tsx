import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Card, Moment, Money, Row, Stack, Table } from '#web/kit/index.ts'
import { words } from './words.ts'

const said = {
  reference: { zh: '银行流水号', en: 'Bank reference' },
  by: { zh: '登记', en: 'Booked by' },
} as const satisfies Record<string, Text>

const FEN_PER_YUAN = 100n

type Slip = { id: string; day: string; bankReference: string; by: string; at: string; amountFen: bigint }
type Props = {
  title: Text
  /** How far it is, in words. */
  came: string
  doneFen: bigint
  wholeFen: bigint
  day: Text
  none: Text
  slips: readonly Slip[]
  /** Buttons. */
  children: ReactNode
  dialogs: ReactNode
}

/** Money that moves by bank in parts: how far it is, each slip, and what can be done. */
export function BankSlips({ title, came, doneFen, wholeFen, day, none, slips, children, dialogs }: Props) {
  const t = useText()
  return (
    <Card title={t(title)}>
      <Stack>
        <div className="x-progress">
          <span>{came}</span>
          <progress
            aria-label={came}
            value={Number(doneFen / FEN_PER_YUAN)}
            max={Number(wholeFen / FEN_PER_YUAN) || 1}
          />
        </div>
        <Table
          caption={title}
          hideCaption
          rows={slips}
          rowKey={(row) => row.id}
          empty={<p className="x-quiet">{t(none)}</p>}
          columns={[
            { key: 'day', head: day, cell: (row) => row.day },
            { key: 'reference', head: said.reference, cell: (row) => row.bankReference },
            {
              key: 'by',
              head: said.by,
              cell: (row) => (
                <>
                  {row.by} <Moment at={row.at} />
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
          ]}
        />
        <Row>{children}</Row>
      </Stack>
      {dialogs}
    </Card>
  )
}
