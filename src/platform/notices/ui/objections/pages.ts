import { page } from '#web/kit/pages.ts'

export const objectionPages = [
  page({
    path: '/desk/objections',
    area: 'desk',
    title: { zh: '异议处理', en: 'Objections' },
    nav: { intent: 'review', order: 30, needs: 'objection.read' },
    load: () => import('./ObjectionsPage.tsx').then((m) => m.ObjectionsPage),
  }),
]
