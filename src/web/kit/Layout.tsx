import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { useEffect } from 'react'
import { words } from '../i18n/words.ts'
import { Link } from './Button.tsx'

/** The head of a page: its one h1, which is also the title of the tab, where it hangs, and what can be done here. */
export function PageHead({
  title,
  up,
  lead,
  tags,
  actions,
}: {
  title: Text | string
  up?: { to: string; label: Text | string; params?: Record<string, string> }
  lead?: ReactNode
  tags?: ReactNode
  actions?: ReactNode
}) {
  const t = useText()
  const said = t(title)
  const brand = t(words.brand)
  useEffect(() => {
    document.title = `${said} · ${brand}`
  }, [said, brand])
  return (
    <div className="x-head">
      {up && (
        <p className="x-up no-print">
          <Link to={up.to} icon="back" {...(up.params ? { params: up.params } : {})}>
            {t(up.label)}
          </Link>
        </p>
      )}
      <div className="x-head-line">
        <h1 tabIndex={-1}>{said}</h1>
        {tags}
        {actions && <div className="x-actions">{actions}</div>}
      </div>
      {lead && <p className="x-lead">{lead}</p>}
    </div>
  )
}

/** A box with a heading. `level` keeps the order of headings right. */
export function Card({
  title,
  level = 2,
  actions,
  tone,
  id,
  children,
}: {
  title?: ReactNode
  level?: 2 | 3 | 4
  actions?: ReactNode
  tone?: 'soft' | 'plain'
  id?: string
  children: ReactNode
}) {
  const Heading = `h${level}` as const
  return (
    <section className={`x-card${tone === 'soft' ? ' x-card-soft' : ''}`} {...(id ? { id } : {})}>
      {(title || actions) && (
        <div className="x-card-head">
          {title && <Heading>{title}</Heading>}
          {actions && <div className="x-actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  )
}

/** Things one under another. */
export function Stack({ gap = 'm', children }: { gap?: 's' | 'm' | 'l'; children: ReactNode }) {
  return <div className={`x-stack x-gap-${gap}`}>{children}</div>
}

/** Things side by side, wrapping. */
export function Row({
  gap = 's',
  between,
  children,
}: {
  gap?: 's' | 'm' | 'l'
  between?: boolean
  children: ReactNode
}) {
  return <div className={`x-row x-gap-${gap}${between ? ' x-between' : ''}`}>{children}</div>
}

/** As many equal columns as have `min` pixels. */
export function Grid({ min = 240, children }: { min?: number; children: ReactNode }) {
  return (
    <div
      className="x-grid"
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(${min}px, 100%), 1fr))` }}
    >
      {children}
    </div>
  )
}

/** List left, case right; one under the other on a phone. `narrow` says which side is slim. */
export function Split({
  left,
  right,
  narrow = 'left',
}: {
  left: ReactNode
  right: ReactNode
  narrow?: 'left' | 'right'
}) {
  return (
    <div className={`x-split x-narrow-${narrow}`}>
      <div>{left}</div>
      <div>{right}</div>
    </div>
  )
}

export type Fact = { label: Text | string; value: ReactNode; note?: ReactNode } | null | false

/** Names and values; false entries are left out. */
export function Facts({ facts, columns = 2 }: { facts: readonly Fact[]; columns?: 1 | 2 | 3 }) {
  const t = useText()
  return (
    <dl className={`x-facts x-facts-${columns}`}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={t(fact.label)}>
              <dt>{t(fact.label)}</dt>
              <dd>
                {fact.value}
                {fact.note && <div className="x-quiet x-note">{fact.note}</div>}
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** Something folded away under its heading. */
export function Folded({ title, open, children }: { title: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details className="x-folded" open={open}>
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  )
}

/** A remark set apart. `alarm` only for what is late, refused or irreversible. */
export function Box({
  tone = 'info',
  children,
}: {
  tone?: 'info' | 'good' | 'wait' | 'alarm'
  children: ReactNode
}) {
  return <div className={`x-box x-box-${tone}`}>{children}</div>
}
