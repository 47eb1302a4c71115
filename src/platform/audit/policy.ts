import { allow, policy } from '#core/policy.ts'

export const auditPolicy = policy({
  // Whether somebody may read a history is asked of the module that owns the subject.
  'timeline.read': [allow('public', 'any')],
})
