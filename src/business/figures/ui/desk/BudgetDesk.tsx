import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useList, useMay, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Card,
  Facts,
  Link,
  Moment,
  Money,
  More,
  PageHead,
  Row,
  Stack,
  StateTag,
  Table,
} from '#web/kit/index.ts'
import { ON_HOLD, queueText, vouchers } from '#business/vouchers/browser.ts'
import { figures } from '../../contract.ts'
import { statusTones, statusWords, stepWords } from '../figure-words.ts'
import { useSchemes } from '../useSchemes.ts'
import { BudgetAct, type BudgetVerb, verbsOf } from './BudgetAct.tsx'
import { verbWords } from './budget-words.ts'

const said = {
  up: { zh: '预算管理', en: 'Budgets' },
  public: { zh: '公开的资金页面', en: 'The public page' },
  accounts: { zh: '资金账', en: 'Accounts' },
  money: { zh: '资金情况', en: 'The money' },
  allotted: { zh: '已下达', en: 'Allotted' },
  released: { zh: '已释放', en: 'Released' },
  left: { zh: '未释放', en: 'Not released' },
  issued: { zh: '已发放', en: 'Issued' },
  available: { zh: '可发放', en: 'Available' },
  queued: { zh: '排队金额', en: 'Waiting' },
  redeemed: { zh: '已兑付核定', en: 'Redeemed' },
  paid: { zh: '已拨付', en: 'Paid' },
  carry: { zh: '结转账户', en: 'Carry-over account' },
  queue: { zh: '排队的申领', en: 'Claims that wait for money' },
  noQueue: { zh: '没有排队的申领。', en: 'No claim waits.' },
  number: { zh: '编号', en: 'Number' },
  firm: { zh: '申请单位', en: 'Applicant' },
  place: { zh: '名次', en: 'Place' },
  accepted: { zh: '通过时间', en: 'Accepted' },
  amount: { zh: '金额', en: 'Amount' },
  steps: { zh: '预算记录', en: 'What was done' },
  what: { zh: '事项', en: 'What' },
  reason: { zh: '事由', en: 'Reason' },
  who: { zh: '经办', en: 'By' },
  when: { zh: '时间', en: 'When' },
} as const satisfies Record<string, Text>
const yuan = { zh: '元', en: 'CNY' }

type Answer = ReturnType<typeof useAsked<typeof figures.budget>>

/** One budget to its finance officer: the money, what can be done with it, who waits, what was done. */
export function BudgetDesk() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const answer = useAsked(figures.budget, { params: { id } })
  const schemeName = useSchemes()
  const may = useMay()
  const [verb, setVerb] = useState<BudgetVerb | null>(null)
  const row = answer.figures
  const verbs = answer.abilities.includes('budget.manage') ? verbsOf(row) : []
  return (
    <>
      <PageHead
        title={`${row.year} ${t(schemeName(row.scheme))}`}
        up={{ to: '/desk/budgets', label: said.up }}
        tags={<StateTag tone={statusTones[row.status]}>{t(statusWords[row.status])}</StateTag>}
        actions={
          <>
            <Link to="/desk/budgets/$id/accounts" params={{ id }} as="quiet">
              {t(said.accounts)}
            </Link>
            <Link to="/figures/vouchers/$budgetId" params={{ budgetId: id }} as="quiet">
              {t(said.public)}
            </Link>
          </>
        }
      />
      <Stack>
        {verbs.length > 0 && (
          <Row>
            {verbs.map((one, at) => (
              <Button key={one} kind={at === 0 ? 'primary' : 'plain'} onClick={() => setVerb(one)}>
                {t(verbWords[one].verb)}
              </Button>
            ))}
          </Row>
        )}
        <TheMoney answer={answer} />
        {may('claim.read') && <Queue scheme={answer.figures.scheme} />}
        <Steps answer={answer} />
        <HistoryCard kind="budget" id={id} />
      </Stack>
      {verb && <BudgetAct key={verb} verb={verb} answer={answer} onClose={() => setVerb(null)} />}
    </>
  )
}

function TheMoney({ answer }: { answer: Answer }) {
  const t = useText()
  const row = answer.figures
  const money = (label: Text, fen: bigint) => ({ label, value: <Money fen={fen} /> })
  return (
    <Card title={t(said.money)}>
      <Facts
        columns={3}
        facts={[
          money(said.allotted, row.budgetFen),
          money(said.released, row.releasedFen),
          money(said.left, row.budgetFen - row.releasedFen),
          money(said.issued, row.issuedFen),
          money(said.available, row.availableFen),
          money(said.queued, row.queuedFen),
          money(said.redeemed, row.redeemedFen),
          money(said.paid, row.paidFen),
          answer.carryOverFen !== null && money(said.carry, answer.carryOverFen),
        ]}
      />
    </Card>
  )
}

/** Whoever waits for money of this scheme, in the order in which it is served. */
function Queue({ scheme }: { scheme: string }) {
  const t = useText()
  const list = useList(vouchers.claims, { query: { status: 'queued', scheme, limit: 100 } })
  return (
    <Card title={t(said.queue)}>
      <Table
        caption={said.queue}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.caseId}
        empty={<p className="x-quiet">{t(said.noQueue)}</p>}
        columns={[
          {
            key: 'number',
            head: said.number,
            cell: (row) => (
              <Link to="/cases/$id" params={{ id: row.caseId }}>
                {row.number}
              </Link>
            ),
          },
          { key: 'firm', head: said.firm, cell: (row) => row.organisationName },
          {
            key: 'place',
            head: said.place,
            cell: (row) => (
              <>
                {t(queueText(row) ?? '')}
                {row.onHold && <span className="x-block x-note">{t(ON_HOLD[row.onHold])}</span>}
              </>
            ),
          },
          { key: 'on', head: said.accepted, cell: (row) => row.acceptedAt && <Moment at={row.acceptedAt} /> },
          {
            key: 'amount',
            head: said.amount,
            unit: yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
        ]}
      />
      <More {...list} />
    </Card>
  )
}

function Steps({ answer }: { answer: Answer }) {
  const t = useText()
  const named: Record<string, Text> = stepWords
  return (
    <Card title={t(said.steps)}>
      <Table
        caption={said.steps}
        hideCaption
        rows={[...answer.steps].reverse()}
        rowKey={(step) => step.id}
        columns={[
          { key: 'when', head: said.when, cell: (step) => <Moment at={step.at} /> },
          { key: 'what', head: said.what, cell: (step) => t(named[step.kind] ?? step.kind) },
          {
            key: 'amount',
            head: said.amount,
            unit: yuan,
            right: true,
            cell: (step) => <Money fen={step.amountFen} bare />,
          },
          { key: 'reason', head: said.reason, cell: (step) => step.reason },
          { key: 'who', head: said.who, cell: (step) => step.actorLabel },
        ]}
      />
    </Card>
  )
}
