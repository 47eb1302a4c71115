import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { useControl } from './Field.tsx'

export type Found<V> = { key: string; value: V; label: string; hint?: string }

const said = {
  none: { zh: '没有找到，请换个说法。', en: 'Nothing found; try other words.' },
  searching: { zh: '正在查找……', en: 'Searching…' },
  count: { zh: '{count} 项，用上下键选择', en: '{count} results, choose with the arrow keys' },
} as const satisfies Record<string, Text>

type LookupProps<V> = {
  /** What is chosen now, worded; '' for nothing. */
  shown: string
  onChoose: (found: Found<V> | null) => void
  find: (typed: string) => Promise<readonly Found<V>[]>
  label?: string
  placeholder?: string
}

/** Finds one thing among many by typing (WAI-ARIA combobox). `find` asks the server; its answers out of turn are dropped. */
export function Lookup<V>({ shown, onChoose, find, label, placeholder }: LookupProps<V>) {
  const { aria } = useControl()
  const [typed, setTyped] = useState(shown)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const { found, searching } = useFound(open ? typed : null, find)
  useEffect(() => setTyped(shown), [shown])
  const listId = `${aria.id}-list`
  const choose = (one: Found<V>) => {
    setTyped(one.label)
    setOpen(false)
    onChoose(one)
  }
  const leave = () => {
    setOpen(false)
    if (typed.trim() === '') onChoose(null)
    else setTyped(shown)
  }
  const type = (text: string) => {
    setTyped(text)
    setAt(0)
    setOpen(true)
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setOpen(true)
      setAt((before) => (found.length === 0 ? 0 : (before + step + found.length) % found.length))
    } else if (event.key === 'Enter' && open && found[at]) {
      event.preventDefault()
      choose(found[at])
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
    }
  }
  const active = open && found[at] ? `${listId}-${at}` : undefined
  return (
    <div className="x-lookup">
      <input
        {...aria}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-label={label}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active}
        placeholder={placeholder}
        className="x-input x-input-full"
        value={typed}
        onKeyDown={keys}
        onFocus={(event) => event.target.select()}
        onBlur={leave}
        onChange={(event) => type(event.target.value)}
      />
      <Listing id={listId} label={label} found={open ? found : []} at={at} choose={choose} />
      {open && <Told typed={typed} searching={searching} count={found.length} />}
    </div>
  )
}

/** What the search came to: seen where it found nothing, always told to a screen reader. */
function Told({ typed, searching, count }: { typed: string; searching: boolean; count: number }) {
  const t = useText()
  const nothing = typed.trim() === '' ? '' : t(said.none)
  return (
    <span className={count === 0 ? 'x-quiet' : 'x-hidden'} role="status">
      {searching ? t(said.searching) : count === 0 ? nothing : t(said.count, { count })}
    </span>
  )
}

type ListingProps<V> = {
  id: string
  label: string | undefined
  found: readonly Found<V>[]
  at: number
  choose: (one: Found<V>) => void
}

function Listing<V>({ id, label, found, at, choose }: ListingProps<V>) {
  const t = useText()
  return (
    <div
      className="x-lookup-list"
      id={id}
      role="listbox"
      aria-label={label ?? t(said.count, { count: found.length })}
      hidden={found.length === 0}
    >
      {found.map((one, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input; aria-activedescendant moves
        <div
          key={one.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerDown={(event) => {
            event.preventDefault()
            choose(one)
          }}
        >
          {one.label} {one.hint && <span className="x-quiet">{one.hint}</span>}
        </div>
      ))}
    </div>
  )
}

function useFound<V>(typed: string | null, find: (typed: string) => Promise<readonly Found<V>[]>) {
  const [found, setFound] = useState<readonly Found<V>[]>([])
  const [searching, setSearching] = useState(false)
  const asking = useRef(find)
  asking.current = find
  useEffect(() => {
    if (typed === null || typed.trim() === '') {
      setFound([])
      return
    }
    let stale = false
    setSearching(true)
    const timer = setTimeout(async () => {
      const rows = await asking.current(typed.trim()).catch(() => [])
      if (stale) return
      setFound(rows)
      setSearching(false)
    }, 200)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [typed])
  return { found, searching }
}
