import { allow, policy } from '#core/policy.ts'

export const searchPolicy = policy({
  // Everybody may search. What is found is settled by each source under the permission of its own list.
  'search.find': [allow('public', 'any')],
})
