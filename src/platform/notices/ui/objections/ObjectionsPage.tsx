import type { Text } from '#core/text.ts'
import { WaitingOrAll } from '#web/kit/index.ts'
import { ObjectionList } from './ObjectionList.tsx'

const said = {
  title: { zh: '异议处理', en: 'Objections' },
  lead: {
    zh: '实名异议只暂缓所涉的一行，其他各行照常办理；匿名反映须附证据，作为线索核查。',
    en: 'An objection by name holds its own row and no other; an anonymous one needs evidence and is followed as a lead.',
  },
  waiting: { zh: '待处理', en: 'Waiting' },
} as const satisfies Record<string, Text>

/** The objections to an authority's notices, for its reviewers, director and auditor. */
export function ObjectionsPage() {
  return (
    <WaitingOrAll
      title={said.title}
      lead={said.lead}
      waitingLabel={said.waiting}
      waiting={<ObjectionList waiting />}
      all={<ObjectionList />}
    />
  )
}
