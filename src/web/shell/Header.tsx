import { useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { IconButton, Link } from '../kit/Button.tsx'
import { Icon } from '../kit/Icon.tsx'
import { doorsOf, type Door, firstDoor, type Intent, intents } from '../kit/pages.ts'
import { useMe } from '../session.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { Menu } from './Menu.tsx'
import { useContents } from './pages-context.ts'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'

const said = {
  main: { zh: '主导航', en: 'Main' },
  desk: { zh: '工作台', en: 'Desk' },
} as const satisfies Record<string, Text>

export function Header() {
  const t = useText()
  const { pathname } = useLocation()
  const [open, setOpen] = useState(false)
  const me = useMe()
  const { pages } = useContents()
  const doors = doorsOf(pages, 'public', me?.abilities ?? [])
  const deskDoors = me?.user ? doorsOf(pages, 'desk', me.abilities) : []
  const start = firstDoor(deskDoors)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of page closes the menu
  useEffect(() => setOpen(false), [pathname])
  return (
    <header className="x-header">
      <div className="x-header-line">
        <Link to="/">
          <span className="x-brand">
            <Brand />
            {t(words.brand)}
          </span>
        </Link>
        <nav className="x-nav" aria-label={t(said.main)}>
          {groups(doors).map(([intent, entries]) => (
            <Group key={intent} intent={intent} doors={entries} />
          ))}
          {start && (
            <Link to={start.path}>
              <Icon name="inbox" /> {t(said.desk)}
            </Link>
          )}
        </nav>
        <div className="x-header-end">
          <LanguageSwitch />
          <span className="x-only-wide">
            <ThemeSwitch />
          </span>
          <AccountMenu />
          <span className="x-only-narrow">
            <IconButton
              icon={open ? 'cross' : 'menu'}
              label={t(words.menu)}
              aria-expanded={open}
              aria-controls="x-menu"
              onClick={() => setOpen(!open)}
            />
          </span>
        </div>
      </div>
      <div id="x-menu" className="x-narrow-menu" hidden={!open}>
        {open && (
          <>
            <NarrowMenu doors={[...doors, ...deskDoors]} />
            <ThemeSwitch />
          </>
        )}
      </div>
    </header>
  )
}

/** A direct link where an intent has one door, a menu where it has several. */
function Group({ intent, doors }: { intent: Intent; doors: readonly Door[] }) {
  const t = useText()
  const only = doors.length === 1 ? doors[0] : undefined
  if (only) return <Link to={only.path}>{t(intents[intent].label)}</Link>
  return (
    <Menu label={t(intents[intent].label)}>
      {doors.map((door) => (
        <li key={door.path}>
          <Link to={door.path}>{t(door.label)}</Link>
          {door.hint && <span className="x-quiet x-block">{t(door.hint)}</span>}
        </li>
      ))}
    </Menu>
  )
}

function NarrowMenu({ doors }: { doors: readonly Door[] }) {
  const t = useText()
  return (
    <nav aria-label={t(words.menu)}>
      {groups(doors).map(([intent, entries]) => (
        <div key={intent}>
          <h2>{t(intents[intent].label)}</h2>
          <ul>
            {entries.map((door) => (
              <li key={door.path}>
                <Link to={door.path}>{t(door.label)}</Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** Doors by intent, in the order of the intents. */
export function groups(doors: readonly Door[]): [Intent, Door[]][] {
  const found = new Map<Intent, Door[]>()
  for (const door of doors) found.set(door.intent, [...(found.get(door.intent) ?? []), door])
  return [...found]
}

/** Three rings that overlap: the three regions. */
function Brand() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" className="x-brand-mark">
      <circle cx="11.5" cy="12" r="7" />
      <circle cx="20.5" cy="12" r="7" />
      <circle cx="16" cy="20" r="7" />
    </svg>
  )
}
