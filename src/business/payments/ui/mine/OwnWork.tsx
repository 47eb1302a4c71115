import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Link } from '#web/kit/index.ts'
import { WorkCard } from './WorkCard.tsx'
import { soonest, useMine, useOthers, type WaitingList } from './waiting.ts'

const said = {
  all: { zh: '我的待办', en: 'My work' },
} as const satisfies Record<string, Text>

/** The home page of a firm or a provider: the soonest of what waits, the rest behind one link. */
export function OwnWork() {
  const t = useText()
  return (
    <WorkCard
      mine={first(useMine())}
      others={first(useOthers())}
      shown={5}
      actions={<Link to="/mine">{t(said.all)}</Link>}
    />
  )
}

const first = (list: WaitingList): WaitingList => ({ ...list, rows: soonest(list.rows) })
