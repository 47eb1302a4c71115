import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Moment } from './Deadline.tsx'
import { Icon, type IconName } from './Icon.tsx'

export type Step = {
  key: string
  label: Text | string
  state: 'done' | 'now' | 'next' | 'stopped'
  note?: ReactNode
}

const stateWords = {
  done: { zh: '已完成', en: 'done' },
  now: { zh: '进行中', en: 'now' },
  next: { zh: '未开始', en: 'to come' },
  stopped: { zh: '已终止', en: 'stopped' },
} as const satisfies Record<Step['state'], Text>
const stateIcons: Record<Step['state'], IconName> = {
  done: 'check',
  now: 'clock',
  next: 'dot',
  stopped: 'cross',
}

/** Where a thing stands on its way. */
export function Steps({ label, steps }: { label: Text | string; steps: readonly Step[] }) {
  const t = useText()
  return (
    <ol className="x-steps" aria-label={t(label)}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={`x-step-${step.state}`}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span className="x-step-mark">
            <Icon name={stateIcons[step.state]} size="1em" />
          </span>
          <span>
            {t(step.label)}
            <span className="x-hidden">{t(words.aside, { text: stateWords[step.state] })}</span>
            {step.note && <span className="x-quiet x-block">{step.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}

export type TimelineEntry = {
  key: string
  /** ISO moment, or null for what has not happened yet. */
  at: string | null
  who: Text | string
  what: ReactNode
  /** The reason given, in words. */
  why?: ReactNode
  /** What changed: amounts, states, files. */
  changes?: ReactNode
  icon?: IconName
  tone?: 'plain' | 'good' | 'wait' | 'alarm'
}

/** One line from first draft to payment: who, when, why, what changed. */
export function Timeline({ label, entries }: { label: Text | string; entries: readonly TimelineEntry[] }) {
  const t = useText()
  return (
    <ol className="x-timeline" aria-label={t(label)}>
      {entries.map((entry) => (
        <li key={entry.key} className={`x-tone-${entry.tone ?? 'plain'}`}>
          <span className="x-step-mark">
            <Icon name={entry.icon ?? 'dot'} size="1em" />
          </span>
          <div>
            <div className="x-timeline-what">{entry.what}</div>
            <div className="x-quiet">
              {entry.at && <Moment at={entry.at} />} {t(entry.who)}
            </div>
            {entry.why && <blockquote>{entry.why}</blockquote>}
            {entry.changes && <div className="x-note">{entry.changes}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
