import type { CommandCtx } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { hasOpenConflict } from './conflicts.store.ts'
import { freeAll, insertPresentation, invoicesUnder, presentationsOn } from './presentations.store.ts'
import { invoiceRefusals, leftOf, money } from './rules.ts'
import { type Invoice, isHolder, linesOf, lockInvoices, type SubjectRef } from './store.ts'

/** What acting on invoices needs of the write door's context; a CommandCtx fits. */
export type InvoiceCtx = Pick<CommandCtx, 'actor' | 'now' | 'event' | 'enqueue'>

export type Presented = { invoiceId: string; lineNo: number; amountFen: bigint }
export type Presenting = {
  subject: SubjectRef
  /** Whose programme pays. */
  authorityId: string
  lines: readonly Presented[]
  /** Who asks; the actor's organisation unless told. It must have registered the invoices. */
  organisationId?: string
}

const byLine = (a: Presented, b: Presented) =>
  a.invoiceId === b.invoiceId ? a.lineNo - b.lineNo : a.invoiceId < b.invoiceId ? -1 : 1

/**
 * A live request occupies lines of invoices, whichever programme or region asks. The invoices are locked by id first.
 * @throws Refusal invoice_not_found, invoice_red_not_presented, invoice_in_conflict, invoice_line_unknown,
 * invoice_line_twice, invoice_line_exhausted
 */
export async function present(tx: Tx, ctx: InvoiceCtx, presenting: Presenting): Promise<void> {
  const { subject, authorityId, organisationId = ctx.actor.organisationId } = presenting
  const lines = [...presenting.lines].sort(byLine)
  const ids = [...new Set(lines.map((line) => line.invoiceId))]
  if (ids.length === 0) return
  const found = await lockInvoices(tx, ids)
  if (found.length < ids.length || !organisationId) return invoiceRefusals.refuse('invoice_not_found')
  for (const invoice of found) {
    const wanted = lines.filter((line) => line.invoiceId === invoice.id)
    await requirePresentable(tx, invoice, wanted, organisationId)
    for (const { invoiceId, lineNo, amountFen } of wanted) {
      const row = { invoiceId, lineNo, amountFen, organisationId, authorityId, at: ctx.now }
      await insertPresentation(
        tx,
        { ...row, subjectKind: subject.kind, subjectId: subject.id },
        invoice.number,
      )
    }
    const shown = wanted.map(({ lineNo, amountFen }) => ({ lineNo, amountFen }))
    ctx.event({
      subject: { kind: 'invoice', id: invoice.id },
      regionPath: invoice.regionPath,
      changes: { presented: shown, for: subject, authorityId },
    })
  }
}

/** The database would refuse the same, without the figures. */
async function requirePresentable(
  tx: Tx,
  invoice: Invoice,
  wanted: readonly Presented[],
  organisationId: string,
) {
  const { id, kind, number } = invoice
  if (!(await isHolder(tx, id, organisationId))) invoiceRefusals.refuse('invoice_not_found')
  if (kind === 'red') invoiceRefusals.refuse('invoice_red_not_presented')
  if (await hasOpenConflict(tx, id)) invoiceRefusals.refuse('invoice_in_conflict', { number })
  const known = await linesOf(tx, id)
  for (const [at, { lineNo, amountFen }] of wanted.entries()) {
    const line = known.find((one) => one.lineNo === lineNo)
    if (!line) return invoiceRefusals.refuse('invoice_line_unknown', { number, line: lineNo })
    if (wanted[at - 1]?.lineNo === lineNo)
      invoiceRefusals.refuse('invoice_line_twice', { number, line: lineNo })
    const leftFen = leftOf(line)
    if (amountFen > leftFen)
      invoiceRefusals.refuse('invoice_line_exhausted', { number, line: lineNo, ...money('left', leftFen) })
  }
}

/**
 * Refusal or withdrawal gives the lines back; payment never does. Again for the same subject it does nothing.
 * @returns how many lines became free
 */
export async function free(tx: Tx, ctx: InvoiceCtx, subject: SubjectRef, reason: string): Promise<number> {
  const ids = await invoicesUnder(tx, subject)
  if (ids.length === 0) return 0
  const found = await lockInvoices(tx, ids)
  const freed = await freeAll(tx, subject, reason, ctx.now)
  if (freed === 0) return 0
  for (const { id, regionPath } of found)
    ctx.event({ subject: { kind: 'invoice', id }, regionPath, changes: { freed: subject, reason } })
  return freed
}

/** Writes into the history of every request that lives on the invoice what has become of it. */
export async function tellPresenters(
  ctx: InvoiceCtx & { tx: Tx },
  invoice: Invoice,
  changes: Record<string, unknown>,
  unnamed?: string,
) {
  const told = new Set<string>()
  for (const { subjectKind: kind, subjectId: id } of await presentationsOn(ctx.tx, invoice.id)) {
    if (told.has(id)) continue
    told.add(id)
    ctx.event({
      subject: { kind, id },
      regionPath: invoice.regionPath,
      changes: { invoice: invoice.number, ...changes },
      ...(unnamed ? { unnamed } : {}),
    })
  }
}
