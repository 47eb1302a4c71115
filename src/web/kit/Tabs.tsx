import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button } from './Button.tsx'

export type Tab = { id: string; label: Text | string; count?: number; content: ReactNode }

/** Panels of one page, moved between by arrow keys. Give `selected` and `onSelect` to keep the choice in the URL. */
export function Tabs({
  label,
  tabs,
  selected,
  onSelect,
}: {
  label: Text | string
  tabs: readonly Tab[]
  selected?: string | undefined
  onSelect?: (id: string) => void
}) {
  const t = useText()
  const base = useId()
  const list = useRef<HTMLDivElement>(null)
  const [own, setOwn] = useState(tabs[0]?.id)
  const current = tabs.find((tab) => tab.id === (selected ?? own)) ?? tabs[0]
  if (!current) return null
  const select = (id: string) => (onSelect ? onSelect(id) : setOwn(id))
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length]
    if (!next) return
    select(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }
  return (
    <div className="x-tabs">
      <div role="tablist" aria-label={t(label)} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            data-tab={tab.id}
            id={`${base}${tab.id}`}
            aria-selected={tab === current}
            aria-controls={`${base}panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => select(tab.id)}
          >
            {t(tab.label)}
            {tab.count !== undefined && <span className="x-count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}panel`} aria-labelledby={`${base}${current.id}`}>
        {current.content}
      </div>
    </div>
  )
}

/** The foot of a list that grows: `<More {...useList(endpoint)} />`. */
export function More({
  hasMore,
  loadingMore,
  more,
  rows,
}: {
  hasMore: boolean
  loadingMore: boolean
  more: () => void
  rows: readonly unknown[]
}) {
  const t = useText()
  if (rows.length === 0) return null
  return (
    <div className="x-more no-print">
      <span className="x-quiet" role="status">
        {t({ zh: '已显示 {count} 条', en: '{count} shown' }, { count: rows.length })}
      </span>
      {hasMore && (
        <Button onClick={more} busy={loadingMore}>
          {t(words.more)}
        </Button>
      )}
    </div>
  )
}

/** Pages by cursor, kept in the URL: forward by the server's cursor, back to the first; the browser's Back goes one back. */
export function Pager({
  next,
  cursor,
  onGo,
}: {
  next: string | null
  cursor?: string | undefined
  onGo: (cursor: string | undefined) => void
}) {
  const t = useText()
  if (!next && !cursor) return null
  return (
    <nav className="x-more no-print" aria-label={t({ zh: '翻页', en: 'Pages' })}>
      {cursor && <Button onClick={() => onGo(undefined)}>{t({ zh: '第一页', en: 'First page' })}</Button>}
      {next && <Button onClick={() => onGo(next)}>{t({ zh: '下一页', en: 'Next page' })}</Button>}
    </nav>
  )
}
