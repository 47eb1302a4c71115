import { useState } from 'react'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { call, useFilters, useList, useLocation, useMe } from '#web/api.ts'
import {
  Box,
  Button,
  Card,
  Empty,
  ErrorBox,
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
import { csvText, plainYuan, saveFile } from './csv.ts'
import { definitions } from './figure-words.ts'

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
  unit: { zh: '元', en: 'yuan' },
  on: { zh: '日期', en: 'Day' },
  csv: { zh: '导出 CSV', en: 'Export CSV' },
  exported: { zh: '已读取 {count} 行', en: '{count} rows read' },
} as const satisfies Record<string, Text>

const kinds = {
  voucher: { zh: '创新券', en: 'voucher' },
  redemption: { zh: '兑付', en: 'redemption' },
  recovery: { zh: '追回', en: 'recovery' },
  claim: { zh: '申领', en: 'claim' },
} as const satisfies Record<DrillRow['what'], Text>

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
        <Export budgetId={budgetId} figure={figure} />
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
        { key: 'what', head: said.what, cell: (row) => t(kinds[row.what]) },
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

/** All rows of the figure, not only those shown, as a file; with a count while it reads. */
function Export({ budgetId, figure }: { budgetId: string; figure: Figure }) {
  const t = useText()
  const [read, setRead] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const save = async () => {
    setError(null)
    try {
      const rows: DrillRow[] = []
      let cursor: string | undefined
      do {
        setRead(rows.length)
        const query = { figure, limit: 200, ...(cursor ? { cursor } : {}) }
        const page = await call(figures.drill, { params: { id: budgetId }, query })
        rows.push(...page.rows)
        cursor = page.next ?? undefined
      } while (cursor)
      const head = [said.number, said.what, said.who, said.on].map((text) => t(text))
      saveFile(
        `voucher-${figure}.csv`,
        csvText([
          [...head, `${t(said.amount)} (${t(said.unit)})`],
          ...rows.map((row) => [
            row.number,
            t(kinds[row.what]),
            row.organisationName,
            row.on ?? '',
            plainYuan(row.amountFen),
          ]),
        ]),
      )
    } catch (refused) {
      setError(refused)
    } finally {
      setRead(null)
    }
  }
  return (
    <>
      <Button icon="download" busy={read !== null} onClick={save}>
        {t(said.csv)}
      </Button>
      <span role="status" className="x-quiet">
        {read !== null && t(said.exported, { count: read })}
      </span>
      <ErrorBox error={error} />
    </>
  )
}
