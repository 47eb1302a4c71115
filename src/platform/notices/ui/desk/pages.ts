import { page } from '#web/kit/pages.ts'

export const inboxPages = [
  page({
    path: '/inbox',
    area: 'desk',
    title: { zh: '消息', en: 'Messages' },
    nav: { intent: 'mine', order: 15 },
    load: () => import('./InboxPage.tsx').then((m) => m.InboxPage),
  }),
  page({
    path: '/admin/outbox',
    area: 'desk',
    title: { zh: '发件箱', en: 'Outbox' },
    nav: { intent: 'manage', order: 40, needs: 'outbox.read_all' },
    load: () => import('./OutboxPage.tsx').then((m) => m.OutboxPage),
  }),
]
