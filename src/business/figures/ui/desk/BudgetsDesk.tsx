import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useAsked, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Empty, Link, Money, PageHead, StateTag, Table } from '#web/kit/index.ts'
import { type BudgetFigures, figures } from '../../contract.ts'
import { statusTones, statusWords } from '../figure-words.ts'
import { useSchemes } from '../useSchemes.ts'
import { OpenBudget } from './OpenBudget.tsx'

const said = {
  title: { zh: '预算管理', en: 'Budgets' },
  lead: {
    zh: '按年度建立预算、下达额度、分次释放；释放的额度先发给排队的申领。',
    en: 'A budget a year: allot, release in instalments; what is released goes to the queue first.',
  },
  open: { zh: '建立年度预算', en: 'Open a budget' },
  none: {
    zh: '本部门还没有预算。请先建立年度预算。',
    en: 'Your department has no budget yet. Open one for the year.',
  },
  caption: { zh: '本部门的预算', en: 'Budgets of my department' },
  year: { zh: '年度', en: 'Year' },
  scheme: { zh: '办法', en: 'Scheme' },
  status: { zh: '状态', en: 'Status' },
  budget: { zh: '已下达', en: 'Allotted' },
  released: { zh: '已释放', en: 'Released' },
  issued: { zh: '已发放', en: 'Issued' },
  available: { zh: '可发放', en: 'Available' },
  queued: { zh: '排队', en: 'Waiting' },
} as const satisfies Record<string, Text>

const yuan = { zh: '元', en: 'CNY' }

/** Budgets of the officer's own authority. */
export function BudgetsDesk() {
  const t = useText()
  const me = useMe()
  const may = useMay()
  const schemeName = useSchemes()
  const [opening, setOpening] = useState(false)
  const { rows } = useAsked(figures.budgets, { query: {} })
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  const mine = rows.filter((row) => row.authorityId === seat?.organisation.id)
  const amount = (
    key: 'budgetFen' | 'releasedFen' | 'issuedFen' | 'availableFen' | 'queuedFen',
    head: Text,
  ) => ({
    key,
    head,
    unit: yuan,
    right: true,
    cell: (row: BudgetFigures) => <Money fen={row[key]} bare />,
  })
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={
          may('budget.manage') && (
            <Button kind="primary" icon="plus" onClick={() => setOpening(true)}>
              {t(said.open)}
            </Button>
          )
        }
      />
      <Table
        caption={said.caption}
        hideCaption
        rows={mine}
        rowKey={(row) => row.id}
        empty={<Empty title={t(said.none)} />}
        columns={[
          {
            key: 'year',
            head: said.year,
            cell: (row) => (
              <Link to="/desk/budgets/$id" params={{ id: row.id }}>
                {row.year} {t(schemeName(row.scheme))}
              </Link>
            ),
          },
          {
            key: 'status',
            head: said.status,
            cell: (row) => <StateTag tone={statusTones[row.status]}>{t(statusWords[row.status])}</StateTag>,
          },
          amount('budgetFen', said.budget),
          amount('releasedFen', said.released),
          amount('issuedFen', said.issued),
          amount('availableFen', said.available),
          amount('queuedFen', said.queued),
        ]}
      />
      {opening && seat && (
        <OpenBudget
          regionCode={seat.organisation.regionCode}
          taken={mine}
          onClose={() => setOpening(false)}
        />
      )}
    </>
  )
}
