import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useParams } from '#web/api.ts'
import {
  Card,
  Empty,
  Figure,
  Grid,
  Lines,
  Link,
  Moment,
  Money,
  PageHead,
  type Part,
  PartsBar,
  RegionTag,
  Row,
  Stack,
  StateTag,
  summary,
  Table,
} from '#web/kit/index.ts'
import { useLanguage, useText } from '#web/i18n/text.ts'
import { dayOf } from '#web/i18n/dates.ts'
import { type BudgetFigures, figures } from '../contract.ts'
import { burnPoints } from './burn-points.ts'
import { DrillDown } from './DrillDown.tsx'
import { definitions, source, statusTones, statusWords, stepWords } from './figure-words.ts'
import { useRegionName, useSchemes } from './useSchemes.ts'

const said = {
  up: { zh: '全部预算', en: 'All budgets' },
  title: { zh: '{year} 年度 {scheme}', en: '{scheme}, {year}' },
  figures: { zh: '资金情况', en: 'The figures' },
  rows: { zh: '看明细', en: 'See the rows' },
  accounts: { zh: '看资金账', en: 'See the accounts' },
  manage: { zh: '管理预算', en: 'Manage the budget' },
  where: { zh: '钱在哪里', en: 'Where the money is' },
  burn: { zh: '使用进度', en: 'Burn-down' },
  left: { zh: '预算余额', en: 'Left of the budget' },
  paid: { zh: '累计拨付', en: 'Paid so far' },
  unit: { zh: '万元', en: 'CNY million' },
  noBurn: { zh: '还没有发券，暂无进度。', en: 'No voucher was issued yet.' },
  steps: { zh: '预算记录', en: 'What was done with the budget' },
  when: { zh: '时间', en: 'When' },
  what: { zh: '事项', en: 'What' },
  amount: { zh: '金额', en: 'Amount' },
  yuan: { zh: '元', en: 'CNY' },
  reason: { zh: '事由', en: 'Reason' },
  carry: { zh: '结转账户余额', en: 'On the carry-over account' },
  carryWhy: { zh: '已关闭年度结转的资金', en: 'Carried over from closed years' },
  firms: { zh: '{vouchers} 张券，{firms} 家单位', en: 'Vouchers: {vouchers}; organisations: {firms}' },
  unissued: { zh: '未释放或未发放', en: 'Not released or not issued' },
} as const satisfies Record<string, Text>

type Answer = ReturnType<typeof useAsked<typeof figures.budget>>

/** One budget: every figure with its definition, the burn-down, and the rows for those who may see them. */
export function BudgetPage() {
  const t = useText()
  const { budgetId } = useParams({ strict: false }) as { budgetId: string }
  const answer = useAsked(figures.budget, { params: { id: budgetId } })
  const schemes = useSchemes()
  const regionName = useRegionName()
  const row = answer.figures
  const title: Text = {
    zh: said.title.zh.replace('{year}', String(row.year)).replace('{scheme}', schemes(row.scheme).zh),
    en: said.title.en.replace('{year}', String(row.year)).replace('{scheme}', schemes(row.scheme).en),
  }
  return (
    <>
      <PageHead
        title={title}
        up={{ to: '/figures/vouchers', label: said.up }}
        tags={<StateTag tone={statusTones[row.status]}>{t(statusWords[row.status])}</StateTag>}
        lead={t(said.firms, { vouchers: row.vouchers, firms: row.firms })}
        actions={
          <>
            {answer.abilities.includes('budget.manage') && (
              <Link to="/desk/budgets/$id" params={{ id: budgetId }} as="quiet">
                {t(said.manage)}
              </Link>
            )}
            {answer.abilities.includes('figures.rows') && (
              <Link to="/desk/budgets/$id/accounts" params={{ id: budgetId }} as="quiet">
                {t(said.accounts)}
              </Link>
            )}
          </>
        }
      />
      <Stack gap="l">
        <Row>
          <RegionTag code={row.regionCode} name={regionName(row.regionCode)} />
          <span>{row.authorityName}</span>
        </Row>
        <AllFigures answer={answer} />
        <Card>
          <Where row={row} asOf={answer.asOf} />
        </Card>
        <Card>
          <BurnDown answer={answer} />
        </Card>
        <DrillDown budgetId={budgetId} abilities={answer.abilities} />
        <Done answer={answer} />
        <HistoryCard kind="budget" id={budgetId} when={answer.abilities.length > 0} />
      </Stack>
    </>
  )
}

