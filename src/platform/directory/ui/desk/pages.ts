import { page } from '#web/kit/pages.ts'

/** What officers do about organisations and providers. */
export const directoryDeskPages = [
  page({
    path: '/desk/organisations',
    area: 'desk',
    title: { zh: '单位核实', en: 'Organisations' },
    nav: { intent: 'review', order: 30, needs: 'organisation.list' },
    load: () => import('./OrganisationsDesk.tsx').then((m) => m.OrganisationsDesk),
  }),
  page({
    path: '/desk/organisations/$id',
    area: 'desk',
    title: { zh: '单位', en: 'Organisation' },
    load: () => import('./OrganisationDesk.tsx').then((m) => m.OrganisationDesk),
  }),
  page({
    path: '/desk/providers',
    area: 'desk',
    title: { zh: '服务机构库', en: 'Provider library' },
    nav: { intent: 'review', order: 40, needs: 'organisation.list' },
    load: () => import('./ProvidersDesk.tsx').then((m) => m.ProvidersDesk),
  }),
  page({
    path: '/admin/authorities',
    area: 'desk',
    title: { zh: '主管部门', en: 'Authorities' },
    nav: {
      intent: 'manage',
      order: 5,
      needs: 'authority.list',
      starts: { needs: 'authority.list', rank: 40 },
    },
    load: () => import('./AuthoritiesPage.tsx').then((m) => m.AuthoritiesPage),
  }),
]
