import { page } from '../kit/pages.ts'

export const homePages = [
  page({
    path: '/',
    area: 'public',
    title: { zh: '首页', en: 'Home' },
    load: () => import('./Home.tsx').then((m) => m.Home),
  }),
]
