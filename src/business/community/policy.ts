import { allow, policy } from '#core/policy.ts'

export const communityPolicy = policy({ 'community.load': [allow('system', 'any')] })
