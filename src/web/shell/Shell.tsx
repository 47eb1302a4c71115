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

/**
 * After a change of page the heading has the focus, so that a screen reader says where one is and Tab goes on from there.
 * The same where only the search part changed and what had the focus is gone: the page shows something else now.
 */
function useFocusOnNavigation(): void {
  const at = useRouterState({ select: (state) => state.resolvedLocation })
  const [path, search] = [at?.pathname, at?.searchStr]
  const before = useRef<{ path: string | undefined; search: string | undefined }>({
    path: undefined,
    search: undefined,
  })
  useEffect(() => {
    const was = before.current
    before.current = { path, search }
    const moved = was.path !== undefined && path !== undefined && was.path !== path
    const changed = !moved && was.path === path && was.search !== search
    if (!moved && !changed) return
    let [tries, told] = [0, changed]
    // The view before may stand a moment longer, and its heading goes with it: looked after for two seconds.
    const timer = setInterval(() => {
      const heading = document.querySelector<HTMLElement>('#content h1')
      const lost = document.activeElement === document.body
      if (heading && (lost || !told) && !document.querySelector('dialog[open]')) {
        heading.focus({ preventScroll: true })
        told = true
      }
      if (++tries > 40) clearInterval(timer)
    }, 50)
    return () => clearInterval(timer)
  }, [path, search])
}
