import { registerProgrammePart } from '#platform/cases/browser.ts'
import { page } from '#web/kit/pages.ts'

registerProgrammePart({
  fits: ({ outcome }) => outcome === 'voucher.issue' || outcome === 'voucher.redeem',
  // A redemption starts from the voucher it redeems.
  start: ({ outcome, rulebook }) =>
    outcome === 'voucher.issue'
      ? { to: '/voucher-claims/new', search: { scheme: rulebook?.id ?? '' } }
      : { to: '/vouchers' },
  load: () => import('./ProgrammeRules.tsx').then((m) => m.ProgrammeRules),
})

export const voucherPublicPages = [
  page({
    path: '/self-check',
    area: 'public',
    title: { zh: '创新券自测', en: 'Voucher self-check' },
    nav: {
      intent: 'apply',
      order: 20,
      label: { zh: '自测能不能领', en: 'Self-check' },
      hint: { zh: '不用登录，逐条对照各地办法', en: 'No sign-in: every criterion of every region' },
    },
    load: () => import('./SelfCheck.tsx').then((m) => m.SelfCheck),
  }),
  page({
    path: '/rulebooks',
    area: 'public',
    title: { zh: '科技创新券办法', en: 'Rulebooks' },
    nav: {
      intent: 'apply',
      order: 30,
      label: { zh: '查办法', en: 'Rulebooks' },
      hint: { zh: '各地各版本，条条有出处', en: 'Every region and version, with sources' },
    },
    load: () => import('./Rulebooks.tsx').then((m) => m.Rulebooks),
  }),
  page({
    path: '/rulebooks/$id',
    area: 'public',
    title: { zh: '科技创新券办法', en: 'Rulebook' },
    load: () => import('./RulebookPage.tsx').then((m) => m.RulebookPage),
  }),
  page({
    path: '/agreements/$id',
    area: 'public',
    title: { zh: '跨区域协议', en: 'Agreement' },
    load: () => import('./AgreementPage.tsx').then((m) => m.AgreementPage),
  }),
  page({
    path: '/providers',
    area: 'public',
    title: { zh: '服务机构', en: 'Providers' },
    nav: {
      intent: 'find',
      order: 10,
      label: { zh: '查服务机构', en: 'Providers' },
      hint: {
        zh: '高校、实验室、科研院所，能做什么、券能不能用',
        en: 'Universities and laboratories that take vouchers',
      },
    },
    load: () => import('./Providers.tsx').then((m) => m.Providers),
  }),
  page({
    path: '/providers/$id',
    area: 'public',
    title: { zh: '服务机构', en: 'Provider' },
    load: () => import('./ProviderPage.tsx').then((m) => m.ProviderPage),
  }),
]
