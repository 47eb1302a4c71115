import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Toasts } from '../kit/Toast.tsx'
import { DemoBar } from './DemoBar.tsx'
import { PendingPage } from './ErrorPage.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'

/** What stands around every page. */
export function Shell() {
  const t = useText()
  useFocusOnNavigation()
  return (
    <>
      <a className="x-skip" href="#content">
        {t(words.skip)}
      </a>
      <DemoBar />
      <Header />
      <main id="content" tabIndex={-1}>
        <Suspense fallback={<PendingPage />}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <Toasts />
    </>
  )
}

/** After a change of page the heading has the focus, so that a screen reader says where one is and Tab goes on from there. */
function useFocusOnNavigation(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    const moved = before.current !== undefined && path !== undefined && before.current !== path
    before.current = path
    if (!moved) return
    let tries = 0
    const timer = setInterval(() => {
      const heading = document.querySelector<HTMLElement>('#content h1')
      if (heading && !document.querySelector('dialog[open]')) heading.focus({ preventScroll: true })
      if (heading || ++tries > 40) clearInterval(timer)
    }, 50)
    return () => clearInterval(timer)
  }, [path])
}
