import { page } from '#web/kit/pages.ts'

/** An empty node: its first visitor sets it up. */
export const setUpPages = [
  page({
    path: '/set-up',
    area: 'public',
    title: { zh: '初始设置', en: 'Set up this node' },
    load: () => import('./SetUpPage.tsx').then((m) => m.SetUpPage),
  }),
]

export const setUpBlocks = [
  { order: 0, load: () => import('./SetUpCall.tsx').then((m) => m.SetUpCall) },
  {
    order: 0,
    needs: ['organisation.register'],
    load: () => import('./JoinCall.tsx').then((m) => m.JoinCall),
  },
]
