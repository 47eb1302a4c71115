import { page } from '#web/kit/pages.ts'

/** What waits for an applicant or a provider, and the money that came or has to go back. */
export const minePages = [
  page({
    path: '/mine',
    area: 'desk',
    title: { zh: '我的待办', en: 'My work' },
    nav: {
      intent: 'mine',
      order: 10,
      needs: 'order.cancel',
      starts: { needs: 'order.cancel', rank: 50 },
    },
    load: () => import('./MinePage.tsx').then((m) => m.MinePage),
  }),
  page({
    path: '/redemptions/$id',
    area: 'desk',
    title: { zh: '兑付申请', en: 'Redemption request' },
    load: () => import('./RequestPage.tsx').then((m) => m.RequestPage),
  }),
  page({
    path: '/payments/mine',
    area: 'desk',
    title: { zh: '我的拨付', en: 'My payments' },
    nav: { intent: 'mine', order: 58, needs: 'recovery.volunteer' },
    load: () => import('./PaymentsPage.tsx').then((m) => m.PaymentsPage),
  }),
]

/** For the home page of whoever works here: what waits for him and for others. */
export const workBlocks = [
  {
    order: 1,
    needs: ['order.cancel'],
    load: () => import('./OwnWork.tsx').then((m) => m.OwnWork),
  },
  {
    order: 2,
    needs: ['case.bulk', 'run.file', 'organisation.sponsor'],
    load: () => import('../desk/DeskWork.tsx').then((m) => m.DeskWork),
  },
  {
    order: 3,
    needs: ['authority.list'],
    load: () => import('../desk/Overseeing.tsx').then((m) => m.Administration),
  },
  {
    order: 4,
    needs: ['refused.read'],
    load: () => import('../desk/Overseeing.tsx').then((m) => m.Inspection),
  },
]
