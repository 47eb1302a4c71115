import { page } from '#web/kit/pages.ts'

export const auditPages = [
  page({
    path: '/organisation/refused',
    area: 'desk',
    title: { zh: '被拒绝的操作', en: 'Refused attempts' },
    nav: { intent: 'manage', order: 30, needs: 'refused.read' },
    load: () => import('./RefusedPage.tsx').then((m) => m.RefusedPage),
  }),
  page({
    path: '/history/$kind/$id',
    area: 'desk',
    title: { zh: '历史', en: 'History' },
    load: () => import('./HistoryPage.tsx').then((m) => m.HistoryPage),
  }),
]
