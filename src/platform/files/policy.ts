import { allow, policy } from '#core/policy.ts'

export const filePolicy = policy({
  // Visitors may send evidence for an objection, a few files a day.
  'file.upload': [allow('public', 'any')],
  // Whether somebody may read a file is asked of the subject it is attached to.
  'file.read': [allow('public', 'any')],
  'file.sweep': [allow('system', 'any')],
})
