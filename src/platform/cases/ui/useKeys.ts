import { useEffect, useRef, useSyncExternalStore } from 'react'
import { remember, remembered } from '#web/i18n/language.ts'

const listeners = new Set<() => void>()
let on = remembered('desk-keys') !== 'off'

/** Single letters can be switched off (WCAG 2.1.4): they trip up people who dictate. */
export function setKeysOn(next: boolean): void {
  on = next
  remember('desk-keys', next ? null : 'off')
  for (const listener of listeners) listener()
}
export const useKeysOn = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => on,
  )

/** Single keys of a page. Where somebody types, and while a dialog is open, they are letters. */
export function useKeys(keys: Record<string, () => void>): void {
  const enabled = useKeysOn()
  const newest = useRef(keys)
  newest.current = keys
  useEffect(() => {
    if (!enabled) return
    const press = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      const typing = target?.closest('textarea, select, input:not([type=checkbox]), [contenteditable]')
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (document.querySelector('dialog[open]')) return
      const run = newest.current[event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [enabled])
}
