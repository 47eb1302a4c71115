import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { attachFiles } from '#platform/files/index.ts'
import { conflictsOf, insertConflict } from './conflicts.store.ts'
import type { NewInvoice, NewRedInvoice } from './contract.ts'
import { replacedFor } from './holders.ts'
import { tellPresenters } from './present.ts'
import { overdrawn, takeBack } from './reversal.ts'
import {
  creditCode,
  differences,
  faultOf,
  factsSum,
  type InvoiceFacts,
  invoiceRefusals,
  isNamed,
  type Line,
  money,
} from './rules.ts'
import * as store from './store.ts'
import type { Invoice } from './store.ts'

export type Registered = {
  id: string
  status: 'registered' | 'known' | 'conflict'
  conflictId: string | null
}

/**
 * Registers an invoice once: the same facts again answer the same invoice, other facts open a conflict for an officer.
 * Only who is named on it may, so that nobody blocks the invoices of others.
 * @throws Refusal as listed in the contract
 */
export async function register(ctx: CommandCtx, body: NewInvoice): Promise<Registered> {
  const { actor, now } = ctx
  ctx.authorise({ organisationId: actor.organisationId })
  const facts = factsOfBody(body)
  const fault = faultOf(facts, dayOf(now).toString())
  if (fault) throw fault
  const regionPath = await regionFor(ctx, facts)
  return settle(ctx, facts, { redOf: null, regionPath, fileId: body.fileId })
}

function factsOfBody({ fileId: _, lines, sellerCode, buyerCode, ...said }: NewInvoice): InvoiceFacts {
  return {
    ...said,
    kind: 'blue',
    sellerCode: creditCode(sellerCode),
    buyerCode: buyerCode === null ? null : creditCode(buyerCode),
    lines: lines.map((line) => ({ ...line, blueLineNo: null })),
  }
}

/** The invoice lies where its buyer is; where that is unknown, with who registers it. */
async function regionFor(ctx: CommandCtx, facts: InvoiceFacts): Promise<string[]> {
  const party = await store.partyOf(ctx.tx, ctx.actor.organisationId as string)
  if (!party || !isNamed(party, facts)) return invoiceRefusals.refuse('invoice_not_yours')
  const buyer = facts.buyerCode ? await store.regionOfCode(ctx.tx, facts.buyerCode) : undefined
  return (buyer ?? party).regionPath ?? []
}

/**
 * Registers a red-letter invoice (红字发票): what it takes back can't be presented any more, and where it was presented
 * already, business is told. An officer of the region may, too.
 * @throws Refusal as listed in the contract
 */
export async function registerRed(ctx: CommandCtx, body: NewRedInvoice): Promise<Registered> {
  const { tx, actor, now } = ctx
  const blue = await store.lockNumbered(tx, body.blue)
  if (blue?.kind !== 'blue') {
    ctx.authorise({
      organisationId: actor.organisationId,
      regionPath: actor.regionCode ? [actor.regionCode] : [],
    })
    return invoiceRefusals.refuse('invoice_blue_unknown', { number: `${body.blue.code}${body.blue.number}` })
  }
  await authoriseReversal(ctx, blue)
  const lines = await store.linesOf(tx, blue.id)
  const { code, number, issuedOn, totalFen, fileId } = body
  const { sellerCode, sellerName, buyerCode, buyerName, regionPath } = blue
  const said = { code, number, issuedOn, totalFen, sellerCode, sellerName, buyerCode, buyerName }
  const facts: InvoiceFacts = {
    ...said,
    kind: 'red',
    lines: body.lines.map((line) => ({ ...line, what: whatOf(lines, line) })),
  }
  const fault = faultOf(facts, dayOf(now).toString())
  if (fault) throw fault
  const twin = await store.lockNumbered(tx, facts)
  if (!twin) requireReversible(lines, facts)
  const before = await overdrawn(tx, blue.id)
  const answer = await settle(ctx, facts, { redOf: blue.id, regionPath, fileId })
  if (answer.status === 'registered') await takeBack(ctx, { blue, redId: answer.id, before })
  return answer
}

async function authoriseReversal(ctx: CommandCtx, blue: Invoice): Promise<void> {
  const { organisationId } = ctx.actor
  const party = organisationId ? await store.partyOf(ctx.tx, organisationId) : undefined
  const holds = party && (isNamed(party, blue) || (await store.isHolder(ctx.tx, blue.id, party.id)))
  const named = holds && !(await replacedFor(ctx.tx, blue, party.id))
  ctx.authorise({ organisationId: named ? organisationId : null, regionPath: blue.regionPath })
}

function whatOf(lines: readonly Line[], { blueLineNo }: { blueLineNo: number }): string {
  const line = lines.find(({ lineNo }) => lineNo === blueLineNo)
  return line?.what ?? invoiceRefusals.refuse('invoice_blue_line_unknown', { line: blueLineNo })
}

