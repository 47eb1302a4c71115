import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { PageHead, Tabs } from '#web/kit/index.ts'
import { ObjectionList } from './ObjectionList.tsx'

const said = {
  title: { zh: '异议处理', en: 'Objections' },
  lead: {
    zh: '实名异议只暂缓所涉的一行，其他各行照常办理；匿名反映须附证据，作为线索核查。',
    en: 'An objection by name holds its own row and no other; an anonymous one needs evidence and is followed as a lead.',
  },
  which: { zh: '范围', en: 'Which' },
  waiting: { zh: '待处理', en: 'Waiting' },
  all: { zh: '全部', en: 'All' },
} as const satisfies Record<string, Text>

const Filters = z.object({ which: z.enum(['waiting', 'all']).default('waiting') })

/** The objections to an authority's notices, for its reviewers, director and auditor. */
export function ObjectionsPage() {
  const t = useText()
  const [{ which }, set] = useFilters(Filters)
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Tabs
        label={said.which}
        selected={which}
        onSelect={(id) => set({ which: id as 'waiting' })}
        tabs={[
          { id: 'waiting', label: said.waiting, content: <ObjectionList waiting /> },
          { id: 'all', label: said.all, content: <ObjectionList /> },
        ]}
      />
    </>
  )
}
