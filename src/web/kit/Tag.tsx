import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { regionColour } from '../theme.ts'
import { Icon, type IconName } from './Icon.tsx'

export type Tone = 'plain' | 'info' | 'good' | 'wait' | 'alarm'

const icons: Record<Tone, IconName> = {
  plain: 'dot',
  info: 'info',
  good: 'check',
  wait: 'clock',
  alarm: 'warning',
}

/** A state is always icon, word and colour. `alarm` only for late, refused, irreversible. */
export function StateTag({
  tone,
  icon,
  children,
  title,
}: {
  tone: Tone
  icon?: IconName
  children: ReactNode
  title?: string
}) {
  return (
    <span className={`x-tag x-tone-${tone}`} title={title}>
      <Icon name={icon ?? icons[tone]} size="1em" />
      {children}
    </span>
  )
}

/** A mere label. */
export function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className="x-tag x-tone-plain" title={title}>
      {children}
    </span>
  )
}

/**
 * Marks a figure that rests on an assumption and not on a document. `note` says which; false where the words beside it
 * do. A screen reader hears it once: the tooltip is for the mouse.
 */
export function AssumedMark({ note }: { note?: Text | string | null | false }) {
  const t = useText()
  const why = note
    ? t(note)
    : t({
        zh: '此处依据为假定，尚无公开文件。',
        en: 'This rests on an assumption; no public document says it.',
      })
  return (
    <span className="x-tag x-tone-wait x-assumed">
      <span aria-hidden="true" className="x-assumed-shown" title={why}>
        <Icon name="question" size="1em" />
        {t(words.assumed)}
      </span>
      <span className="x-hidden">
        {note === false ? t(words.assumed) : t(words.about, { name: t(words.assumed), text: why })}
      </span>
    </span>
  )
}

/** A region with its fixed colour. */
export function RegionTag({ code, name }: { code: string; name: Text | string }) {
  const t = useText()
  return (
    <span className="x-tag x-region">
      <span className="x-swatch" style={{ background: regionColour(code) }} />
      {t(name)}
    </span>
  )
}

/** Where a rule stands: `第八条 ［冀科创〔2018〕…］`; an assumption is marked as one. */
export type Cited = {
  clause?: string | null
  source?: string | null
  standing?: 'sourced' | 'assumed'
  note?: Text | undefined
}

export function ClauseRef({ cited, bare }: { cited: Cited; bare?: boolean }) {
  const t = useText()
  if (!cited.clause && !cited.source && cited.standing !== 'assumed') return null
  return (
    <span className="x-clause">
      {!bare && <span className="x-quiet">{t(words.clause)} </span>}
      {cited.clause}{' '}
      {cited.source && (
        <span className="x-quiet" title={t(words.sourceNumber)}>
          ［{cited.source}］
        </span>
      )}
      {cited.standing === 'assumed' && <AssumedMark note={cited.note ?? null} />}
    </span>
  )
}
