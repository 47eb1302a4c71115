import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useAsked } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Card, Empty, Link, Moment, Money, Stack, StateTag, Table } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { RUN_STATUS } from '../../rules.ts'
import { useSchemes } from '../useSchemes.ts'
import { runTones, words } from '../words.ts'

const said = {
  balanced: {
    zh: '账实相符：资金账与拨付明细逐项一致。',
    en: 'The books agree: the ledger and the rows say the same.',
  },
  differs: {
    zh: '账实不符：请把下列差额报告管理员，核清之前不要发出新的拨付单。',
    en: 'The books differ. Report the differences below to the administrator and send no run before they are explained.',
  },
  asOf: { zh: '截至', en: 'As of' },
  budgets: { zh: '按预算核对', en: 'By budget' },
  what: { zh: '科目', en: 'Account' },
  payable: { zh: '应付（已批准未拨付）', en: 'Payable' },
  paid: { zh: '已拨付', en: 'Paid' },
  receivable: { zh: '应收（待退回）', en: 'Receivable' },
  ledger: { zh: '资金账', en: 'Ledger' },
  rows: { zh: '拨付明细', en: 'Rows' },
  difference: { zh: '差额', en: 'Difference' },
  runs: { zh: '发出的拨付单：发出 = 已支付 + 未支付 + 待回单', en: 'Runs sent: sent = paid + unpaid + open' },
  sent: { zh: '发出', en: 'Sent' },
  runPaid: { zh: '已支付', en: 'Paid' },
  unpaid: { zh: '未支付', en: 'Unpaid' },
  open: { zh: '待回单', en: 'Open' },
  none: { zh: '没有等待回单的拨付单', en: 'No run waits for the bank' },
} as const satisfies Record<string, Text>

type Books = ReturnsOf<typeof payments.reconciliation>
const sides = ['payable', 'paid', 'receivable'] as const

/** The ledger beside the rows: every difference is shown, none is explained away. */
export function Reconciliation() {
  const t = useText()
  const books = useAsked(payments.reconciliation)
  return (
    <Stack>
      <Box tone={books.balanced ? 'good' : 'alarm'}>
        {t(books.balanced ? said.balanced : said.differs)}{' '}
        <span className="x-quiet">
          {t(said.asOf)} <Moment at={books.asOf} />
        </span>
      </Box>
      <Card title={t(said.budgets)}>
        <Budgets budgets={books.budgets} />
      </Card>
      <Card title={t(said.runs)}>
        <Runs runs={books.runs} />
      </Card>
    </Stack>
  )
}

function Budgets({ budgets }: { budgets: Books['budgets'] }) {
  const t = useText()
  const nameOf = useSchemes()
  const lines = budgets.flatMap((budget) =>
    sides.map((side) => ({ key: `${budget.budgetId}${side}`, side, budget, ...budget[side] })),
  )
  return (
    <Table
      caption={said.budgets}
      hideCaption
      rows={lines}
      rowKey={(line) => line.key}
      empty={<Empty title={t(said.none)} />}
      columns={[
        {
          key: 'what',
          head: said.what,
          cell: ({ budget, side }) => (
            <>
              {t(said[side])}
              <span className="x-block x-quiet x-note">
                {budget.year} {t(nameOf(budget.scheme))}
              </span>
            </>
          ),
        },
        ...(['ledgerFen', 'rowsFen'] as const).map((key) => ({
          key,
          head: key === 'ledgerFen' ? said.ledger : said.rows,
          unit: words.yuan,
          right: true,
          cell: (line: (typeof lines)[number]) => <Money fen={line[key]} bare />,
        })),
        {
          key: 'difference',
          head: said.difference,
          unit: words.yuan,
          right: true,
          cell: (line) =>
            line.differenceFen === 0n ? (
              <Money fen={0n} bare />
            ) : (
              <StateTag tone="alarm">
                <Money fen={line.differenceFen} bare />
              </StateTag>
            ),
        },
      ]}
    />
  )
}

function Runs({ runs }: { runs: Books['runs'] }) {
  const t = useText()
  return (
    <Table
      caption={said.runs}
      hideCaption
      rows={runs}
      rowKey={(run) => run.id}
      empty={<Empty title={t(said.none)} />}
      columns={[
        {
          key: 'number',
          head: words.number,
          cell: (run) => (
            <>
              <Link to="/desk/payments/$id" params={{ id: run.id }}>
                {run.number}
              </Link>{' '}
              <StateTag tone={runTones[run.status]}>{t(RUN_STATUS[run.status])}</StateTag>
            </>
          ),
        },
        ...(['sentFen', 'paidFen', 'unpaidFen', 'openFen'] as const).map((key) => ({
          key,
          head: { sentFen: said.sent, paidFen: said.runPaid, unpaidFen: said.unpaid, openFen: said.open }[
            key
          ],
          unit: words.yuan,
          right: true,
          cell: (run: Books['runs'][number]) => <Money fen={run[key]} bare />,
        })),
      ]}
    />
  )
}
