import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand, useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Empty,
  ExportButton,
  Link,
  Moment,
  More,
  Row,
  Skeleton,
  Table,
  toast,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { FactLine } from '../mine/FactTable.tsx'
import { type Checked, ConfirmTogether } from './ConfirmTogether.tsx'
import { Evidence } from './Evidence.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

const said = {
  caption: { zh: '待核实的档案事项', en: 'Facts waiting to be checked' },
  none: { zh: '没有待核实的事项。', en: 'Nothing waits to be checked.' },
  firm: { zh: '单位', en: 'Organisation' },
  what: { zh: '事项', en: 'Fact' },
  value: { zh: '申报内容', en: 'Declared' },
  proof: { zh: '证明', en: 'Evidence' },
  noProof: { zh: '没有附证明', en: 'no evidence' },
  by: { zh: '填报', en: 'Given' },
  act: { zh: '办理', en: 'Action' },
  confirm: { zh: '核实', en: 'Confirm' },
  reject: { zh: '不予核实', en: 'Reject' },
  confirmTitle: { zh: '核实：{what}', en: 'Confirm: {what}' },
  rejectTitle: { zh: '不予核实：{what}', en: 'Reject: {what}' },
  basis: { zh: '核对的依据', en: 'What it was checked against' },
  asProven: { zh: '与所附证明一致', en: 'It agrees with the evidence attached' },
  reason: { zh: '理由（申报单位会看到）', en: 'Reason, read by the organisation' },
  confirmed: { zh: '已核实', en: 'Confirmed' },
  rejected: { zh: '已告知不予核实', en: 'Rejected' },
} as const satisfies Record<string, Text>

/** Facts that firms declared, with their evidence, to confirm or reject; of one organisation or of the region. */
export function PendingFacts() {
  const list = useList(directory.pending, { query: { limit: 50 } })
  if (list.loading) return <Skeleton lines={6} />
  return (
    <>
      <ExportButton endpoint={directory.pending} />
      <FactsToCheck facts={list.rows} withName />
      <More {...list} />
    </>
  )
}

/** With the name of the organisation, where they are of several. */
export function FactsToCheck({ facts, withName }: { facts: readonly Checked[]; withName?: boolean }) {
  const t = useText()
  const [asked, setAsked] = useState<{ fact: Checked; confirm: boolean } | null>(null)
  const [selected, setSelected] = useState<Set<string>>(new Set())
  return (
    <>
      <ConfirmTogether
        chosen={facts.filter(({ id }) => selected.has(id))}
        onDone={() => setSelected(new Set())}
      />
      <Table
        caption={said.caption}
        hideCaption
        rows={facts}
        rowKey={(fact) => fact.id}
        selection={{ selected, onChange: setSelected }}
        empty={<Empty title={t(said.none)} />}
        columns={[
          ...(withName
            ? [
                {
                  key: 'firm',
                  head: said.firm,
                  cell: ({ organisationId: id, organisationName }: Checked) => (
                    <Link to="/desk/organisations/$id" params={{ id }}>
                      {organisationName}
                    </Link>
                  ),
                },
              ]
            : []),
          { key: 'what', head: said.what, names: true, cell: (fact: Checked) => t(fact.label) },
          {
            key: 'value',
            head: said.value,
            cell: (fact: Checked) => (
              <>
                <FactLine fact={fact} />
                {fact.source && <div className="x-quiet">{fact.source}</div>}
              </>
            ),
          },
          {
            key: 'proof',
            head: said.proof,
            cell: (fact: Checked) =>
              fact.fileId ? (
                <Evidence fileId={fact.fileId} of={{ kind: 'organisation', id: fact.organisationId }} />
              ) : (
                <span className="x-quiet">{t(said.noProof)}</span>
              ),
          },
          {
            key: 'by',
            head: said.by,
            cell: (fact: Checked) => (
              <>
                {fact.declaredBy} <Moment at={fact.declaredAt} dayOnly />
              </>
            ),
          },
          {
            key: 'act',
            head: said.act,
            cell: (fact: Checked) => (
              <Row>
                <Button small onClick={() => setAsked({ fact, confirm: true })}>
                  {t(said.confirm)}
                </Button>
                <Button small kind="quiet" onClick={() => setAsked({ fact, confirm: false })}>
                  {t(said.reject)}
                </Button>
              </Row>
            ),
          },
        ]}
      />
      {asked && <DecideFact {...asked} onClose={() => setAsked(null)} />}
    </>
  )
}

function DecideFact({ fact, confirm, onClose }: { fact: Checked; confirm: boolean; onClose: () => void }) {
  const t = useText()
  const command = useCommand(directory.decideFact, {
    done: () => {
      toast(confirm ? said.confirmed : said.rejected)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={t(confirm ? said.confirmTitle : said.rejectTitle, { what: t(fact.label) })}
      label={confirm ? said.basis : said.reason}
      verb={confirm ? said.confirm : said.reject}
      alarm={!confirm}
      start={confirm && fact.fileId ? t(said.asProven) : ''}
      what={
        <p>
          <FactLine fact={fact} />
        </p>
      }
      pending={command.pending}
      refusal={command.refusal}
      onClose={onClose}
      onSend={(reason) => command.run({ params: { id: fact.id }, body: { confirm, reason } })}
    />
  )
}
