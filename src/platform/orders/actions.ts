import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import type { Reader, Tx } from '#core/db.ts'
import { uuidv7 } from '#core/id.ts'
import { formatFen, MAX_FEN } from '#core/money.ts'
import { nextNumber } from '#core/numbers.ts'
import type { Subject } from '#core/policy.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import { dayOf, ZONE } from '#core/time.ts'
import { attachFiles } from '#platform/files/index.ts'
import type { NewOrder } from './contract.ts'
import { type OrderCtx, runHook } from './funding.ts'
import {
  cancellable,
  evaluable,
  feeChanged,
  type Move,
  moved,
  partyClosed,
  moves,
  type OrderAction,
  type OrderFacts,
  orderRefusals,
  type OrderStatus,
  refusalOf,
  RUNNING,
  type Side,
} from './rules.ts'
import * as store from './store.ts'
import type { Order } from './store.ts'

const TAKES_ORDERS = ['enterprise', 'institute', 'incubator']
const ENDED: readonly OrderStatus[] = ['declined', 'accepted', 'cancelled', 'voided']

/** The order as a subject of permissions: the buyer owns it, the provider serves it, the buyer's region watches. */
export const subjectOf = (order: Pick<Order, 'buyerId' | 'providerId' | 'regionPath'>): Subject => ({
  organisationId: order.buyerId,
  providerId: order.providerId,
  regionPath: order.regionPath,
})

export const sideOf = (
  order: Pick<Order, 'buyerId' | 'providerId'>,
  organisationId: string | null,
): Side | null =>
  organisationId === order.buyerId ? 'buyer' : organisationId === order.providerId ? 'provider' : null

/** What the rules look at, with the newest step told for people. */
export async function factsOf(db: Reader, order: Order): Promise<OrderFacts & { stepNo: number }> {
  const { stepNo, action, by, at } = await store.lastStep(db, order.id)
  const when = at
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
  const { status, priceFen, terms } = order
  const closed = await store.closedOf(db, order)
  return {
    closed: sideOf(order, closed),
    status,
    priceFen,
    terms,
    deliverBy: order.deliverBy.toString(),
    stepNo,
    last: { action, by, at: when },
  }
}

/**
 * The buyer proposes: parties, lines, contract and terms stand from here on as they are.
 * @throws Refusal as listed in the contract, or what the fund refuses
 */
export async function propose(ctx: CommandCtx, body: NewOrder) {
  const { tx, actor, now } = ctx
  ctx.authorise({ organisationId: actor.organisationId })
  await store.holdParties(tx, [actor.organisationId as string, body.providerId])
  const draft = await draftOf(tx, ctx, body)
  await runHook('before', tx, ctx, draft, 'propose')
  await store.lockContract(tx, draft)
  const twin = await store.orderOfContract(tx, draft)
  if (twin) orderRefusals.refuse('order_contract_used', { contractNo: draft.contractNo, number: twin.number })
  await attachFiles(tx, ctx, [body.contractFileId], { kind: 'service_order', id: draft.id })
  const order: Order = { ...draft, number: await nextNumber(tx, '单', dayOf(now).year) }
  await store.insertOrder(tx, order, body.lines)
  return record(ctx, order, { action: 'propose', side: 'buyer', stepNo: 1 })
}

async function draftOf(
  tx: Tx,
  ctx: OrderCtx,
  body: NewOrder,
): Promise<Omit<Order, 'number'> & { number: null }> {
  const { lines, ...agreed } = body
  const today = dayOf(ctx.now).toString()
  if (body.contractSignedOn > today)
    orderRefusals.refuse('order_contract_future', { day: body.contractSignedOn })
  if (body.deliverBy < body.contractSignedOn)
    orderRefusals.refuse('order_delivery_past', { day: body.deliverBy })
  const priceFen = lines.reduce((sum, line) => sum + line.unitPriceFen * BigInt(line.quantity), 0n)
  if (priceFen > MAX_FEN)
    orderRefusals.refuse('order_too_dear', { limit: formatFen(MAX_FEN, { unit: '亿元' }) })
  const buyer = await store.partyOf(tx, ctx.actor.organisationId as string)
  if (!buyer) return coreRefusals.refuse('not_found')
  if (buyer.id === body.providerId) return orderRefusals.refuse('order_provider_is_buyer')
  const provider = await store.partyOf(tx, body.providerId)
  const parties = { buyerId: buyer.id as string, providerId: body.providerId }
  const closed = sideOf(parties, await store.closedOf(tx, parties))
  if (closed) throw partyClosed(closed)
  if (!provider || !TAKES_ORDERS.includes(provider.kind ?? ''))
    return orderRefusals.refuse('order_provider_unknown')
  return {
    ...agreed,
    contains: [...new Set(body.contains ?? [])],
    id: uuidv7(ctx.now),
    number: null,
    buyerId: buyer.id as string,
    buyerName: buyer.name as string,
    providerName: provider.name as string,
    regionPath: buyer.regionPath as string[],
    providerPath: provider.regionPath as string[],
    priceFen,
    contractSignedOn: Temporal.PlainDate.from(body.contractSignedOn),
    deliverBy: Temporal.PlainDate.from(body.deliverBy),
    status: 'proposed',
    resultFileId: null,
    createdAt: ctx.now,
    endedAt: null,
  }
}

type Deed = {
  action: OrderAction
  side: Side | 'authority'
  stepNo: number
  reason?: string | null
  feeFen?: bigint
  fileId?: string
  score?: number
}

