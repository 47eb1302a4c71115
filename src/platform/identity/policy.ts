import { allow, policy } from '#core/policy.ts'

/** Whoever manages an organisation's people does it for his own organisation only. */
const managers = [
  allow('applicant_owner', 'own'),
  allow('provider_owner', 'own'),
  allow('incubator_clerk', 'own'),
  allow('director', 'own'),
  allow('administrator', 'own'),
]
const everyMember = [
  ...managers,
  allow('applicant_clerk', 'own'),
  allow('provider_clerk', 'own'),
  allow('reviewer', 'own'),
  allow('finance', 'own'),
  allow('preparer', 'own'),
  allow('approver', 'own'),
  allow('auditor', 'own'),
]

export const identityPolicy = policy({
  'identity.sign_in': [allow('public', 'any')],
  'identity.me': [allow('public', 'any')],
  'identity.choose': [allow('user', 'any')],
  'invitation.offer': [allow('public', 'any')],
  'invitation.accept': [allow('user', 'any')],
  'invitation.create': managers,
  'invitation.read': managers,
  'invitation.revoke': managers,
  'membership.read': everyMember,
  // One's own role, or anybody's in the organisation one manages.
  'membership.end': [allow('user', 'self'), ...managers],
  'delegation.read': [allow('user', 'self'), ...managers],
  'delegation.create': [allow('user', 'self'), allow('director', 'own')],
  'delegation.end': [allow('user', 'self'), allow('director', 'own')],
  'access_log.read': [...managers, allow('auditor', 'own')],
  'demo.accounts': [allow('public', 'any')],
})
