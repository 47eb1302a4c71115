import { type Handlers, module } from '#core/module.ts'
import { search } from './contract.ts'
import './policy.ts'
import { findEverywhere } from './sources.ts'

const handlers = {
  find: async (seeker, { query: { q } }) => ({ groups: await findEverywhere(seeker, q) }),
} satisfies Handlers<typeof search>

export const searchModule = module({ name: 'search', contract: search, handlers })
