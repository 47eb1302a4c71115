import type { Text } from '#core/text.ts'
import { useAsked } from '#web/api.ts'
import { Card, Figure, Grid, Link, Money } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { type BudgetFigures, figures } from '../contract.ts'
import { definitions, source } from './figure-words.ts'

const said = {
  title: { zh: '创新券资金，此刻', en: 'Voucher money, now' },
  all: { zh: '全部数据', en: 'All figures' },
  over: { zh: '各地各年度合计', en: 'all regions and years' },
} as const satisfies Record<string, Text>

/** For the home page: three figures, summed over every budget, each with its definition. */
export function LivingFigures() {
  const t = useText()
  const { rows, asOf } = useAsked(figures.budgets)
  if (rows.length === 0) return null
  const sum = (of: (row: BudgetFigures) => bigint) => rows.reduce((total, row) => total + of(row), 0n)
  const shown = definitions.filter(({ id }) => ['issued', 'paid', 'available'].includes(id))
  return (
    <Card title={t(said.title)} actions={<Link to="/figures/vouchers">{t(said.all)}</Link>}>
      <Grid min={240}>
        {shown.map((one) => (
          <Figure
            key={one.id}
            label={one.label}
            value={<Money fen={sum(one.of)} as="summary" />}
            means={{ zh: `${one.means.zh}；${said.over.zh}`, en: `${one.means.en}; ${said.over.en}` }}
            source={source}
            asOf={asOf}
          />
        ))}
      </Grid>
    </Card>
  )
}
