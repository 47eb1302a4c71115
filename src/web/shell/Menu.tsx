import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { Icon } from '../kit/Icon.tsx'

/** A button that discloses a list of links or buttons; Esc and leaving close it. */
export function Menu({
  label,
  icon,
  end,
  children,
}: {
  label: ReactNode
  icon?: ReactNode
  end?: boolean
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const leave = (event: FocusEvent) => {
    // Without a target the focus went nowhere (a click on plain text, another window): the menu stays.
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  useEffect(() => {
    if (!open) return
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches what its button and links do
    <div ref={box} className="x-menu" onBlur={leave} onKeyDown={keys}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {icon}
        <span className="x-menu-label">{label}</span>
        <Icon name={open ? 'up' : 'down'} size="1em" />
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the links and buttons inside clicks too */}
      <ul
        id={id}
        hidden={!open}
        className={end ? 'x-menu-end' : ''}
        onClick={(event) => closes(event.target) && setOpen(false)}
      >
        {children}
      </ul>
    </div>
  )
}

const closes = (target: EventTarget) => target instanceof Element && !!target.closest('a,button')
