import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { IconButton } from './Button.tsx'

/**
 * A native dialog: focus goes in and comes back, Esc closes, the page behind is inert.
 * `side` slides it in from the right, for looking something up without leaving the list.
 */
export function Dialog({
  open,
  title,
  onClose,
  side,
  children,
  foot,
}: {
  open: boolean
  title: ReactNode
  onClose: () => void
  side?: boolean
  children: ReactNode
  foot?: ReactNode
}) {
  const t = useText()
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = box.current
    if (!dialog || !open) return
    const before = document.activeElement
    if (!dialog.open) dialog.showModal()
    return () => {
      if (dialog.open) dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [open])
  if (!open) return null
  return (
    <dialog
      ref={box}
      className={`x-dialog${side ? ' x-dialog-side' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="x-dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="cross" label={t(words.close)} onClick={onClose} />
      </div>
      <div className="x-dialog-body">{children}</div>
      {foot && <div className="x-dialog-foot">{foot}</div>}
    </dialog>
  )
}
