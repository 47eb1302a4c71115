import { type Handlers, module } from '#core/module.ts'
import { figures } from './contract.ts'
import { drill } from './drill.ts'
import { figureLists } from './lists.ts'
import { budgetPage, figuresOf } from './totals.ts'
import './policy.ts'

const handlers = {
  budgets: async ({ db, now }, { query }) => ({ rows: await figuresOf(db, query), asOf: now }),
  budget: (ctx, { params }) => budgetPage(ctx, params.id),
  drill: (ctx, { params, query }) => drill(ctx, params.id, query),
} satisfies Handlers<typeof figures>

export const figuresModule = module({ name: 'figures', contract: figures, handlers, lists: figureLists })
