import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { theSystem } from '#core/actor.ts'
import { fieldsOf, type Form } from '#platform/cases/browser.ts'
import { openCase, programmesInForce } from '#platform/cases/index.ts'
import { heldOrganisation, type organisationOf, requireGoodStanding } from '#platform/directory/index.ts'
import { attachFiles } from '#platform/files/index.ts'
import { present } from '#platform/invoices/index.ts'
import { evaluationOf, type Order } from '#platform/orders/index.ts'
import {
  cite,
  type Evidence,
  MODES,
  type Redeemable,
  type Rulebook,
  type ServiceKind,
  settlementFor,
} from '#business/vouchers/browser.ts'
import { lockVoucher, requireActive, rulebookById, type Voucher } from '#business/vouchers/index.ts'
import type { z } from 'zod'
import type { NewRedemption } from './contract.ts'
import { acceptedOn, fundedOrder } from './funding.ts'
import { codesOf, factsOfInvoice, type Invoice, invoicesOf } from './invoices.ts'
import { claimDay } from './ordering.ts'
import { crosses, pathsOf, reckon } from './reckon.ts'
import { redemptionRefusals } from './refusals.ts'
import { allTogether, type ExcludedItem, neededEvidence, requestReasons, sumFen } from './rules.ts'
import { addDocuments, hasLive, insertLines, insertPayments, insertRedemption } from './store.ts'

export type Body = z.output<typeof NewRedemption>
type Organisation = Awaited<ReturnType<typeof organisationOf>>

/** Everything a request rests on, gathered once. */
type Request = {
  order: Order
  voucher: Voucher
  book: Rulebook
  buyer: Organisation
  provider: Organisation
  payee: Organisation
  invoices: Invoice[]
  documents: { kind: Evidence; fileId: string }[]
}

/**
 * Files a redemption request (兑付申请) for an accepted order: everything that speaks against it is told at once, the amount
 * follows §2.12 with its derivation, the invoice lines are occupied. Locks: the voucher, the counter of numbers, the invoices.
 * @throws Refusal as listed in the contract
 */
export async function fileRedemption(
  ctx: CommandCtx,
  body: Body,
): Promise<{ id: string; number: string; amountFen: bigint }> {
  const request = await gather(ctx, body)
  const { order, voucher, book, payee } = request
  const refusal = allTogether('redemption_not_ready', await reasonsOf(ctx.tx, request, body, ctx.now))
  if (refusal) throw refusal
  const amounts = amountsOf(body)
  const worth = await reckon(ctx.tx, voucher, book, {
    ...partiesOf(order),
    ...amounts,
    orderId: order.id,
    caseId: null,
    contractFen: order.priceFen,
  })
  if (worth instanceof Refusal) throw worth
  const { id, number } = await open(ctx, request, worth)
  await present(ctx.tx, ctx, {
    subject: { kind: 'redemption', id },
    organisationId: payee.id,
    authorityId: voucher.authorityId,
    lines: body.lines,
  })
  await keep(ctx, request, body, { id, number, worth })
  return { id, number, amountFen: worth.approvedFen }
}

export const amountsOf = (body: Pick<Body, 'lines' | 'payments' | 'excluded'>) => ({
  invoicedFen: sumFen(body.lines),
  paidFen: sumFen(body.payments),
  excluded: body.excluded.map((item): ExcludedItem => ({ ...item, by: 'firm' })),
})

export const partiesOf = (order: Order) => ({
  buyerId: order.buyerId,
  paths: pathsOf(order),
  service: order.serviceKind as ServiceKind,
})

/** Who asks is who is paid: the firm, or where the provider redeems the provider. The voucher is locked. */
async function gather(ctx: CommandCtx, body: Body): Promise<Request> {
  const { tx } = ctx
  const { order, voucherId } = await fundedOrder(tx, body.orderId)
  const buyer = await heldOrganisation(tx, order.buyerId)
  const provider = await heldOrganisation(tx, order.providerId)
  if (ctx.actor.organisationId !== buyer.id && ctx.actor.organisationId !== provider.id)
    coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId: buyer.id, providerId: provider.id })
  if (!voucherId) return redemptionRefusals.refuse('redemption_order_unfunded', { order: order.number })
  const voucher = await lockVoucher(tx, voucherId)
  const book = await rulebookById(tx, voucher.rulebookId)
  const rule = settlementFor(book, crosses(pathsOf(order)))
  const payee = rule.value === 'settle_provider' ? provider : buyer
  if (ctx.actor.organisationId !== payee.id) {
    const { zh: modeZh, en: modeEn } = MODES[rule.value ?? 'settle_enterprise']
    const data = { payee: payee.name, modeZh, modeEn, clause: cite(rule) }
    redemptionRefusals.refuse('redemption_other_side_asks', data)
  }
  requireActive(voucher)
  await requireGoodStanding(tx, payee.id)
  if (await hasLive(tx, voucher.id)) redemptionRefusals.refuse('redemption_live_request')
  const invoices = await invoicesOf(tx, body.lines)
  return {
    order,
    voucher,
    book,
    buyer,
    provider,
    payee,
    invoices,
    documents: documentsIn(body, order, invoices),
  }
}

