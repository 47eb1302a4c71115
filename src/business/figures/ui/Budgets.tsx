import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useAsked, useFilters } from '#web/api.ts'
import {
  Empty,
  Link,
  Money,
  PageHead,
  RegionTag,
  Row,
  Select,
  Stack,
  StateTag,
  Table,
  ExportButton,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { dayOf } from '#web/i18n/dates.ts'
import { type BudgetFigures, figures } from '../contract.ts'
import { definitions, source, statusTones, statusWords } from './figure-words.ts'
import { useRegionName, useSchemes } from './useSchemes.ts'

const said = {
  title: { zh: '科技创新券资金', en: 'Voucher budgets' },
  lead: {
    zh: '各地各年度的预算、发放、兑付和拨付，直接取自资金账。点进去看定义、进度和明细。',
    en: 'Budget, issued, redeemed and paid for every region and year, straight from the ledger. Open one for definitions, its burn-down and the rows.',
  },
  scheme: { zh: '办法', en: 'Scheme' },
  year: { zh: '年度', en: 'Year' },
  anyScheme: { zh: '全部办法', en: 'Any scheme' },
  anyYear: { zh: '全部年度', en: 'Any year' },
  none: { zh: '还没有建立预算', en: 'No budget has been opened yet' },
  noneWhy: {
    zh: '主管部门建立年度预算后，数字会出现在这里。',
    en: 'Figures appear here once an authority has opened a year.',
  },
  authority: { zh: '主管部门', en: 'Authority' },
  state: { zh: '状态', en: 'State' },
  unit: { zh: '元', en: 'CNY' },
} as const satisfies Record<string, Text>

const Filters = z.object({
  scheme: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,60}$/)
    .optional(),
  year: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
})

const columnsShown = ['budget', 'issued', 'reserved', 'redeemed', 'paid', 'available']

export function Budgets() {
  const t = useText()
  const [filters, setFilters] = useFilters(Filters)
  const schemes = useSchemes()
  const everything = useAsked(figures.budgets)
  const rows = everything.rows.filter(
    (row) =>
      (!filters.scheme || row.scheme === filters.scheme) &&
      (!filters.year || row.year === Number(filters.year)),
  )
  const years = [...new Set(everything.rows.map((row) => row.year))]
  const known = [...new Set(everything.rows.map((row) => row.scheme))]
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack>
        <Row>
          <Select
            label={t(said.scheme)}
            value={filters.scheme ?? ''}
            none={said.anyScheme}
            onChange={(scheme) => setFilters({ scheme: scheme || undefined })}
            options={known.map((value) => ({ value, label: schemes(value) }))}
          />
          <Select
            label={t(said.year)}
            value={filters.year ?? ''}
            none={said.anyYear}
            onChange={(year) => setFilters({ year: year || undefined })}
            options={years.map((year) => ({ value: String(year), label: String(year) }))}
          />
          {rows.length > 0 && (
            <ExportButton
              endpoint={figures.budgets}
              input={{ query: { scheme: filters.scheme, year: filters.year } }}
            />
          )}
        </Row>
        <BudgetTable rows={rows} schemes={schemes} />
        <p className="x-quiet x-note">
          {t(words.source)} {t(source)} · {t(words.asOf)} {dayOf(everything.asOf)}
        </p>
      </Stack>
    </>
  )
}

function BudgetTable({ rows, schemes }: { rows: readonly BudgetFigures[]; schemes: (id: string) => Text }) {
  const t = useText()
  const regionName = useRegionName()
  return (
    <Table
      caption={said.title}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      empty={<Empty title={t(said.none)}>{t(said.noneWhy)}</Empty>}
      columns={[
        {
          key: 'scheme',
          head: said.scheme,
          names: true,
          cell: (row) => (
            <>
              <Link to="/figures/vouchers/$budgetId" params={{ budgetId: row.id }}>
                {row.year} {t(schemes(row.scheme))}
              </Link>
              <span className="x-block">
                <RegionTag code={row.regionCode} name={regionName(row.regionCode)} /> {row.authorityName}
              </span>
            </>
          ),
        },
        {
          key: 'state',
          head: said.state,
          cell: (row) => <StateTag tone={statusTones[row.status]}>{t(statusWords[row.status])}</StateTag>,
        },
        ...definitions
          .filter(({ id }) => columnsShown.includes(id))
          .map((one) => ({
            key: one.id,
            head: one.label,
            right: true,
            cell: (row: BudgetFigures) => <Money fen={one.of(row)} as="summary" />,
          })),
      ]}
    />
  )
}
