import { page } from '#web/kit/pages.ts'

export const identityPages = [
  page({
    path: '/organisation/leave',
    area: 'desk',
    title: { zh: '离岗委托', en: 'Delegation during leave' },
    nav: { intent: 'manage', order: 20, needs: 'batch.read' },
    load: () => import('./LeavePage.tsx').then((m) => m.LeavePage),
  }),
  page({
    path: '/organisation/looks',
    area: 'desk',
    title: { zh: '谁查看过', en: 'Who looked' },
    nav: { intent: 'mine', order: 80, needs: 'access_log.read' },
    load: () => import('./LooksPage.tsx').then((m) => m.LooksPage),
  }),
]
