import type { Tx } from '#core/db.ts'
import type { Refusal } from '#core/refusal.ts'
import { contestedInvoice, holdInvoicesOf } from '#business/redemptions/index.ts'
import { openProposalsOf } from './recoveries.store.ts'
import { paymentRefusals } from './refusals.ts'

/**
 * Which payments wait for a decision, and why: a red-letter invoice took back what was presented, or another version of an
 * invoice turned up. The invoices are held still until the commit, so that none of it changes under a payment; they are the
 * last that is locked.
 */
export async function heldPayments(
  tx: Tx,
  redemptions: readonly { id: string; number: string }[],
): Promise<Map<string, Refusal>> {
  const ids = redemptions.map(({ id }) => id)
  await holdInvoicesOf(tx, ids)
  const proposed = await openProposalsOf(tx, ids)
  const held = new Map<string, Refusal>()
  for (const { id, number: redemption } of redemptions) {
    const invoice = await contestedInvoice(tx, id)
    if (proposed.has(id)) held.set(id, paymentRefusals.make('payment_held_red', { redemption }))
    else if (invoice) held.set(id, paymentRefusals.make('payment_held_conflict', { redemption, invoice }))
  }
  return held
}
