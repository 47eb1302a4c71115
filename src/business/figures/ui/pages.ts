import { page } from '#web/kit/pages.ts'

export const figurePages = [
  page({
    path: '/figures/vouchers',
    area: 'public',
    title: { zh: '创新券资金', en: 'Voucher budgets' },
    nav: {
      intent: 'figures',
      order: 10,
      label: { zh: '创新券资金', en: 'Voucher budgets' },
      hint: {
        zh: '预算、发放、兑付、拨付，逐笔可查',
        en: 'Budget, issued, redeemed, paid, down to the rows',
      },
    },
    load: () => import('./Budgets.tsx').then((m) => m.Budgets),
  }),
  page({
    path: '/figures/vouchers/$budgetId',
    area: 'public',
    title: { zh: '年度预算', en: 'Budget' },
    load: () => import('./BudgetPage.tsx').then((m) => m.BudgetPage),
  }),
]

export const figureBlocks = [
  { order: 30, load: () => import('./LivingFigures.tsx').then((m) => m.LivingFigures) },
]
