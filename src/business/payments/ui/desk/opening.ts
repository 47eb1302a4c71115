import { type BudgetFigures, figures } from '#business/figures/browser.ts'
import { useToday } from '#business/vouchers/browser.tsx'
import type { Text } from '#core/text.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { useAskedLater, useMay, useMe } from '#web/api.ts'
import type { Asked, Waiting } from '../mine/waiting.ts'
import type { Counted } from './waiting.ts'

const said = {
  open: { zh: '建立年度预算', en: 'Open the budget of the year' },
  allot: { zh: '下达额度', en: 'Allot money' },
  release: { zh: '释放额度', en: 'Release an instalment' },
  providers: { zh: '导入服务机构名单', en: 'Import the list of providers' },
  empty: {
    zh: '库中还没有服务机构，券无处可用',
    en: 'the library is empty, and vouchers can be used nowhere',
  },
} as const satisfies Record<string, Text>

const others = {
  open: { zh: '等资金管理人建立年度预算', en: 'The finance officer has to open the budget' },
  allot: { zh: '等资金管理人下达额度', en: 'The finance officer has to allot money' },
  release: { zh: '等资金管理人释放额度', en: 'The finance officer has to release an instalment' },
} as const satisfies Record<string, Text>

/** Programmes that issue vouchers and that the authority one acts for answers for. */
function useOwnSchemes(wanted: boolean) {
  const me = useMe()
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  const asked = useAskedLater(cases.programmes, { query: {} }, wanted)
  const schemes = (asked.data?.programmes ?? []).filter(
    ({ authority, outcome, rulebook }) =>
      outcome === 'voucher.issue' && rulebook && authority === seat?.organisation.regionCode,
  )
  return { asked, schemes, authorityId: seat?.organisation.id }
}

type Step = 'open' | 'allot' | 'release'
type Budgeting = { key: string; step: Step; about: Text; budgetId: string | null }

/** Vouchers are issued out of what is released in the budget of the year; until then claims only wait. */
function useBudgeting(wanted: boolean): { lines: Budgeting[]; asked: Asked[] } {
  const today = useToday()
  const { asked, schemes, authorityId } = useOwnSchemes(wanted)
  const budgets = useAskedLater(figures.budgets, { query: {} }, wanted)
  const known = budgets.data?.rows
  if (!wanted || !today || !known) return { lines: [], asked: [asked, budgets] }
  const year = Number(today.slice(0, 4))
  const lines = schemes.flatMap(({ title, rulebook }): Budgeting[] => {
    const budget = known.find(
      (row) => row.authorityId === authorityId && row.scheme === rulebook?.id && row.year === year,
    )
    const step = stepOf(budget)
    const about = { zh: `${year} 年 ${title.zh}`, en: `${year} ${title.en}` }
    return step ? [{ key: `${step} ${rulebook?.id}`, step, about, budgetId: budget?.id ?? null }] : []
  })
  return { lines, asked: [asked, budgets] }
}

function stepOf(budget: BudgetFigures | undefined): Step | null {
  if (!budget) return 'open'
  if (budget.status !== 'open') return null
  if (budget.budgetFen === 0n) return 'allot'
  return budget.releasedFen === 0n ? 'release' : null
}

const listed = ({ lines, asked }: ReturnType<typeof useBudgeting>, row: (line: Budgeting) => Waiting) =>
  asked.map((one, at) => ({ asked: one, rows: at === 0 ? lines.map(row) : [] }))

/** For who keeps the budget of an authority. */
export const useBudgetsToOpen = (): Counted[] =>
  listed(useBudgeting(useMay()('budget.manage')), ({ key, step, about, budgetId }) => ({
    ...{ key, what: said[step], about, due: null },
    ...(budgetId ? { to: '/desk/budgets/$id', params: { id: budgetId } } : { to: '/desk/budgets' }),
  }))

/** For the director of the same authority, who waits for it. */
export function useBudgetsOthersOpen(): Counted[] {
  const may = useMay()
  const waits = may('vacancy.read') && may('provider.admit') && !may('budget.manage')
  return listed(useBudgeting(waits), ({ key, step, about }) => ({
    ...{ key, what: others[step], about, due: null, to: '/figures/vouchers' },
  }))
}

/** An empty library of providers, told to those who may fill it and answer for a programme. */
export function useEmptyLibrary(): Counted[] {
  const admits = useMay()('provider.admit')
  const { asked, schemes } = useOwnSchemes(admits)
  const answers = schemes.length > 0
  const library = useAskedLater(directory.providers, { query: { limit: 1 } }, admits && answers)
  const empty = answers && library.data?.rows.length === 0
  const place = { to: '/desk/providers' }
  const rows = empty ? [{ key: 'library', what: said.providers, about: said.empty, due: null, ...place }] : []
  return [
    { asked, rows: [] },
    { asked: library, rows },
  ]
}
