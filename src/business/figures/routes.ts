import { type Handlers, module } from '#core/module.ts'
import { accountsPage, entriesPage } from './books.ts'
import { figures } from './contract.ts'
import { drill } from './drill.ts'
import { figureLists } from './lists.ts'
import { budgetPage, figuresOf } from './totals.ts'
import './policy.ts'

const handlers = {
  budgets: async ({ db, now }, { query }) => ({ rows: await figuresOf(db, query), asOf: now }),
  budget: (ctx, { params }) => budgetPage(ctx, params.id),
  accounts: (ctx, { params, query }) => accountsPage(ctx, params.id, query),
  entries: (ctx, { params, query }) => entriesPage(ctx, params.id, params.name, query),
  drill: (ctx, { params, query }) => drill(ctx, params.id, query),
} satisfies Handlers<typeof figures>

export const figuresModule = module({ name: 'figures', contract: figures, handlers, lists: figureLists })
