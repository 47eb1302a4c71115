import { allow, policy } from '#core/policy.ts'

export const voucherPolicy = policy({
  'rulebook.read': [allow('public', 'any')],
  'budget.manage': [allow('finance', 'authority')],
  /** Who did what to a budget: its region's officers. */
  'budget.history': [
    allow('finance', 'region'),
    allow('director', 'region'),
    allow('reviewer', 'region'),
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
  ],
  'claim.file': [allow('applicant_owner', 'own'), allow('applicant_clerk', 'own')],
  'claim.read': [
    allow('applicant_owner', 'own'),
    allow('applicant_clerk', 'own'),
    allow('reviewer', 'region'),
    allow('director', 'region'),
    allow('finance', 'region'),
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
  ],
  'voucher.read': [
    allow('applicant_owner', 'own'),
    allow('applicant_clerk', 'own'),
    allow('reviewer', 'region'),
    allow('director', 'region'),
    allow('finance', 'region'),
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
  ],
  'voucher.lapse': [allow('system', 'any')],
  'voucher.giveBack': [allow('applicant_owner', 'own'), allow('applicant_clerk', 'own')],
})
