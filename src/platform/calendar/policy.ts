import { allow, policy } from '#core/policy.ts'

export const calendarPolicy = policy({
  'calendar.read': [allow('public', 'any')],
  'calendar.load': [allow('administrator', 'any')],
})
