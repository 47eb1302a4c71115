import { page } from '#web/kit/pages.ts'

export const casePages = [
  page({
    path: '/desk',
    area: 'desk',
    title: { zh: '审核台', en: 'Review desk' },
    nav: {
      intent: 'review',
      order: 10,
      needs: 'case.bulk',
      starts: { needs: 'case.bulk', rank: 30 },
    },
    load: () => import('./desk/Desk.tsx').then((m) => m.Desk),
  }),
  page({
    path: '/cases/$id',
    area: 'desk',
    title: { zh: '办件', en: 'Case' },
    load: () => import('./case/CasePage.tsx').then((m) => m.CasePage),
  }),
]
