import { page } from '#web/kit/pages.ts'

export const auditPages = [
  page({
    path: '/history/$kind/$id',
    area: 'desk',
    title: { zh: '历史', en: 'History' },
    load: () => import('./HistoryPage.tsx').then((m) => m.HistoryPage),
  }),
]
