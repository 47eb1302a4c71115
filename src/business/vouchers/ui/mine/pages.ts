import { page } from '#web/kit/pages.ts'

/** What an applicant does with vouchers: claim them, follow the claims, use them or give them back. */
export const applicantPages = [
  page({
    path: '/voucher-claims/new',
    area: 'desk',
    title: { zh: '申领科技创新券', en: 'Claim a voucher' },
    load: () => import('./ClaimPage.tsx').then((m) => m.ClaimPage),
  }),
  page({
    path: '/voucher-claims',
    area: 'desk',
    title: { zh: '我的申领', en: 'My claims' },
    nav: { intent: 'mine', order: 20, needs: 'claim.file' },
    load: () => import('./ClaimsPage.tsx').then((m) => m.ClaimsPage),
  }),
  page({
    path: '/vouchers',
    area: 'desk',
    title: { zh: '我的券', en: 'My vouchers' },
    nav: { intent: 'mine', order: 30, needs: 'claim.file' },
    load: () => import('./VouchersPage.tsx').then((m) => m.VouchersPage),
  }),
  page({
    path: '/vouchers/$id',
    area: 'desk',
    title: { zh: '科技创新券', en: 'Voucher' },
    load: () => import('./VoucherPage.tsx').then((m) => m.VoucherPage),
  }),
]
