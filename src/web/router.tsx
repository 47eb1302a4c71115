import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readSearch, writeSearch } from './filters.ts'
import type { HomeBlock, PageSpec } from './kit/pages.ts'
import { accountPages } from './account/pages.ts'
import { DeskFrame } from './shell/DeskFrame.tsx'
import { ErrorPage, NotFoundPage, PendingPage } from './shell/ErrorPage.tsx'
import { PagesContext } from './shell/pages-context.ts'
import { Shell } from './shell/Shell.tsx'
import { homePages } from './home/pages.ts'
import { interfacePages } from './interface/pages.ts'
import { voucherPublicPages } from '#business/vouchers/ui/public/pages.ts'
import { figureBlocks, figurePages } from '#business/figures/ui/pages.ts'
import { caseBlocks, casePublicPages } from '#platform/cases/ui/public/pages.ts'
import { casePages } from '#platform/cases/ui/pages.ts'
import { type CasePanel, CasePanelsContext } from '#platform/cases/ui/panels.ts'
import { voucherPanels } from '#business/vouchers/ui/desk/panels.ts'
import { calendarPages } from '#platform/calendar/ui/pages.ts'
import { directoryDeskPages } from '#platform/directory/ui/desk/pages.ts'
import { identityPages } from '#platform/identity/ui/pages.ts'
import { inboxPages } from '#platform/notices/ui/desk/pages.ts'
import { budgetDeskPages } from '#business/figures/ui/desk/pages.ts'
import { noticeBlocks, noticePublicPages } from '#platform/notices/ui/public/pages.ts'
import { objectionPages } from '#platform/notices/ui/objections/pages.ts'
import { paymentPages } from '#business/payments/ui/pages.ts'
import { paymentPanels } from '#business/payments/ui/panels.ts'
import { redemptionPanels } from '#business/redemptions/ui/desk/panels.ts'
import { minePages, workBlocks } from '#business/payments/ui/mine/pages.ts'
import { redemptionPages } from '#business/redemptions/ui/pages.ts'
import { applicantPages } from '#business/vouchers/ui/mine/pages.ts'
import { organisationPages } from '#platform/directory/ui/mine/pages.ts'
import { setUpBlocks, setUpPages } from '#platform/directory/ui/setup/pages.ts'
import { auditPages } from '#platform/audit/ui/pages.ts'
import { invoicePages } from '#platform/invoices/ui/pages.ts'

/** Every page there is: the shell's own, then each module's `ui/pages.ts`. */
const pages: readonly PageSpec[] = [
  ...homePages,
  ...accountPages,
  ...interfacePages,
  ...casePublicPages,
  ...casePages,
  ...calendarPages,
  ...directoryDeskPages,
  ...identityPages,
  ...inboxPages,
  ...budgetDeskPages,
  ...voucherPublicPages,
  ...noticePublicPages,
  ...figurePages,
  ...organisationPages,
  ...setUpPages,
  ...minePages,
  ...objectionPages,
  ...paymentPages,
  ...applicantPages,
  ...redemptionPages,
  ...invoicePages,
  ...auditPages,
]
/** What modules show on the home page. */
const blocks: readonly HomeBlock[] = [
  ...setUpBlocks,
  ...workBlocks,
  ...caseBlocks,
  ...noticeBlocks,
  ...figureBlocks,
]

/** What modules show beside a case. */
const panels: readonly CasePanel[] = [...voucherPanels, ...redemptionPanels, ...paymentPanels]

const contents = { pages, blocks }

const root = createRootRoute({
  component: () => (
    <PagesContext.Provider value={contents}>
      <CasePanelsContext.Provider value={panels}>
        <Shell />
      </CasePanelsContext.Provider>
    </PagesContext.Provider>
  ),
  notFoundComponent: NotFoundPage,
})

const desk = createRoute({ getParentRoute: () => root, id: 'desk', component: DeskFrame })

const routeOf = (spec: PageSpec) =>
  createRoute({
    getParentRoute: () => (spec.area === 'desk' ? desk : root) as typeof root,
    path: spec.path,
    component: lazyRouteComponent(() => spec.load().then((Page) => ({ Page })), 'Page'),
    errorComponent: ErrorPage,
    pendingComponent: PendingPage,
    pendingMs: 200,
    pendingMinMs: 0,
  })

const of = (area: PageSpec['area']) => pages.filter((spec) => spec.area === area).map(routeOf)

export const router = createRouter({
  routeTree: root.addChildren([...of('public'), desk.addChildren(of('desk'))]),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
})
