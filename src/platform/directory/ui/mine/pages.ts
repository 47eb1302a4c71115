import { page } from '#web/kit/pages.ts'

/** One's own organisation: registering it, its facts, its people. */
export const organisationPages = [
  page({
    path: '/organisation',
    area: 'desk',
    title: { zh: '单位信息', en: 'My organisation' },
    nav: { intent: 'mine', order: 60 },
    load: () => import('./OrganisationPage.tsx').then((m) => m.OrganisationPage),
  }),
  page({
    path: '/organisation/people',
    area: 'desk',
    title: { zh: '人员与邀请', en: 'People and invitations' },
    nav: { intent: 'mine', order: 70, needs: 'membership.read' },
    load: () => import('./PeoplePage.tsx').then((m) => m.PeoplePage),
  }),
  page({
    path: '/organisation/join',
    area: 'desk',
    title: { zh: '登记单位', en: 'Register an organisation' },
    load: () => import('./JoinPage.tsx').then((m) => m.JoinPage),
  }),
  page({
    path: '/invitations/$token',
    area: 'public',
    title: { zh: '接受邀请', en: 'Accept an invitation' },
    load: () => import('./InvitationPage.tsx').then((m) => m.InvitationPage),
  }),
]
