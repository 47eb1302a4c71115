import { page } from '#web/kit/pages.ts'

/** Invoices of one's own organisation, on either side; and for officers the versions that contradict each other. */
export const invoicePages = [
  page({
    path: '/invoices',
    area: 'desk',
    title: { zh: '发票', en: 'Invoices' },
    nav: { intent: 'mine', order: 52, needs: 'invoice.register' },
    load: () => import('./InvoicesPage.tsx').then((m) => m.InvoicesPage),
  }),
  page({
    path: '/desk/invoice-conflicts',
    area: 'desk',
    title: { zh: '发票冲突', en: 'Invoices in two versions' },
    nav: { intent: 'review', order: 32, needs: 'invoice.decide' },
    load: () => import('./ConflictsPage.tsx').then((m) => m.ConflictsPage),
  }),
  page({
    path: '/invoices/$id',
    area: 'desk',
    title: { zh: '发票', en: 'Invoice' },
    load: () => import('./InvoicePage.tsx').then((m) => m.InvoicePage),
  }),
]
