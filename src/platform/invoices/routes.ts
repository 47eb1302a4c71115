import { type Handlers, module } from '#core/module.ts'
import { may } from '#core/policy.ts'
import { registerFileSubject } from '#platform/files/index.ts'
import { findConflict } from './conflicts.store.ts'
import { invoices } from './contract.ts'
import { decide } from './decide.ts'
import './history.ts'
import { invoiceLists } from './lists.ts'
import { conflictList, invoiceList, invoicePage, subjectFor } from './pages.ts'
import './policy.ts'
import { register, registerRed } from './register.ts'
import { findInvoice } from './store.ts'

const handlers = {
  register: (ctx, { body }) => register(ctx, body),
  registerRed: (ctx, { body }) => registerRed(ctx, body),
  list: (ctx, { query }) => invoiceList(ctx, query),
  get: (ctx, { params }) => invoicePage(ctx, params.id),
  conflicts: (ctx, { query }) => conflictList(ctx, query),
  decide: (ctx, { params, body }) => decide(ctx, params.id, body),
} satisfies Handlers<typeof invoices>

export const invoicesModule = module({ name: 'invoices', contract: invoices, handlers, lists: invoiceLists })

/** A holder's file is for himself and for officers: another holder may be a competitor. */
registerFileSubject('invoice', async (db, actor, id, _, fileId) => {
  const invoice = await findInvoice(db, id)
  if (!invoice) return false
  const subject = await subjectFor(db, actor, invoice)
  return may(actor, 'invoice.read', fileId === undefined ? subject : { ...subject, organisationId: null })
})

registerFileSubject('invoice_conflict', async (db, actor, id) => {
  const conflict = await findConflict(db, id)
  if (!conflict) return false
  return may(actor, 'invoice.conflict', {
    organisationId: conflict.claimedBy,
    regionPath: conflict.regionPath,
  })
})
