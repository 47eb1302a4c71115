import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { Link } from '../kit/Button.tsx'
import { doorsOf, intents } from '../kit/pages.ts'
import { useMe } from '../session.ts'
import { PendingPage } from './ErrorPage.tsx'
import { groups } from './Header.tsx'
import { useContents } from './pages-context.ts'

const said = { desk: { zh: '工作台导航', en: 'Desk' } } as const satisfies Record<string, Text>

/** Around every signed-in page: denser type and the doors this person has, at the left. */
export function DeskFrame() {
  const me = useMe()
  useEffect(() => {
    document.documentElement.dataset.area = 'desk'
    return () => {
      delete document.documentElement.dataset.area
    }
  }, [])
  if (!me) return <PendingPage />
  if (!me.user) return <ToSignIn />
  return (
    <div className="x-desk">
      <SideNav abilities={me.abilities} />
      <div className="x-desk-page">
        <Suspense fallback={<PendingPage />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  )
}

/** To the sign-in page and back here, once: the address changes while this page still stands, and would be its own way back. */
function ToSignIn() {
  const navigate = useNavigate()
  const { href } = useLocation()
  const here = useRef(href)
  useEffect(() => {
    void navigate({ to: '/sign-in', search: { back: here.current }, replace: true })
  }, [navigate])
  return <PendingPage />
}

function SideNav({ abilities }: { abilities: readonly string[] }) {
  const t = useText()
  const { pages } = useContents()
  const doors = doorsOf(pages, 'desk', abilities)
  if (doors.length === 0) return null
  return (
    <nav className="x-side" aria-label={t(said.desk)}>
      {groups(doors).map(([intent, entries]) => (
        <div key={intent}>
          <h2>{t(intents[intent].label)}</h2>
          <ul>
            {entries.map((door) => (
              <li key={door.path}>
                <Link to={door.path} exact={doors.some((one) => one.path.startsWith(`${door.path}/`))}>
                  {t(door.label)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
