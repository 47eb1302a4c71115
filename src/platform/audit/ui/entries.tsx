import type { ReturnsOf } from '#core/contract.ts'
import { roleNames, theSystem } from '#core/actor.ts'
import type { Text } from '#core/text.ts'
import { capital, useText } from '#web/i18n/text.ts'
import { Timeline, type TimelineEntry } from '#web/kit/index.ts'
import type { audit } from '../contract.ts'

type Entry = ReturnsOf<typeof audit.timeline>['rows'][number]

const said = {
  label: { zh: '历史', en: 'History' },
  seen: { zh: '查看：{what}', en: 'Looked: {what}' },
  refused: { zh: '被拒绝：{what}', en: 'Refused: {what}' },
  change: { zh: '{label}：{value}', en: '{label}: {value}' },
} as const satisfies Record<string, Text>

/** Who, when, why, and what changed; the newest first. */
export function Entries({ rows }: { rows: readonly Entry[] }) {
  const t = useText()
  const entries = rows.map((row): TimelineEntry => {
    const what = capital(t(row.sentence))
    return {
      key: row.key,
      at: row.at,
      who: row.by === theSystem.label ? t(roleNames.system) : row.by,
      what: row.what === 'done' ? what : t(said[row.what], { what }),
      ...(row.why ? { why: t(row.why) } : {}),
      changes: row.changes
        .map(({ label, value }) => t(said.change, { label: t(label), value: t(value) }))
        .join(t({ zh: '；', en: '; ' })),
      icon: row.what === 'done' ? 'dot' : row.what === 'seen' ? 'search' : 'cross',
      tone: row.what === 'refused' ? 'alarm' : 'plain',
    }
  })
  return <Timeline label={said.label} entries={entries} />
}
