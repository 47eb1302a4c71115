import { useSyncExternalStore } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { IconButton } from './Button.tsx'
import { Icon } from './Icon.tsx'

type Toast = { id: number; text: Text; tone: 'good' | 'info' }

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says shortly that something was done. What was refused stays on the page instead, in an ErrorBox. */
export function toast(text: Text, tone: Toast['tone'] = 'good'): void {
  const id = ++last
  change([...toasts.slice(-2), { id, text, tone }])
  setTimeout(() => dismiss(id), 8000)
}

const dismiss = (id: number) => change(toasts.filter((one) => one.id !== id))

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const t = useText()
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className="x-toasts no-print" aria-live="polite" role="status">
      {shown.map((one) => (
        <div key={one.id} className={`x-toast x-tone-${one.tone}`}>
          <Icon name={one.tone === 'good' ? 'check' : 'info'} />
          <span>{t(one.text)}</span>
          <IconButton icon="cross" label={t(words.close)} onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  )
}
