import { allow, policy } from '#core/policy.ts'

const applicants = [allow('applicant_owner', 'own'), allow('applicant_clerk', 'own')]
const providers = [allow('provider_owner', 'served'), allow('provider_clerk', 'served')]
const officers = [
  allow('reviewer', 'region'),
  allow('director', 'region'),
  allow('finance', 'region'),
  allow('preparer', 'region'),
  allow('approver', 'region'),
  allow('auditor', 'region'),
]

/** Where the provider redeems (通兑) it files; the action asks whose turn it is. A provider sees the requests of its orders. */
export const redemptionPolicy = policy({
  'redemption.file': [...applicants, ...providers],
  'redemption.read': [...applicants, ...providers, ...officers],
  'redemption.adjust': [allow('reviewer', 'region')],
  // The node itself stops orders whose provider lost its admission.
  'redemption.stop': [allow('system', 'any')],
})
