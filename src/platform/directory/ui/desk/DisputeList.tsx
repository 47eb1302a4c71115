import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useAsked, useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Card, Empty, Facts, Link, Moment, Row, Stack, StateTag, toast } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { type Dispute, disputeWords } from './desk-words.ts'
import { Evidence } from './Evidence.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

const said = {
  none: { zh: '没有代码争议。', en: 'There are no disputes.' },
  holder: { zh: '现登记单位', en: 'Registered now' },
  claimant: { zh: '提出异议者', en: 'Claimant' },
  statement: { zh: '异议理由', en: 'Statement' },
  paper: { zh: '提交的证照', en: 'Paper given' },
  noPaper: { zh: '没有提交证照', en: 'none' },
  at: { zh: '提出时间', en: 'Since' },
  keep: { zh: '维持原登记', en: 'Keep the holder' },
  give: { zh: '改归异议者', en: 'Give it to the claimant' },
  keepWhat: {
    zh: '原单位恢复办理；异议者会收到理由。',
    en: 'The holder goes on as before; the claimant is told why.',
  },
  giveWhat: {
    zh: '异议者成为该单位负责人，单位改用其证照上的名称；原人员的岗位全部结束，待核实的申报作废，收款账户停用。',
    en: 'The claimant becomes the owner under the name of the licence; every other role ends, waiting declarations fall, and the account on file pays no more.',
  },
  reason: { zh: '裁定理由', en: 'Reason' },
  done: { zh: '争议已裁定', en: 'The dispute is decided' },
} as const satisfies Record<string, Text>

/** Who holds a code by right is decided here, by the papers. */
export function DisputeList() {
  const t = useText()
  const { rows } = useAsked(directory.disputes, { query: {} })
  const [asked, setAsked] = useState<{ dispute: Dispute; outcome: 'kept' | 'transferred' } | null>(null)
  if (rows.length === 0) return <Empty title={t(said.none)} />
  return (
    <Stack>
      {rows.map((dispute) => (
        <Card
          key={dispute.id}
          title={`${dispute.organisation.name} ${dispute.organisation.uscc ?? ''}`}
          actions={
            <StateTag tone={dispute.status === 'open' ? 'wait' : 'plain'}>
              {t(disputeWords[dispute.status])}
            </StateTag>
          }
        >
          <DisputeFacts dispute={dispute} />
          {dispute.status === 'open' && dispute.abilities.includes('dispute.decide') && (
            <Row>
              <Button onClick={() => setAsked({ dispute, outcome: 'kept' })}>{t(said.keep)}</Button>
              <Button onClick={() => setAsked({ dispute, outcome: 'transferred' })}>{t(said.give)}</Button>
            </Row>
          )}
        </Card>
      ))}
      {asked && <Decide {...asked} onClose={() => setAsked(null)} />}
    </Stack>
  )
}

function DisputeFacts({ dispute }: { dispute: Dispute }) {
  const t = useText()
  return (
    <Facts
      facts={[
        {
          label: said.holder,
          value: (
            <Link to="/desk/organisations/$id" params={{ id: dispute.organisation.id }}>
              {dispute.organisation.name}
            </Link>
          ),
        },
        { label: said.claimant, value: `${dispute.claimant} · ${dispute.claimedName}` },
        { label: said.statement, value: <span className="d-pre">{dispute.statement || '—'}</span> },
        {
          label: said.paper,
          value: dispute.fileId ? (
            <Evidence fileId={dispute.fileId} of={{ kind: 'dispute', id: dispute.id }} />
          ) : (
            t(said.noPaper)
          ),
        },
        { label: said.at, value: <Moment at={dispute.openedAt} /> },
        dispute.reason !== null && { label: said.reason, value: dispute.reason },
      ]}
    />
  )
}

function Decide({
  dispute,
  outcome,
  onClose,
}: {
  dispute: Dispute
  outcome: 'kept' | 'transferred'
  onClose: () => void
}) {
  const t = useText()
  const command = useCommand(directory.decideDispute, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const gives = outcome === 'transferred'
  return (
    <ReasonDialog
      title={gives ? said.give : said.keep}
      label={said.reason}
      verb={gives ? said.give : said.keep}
      alarm={gives}
      what={<Box tone={gives ? 'alarm' : 'info'}>{t(gives ? said.giveWhat : said.keepWhat)}</Box>}
      pending={command.pending}
      refusal={command.refusal}
      onClose={onClose}
      onSend={(reason) => command.run({ params: { id: dispute.id }, body: { outcome, reason } })}
    />
  )
}
