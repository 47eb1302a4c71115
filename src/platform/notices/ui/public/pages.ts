import { page } from '#web/kit/pages.ts'

export const noticePublicPages = [
  page({
    path: '/notices',
    area: 'public',
    title: { zh: '公示', en: 'Public notices' },
    nav: {
      intent: 'notices',
      order: 10,
      label: { zh: '公示与公告', en: 'Public notices' },
      hint: { zh: '拟兑付名单、剩余天数、怎样提异议', en: 'Proposed lists, days left, how to object' },
    },
    load: () => import('./Notices.tsx').then((m) => m.Notices),
  }),
  page({
    path: '/notices/receipts',
    area: 'public',
    title: { zh: '查询异议办理', en: 'Follow an objection' },
    nav: {
      intent: 'notices',
      order: 20,
      label: { zh: '凭回执查异议', en: 'Follow an objection' },
      hint: { zh: '用回执号看办理到哪一步', en: 'By its receipt number' },
    },
    load: () => import('./ReceiptPage.tsx').then((m) => m.ReceiptPage),
  }),
  page({
    path: '/notices/$id',
    area: 'public',
    title: { zh: '公示', en: 'Public notice' },
    load: () => import('./NoticePage.tsx').then((m) => m.NoticePage),
  }),
  page({
    path: '/notices/$id/rows/$row',
    area: 'public',
    title: { zh: '公示条目', en: 'Row of a notice' },
    load: () => import('./NoticeRowPage.tsx').then((m) => m.NoticeRowPage),
  }),
]

export const noticeBlocks = [
  { order: 20, load: () => import('./OpenNotices.tsx').then((m) => m.OpenNotices) },
]
