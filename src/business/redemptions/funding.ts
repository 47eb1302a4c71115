import type { Reader, Tx } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import {
  type FundedOrder,
  findOrder,
  type Order,
  type OrderCtx,
  registerFunding,
  runningOrders,
} from '#platform/orders/index.ts'
import { EXCLUSIONS, type Exclusion, type ServiceKind } from '#business/vouchers/browser.ts'
import { lockVoucher, registerVoucherUse, requireActive, setRedeemBy } from '#business/vouchers/index.ts'
import { considerOrder, standingOf, voucherOf } from './ordering.ts'
import { pathsOf } from './reckon.ts'
import { redemptionRefusals } from './refusals.ts'
import { allTogether, lastRedeemDay } from './rules.ts'
import { hasLive, mayBeAppealed, underAppeal, unredeemedOrders } from './store.ts'

/** How orders name a voucher as what pays a part of them. */
export const VOUCHER = 'voucher'

type Placed = Pick<
  Order,
  'buyerId' | 'providerId' | 'regionPath' | 'providerPath' | 'serviceKind' | 'contains' | 'contractSignedOn'
>

/** What the order says of itself, as the rules ask for it; words they don't know mean nothing to them. */
export const askedBy = (order: Placed) => ({
  buyerId: order.buyerId,
  providerId: order.providerId,
  service: order.serviceKind as ServiceKind,
  contains: order.contains.filter((word): word is Exclusion => Object.hasOwn(EXCLUSIONS, word)),
  contractOn: order.contractSignedOn.toString(),
  paths: pathsOf(order),
})

/** Whether the voucher may pay for the order: asked when it is proposed, and again when the provider confirms. */
async function requireFundable(tx: Tx, ctx: OrderCtx, order: FundedOrder): Promise<void> {
  const voucher = await voucherOf(tx, order.funding.id)
  if (voucher.organisationId !== order.buyerId) coreRefusals.refuse('not_found')
  requireActive(await lockVoucher(tx, voucher.id))
  const unknown = order.contains.find((word) => !Object.hasOwn(EXCLUSIONS, word))
  if (unknown) redemptionRefusals.refuse('order_content_unknown', { word: unknown })
  const { reasons, book } = await considerOrder(tx, voucher, askedBy(order), ctx.now)
  const standing = await standingOf(tx, order.buyerId)
  const refusal = allTogether('order_not_fundable', [...standing, ...reasons])
  if (refusal) throw refusal
  if (!book.usableInParts.value && (await otherOrder(tx, voucher.id, order.id)))
    redemptionRefusals.refuse('order_voucher_used_once')
}

/** A voucher that is used at once pays for one order. */
async function otherOrder(db: Reader, voucherId: string, orderId: string): Promise<boolean> {
  const running = await runningOrders(db, { funding: { kind: VOUCHER, id: voucherId } })
  return running.some((order) => order.id !== orderId) || (await unredeemedOrders(db, voucherId)) > 0
}

/** Where the voucher is used at once, the day of acceptance ends its time to redeem earlier; else each order has its own. */
async function shortenRedeemBy(tx: Tx, ctx: OrderCtx, order: FundedOrder): Promise<void> {
  const voucher = await lockVoucher(tx, order.funding.id)
  const { book } = await considerOrder(tx, voucher, askedBy(order), ctx.now)
  if (book.usableInParts.value || voucher.status !== 'active') return
  const [issuedOn, useBy, redeemBy] = [voucher.validFrom, voucher.useBy, voucher.redeemBy].map(String) as [
    string,
    string,
    string,
  ]
  const { lastDay } = lastRedeemDay(book, {
    issuedOn,
    useBy,
    redeemBy,
    acceptedOn: dayOf(ctx.now).toString(),
  })
  await setRedeemBy(tx, voucher.id, Temporal.PlainDate.from(lastDay < useBy ? useBy : lastDay))
}

const hooks = {
  before: async (tx: Tx, ctx: OrderCtx, order: FundedOrder, action: string) => {
    if (action === 'propose' || action === 'confirm') await requireFundable(tx, ctx, order)
  },
  after: async (tx: Tx, ctx: OrderCtx, order: FundedOrder, action: string) => {
    if (action === 'accept') await shortenRedeemBy(tx, ctx, order)
  },
}

/** What is under way with a voucher; an accepted order counts until it was redeemed, a refused request while its appeal runs. */
async function useOf(db: Reader, voucherId: string, now: Temporal.Instant) {
  const running = await runningOrders(db, { funding: { kind: VOUCHER, id: voucherId } })
  const ordered = running.length > 0 || (await unredeemedOrders(db, voucherId)) > 0
  const requested = (await hasLive(db, voucherId)) || (await underAppeal(db, voucherId))
  return { ordered, requested, appealable: await mayBeAppealed(db, voucherId, now) }
}

export function registerVoucherFunding(): void {
  registerFunding(VOUCHER, hooks)
  registerVoucherUse(useOf)
}

/** The order with the voucher that pays a part of it. @throws Refusal redemption_order_unfunded, not_found */
export async function fundedOrder(db: Reader, orderId: string) {
  const order = (await findOrder(db, orderId)) ?? coreRefusals.refuse('not_found')
  const voucherId = order.funding?.kind === VOUCHER ? order.funding.id : null
  return { order, voucherId }
}

/** The day on which the buyer accepted the result; null before. */
export const acceptedOn = (order: Pick<Order, 'status' | 'endedAt'>): Temporal.PlainDate | null =>
  order.status === 'accepted' && order.endedAt ? dayOf(order.endedAt) : null