/** Contract and result come with the order, invoices from their register, receipts with the payments. */
function documentsIn(body: Body, order: Order, invoices: readonly Invoice[]): Request['documents'] {
  const of = (kind: Evidence, ids: readonly (string | null)[]) =>
    ids.filter((id) => id !== null).map((fileId) => ({ kind, fileId }))
  const receipts = body.payments.map((payment) => payment.fileId)
  const given = Object.entries(body.files) as [Evidence, string[]][]
  return [
    ...of('contract', [order.contractFileId]),
    ...of('result_report', [order.resultFileId]),
    ...of(
      'invoice',
      invoices.map((invoice) => invoice.fileId),
    ),
    ...of('full_payment', receipts),
    ...of('own_share_payment', receipts),
    ...given.flatMap(([kind, ids]) => of(kind, ids)),
  ]
}

async function reasonsOf(
  db: Reader,
  request: Request,
  body: Body,
  now: Temporal.Instant,
): Promise<Refusal[]> {
  const { order, voucher, book, buyer, provider, invoices, documents } = request
  return requestReasons(book, {
    today: dayOf(now).toString(),
    voucher: await datesOf(db, voucher),
    order: orderFacts(order),
    ...(await codesOf(db, buyer, provider)),
    invoices: invoices.map(factsOfInvoice),
    payments: body.payments,
    betweenCompanies: body.betweenCompanies,
    needed: neededEvidence(book, order.serviceKind),
    given: new Set([
      ...documents.map((document) => document.kind).filter((kind) => kind !== 'service_evaluation'),
      ...((await evaluationOf(db, order.id)) ? (['service_evaluation'] as const) : []),
    ]),
    buyer: buyer.name,
  })
}

export async function datesOf(db: Reader, voucher: Voucher) {
  return {
    claimedOn: await claimDay(db, voucher),
    issuedOn: voucher.validFrom.toString(),
    useBy: voucher.useBy.toString(),
    redeemBy: voucher.redeemBy.toString(),
  }
}

export const orderFacts = (order: Order) => ({
  number: order.number,
  status: order.status,
  contractOn: order.contractSignedOn.toString(),
  acceptedOn: acceptedOn(order)?.toString() ?? null,
})

/** The case, under the scheme's programme of today; what the platform knows is not asked again. */
async function open(ctx: CommandCtx, { order, voucher, payee, documents }: Request, worth: Redeemable) {
  const programme = await redemptionProgramme(ctx.tx, voucher.scheme, ctx.now)
  const known: Form = { voucher: voucher.number, order: order.number, amount: String(worth.approvedFen) }
  for (const { kind, fileId } of documents)
    known[kind] = [...((known[kind] as string[] | undefined) ?? []), fileId]
  const fields = new Set(fieldsOf(programme).map((field) => field.id))
  const { caseFile } = await openCase(ctx.tx, ctx, {
    programmeId: programme.id,
    organisationId: payee.id,
    applicant: payee.name,
    regionPath: voucher.regionPath,
    authorityId: voucher.authorityId,
    form: Object.fromEntries(Object.entries(known).filter(([field]) => fields.has(field))),
    facts: {},
    amountFen: worth.approvedFen,
  })
  return caseFile
}

/** @throws Refusal redemption_programme_missing */
export async function redemptionProgramme(db: Reader, scheme: string, now: Temporal.Instant) {
  const open = await programmesInForce(db, dayOf(now))
  const found = open.find(({ outcome, rulebook }) => outcome === 'voucher.redeem' && rulebook?.id === scheme)
  return found ?? redemptionRefusals.refuse('redemption_programme_missing', { scheme })
}

type Kept = { id: string; number: string; worth: Redeemable }

async function keep(
  ctx: CommandCtx,
  request: Request,
  body: Body,
  { id, number, worth }: Kept,
): Promise<void> {
  const { tx, now, actor } = ctx
  const { order, voucher, buyer, provider, payee, documents } = request
  const { invoicedFen, paidFen, excluded } = amountsOf(body)
  const reckoning = {
    ...{
      excluded,
      excludedFen: sumFen(excluded),
      eligibleFen: worth.eligibleFen,
      amountFen: worth.approvedFen,
    },
    ...{ steps: worth.steps, actorLabel: actor.label, at: now },
  }
  const row = {
    ...{ caseId: id, number, voucherId: voucher.id, orderId: order.id },
    ...{ organisationId: buyer.id, providerId: provider.id, payeeId: payee.id },
    ...{ authorityId: voucher.authorityId, regionPath: voucher.regionPath },
    ...{ contractFen: order.priceFen, invoicedFen, paidByFirmFen: paidFen },
    acceptedOn: acceptedOn(order) as Temporal.PlainDate,
    filedAt: now,
  }
  await insertRedemption(tx, row, reckoning)
  await insertLines(tx, id, body.lines)
  await insertPayments(tx, id, body.payments)
  await addDocuments(tx, id, now, documents)
  const subject = { kind: 'redemption', id }
  const own = [...body.payments.map((payment) => payment.fileId), ...Object.values(body.files).flat()]
  await attachFiles(tx, ctx, own, subject)
  // What the other side uploaded stands in the order, and the order is both sides' word.
  await attachFiles(
    tx,
    { actor: theSystem, now },
    documents.map((document) => document.fileId),
    subject,
  )
  const changes = {
    number,
    voucherId: voucher.id,
    orderId: order.id,
    amountFen: worth.approvedFen,
    status: 'in_review',
  }
  ctx.event({ subject, regionPath: voucher.regionPath, changes })
}
