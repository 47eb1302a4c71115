import type { QueryCtx } from '#core/query.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { organisationOf } from '#platform/directory/index.ts'
import { evaluationOf } from '#platform/orders/index.ts'
import {
  EVIDENCE,
  type Exclusion,
  type Redeemable,
  type Rulebook,
  type ServiceKind,
} from '#business/vouchers/browser.ts'
import { rulebookById, type Voucher } from '#business/vouchers/index.ts'
import { datesOf, orderFacts, partiesOf } from './filing.ts'
import { askedBy, fundedOrder } from './funding.ts'
import { considerOrder, standingOf, voucherOf } from './ordering.ts'
import { asAgreed, crosses, modeOf, pathsOf, reckon } from './reckon.ts'
import { redemptionRefusals } from './refusals.ts'
import { type ExcludedItem, lastRedeemDay, neededEvidence } from './rules.ts'
import { effectOf, withdrawalsOf } from './withdrawal.ts'

type OrderAsked = {
  voucherId: string
  providerId: string
  service: ServiceKind
  priceFen: bigint
  contractOn: string
  contains: readonly Exclusion[]
}

const told = (reasons: readonly Refusal[]) => reasons.map(({ code, text }) => ({ code, text }))

/** An amount with its derivation, or why there is none. */
function shown(priceFen: bigint, worth: Redeemable | Refusal, reasons: readonly Refusal[]) {
  if (worth instanceof Refusal)
    return { amountFen: null, ownFen: null, steps: [], assumed: false, refusals: told([...reasons, worth]) }
  const { approvedFen, steps, assumed } = worth
  return { amountFen: approvedFen, ownFen: priceFen - approvedFen, steps, assumed, refusals: told(reasons) }
}

/** Before ordering: whether the voucher may pay, what it would pay if everything is delivered, invoiced and paid, and how that comes. */
export async function orderPreview(ctx: QueryCtx, asked: OrderAsked) {
  const { db, now } = ctx
  const voucher = await ownVoucher(ctx, asked.voucherId)
  const buyerId = voucher.organisationId
  const { service, contains, contractOn, providerId } = asked
  const { book, paths, reasons } = await considerOrder(
    db,
    voucher,
    { buyerId, providerId, service, contains, contractOn },
    now,
  )
  const { priceFen } = asked
  const parties = { buyerId, paths, service, orderId: null, caseId: null }
  const amounts = asAgreed(voucher, book, parties, priceFen)
  const worth = await reckon(db, voucher, book, { ...parties, ...amounts, excluded: [] })
  const withdrawn = { from: dayOf(now).add({ days: 1 }).toString(), effect: 'finish_running' } as const
  return {
    ...shown(priceFen, worth, [...(await standingOf(db, buyerId)), ...reasons]),
    mode: modeOf(book, paths),
    crossRegion: crosses(paths),
    rulebookId: book.id,
    evidence: evidenceFor(book, service),
    onWithdrawal: effectOf(book, contractOn, withdrawn),
  }
}

async function ownVoucher(ctx: QueryCtx, id: string): Promise<Voucher> {
  const voucher = await voucherOf(ctx.db, id)
  ctx.authorise({ organisationId: voucher.organisationId })
  return voucher
}

const evidenceFor = (book: Rulebook, service: string) =>
  neededEvidence(book, service).kinds.map((kind) => ({ kind, label: EVIDENCE[kind] }))

/** Without `paidFen`: as the settlement asks, for a look before anything is typed. */
type RequestAsked = {
  orderId: string
  invoicedFen: bigint
  paidFen?: bigint | undefined
  excludedFen: bigint
}

/** What a request for an order would pay, and which documents it still needs. */
export async function requestPreview(ctx: QueryCtx, asked: RequestAsked) {
  const { db } = ctx
  const { order, voucherId } = await fundedOrder(db, asked.orderId)
  ctx.authorise({ organisationId: order.buyerId, providerId: order.providerId })
  if (!voucherId) return redemptionRefusals.refuse('redemption_order_unfunded', { order: order.number })
  const voucher = await voucherOf(db, voucherId)
  const book = await rulebookById(db, voucher.rulebookId)
  const { invoicedFen, excludedFen } = asked
  const agreed = asAgreed(voucher, book, partiesOf(order), order.priceFen)
  const paidFen = asked.paidFen ?? agreed.paidFen
  const excluded: ExcludedItem[] =
    excludedFen > 0n ? [{ what: '…', amountFen: excludedFen, reason: '…', by: 'firm' }] : []
  const amounts = { contractFen: order.priceFen, invoicedFen, paidFen, excluded }
  const worth = await reckon(db, voucher, book, {
    ...partiesOf(order),
    ...amounts,
    orderId: order.id,
    caseId: null,
  })
  const facts = orderFacts(order)
  const buyer = await organisationOf(db, order.buyerId)
  const provider = await organisationOf(db, order.providerId)
  const period = lastRedeemDay(book, { ...(await datesOf(db, voucher)), acceptedOn: facts.acceptedOn })
  const mode = modeOf(book, pathsOf(order))
  const payee = mode === 'settle_provider' ? provider : buyer
  const evaluated = (await evaluationOf(db, order.id)) !== undefined
  return {
    ...shown(order.priceFen, worth, []),
    mode,
    payee: { id: payee.id, name: payee.name },
    paidFen,
    lastDay: period.lastDay,
    evidence: evidenceFor(book, order.serviceKind).map((row) => ({
      ...row,
      fromOrder: FROM_ORDER.includes(row.kind),
      there: row.kind !== 'service_evaluation' || evaluated,
    })),
  }
}

/** Not uploaded by itself: it comes with the order, the invoices or the payments, or the buyer gives it on the order. */
const FROM_ORDER: readonly string[] = [
  'contract',
  'invoice',
  'result_report',
  'full_payment',
  'own_share_payment',
  'service_evaluation',
]

/** What an order's page says of its voucher: what it would pay, the reasons of today, and what a withdrawn admission means for it. */
export async function orderFunding(ctx: QueryCtx, orderId: string) {
  const { db, now } = ctx
  const { order, voucherId } = await fundedOrder(db, orderId)
  ctx.authorise({ organisationId: order.buyerId, providerId: order.providerId, regionPath: order.regionPath })
  if (!voucherId) return coreRefusals.refuse('not_found')
  const voucher = await voucherOf(db, voucherId)
  const { book, reasons } = await considerOrder(db, voucher, askedBy(order), now)
  const parties = { ...partiesOf(order), orderId: order.id, caseId: null }
  const amounts = asAgreed(voucher, book, parties, order.priceFen)
  const worth = await reckon(db, voucher, book, { ...parties, ...amounts, excluded: [] })
  return {
    ...shown(order.priceFen, worth, reasons),
    mode: modeOf(book, pathsOf(order)),
    evaluation: {
      needed: neededEvidence(book, order.serviceKind).kinds.includes('service_evaluation'),
      given: (await evaluationOf(db, order.id)) !== undefined,
    },
    voucher: { id: voucher.id, number: voucher.number },
    lastDay: lastRedeemDay(book, {
      ...(await datesOf(db, voucher)),
      acceptedOn: orderFacts(order).acceptedOn,
    }).lastDay,
    withdrawals: await withdrawalsOf(db, order),
  }
}