/** Step, event and what the fund does about it; the order is written already. */
async function record(ctx: OrderCtx & { tx: Tx }, order: Order, deed: Deed) {
  const { action, side, stepNo, reason = null, feeFen = null, fileId = null, score = null } = deed
  await store.appendStep(ctx.tx, order.id, stepNo, {
    action,
    side,
    actorLabel: signature(ctx.actor),
    reason,
    feeFen,
    fileId,
    score,
    at: ctx.now,
  })
  const { id, number, status, regionPath, priceFen } = order
  ctx.event({
    subject: { kind: 'service_order', id },
    regionPath,
    changes: {
      number,
      action,
      side,
      status,
      ...(action === 'propose' ? { priceFen, providerId: order.providerId, buyerId: order.buyerId } : {}),
      ...(reason ? { reason } : {}),
      ...(feeFen === null ? {} : { feeFen }),
      ...(score === null ? {} : { score }),
    },
  })
  await runHook('after', ctx.tx, ctx, order, action)
  return { id, number, status, step: stepNo }
}

/** The order, seen to be the actor's business, then locked, with what the rules look at. */
async function opened(ctx: CommandCtx, id: string, action: OrderAction, seen?: number) {
  const found = (await store.findOrder(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise(subjectOf(found))
  const order = (await store.lockOrder(ctx.tx, id)) as Order
  // Whether a side is closed decides about this act; it stays so until the commit.
  if (action === 'confirm') await store.holdParties(ctx.tx, [order.buyerId, order.providerId])
  const facts = await factsOf(ctx.tx, order)
  if (seen !== undefined && seen !== facts.stepNo) throw moved(facts, action)
  return { order, facts, side: sideOf(order, ctx.actor.organisationId) }
}

async function goOn(ctx: OrderCtx & { tx: Tx }, order: Order, status: OrderStatus, deed: Deed) {
  await runHook('before', ctx.tx, ctx, order, deed.action)
  if (deed.fileId) await attachFiles(ctx.tx, ctx, [deed.fileId], { kind: 'service_order', id: order.id })
  const change = {
    status,
    ...(deed.fileId ? { resultFileId: deed.fileId } : {}),
    ...(ENDED.includes(status) ? { endedAt: ctx.now } : {}),
  }
  await store.setStatus(ctx.tx, order.id, change)
  return record(ctx, { ...order, ...change }, deed)
}

export type Said = { seen?: number | undefined; reason?: string; fileId?: string }

/**
 * Confirm, decline, deliver, accept, return: one locked step.
 * @throws Refusal order_moved, order_not_your_part, file_gone, or what the fund refuses
 */
export async function moveOrder(
  ctx: CommandCtx,
  id: string,
  action: Move,
  { seen, reason, fileId }: Said = {},
) {
  const { order, facts, side } = await opened(ctx, id, action, seen)
  const refusal = refusalOf(facts, side, action)
  if (refusal) throw refusal
  const deed: Deed = { action, side: moves[action].side, stepNo: facts.stepNo + 1, reason: reason || null }
  return goOn(ctx, order, moves[action].to, fileId ? { ...deed, fileId } : deed)
}

/**
 * Either side ends the order by its terms; the fee is the one it was shown.
 * @throws Refusal as listed in the contract, or what the fund refuses
 */
export async function cancelOrder(
  ctx: CommandCtx,
  id: string,
  { seen, reason, feeFen: seenFen }: { seen?: number | undefined; reason: string; feeFen: bigint },
) {
  const { order, facts, side } = await opened(ctx, id, 'cancel', seen)
  if (!side) return coreRefusals.refuse('not_found')
  const cancellation = cancellable(facts, side, dayOf(ctx.now).toString())
  if (cancellation instanceof Refusal) throw cancellation
  const { feeFen } = cancellation
  if (feeFen !== seenFen) throw feeChanged(feeFen, seenFen)
  const done = await goOn(ctx, order, 'cancelled', {
    action: 'cancel',
    side,
    stepNo: facts.stepNo + 1,
    reason,
    feeFen,
  })
  return { ...done, feeFen }
}

/**
 * The buyer evaluates the service (服务评价), once, after the acceptance; the order itself does not move.
 * @throws Refusal order_evaluate_later, order_evaluated, order_not_your_part, order_moved
 */
export async function evaluateOrder(
  ctx: CommandCtx,
  id: string,
  { seen, score, remark }: { seen?: number | undefined; score: number; remark: string },
) {
  const { order, facts, side } = await opened(ctx, id, 'evaluate')
  const refusal = evaluable(facts, side)
  if (refusal) throw refusal
  if (seen !== undefined && seen !== facts.stepNo) throw moved(facts, 'evaluate')
  const stepNo = facts.stepNo + 1
  return record(ctx, order, { action: 'evaluate', side: 'buyer', stepNo, reason: remark, score })
}

/**
 * An authority stops a running order (an admission withdrawn with that effect); nobody owes a fee. The caller has asked
 * whether the actor may. An order that ended meanwhile stays as it ended.
 * @returns whether it was stopped
 */
export async function voidOrder(tx: Tx, ctx: OrderCtx, id: string, reason: string): Promise<boolean> {
  const order = await store.lockOrder(tx, id)
  if (!order || !(RUNNING as readonly OrderStatus[]).includes(order.status)) return false
  const { stepNo } = await store.lastStep(tx, id)
  await goOn({ ...ctx, tx }, order, 'voided', {
    action: 'void',
    side: 'authority',
    stepNo: stepNo + 1,
    reason,
  })
  return true
}
