import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useAskedLater, useFilters, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { PageHead, type Tab, Tabs } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { statuses } from '../../rules.ts'
import { DisputeList } from './DisputeList.tsx'
import { OrganisationList } from './OrganisationList.tsx'
import { PendingFacts } from './PendingFacts.tsx'
import { Registers } from './Registers.tsx'
import './desk.css'

const said = {
  title: { zh: '单位核实', en: 'Organisations' },
  lead: {
    zh: '核实证照和档案事项，裁定代码争议，登记关联关系。只有核实过的事实才决定资格和金额。',
    en: 'Verify licences and facts, decide disputes about codes, record ties. Only confirmed facts decide who gets what.',
  },
  list: { zh: '单位', en: 'Organisations' },
  facts: { zh: '待核实事项', en: 'Facts to check' },
  disputes: { zh: '代码争议', en: 'Disputes' },
  registers: { zh: '登记名单', en: 'Register lists' },
} as const satisfies Record<string, Text>

export const Filters = z.object({
  tab: z.enum(['list', 'facts', 'disputes', 'registers']).default('list'),
  q: z.string().max(100).optional(),
  status: z.enum(statuses).optional(),
  kind: z.enum(['enterprise', 'team', 'institute', 'authority', 'incubator', 'operator']).optional(),
})

export function OrganisationsDesk() {
  const t = useText()
  const may = useMay()
  const [filters, set] = useFilters(Filters)
  const open = useAskedLater(directory.disputes, { query: { status: 'open' } }, may('dispute.decide'))
  const waiting = useAskedLater(directory.pending, { query: { limit: 1 } }, may('fact.list'))
  const lists = useAskedLater(directory.registerLists, { query: { limit: 1 } }, may('register.read')).data
  const tabs: Tab[] = [
    { id: 'list', label: said.list, content: <OrganisationList filters={filters} set={set} /> },
    ...(may('fact.list')
      ? [
          {
            id: 'facts',
            label: said.facts,
            ...(waiting.data?.rows.length === 0 ? { count: 0 } : {}),
            content: <PendingFacts />,
          },
        ]
      : []),
    ...(may('dispute.decide')
      ? [
          {
            id: 'disputes',
            label: said.disputes,
            ...(open.data ? { count: open.data.rows.length } : {}),
            content: <DisputeList />,
          },
        ]
      : []),
    ...(lists && (lists.imports || lists.rows.length > 0)
      ? [{ id: 'registers', label: said.registers, content: <Registers imports={lists.imports} /> }]
      : []),
  ]
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Tabs
        label={said.title}
        tabs={tabs}
        selected={filters.tab}
        onSelect={(tab) => set({ tab: tab as z.input<typeof Filters>['tab'] })}
      />
    </>
  )
}
