import { z } from 'zod'
import { Day } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useAsked, useFilters, useList, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Card,
  DateInput,
  Empty,
  ExportButton,
  Link,
  Moment,
  Money,
  More,
  PageHead,
  Row,
  Select,
  Skeleton,
  Stack,
  Table,
} from '#web/kit/index.ts'
import { ACCOUNTS, type AccountName, CODES } from '../../account-words.ts'
import { figures } from '../../contract.ts'
import { useSchemes } from '../useSchemes.ts'

const said = {
  title: { zh: '资金账', en: 'Accounts' },
  up: { zh: '预算与使用进度', en: 'The budget and its burn-down' },
  lead: {
    zh: '每一笔都有对方账户，记下的不改，更正另记一笔。按发生时间看当时实际发生了什么，按记账时间看当时账上有什么。',
    en: 'Every entry has its other account; what is booked stays, and a correction is an entry of its own. By when it happened: what had happened by then. By when it was booked: what the books said then.',
  },
  day: { zh: '截至', en: 'At the end of' },
  basis: { zh: '时间口径', en: 'Time' },
  event: { zh: '按发生时间', en: 'when it happened' },
  booking: { zh: '按记账时间', en: 'when it was booked' },
  today: { zh: '看今天', en: 'Today' },
  account: { zh: '账户', en: 'Account' },
  balance: { zh: '余额', en: 'Balance' },
  held: { zh: '其中已预留', en: 'Of it reserved' },
  yuan: { zh: '元', en: 'CNY' },
  past: { zh: '预留只有现在的数字。', en: 'What is reserved is known for now only.' },
  entries: { zh: '{account}：明细', en: '{account}: entries' },
  none: { zh: '没有记录', en: 'Nothing was booked' },
  no: { zh: '序号', en: 'No.' },
  happened: { zh: '发生', en: 'Happened' },
  booked: { zh: '记账', en: 'Booked' },
  what: { zh: '事项', en: 'What' },
  about: { zh: '编号', en: 'About' },
  other: { zh: '对方账户', en: 'Other account' },
  amount: { zh: '金额', en: 'Amount' },
} as const satisfies Record<string, Text>

const names = Object.keys(ACCOUNTS) as [AccountName, ...AccountName[]]
const Filters = z.object({
  day: Day.optional(),
  basis: z.enum(['event', 'booking']).default('event'),
  account: z.enum(names).default('available'),
})
type Filters = z.output<typeof Filters>

/** The accounts of one budget, as they stand or stood at the end of a day, and what moved on each. */
export function AccountsPage() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [{ day, basis, account }, set] = useFilters(Filters)
  const books = useAsked(figures.accounts, { params: { id }, query: { day, basis } })
  const schemes = useSchemes()
  return (
    <>
      <PageHead
        title={`${books.year} ${t(schemes(books.scheme))} · ${t(said.title)}`}
        up={{ to: `/figures/vouchers/${id}`, label: said.up }}
        lead={books.authorityName}
      />
      <Stack>
        <Box>{t(said.lead)}</Box>
        <Row>
          <DateInput
            label={t(said.day)}
            value={books.day}
            onChange={(next) => set({ day: next || undefined })}
          />
          <Select
            label={t(said.basis)}
            value={basis}
            onChange={(next) => set({ basis: next || undefined })}
            options={[
              { value: 'event', label: said.event },
              { value: 'booking', label: said.booking },
            ]}
          />
          {day && <Button onClick={() => set({ day: undefined })}>{t(said.today)}</Button>}
        </Row>
        <Card title={`${t(said.day)} ${books.day}`}>
          <Balances id={id} rows={books.accounts} chosen={{ day, basis, account }} />
          {books.accounts.some(({ heldFen }) => heldFen === null) && (
            <p className="x-quiet">{t(said.past)}</p>
          )}
        </Card>
        <Entries key={account} id={id} chosen={{ day, basis, account }} />
      </Stack>
    </>
  )
}

type Balance = { name: AccountName; balanceFen: bigint; heldFen: bigint | null }

function Balances({ id, rows, chosen }: { id: string; rows: readonly Balance[]; chosen: Filters }) {
  const t = useText()
  return (
    <Table
      caption={said.title}
      hideCaption
      rows={rows}
      rowKey={(row) => row.name}
      columns={[
        {
          key: 'account',
          head: said.account,
          names: true,
          cell: ({ name }) => (
            <Link to="/desk/budgets/$id/accounts" params={{ id }} search={{ ...chosen, account: name }}>
              {t(ACCOUNTS[name])}
            </Link>
          ),
        },
        {
          key: 'balance',
          head: said.balance,
          unit: said.yuan,
          right: true,
          cell: (row) => <Money fen={row.balanceFen} bare />,
        },
        {
          key: 'held',
          head: said.held,
          unit: said.yuan,
          right: true,
          cell: (row) => <Money fen={row.heldFen} bare />,
        },
      ]}
    />
  )
}

function Entries({ id, chosen: { day, basis, account } }: { id: string; chosen: Filters }) {
  const t = useText()
  const input = { params: { id, name: account }, query: { until: day, basis } }
  const list = useList(figures.entries, { ...input, query: { ...input.query, limit: 50 } })
  const title = t(said.entries, { account: t(ACCOUNTS[account]) })
  return (
    <Card title={title} id="entries">
      <Row>
        <ExportButton endpoint={figures.entries} input={input} />
      </Row>
      {list.loading ? (
        <Skeleton />
      ) : (
        <Table
          caption={title}
          hideCaption
          rows={list.rows}
          rowKey={(row) => row.no}
          empty={<Empty title={t(said.none)} />}
          columns={[
            { key: 'no', head: said.no, right: true, cell: (row) => row.no },
            { key: 'what', head: said.what, names: true, cell: (row) => t(CODES[row.code] ?? row.code) },
            { key: 'about', head: said.about, cell: (row) => row.about && <About of={row.about} /> },
            { key: 'other', head: said.other, cell: (row) => row.other && t(ACCOUNTS[row.other]) },
            { key: 'happened', head: said.happened, cell: (row) => <Moment at={row.eventAt} /> },
            { key: 'booked', head: said.booked, cell: (row) => <Moment at={row.bookedAt} /> },
            {
              key: 'amount',
              head: said.amount,
              unit: said.yuan,
              right: true,
              cell: (row) => <Money fen={row.amountFen} bare />,
            },
            {
              key: 'balance',
              head: said.balance,
              unit: said.yuan,
              right: true,
              cell: (row) => <Money fen={row.balanceFen} bare />,
            },
          ]}
        />
      )}
      <More {...list} />
    </Card>
  )
}

function About({ of }: { of: { kind: 'voucher' | 'redemption'; id: string; number: string } }) {
  return (
    <Link to={of.kind === 'voucher' ? '/vouchers/$id' : '/cases/$id'} params={{ id: of.id }}>
      {of.number}
    </Link>
  )
}
