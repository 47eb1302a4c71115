import { allow, policy } from '#core/policy.ts'

/** Where the provider redeems (通兑), the request is a case of its own. */
const applicants = [
  allow('applicant_owner', 'own'),
  allow('applicant_clerk', 'own'),
  allow('provider_owner', 'own'),
  allow('provider_clerk', 'own'),
]
const officers = [allow('reviewer', 'region'), allow('director', 'region'), allow('finance', 'region')]

/** Who may see and touch a case at all. Which action whose turn it is, `available` tells. */
export const casePolicy = policy({
  'case.read': [
    ...applicants,
    ...officers,
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
  ],
  'case.act': [...applicants, ...officers],
  'case.bulk': officers,
  'case.extend': [allow('director', 'region')],
  'case.draft': applicants,
  'case.sweep': [allow('system', 'any')],
  'programme.read': [allow('public', 'any')],
  'vacancy.read': [allow('director', 'region'), allow('administrator', 'any')],
})
