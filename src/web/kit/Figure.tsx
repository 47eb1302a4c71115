import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { dayOf } from '../i18n/dates.ts'
import { words } from '../i18n/words.ts'
import { AssumedMark } from './Tag.tsx'

/** A published figure: number, unit, what it means, where it is from and as of when. */
export function Figure({
  label,
  value,
  unit,
  source,
  asOf,
  means,
  assumed,
  more,
}: {
  label: Text | string
  value: ReactNode
  unit?: Text | string
  source: Text | string
  asOf: string
  means?: Text | string
  assumed?: boolean
  /** A link to the rows behind it. */
  more?: ReactNode
}) {
  const t = useText()
  return (
    <div className="x-figure">
      <div className="x-figure-label">{t(label)}</div>
      <div className="x-figure-value">
        {value}
        {unit && <span className="x-figure-unit">{t(unit)}</span>}
        {assumed && <AssumedMark />}
      </div>
      {means && <div className="x-quiet">{t(means)}</div>}
      <div className="x-quiet x-note">
        {t(words.source)} {t(source)} · {t(words.asOf)}{' '}
        <span className="x-day">{asOf.length > 10 ? dayOf(asOf) : asOf}</span>
      </div>
      {more}
    </div>
  )
}
