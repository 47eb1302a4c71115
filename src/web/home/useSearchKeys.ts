import { type RefObject, useEffect } from 'react'
import { remembered } from '../i18n/language.ts'

/**
 * `/` goes to the search box, the arrows through the hits below it, Escape back to the box. Where somebody types elsewhere, and
 * where single keys are switched off (as on the desk), `/` is a character.
 */
export function useSearchKeys(root: RefObject<HTMLElement | null>, box: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const at = event.target instanceof HTMLElement ? event.target : null
      const inside = at !== null && root.current?.contains(at)
      const goal =
        slash(event.key, at, box.current) ??
        (inside ? goalOf(event.key, at, root.current, box.current) : null)
      if (!goal) return
      event.preventDefault()
      goal.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [root, box])
}

function slash(key: string, at: HTMLElement | null, box: HTMLInputElement | null) {
  if (key !== '/' || at?.closest('input, textarea, select, dialog')) return null
  return remembered('desk-keys') === 'off' ? null : box
}

/** What the key leads to from where the focus is; null leaves the key to the browser. */
function goalOf(key: string, at: HTMLElement, root: HTMLElement | null, box: HTMLInputElement | null) {
  const hits = [...(root?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])]
  const here = hits.indexOf(at)
  if (here < 0 && at !== box) return null
  if (key === 'ArrowDown') return hits[here + 1] ?? null
  if (here < 0) return null
  if (key === 'ArrowUp') return hits[here - 1] ?? box
  return key === 'Escape' ? box : null
}
