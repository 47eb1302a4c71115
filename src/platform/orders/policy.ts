import { allow, policy } from '#core/policy.ts'

const buyers = [allow('applicant_owner', 'own'), allow('applicant_clerk', 'own')]
const providers = [allow('provider_owner', 'served'), allow('provider_clerk', 'served')]

/** Officers read the orders of their region's buyers; between the two sides they do nothing. */
export const orderPolicy = policy({
  'order.read': [
    ...buyers,
    ...providers,
    allow('reviewer', 'region'),
    allow('director', 'region'),
    allow('finance', 'region'),
    allow('preparer', 'region'),
    allow('approver', 'region'),
    allow('auditor', 'region'),
  ],
  'order.propose': buyers,
  'order.serve': providers,
  'order.receive': buyers,
  'order.cancel': [...buyers, ...providers],
})
