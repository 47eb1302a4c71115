import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { PageHead, Tabs } from '#web/kit/index.ts'
import { keysOf, RUN_STATUS } from '../../rules.ts'
import { Due } from './Due.tsx'
import { Imports } from './Imports.tsx'
import { Reconciliation } from './Reconciliation.tsx'
import { RunList } from './RunList.tsx'

const said = {
  title: { zh: '拨付', en: 'Payments' },
  lead: {
    zh: '一人经办、另一人复核；发出时生成拨付文件，银行回单导入后逐笔入账。',
    en: 'One prepares, another approves. Sending makes the payment file; the bank’s confirmation is booked row by row.',
  },
  parts: { zh: '拨付事项', en: 'Parts' },
  due: { zh: '待拨付', en: 'Due' },
  runs: { zh: '拨付单', en: 'Runs' },
  imports: { zh: '银行回单', en: 'Confirmations' },
  books: { zh: '对账', en: 'Reconciliation' },
} as const satisfies Record<string, Text>

const Filters = z.object({
  part: z.enum(['due', 'runs', 'imports', 'books']).default('due'),
  status: z.enum(keysOf(RUN_STATUS)).optional(),
})

export function RunsPage() {
  const t = useText()
  const [{ part, status }, set] = useFilters(Filters)
  const shown = { due: <Due />, imports: <Imports />, books: <Reconciliation /> }
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Tabs
        label={said.parts}
        selected={part}
        onSelect={(id) => set({ part: id as 'due', status: undefined })}
        tabs={[
          { id: 'due', label: said.due, content: shown.due },
          {
            id: 'runs',
            label: said.runs,
            content: <RunList status={status} onStatus={(next) => set({ status: next })} />,
          },
          { id: 'imports', label: said.imports, content: shown.imports },
          { id: 'books', label: said.books, content: shown.books },
        ]}
      />
    </>
  )
}
