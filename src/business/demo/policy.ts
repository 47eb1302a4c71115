import { allow, policy } from '#core/policy.ts'

export const demoPolicy = policy({
  'demo.state': [allow('public', 'any')],
  'demo.seed': [allow('system', 'any')],
})
