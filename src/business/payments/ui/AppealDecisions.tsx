import type { Text } from '#core/text.ts'
import { useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Link } from '#web/kit/index.ts'

const said = {
  uphold: { zh: '复核决定书（{day}，维持原决定）', en: 'Decision on the appeal ({day}, upheld)' },
  overturn: { zh: '复核决定书（{day}，撤销原决定）', en: 'Decision on the appeal ({day}, overturned)' },
} as const satisfies Record<string, Text>

type Decided = { action: string; on: string }

/** The decisions on appeals of a case, each to read and print. */
export function AppealDecisions({ id, decisions }: { id: string; decisions: readonly Decided[] }) {
  const t = useText()
  const may = useMay()
  const appeals = decisions
    .filter(({ action }) => action === 'uphold' || action === 'overturn')
    .map(({ action, on }, at) => ({ action: action as 'uphold' | 'overturn', on, no: at + 1 }))
  if (!may('decision.read')) return null
  return appeals.map(({ action, on, no }) => (
    <Link
      key={no}
      to="/decisions/$kind/$id"
      params={{ kind: 'appeal', id }}
      search={{ no }}
      as="plain"
      icon="file"
    >
      {t(said[action], { day: on })}
    </Link>
  ))
}
