import type { CasePanel } from '#platform/cases/browser.ts'

/** What redemptions show beside a case. */
export const redemptionPanels: readonly CasePanel[] = [
  {
    outcomes: ['voucher.redeem'],
    order: 10,
    needs: 'redemption.read',
    papers: 'redemption',
    title: { zh: '兑付核对', en: 'What to check' },
    ownList: {
      to: '/redemptions',
      label: { zh: '兑付申请', en: 'Redemption requests' },
      needs: 'redemption.file',
    },
    load: () => import('./RedemptionPanel.tsx').then((m) => m.RedemptionPanel),
  },
]
