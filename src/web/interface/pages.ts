import { page } from '../kit/pages.ts'

export const interfacePages = [
  page({
    path: '/interface',
    area: 'public',
    title: { zh: '接口说明', en: 'Interface description' },
    load: () => import('./Interface.tsx').then((m) => m.Interface),
  }),
]