function AllFigures({ answer }: { answer: Answer }) {
  const t = useText()
  const { figures: row, asOf, carryOverFen } = answer
  return (
    <section aria-label={t(said.figures)}>
      <Grid min={300}>
        {definitions.map((one) => (
          <Card key={one.id}>
            <Figure
              label={one.label}
              value={<Money fen={one.of(row)} as="summary" />}
              means={one.means}
              source={source}
              asOf={asOf}
              more={
                one.drill && (
                  <Link
                    to="/figures/vouchers/$budgetId"
                    params={{ budgetId: row.id }}
                    search={{ figure: one.drill }}
                  >
                    {t(said.rows)}
                    <span className="x-hidden">{t(one.label)}</span>
                  </Link>
                )
              }
            />
          </Card>
        ))}
        {carryOverFen !== null && (
          <Card>
            <Figure
              label={said.carry}
              value={<Money fen={carryOverFen} as="summary" />}
              means={said.carryWhy}
              source={source}
              asOf={asOf}
            />
          </Card>
        )}
      </Grid>
    </section>
  )
}

/** The budget as one bar; its parts sum to it. */
function Where({ row, asOf }: { row: BudgetFigures; asOf: string }) {
  const spoken = useLanguage()
  const spent = row.reservedFen + row.redeemedFen
  const part = (key: string, label: Text, value: bigint, colour: string): Part => ({
    ...{ key, label, value, colour },
    shown: summary(value, spoken),
  })
  const parts = [
    part('redeemed', { zh: '兑付核定', en: 'Redeemed' }, row.redeemedFen, 'var(--good)'),
    part('reserved', { zh: '已预留', en: 'Reserved' }, row.reservedFen, 'var(--accent)'),
    part('available', { zh: '可用余额', en: 'Available' }, row.availableFen, 'var(--edge)'),
    part(
      'unissued',
      { zh: '未释放', en: 'Not released' },
      atLeast0(row.budgetFen - spent - row.availableFen),
      'var(--line)',
    ),
  ]
  return (
    <PartsBar
      caption={said.where}
      unit={{ zh: '元', en: 'CNY' }}
      source={source}
      asOf={dayOf(asOf)}
      parts={parts}
      total={row.budgetFen}
    />
  )
}

const atLeast0 = (fen: bigint) => (fen > 0n ? fen : 0n)
/** For drawing only: 万元, in English millions, as a number. */
const drawn = (fen: bigint, spoken: 'zh' | 'en') => Number(fen / 10_000n) / (spoken === 'en' ? 10_000 : 100)

function BurnDown({ answer }: { answer: Answer }) {
  const t = useText()
  const spoken = useLanguage()
  const { asOf, burnDown, figures: row } = answer
  if (burnDown.length === 0) return <Empty title={t(said.burn)}>{t(said.noBurn)}</Empty>
  const points = burnPoints(burnDown, row.budgetFen, dayOf(asOf))
  return (
    <Lines
      caption={said.burn}
      unit={said.unit}
      source={source}
      asOf={dayOf(asOf)}
      xs={points.map(({ day }) => day)}
      series={[
        {
          key: 'left',
          label: said.left,
          colour: 'var(--accent)',
          values: points.map(({ leftFen }) => drawn(leftFen, spoken)),
        },
        {
          key: 'paid',
          label: said.paid,
          colour: 'var(--good)',
          dash: true,
          values: points.map(({ paidFen }) => drawn(paidFen, spoken)),
        },
      ]}
      show={(value) => value.toLocaleString('en-US', { maximumFractionDigits: 2 })}
    />
  )
}

function Done({ answer }: { answer: Answer }) {
  const t = useText()
  return (
    <Card title={t(said.steps)}>
      <Table
        caption={said.steps}
        hideCaption
        rows={answer.steps}
        rowKey={(step) => step.id}
        columns={[
          { key: 'what', head: said.what, names: true, cell: (step) => t(stepWords[step.kind] ?? step.kind) },
          { key: 'when', head: said.when, cell: (step) => <Moment at={step.at} /> },
          {
            key: 'amount',
            head: said.amount,
            unit: said.yuan,
            right: true,
            cell: (step) => <Money fen={step.amountFen} bare />,
          },
          { key: 'reason', head: said.reason, cell: (step) => step.reason },
        ]}
      />
    </Card>
  )
}
