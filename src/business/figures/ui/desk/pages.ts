import { page } from '#web/kit/pages.ts'

/** What the finance officer of an authority does with its budgets. */
export const budgetDeskPages = [
  page({
    path: '/desk/budgets',
    area: 'desk',
    title: { zh: '预算管理', en: 'Budgets' },
    nav: {
      intent: 'money',
      order: 10,
      needs: 'budget.manage',
      starts: { needs: 'budget.manage', rank: 10 },
    },
    load: () => import('./BudgetsDesk.tsx').then((m) => m.BudgetsDesk),
  }),
  page({
    path: '/desk/budgets/$id',
    area: 'desk',
    title: { zh: '年度预算', en: 'Budget' },
    load: () => import('./BudgetDesk.tsx').then((m) => m.BudgetDesk),
  }),
  page({
    path: '/desk/budgets/$id/accounts',
    area: 'desk',
    title: { zh: '资金账', en: 'Accounts' },
    load: () => import('./AccountsPage.tsx').then((m) => m.AccountsPage),
  }),
]
