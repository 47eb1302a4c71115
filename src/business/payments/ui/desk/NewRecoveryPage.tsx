import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Card, Empty, Link, Money, More, PageHead, Skeleton, Table } from '#web/kit/index.ts'
import { Search } from '#web/kit/Search.tsx'
import { payments } from '../../contract.ts'
import { words } from '../words.ts'
import { RecoverForm } from './RecoverForm.tsx'

const said = {
  up: { zh: '追回', en: 'Recoveries' },
  title: { zh: '作出追回决定', en: 'Decide a recovery' },
  choose: { zh: '选择已拨付的兑付', en: 'Choose a paid redemption' },
  unpaid: {
    zh: '已批准而尚未拨付的，请在其办件页选择“停止支付并追回”。',
    en: 'One that is approved and not paid yet is stopped from the page of its case.',
  },
  none: { zh: '没有已拨付的兑付', en: 'Nothing was paid yet' },
  unfound: { zh: '没有符合的已拨付兑付', en: 'No paid redemption fits' },
  q: { zh: '兑付编号、拨付单号或收款单位', en: 'Number of the redemption or run, or the payee' },
  paidOn: { zh: '支付日期', en: 'Paid on' },
  run: { zh: '拨付单', en: 'Run' },
} as const satisfies Record<string, Text>

const Filters = z.object({
  redemption: z.uuid().optional(),
  proposal: z.uuid().optional(),
  q: z.string().max(100).optional(),
})

export function NewRecoveryPage() {
  const [{ redemption, proposal }] = useFilters(Filters)
  return (
    <>
      <PageHead title={said.title} up={{ to: '/desk/recoveries', label: said.up }} />
      {redemption ? <RecoverForm id={redemption} proposalId={proposal} /> : <Paid />}
    </>
  )
}

function Paid() {
  const t = useText()
  const [{ q }, set] = useFilters(Filters)
  return (
    <Card title={t(said.choose)}>
      <Search label={said.q} value={q ?? ''} onChange={(text) => set({ q: text || undefined })} />
      <PaidList q={q} />
      <p className="x-quiet">{t(said.unpaid)}</p>
    </Card>
  )
}

function PaidList({ q }: { q: string | undefined }) {
  const t = useText()
  const list = useList(payments.payments, { query: { status: 'paid', ...(q ? { q } : {}) } })
  if (list.loading) return <Skeleton />
  return (
    <>
      <Table
        caption={said.choose}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.id}
        empty={<Empty title={t(q ? said.unfound : said.none)} />}
        columns={[
          {
            key: 'number',
            head: words.redemption,
            cell: (row) => (
              <Link to="/desk/recoveries/new" search={{ redemption: row.redemptionId }}>
                {row.redemptionNumber}
              </Link>
            ),
          },
          { key: 'payee', head: words.payee, cell: (row) => row.organisationName },
          { key: 'run', head: said.run, cell: (row) => row.runNumber },
          { key: 'paid', head: said.paidOn, cell: (row) => row.paidOn ?? '' },
          {
            key: 'amount',
            head: words.amount,
            unit: words.yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
        ]}
      />
      <More {...list} />
    </>
  )
}
