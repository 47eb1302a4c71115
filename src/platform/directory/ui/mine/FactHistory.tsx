import type { Text } from '#core/text.ts'
import { useAsked } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Empty, Timeline, type TimelineEntry } from '#web/kit/index.ts'
import { directory, factNames } from '../../browser.ts'
import { FactLine, type FactRow } from './FactTable.tsx'

const said = {
  label: { zh: '档案变更历史', en: 'History of the facts' },
  none: { zh: '还没有填报过。', en: 'Nothing was given yet.' },
  register: { zh: '登记数据', en: 'from a register' },
  superseded: { zh: '（已被后来的内容替代）', en: '(replaced later)' },
} as const satisfies Record<string, Text>

const tones = {
  in_force: 'good',
  pending: 'wait',
  rejected: 'alarm',
  superseded: 'plain',
  withdrawn: 'alarm',
} as const

/** Every version of every fact, newest first: who gave it, from where, what became of it. */
export function FactHistory({ id }: { id: string }) {
  const t = useText()
  const { rows } = useAsked(directory.profile, { params: { id }, query: { history: 'true' } })
  const entry = (row: FactRow): TimelineEntry => ({
    key: row.id,
    at: row.declaredAt,
    who: row.declaredBy ?? row.source ?? said.register,
    tone: tones[row.state],
    what: (
      <>
        <strong>{t(factNames[row.key])}</strong> <FactLine fact={row} />{' '}
        {row.state === 'superseded' && <span className="x-quiet">{t(said.superseded)}</span>}
      </>
    ),
  })
  const newest = [...rows].sort((a, b) => (a.declaredAt < b.declaredAt ? 1 : -1))
  if (rows.length === 0) return <Empty title={t(said.none)} />
  return <Timeline label={said.label} entries={newest.map(entry)} />
}
