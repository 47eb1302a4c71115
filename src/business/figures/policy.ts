import { allow, policy } from '#core/policy.ts'

/** Totals are public; the rows behind them are for those who may see each row. */
export const figuresPolicy = policy({
  'figures.totals': [allow('public', 'any')],
  'figures.rows': [
    allow('finance', 'region'),
    allow('director', 'region'),
    allow('reviewer', 'region'),
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
    allow('applicant_owner', 'own'),
    allow('applicant_clerk', 'own'),
  ],
})
