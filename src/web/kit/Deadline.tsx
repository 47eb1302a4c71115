import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { dayOf, momentText } from '../i18n/dates.ts'
import { words } from '../i18n/words.ts'
import { StateTag, type Tone } from './Tag.tsx'

export type Deadline = {
  /** The last day, `YYYY-MM-DD`; null when none runs. */
  dueOn: string | null
  /** Working days left, counted by the server; negative when late. */
  left: number | null
  state?: 'running' | 'paused' | 'met'
  /** The calendar of that year is not loaded yet, so the day may move and nothing lapses by it. */
  provisional?: boolean
}

const said = {
  left: { zh: '还剩 {days} 个工作日', en: '{days} working days left' },
  today: { zh: '今天到期', en: 'due today' },
  late: { zh: '已超期 {days} 个工作日', en: '{days} working days late' },
  due: { zh: '{day} 到期', en: 'due {day}' },
  paused: { zh: '已暂停计时', en: 'clock paused' },
  met: { zh: '已按期办结', en: 'done in time' },
  why: {
    zh: '该年度工作日历尚未公布，到期日为暂定，不会自动失效。',
    en: 'The working-day calendar of that year is not out yet: the day is provisional and nothing lapses by it.',
  },
} as const satisfies Record<string, Text>

/** Days left in working days; vermilion only once late. */
export function DeadlineChip({ dueOn, left, state = 'running', provisional = false }: Deadline) {
  const t = useText()
  if (!dueOn && state !== 'paused') return null
  if (state === 'met') return <StateTag tone="good">{t(said.met)}</StateTag>
  if (state === 'paused')
    return (
      <StateTag tone="plain" icon="pause">
        {t(said.paused)}
      </StateTag>
    )
  const late = left !== null && left < 0 && !provisional
  const tone: Tone = late ? 'alarm' : left !== null && left <= 2 ? 'wait' : 'plain'
  const text =
    left === null || (left < 0 && provisional)
      ? t(said.due, { day: dueOn })
      : left < 0
        ? t(said.late, { days: -left })
        : left === 0
          ? t(said.today)
          : t(said.left, { days: left })
  return (
    <StateTag
      tone={tone}
      icon={late ? 'warning' : 'clock'}
      title={provisional ? t(said.why) : t(said.due, { day: dueOn })}
    >
      {text}
      {provisional && <span className="x-provisional">{t(words.aside, { text: words.provisional })}</span>}
    </StateTag>
  )
}

/** A moment as `2026-11-22 09:05`; the machine's form stays in the element. */
export function Moment({ at, dayOnly }: { at: string; dayOnly?: boolean }) {
  return (
    <time dateTime={at} className="x-time">
      {dayOnly ? dayOf(at) : momentText(at)}
    </time>
  )
}
