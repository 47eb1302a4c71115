import { allow, policy } from '#core/policy.ts'

const parties = [
  allow('applicant_owner', 'own'),
  allow('applicant_clerk', 'own'),
  allow('provider_owner', 'own'),
  allow('provider_clerk', 'own'),
]
const deciders = [allow('reviewer', 'region'), allow('director', 'region')]
const officers = [
  ...deciders,
  allow('finance', 'region'),
  allow('preparer', 'region'),
  allow('approver', 'region'),
  allow('auditor', 'region'),
]
/** Officers of the authority that an invoice was presented to, wherever its buyer is. */
const asked = [
  allow('reviewer', 'authority'),
  allow('director', 'authority'),
  allow('finance', 'authority'),
  allow('preparer', 'authority'),
  allow('approver', 'authority'),
  allow('auditor', 'authority'),
]

export const invoicePolicy = policy({
  'invoice.register': parties,
  /** An officer who finds a red-letter invoice that nobody told of registers it. */
  'invoice.reverse': [...parties, ...deciders, allow('auditor', 'region')],
  'invoice.read': [...parties, ...officers, ...asked],
  /** Which request occupies a line: its own people, and the officers it was presented to. */
  'invoice.presentation': [...parties, ...asked],
  'invoice.conflict': [...parties, ...officers],
  'invoice.decide': deciders,
})
