import { allow, policy } from '#core/policy.ts'

export const exportsPolicy = policy({
  // Whoever started a run made up its id; it tells a number of rows and nothing of them.
  'export.progress': [allow('public', 'any')],
})
