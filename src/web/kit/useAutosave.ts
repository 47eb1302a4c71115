import { useEffect, useRef, useState } from 'react'

export type Saving = { state: 'idle' | 'waiting' | 'saving' | 'saved' | 'failed'; savedAt: string | null }

/**
 * Saves what is typed, a moment after the last key; one save at a time, the newest values last. A failed save is tried
 * again with the next change or after ten seconds. `save` resolves to false when it failed.
 */
export function useAutosave<V>(
  values: V,
  changed: boolean,
  save: (values: V) => Promise<boolean>,
  delay = 800,
): Saving {
  const [saving, setSaving] = useState<Saving>({ state: 'idle', savedAt: null })
  const busy = useRef(false)
  const newest = useRef(values)
  newest.current = values
  const send = useRef(save)
  send.current = save
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the values sets the clock anew
  useEffect(() => {
    if (!changed) return
    let timer: ReturnType<typeof setTimeout>
    const attempt = async () => {
      if (busy.current) {
        timer = setTimeout(attempt, delay)
        return
      }
      busy.current = true
      setSaving((before) => ({ ...before, state: 'saving' }))
      const ok = await send.current(newest.current).catch(() => false)
      busy.current = false
      setSaving((before) =>
        ok ? { state: 'saved', savedAt: new Date().toISOString() } : { ...before, state: 'failed' },
      )
      if (!ok) timer = setTimeout(attempt, 10_000)
    }
    setSaving((before) => ({ ...before, state: 'waiting' }))
    timer = setTimeout(attempt, delay)
    return () => clearTimeout(timer)
  }, [values, changed, delay])
  return saving
}