/** What is taken back of a line never exceeds it, over all its red-letter invoices. */
function requireReversible(lines: readonly Line[], facts: InvoiceFacts): void {
  for (const line of lines) {
    const takesFen = factsSum(facts.lines.filter(({ blueLineNo }) => blueLineNo === line.lineNo))
    const leftFen = line.amountFen - line.reversedFen
    if (takesFen > leftFen)
      invoiceRefusals.refuse('invoice_reversed_beyond', { line: line.lineNo, ...money('left', leftFen) })
  }
}

type Place = { redOf: string | null; regionPath: string[]; fileId: string }

/** Inserts, or finds who was quicker and compares. */
async function settle(ctx: CommandCtx, facts: InvoiceFacts, place: Place): Promise<Registered> {
  const { tx, actor, now } = ctx
  const registeredBy = actor.organisationId ?? coreRefusals.refuse('not_found')
  const id = await store.insertInvoice(tx, facts, {
    ...place,
    registeredBy,
    by: signature(ctx.actor),
    at: now,
  })
  if (id) {
    await attachFiles(tx, ctx, [place.fileId], { kind: 'invoice', id })
    const { code, number, kind, totalFen } = facts
    ctx.event({
      subject: { kind: 'invoice', id },
      regionPath: place.regionPath,
      changes: { code, number, kind, totalFen },
    })
    return { id, status: 'registered', conflictId: null }
  }
  const invoice = (await store.lockNumbered(tx, facts)) as Invoice
  if (invoice.kind !== facts.kind || invoice.redOf !== place.redOf)
    invoiceRefusals.refuse('invoice_kind_differs')
  if (differences(await store.factsOf(tx, invoice), facts).length > 0)
    return contest(ctx, invoice, facts, place.fileId)
  await attachFiles(tx, ctx, [place.fileId], { kind: 'invoice', id: invoice.id })
  await store.insertHolder(tx, {
    invoiceId: invoice.id,
    organisationId: registeredBy,
    fileId: place.fileId,
    at: now,
  })
  ctx.event({
    subject: { kind: 'invoice', id: invoice.id },
    regionPath: invoice.regionPath,
    changes: { holder: registeredBy },
  })
  return { id: invoice.id, status: 'known', conflictId: null }
}

/** Whoever relies on the invoice reads that it is contested; by whom is told to the officer who decides. */
const ANOTHER = '持有该发票的另一单位'

/** Keeps the other version for an officer. What was decided against before is not opened again. */
async function contest(
  ctx: CommandCtx,
  invoice: Invoice,
  facts: InvoiceFacts,
  fileId: string,
): Promise<Registered> {
  const { tx, actor, now } = ctx
  const claimedBy = actor.organisationId as string
  await requireNotRejected(tx, invoice, facts)
  const open = (await conflictsOf(tx, invoice.id)).filter(({ status }) => status === 'open')
  const own = open.find((conflict) => conflict.claimedBy === claimedBy)
  if (own && differences(store.factsFrom(own.claimed), facts).length > 0)
    invoiceRefusals.refuse('invoice_conflict_waits')
  const { id: invoiceId, regionPath } = invoice
  const conflictId =
    own?.id ?? (await insertConflict(tx, facts, { invoiceId, fileId, claimedBy, regionPath, at: now }))
  await attachFiles(tx, ctx, [fileId], { kind: 'invoice_conflict', id: conflictId })
  const changes = { conflict: conflictId, status: 'open' }
  ctx.event({ subject: { kind: 'invoice_conflict', id: conflictId }, regionPath, changes })
  ctx.event({ subject: { kind: 'invoice', id: invoiceId }, regionPath, changes, unnamed: ANOTHER })
  if (!own) await tellPresenters(ctx, invoice, changes, ANOTHER)
  return { id: invoiceId, status: 'conflict', conflictId }
}

async function requireNotRejected(tx: Tx, invoice: Invoice, facts: InvoiceFacts): Promise<void> {
  const conflicts = await conflictsOf(tx, invoice.id)
  for (const { status, claimed, reason } of conflicts) {
    if (status === 'kept' && differences(store.factsFrom(claimed), facts).length === 0)
      invoiceRefusals.refuse('invoice_version_rejected', { reason })
  }
  const versions = await store.versionsOf(tx, invoice.id)
  for (const { facts: past, versionNo } of versions) {
    const replacedBy = versions.find((version) => version.versionNo === versionNo + 1)
    const reason = conflicts.find(({ id }) => id === replacedBy?.conflictId)?.reason
    if (reason && differences(store.factsFrom(past), facts).length === 0)
      invoiceRefusals.refuse('invoice_version_rejected', { reason })
  }
}
