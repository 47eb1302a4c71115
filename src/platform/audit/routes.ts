import { type Handlers, module } from '#core/module.ts'
import { audit } from './contract.ts'
import './policy.ts'
import { timelineFor } from './timeline.ts'

const handlers = {
  timeline: ({ db, actor, now }, { params, query: { limit, cursor, looks = false } }) =>
    timelineFor({ db, actor, now }, params, { limit, cursor, looks }),
} satisfies Handlers<typeof audit>

export const auditModule = module({ name: 'audit', contract: audit, handlers })
