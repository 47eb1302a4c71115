import type { CasePanel } from '#platform/cases/browser.ts'

/** What payments show beside a case: where its money is, and the decisions to print. */
export const paymentPanels: readonly CasePanel[] = [
  {
    outcomes: ['voucher.redeem', 'voucher.issue'],
    order: 30,
    needs: 'decision.read',
    title: { zh: '决定与拨付', en: 'Decision and payment' },
    load: () => import('./MoneyPanel.tsx').then((m) => m.MoneyPanel),
  },
]
