import { page } from '#web/kit/pages.ts'

export const casePublicPages = [
  page({
    path: '/programmes',
    area: 'public',
    title: { zh: '可以办的事项', en: 'Programmes' },
    nav: {
      intent: 'apply',
      order: 10,
      label: { zh: '申领与兑付', en: 'Claim and redeem' },
      hint: { zh: '谁能办、要什么、每一步几天', en: 'Who may, what is needed, how long each step takes' },
    },
    load: () => import('./Programmes.tsx').then((m) => m.Programmes),
  }),
  page({
    path: '/programmes/$id',
    area: 'public',
    title: { zh: '事项', en: 'Programme' },
    load: () => import('./ProgrammePage.tsx').then((m) => m.ProgrammePage),
  }),
]

export const caseBlocks = [
  { order: 10, load: () => import('./OpenProgrammes.tsx').then((m) => m.OpenProgrammes) },
]
