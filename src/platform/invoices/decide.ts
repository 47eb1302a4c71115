import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { coreRefusals } from '#core/refusal.ts'
import { attachFiles } from '#platform/files/index.ts'
import { closeConflict, type ConflictRow, findConflict, lockConflict } from './conflicts.store.ts'
import { tellPresenters } from './present.ts'
import { overdrawn, takeBack } from './reversal.ts'
import { CONFLICT_STATUS, correctable, invoiceRefusals } from './rules.ts'
import * as store from './store.ts'
import type { Invoice } from './store.ts'

/**
 * An officer says which version is true. A correction replaces the facts, unless live requests hold more than it leaves;
 * every version is kept.
 * @throws Refusal as listed in the contract
 */
export async function decide(
  ctx: CommandCtx,
  id: string,
  { outcome, reason }: { outcome: 'kept' | 'corrected'; reason: string },
) {
  const { tx, now } = ctx
  const found = (await findConflict(tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise(found)
  const { invoice, blue } = await lockBoth(ctx, found.invoiceId)
  const conflict = (await lockConflict(tx, id)) as ConflictRow
  if (conflict.status !== 'open') {
    const { zh, en } = CONFLICT_STATUS[conflict.status]
    return invoiceRefusals.refuse('invoice_conflict_decided', {
      by: conflict.decidedBy,
      outcomeZh: zh,
      outcomeEn: en,
    })
  }
  await closeConflict(tx, id, { status: outcome, decidedAt: now, decidedBy: signature(ctx.actor), reason })
  const changes = { conflict: id, status: outcome, reason }
  ctx.event({ subject: { kind: 'invoice', id: invoice.id }, regionPath: invoice.regionPath, changes })
  if (outcome === 'corrected') await correct(ctx, conflict, invoice, blue)
  await tellPresenters(ctx, invoice, changes)
  return { id, status: outcome }
}

/** The blue invoice first, then its red one: the order in which everybody locks. */
async function lockBoth(
  ctx: CommandCtx,
  invoiceId: string,
): Promise<{ invoice: Invoice; blue: Invoice | null }> {
  const found = (await store.findInvoice(ctx.tx, invoiceId)) as Invoice
  const blue = found.redOf ? ((await store.lockInvoice(ctx.tx, found.redOf)) as Invoice) : null
  return { invoice: (await store.lockInvoice(ctx.tx, invoiceId)) as Invoice, blue }
}

async function correct(
  ctx: CommandCtx,
  conflict: ConflictRow,
  invoice: Invoice,
  blue: Invoice | null,
): Promise<void> {
  const { tx, now } = ctx
  const facts = store.factsFrom(conflict.claimed)
  const refusal = correctable(await store.linesOf(tx, invoice.id), facts)
  if (refusal) throw refusal
  const before = blue ? await overdrawn(tx, blue.id) : new Map<number, bigint>()
  const { fileId, claimedBy: organisationId } = conflict
  await store.correctInvoice(tx, invoice, facts, {
    conflictId: conflict.id,
    byLabel: signature(ctx.actor),
    at: now,
    fileId,
  })
  await store.insertHolder(tx, { invoiceId: invoice.id, organisationId, fileId, at: now })
  await attachFiles(tx, { ...ctx, actor: { ...ctx.actor, kind: 'system' } }, [fileId], {
    kind: 'invoice',
    id: invoice.id,
  })
  if (blue) await takeBack(ctx, { blue, redId: invoice.id, before })
}
