import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useList, useLocation, useMe } from '#web/api.ts'
import {
  Box,
  Card,
  Empty,
  ExportButton,
  Link,
  Money,
  More,
  Row,
  Select,
  Skeleton,
  Stack,
  Table,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { type DrillRow, FIGURES, type Figure, figures } from '../contract.ts'
import { definitions, drillKinds } from './figure-words.ts'

const said = {
  title: { zh: '数字背后的明细', en: 'The rows behind a figure' },
  figure: { zh: '看哪个数字', en: 'Which figure' },
  signIn: {
    zh: '明细涉及单位的经营信息，登录后按权限查看：单位看自己的，主管部门看本地区的。',
    en: 'The rows tell about single firms, so they need a sign-in: a firm sees its own, an authority those of its region.',
  },
  mayNot: {
    zh: '您的身份不能查看本预算的明细。公开的合计数见上方，拨付结果见公示。',
    en: 'You may not see the rows of this budget. The totals are above, and what was paid is on the notices.',
  },
  none: { zh: '没有您可以查看的明细', en: 'No row that you may see' },
  what: { zh: '类别', en: 'Kind' },
  number: { zh: '编号', en: 'Number' },
  who: { zh: '单位', en: 'Organisation' },
  amount: { zh: '金额', en: 'Amount' },
  unit: { zh: '元', en: 'CNY' },
  on: { zh: '日期', en: 'Day' },
} as const satisfies Record<string, Text>

const ids = Object.keys(FIGURES) as [Figure, ...Figure[]]
const Filters = z.object({ figure: z.enum(ids).default('issued') })

export function DrillDown({ budgetId, abilities }: { budgetId: string; abilities: readonly string[] }) {
  const t = useText()
  const me = useMe()
  const { href } = useLocation()
  const may = abilities.includes('figures.rows') || me?.abilities.includes('figures.rows')
  return (
    <Card id="rows" title={t(said.title)}>
      {me && !me.user && (
        <Box>
          <p>{t(said.signIn)}</p>
          <Link to="/sign-in" search={{ back: href }} as="plain">
            {t(words.signIn)}
          </Link>
        </Box>
      )}
      {me?.user && !may && <Box>{t(said.mayNot)}</Box>}
      {me?.user && may && <Rows budgetId={budgetId} />}
    </Card>
  )
}

function Rows({ budgetId }: { budgetId: string }) {
  const t = useText()
  const [{ figure }, setFilters] = useFilters(Filters)
  const found = useList(figures.drill, { params: { id: budgetId }, query: { figure, limit: 50 } })
  return (
    <Stack>
      <Row>
        <Select
          label={t(said.figure)}
          value={figure}
          onChange={(next) => setFilters({ figure: next || undefined })}
          options={definitions.flatMap((one) => (one.drill ? [{ value: one.drill, label: one.label }] : []))}
        />
        <ExportButton endpoint={figures.drill} input={{ params: { id: budgetId }, query: { figure } }} />
      </Row>
      {found.loading ? <Skeleton /> : <RowTable rows={found.rows} />}
      <More {...found} />
    </Stack>
  )
}

function RowTable({ rows }: { rows: readonly DrillRow[] }) {
  const t = useText()
  return (
    <Table
      caption={said.title}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      empty={<Empty title={t(said.none)} />}
      columns={[
        { key: 'number', head: said.number, cell: (row) => row.number },
        { key: 'what', head: said.what, cell: (row) => t(drillKinds[row.what]) },
        { key: 'who', head: said.who, cell: (row) => row.organisationName },
        { key: 'on', head: said.on, cell: (row) => row.on ?? '' },
        {
          key: 'amount',
          head: said.amount,
          unit: said.unit,
          right: true,
          cell: (row) => <Money fen={row.amountFen} bare />,
        },
      ]}
    />
  )
}
