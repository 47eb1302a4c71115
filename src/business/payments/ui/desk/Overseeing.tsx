import type { Text } from '#core/text.ts'
import { WaitingCard } from '../mine/WorkCard.tsx'
import { useAdministration, useInspection } from './overseeing.ts'

const said = {
  mine: { zh: '等我办理', en: 'Waiting for me' },
  none: { zh: '没有等您办理的事项。', en: 'Nothing waits for you.' },
  inspect: { zh: '请留意', en: 'To look at' },
  nothing: { zh: '没有需要留意的情况。', en: 'There is nothing to look at.' },
} as const satisfies Record<string, Text>

/** The home page of whoever runs the node. */
export function Administration() {
  return <WaitingCard title={said.mine} list={useAdministration()} none={said.none} />
}

/** The home page of an auditor. */
export function Inspection() {
  return <WaitingCard title={said.inspect} list={useInspection()} none={said.nothing} />
}
