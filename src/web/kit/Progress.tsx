import type { ReactNode } from 'react'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'

/** Work with a count; `label` says what is counted. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <div className="x-progress">
      <div className="x-row x-between">
        <span>{label}</span>
        <span>
          {done} / {total}
        </span>
      </div>
      <progress aria-label={label} value={done} max={Math.max(1, total)} />
    </div>
  )
}

/** Where an answer is still on its way. Shown late, so that quick answers don't flicker. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const t = useText()
  return (
    <div className="x-skeleton" role="status">
      <span className="x-hidden">{t(words.loading)}</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <div key={at} style={{ width: `${92 - ((at * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

/** Nothing here: why, and what can be done. */
export function Empty({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="x-empty">
      <p className="x-empty-title">{title}</p>
      {children}
    </div>
  )
}
