import type { CasePanel } from '#platform/cases/browser.ts'

/** What vouchers show beside a case. */
export const voucherPanels: readonly CasePanel[] = [
  {
    outcomes: ['voucher.issue'],
    order: 10,
    needs: 'claim.read',
    title: { zh: '规则核查', en: 'What the rules find' },
    ownList: { to: '/voucher-claims', label: { zh: '我的申领', en: 'My claims' }, needs: 'claim.file' },
    load: () => import('./ClaimPanel.tsx').then((m) => m.ClaimPanel),
  },
]
