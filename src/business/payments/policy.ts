import { allow, policy } from '#core/policy.ts'

const inside = [
  allow('reviewer', 'authority'),
  allow('director', 'authority'),
  allow('finance', 'authority'),
  allow('preparer', 'authority'),
  allow('approver', 'authority'),
  allow('auditor', 'authority'),
]
const owners = [allow('applicant_owner', 'own'), allow('provider_owner', 'own')]
const payees = [...owners, allow('applicant_clerk', 'own'), allow('provider_clerk', 'own')]
const payers = [allow('preparer', 'authority'), allow('approver', 'authority')]

/** The paying authority's own people; a firm sees its own payments and recoveries. */
export const paymentPolicy = policy({
  'batch.read': inside,
  'batch.manage': [allow('reviewer', 'authority'), allow('director', 'authority')],
  'batch.decide': [allow('director', 'authority')],
  'batch.follow': [allow('system', 'any')],
  'run.read': [
    ...payers,
    allow('finance', 'authority'),
    allow('director', 'authority'),
    allow('auditor', 'authority'),
  ],
  'run.prepare': [allow('preparer', 'authority')],
  'run.approve': [allow('approver', 'authority')],
  'run.file': payers,
  'run.confirm': payers,
  'run.remind': [allow('system', 'any')],
  'payment.read': [...payees, ...inside],
  'recovery.read': [...payees, ...inside],
  'recovery.decide': [allow('director', 'authority')],
  'recovery.volunteer': owners,
  // Whoever volunteered may take it back while nothing has come in; a director may waive what should not be owed.
  'recovery.waive': [allow('director', 'authority'), ...owners],
  // Another director than the one who found it false.
  'recovery.overturn': [allow('director', 'authority')],
  'recovery.book': [allow('finance', 'authority')],
  'decision.read': [
    ...payees,
    allow('reviewer', 'region'),
    allow('director', 'region'),
    allow('finance', 'region'),
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
  ],
})
