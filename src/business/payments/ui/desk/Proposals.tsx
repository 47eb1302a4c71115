import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useCommand, useList, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, ExportButton, Card, Link, Moment, Money, More, Row, Table, toast } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { CAUSES } from '../../rules.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import { words } from '../words.ts'

const said = {
  title: { zh: '待处理的追回建议', en: 'Proposals that wait' },
  what: {
    zh: '已批准的兑付，其发票后来被红字冲减；尚未支付的暂停支付。请核实后决定追回或不予追回。',
    en: 'Invoices of approved redemptions were taken back by red letters; what is not paid yet waits. Check, then recover or dismiss.',
  },
  cause: { zh: '事由', en: 'Cause' },
  decide: { zh: '决定追回', en: 'Recover' },
  dismiss: { zh: '不予追回', en: 'Dismiss' },
  dismissed: { zh: '已处理', en: 'Dismissed' },
  act: { zh: '办理', en: 'Do' },
  director: { zh: '由负责人决定', en: 'a director decides' },
} as const satisfies Record<string, Text>

type Proposal = ReturnsOf<typeof payments.proposals>['rows'][number]

/** What red-letter invoices propose to recover; nothing is shown where nothing waits. */
export function Proposals() {
  const t = useText()
  const decides = useMay()('recovery.decide')
  const [dismissing, setDismissing] = useState<Proposal | null>(null)
  const list = useList(payments.proposals, { query: { status: 'open' } })
  if (list.rows.length === 0) return null
  return (
    <Card
      title={t(said.title)}
      actions={<ExportButton endpoint={payments.proposals} input={{ query: { status: 'open' } }} />}
    >
      <p>{t(said.what)}</p>
      <Table
        caption={said.title}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            head: words.redemption,
            cell: (row) => (
              <>
                <Link to="/cases/$id" params={{ id: row.redemptionId }}>
                  {row.redemptionNumber}
                </Link>
                <span className="x-block x-quiet x-note">{row.organisationName}</span>
              </>
            ),
          },
          {
            key: 'cause',
            head: said.cause,
            cell: (row) => (
              <>
                {t(CAUSES[row.cause])} <Moment at={row.at} dayOnly />
                <span className="x-block x-note">{row.note}</span>
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
          {
            key: 'act',
            head: said.act,
            cell: (row) =>
              decides ? (
                <Row>
                  <Link
                    to="/desk/recoveries/new"
                    search={{ redemption: row.redemptionId, proposal: row.id }}
                    as="plain"
                    small
                  >
                    {t(said.decide)}
                  </Link>
                  <Button small kind="quiet" onClick={() => setDismissing(row)}>
                    {t(said.dismiss)}
                  </Button>
                </Row>
              ) : (
                t(said.director)
              ),
          },
        ]}
      />
      <More {...list} />
      {dismissing && <Dismiss proposal={dismissing} onClose={() => setDismissing(null)} />}
    </Card>
  )
}

function Dismiss({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const command = useCommand(payments.dismissProposal, {
    done: () => {
      toast(said.dismissed)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={said.dismiss}
      verb={said.dismiss}
      pending={command.pending}
      refusal={command.refusal}
      onSubmit={(reason) => command.run({ params: { id: proposal.id }, body: { reason } })}
      onClose={onClose}
    />
  )
}
