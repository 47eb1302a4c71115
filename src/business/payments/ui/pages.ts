import { page } from '#web/kit/pages.ts'

/** Batches, payments, recoveries at the desk, and the decisions that are handed out. */
export const paymentPages = [
  page({
    path: '/desk/batches',
    area: 'desk',
    title: { zh: '兑付批次与公示', en: 'Batches and public notice' },
    nav: {
      intent: 'money',
      order: 10,
      needs: 'batch.read',
      label: { zh: '批次与公示', en: 'Batches, notice' },
    },
    load: () => import('./desk/BatchesPage.tsx').then((m) => m.BatchesPage),
  }),
  page({
    path: '/desk/batches/$id',
    area: 'desk',
    title: { zh: '兑付批次', en: 'Batch' },
    load: () => import('./desk/BatchPage.tsx').then((m) => m.BatchPage),
  }),
  page({
    path: '/desk/payments',
    area: 'desk',
    title: { zh: '拨付', en: 'Payments' },
    nav: {
      intent: 'money',
      order: 20,
      needs: 'run.read',
      starts: { needs: 'run.file', rank: 20 },
    },
    load: () => import('./desk/RunsPage.tsx').then((m) => m.RunsPage),
  }),
  page({
    path: '/desk/payments/imports/$id',
    area: 'desk',
    title: { zh: '银行回单导入结果', en: 'Import of a confirmation' },
    load: () => import('./desk/ImportPage.tsx').then((m) => m.ImportPage),
  }),
  page({
    path: '/desk/payments/$id',
    area: 'desk',
    title: { zh: '拨付单', en: 'Payment run' },
    load: () => import('./desk/RunPage.tsx').then((m) => m.RunPage),
  }),
  page({
    path: '/desk/recoveries',
    area: 'desk',
    title: { zh: '追回', en: 'Recoveries' },
    nav: { intent: 'money', order: 30, needs: 'batch.read' },
    load: () => import('./desk/RecoveriesPage.tsx').then((m) => m.RecoveriesPage),
  }),
  page({
    path: '/desk/recoveries/new',
    area: 'desk',
    title: { zh: '作出追回决定', en: 'Decide a recovery' },
    load: () => import('./desk/NewRecoveryPage.tsx').then((m) => m.NewRecoveryPage),
  }),
  page({
    path: '/desk/recoveries/$id',
    area: 'desk',
    title: { zh: '追回', en: 'Recovery' },
    load: () => import('./RecoveryPage.tsx').then((m) => m.RecoveryPage),
  }),
  page({
    path: '/recoveries',
    area: 'desk',
    title: { zh: '需退回的款项', en: 'Money to return' },
    nav: { intent: 'mine', order: 59, needs: 'recovery.volunteer' },
    load: () => import('./mine/RecoveriesPage.tsx').then((m) => m.RecoveriesMinePage),
  }),
  page({
    path: '/recoveries/$id',
    area: 'desk',
    title: { zh: '需退回的款项', en: 'Money to return' },
    load: () => import('./RecoveryPage.tsx').then((m) => m.RecoveryPage),
  }),
  page({
    path: '/decisions/$kind/$id',
    area: 'desk',
    title: { zh: '决定书', en: 'Decision' },
    load: () => import('./decisions/DecisionPage.tsx').then((m) => m.DecisionPage),
  }),
]
