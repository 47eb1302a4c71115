import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import { act } from '#platform/cases/index.ts'
import { findOrder } from '#platform/orders/index.ts'
import type { Redeemable } from '#business/vouchers/browser.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import { partiesOf } from './filing.ts'
import { voucherOf } from './ordering.ts'
import { reckon } from './reckon.ts'
import { redemptionRefusals } from './refusals.ts'
import { type ExcludedItem, STATUS, sumFen } from './rules.ts'
import { findRedemption, lockRedemption, type Redemption, reckonAnew, reckoningsOf } from './store.ts'

export type Adjustment = {
  seen: number
  excluded: readonly { what: string; amountFen: bigint; reason: string }[]
}

/**
 * The reviewer takes items out of the cost, each with its reason; the amount follows by the same rules and every earlier
 * reckoning stays. It is a correction of the case, so its desk, its clock and its history hold for it.
 * @throws Refusal redemption_not_in_review, redemption_reckoned_anew, redemption_nothing_left, or a CaseReason
 */
export async function adjust(ctx: CommandCtx, id: string, { seen, excluded }: Adjustment) {
  const { tx, now, actor } = ctx
  const found = (await findRedemption(tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ regionPath: found.regionPath })
  requireInReview(found)
  if (found.reckoningNo !== seen) redemptionRefusals.refuse('redemption_reckoned_anew')
  const all = await excludedWith(tx, id, excluded)
  const planned = await worthOf(tx, found, all)
  const reason = excluded.map((item) => `${item.what}：${item.reason}`).join('；')
  const form = { amount: String(planned.approvedFen) }
  await act(tx, ctx, { caseId: id, action: 'correct', reason, data: { form, adjustment: seen + 1 } })
  const redemption = (await lockRedemption(tx, id)) as Redemption
  requireInReview(redemption)
  if (redemption.reckoningNo !== seen) redemptionRefusals.refuse('redemption_reckoned_anew')
  const worth = await worthOf(tx, redemption, all)
  if (worth.approvedFen !== planned.approvedFen) redemptionRefusals.refuse('redemption_reckoned_anew')
  const no = seen + 1
  await reckonAnew(tx, id, no, {
    ...{
      excluded: all,
      excludedFen: sumFen(all),
      eligibleFen: worth.eligibleFen,
      amountFen: worth.approvedFen,
    },
    ...{ steps: worth.steps, actorLabel: actor.label, at: now },
  })
  const changes = { number: redemption.number, reckoning: no, amountFen: worth.approvedFen, excluded: all }
  ctx.event({ subject: { kind: 'redemption', id }, regionPath: redemption.regionPath, changes })
  return { id, no, amountFen: worth.approvedFen }
}

function requireInReview({ status }: Redemption): void {
  if (status === 'in_review') return
  const words = STATUS[status]
  redemptionRefusals.refuse('redemption_not_in_review', { statusZh: words.zh, statusEn: words.en })
}

async function excludedWith(db: Reader, id: string, more: Adjustment['excluded']): Promise<ExcludedItem[]> {
  const [latest] = await reckoningsOf(db, id)
  return [...(latest?.excluded ?? []), ...more.map((item) => ({ ...item, by: 'reviewer' as const }))]
}

async function worthOf(
  db: Reader,
  redemption: Redemption,
  excluded: readonly ExcludedItem[],
): Promise<Redeemable> {
  const { caseId, orderId, contractFen, invoicedFen, paidByFirmFen: paidFen } = redemption
  const voucher = await voucherOf(db, redemption.voucherId)
  const order = (await findOrder(db, orderId)) ?? coreRefusals.refuse('not_found')
  const book = await rulebookById(db, voucher.rulebookId)
  const amounts = { contractFen, invoicedFen, paidFen, excluded }
  const worth = await reckon(db, voucher, book, { ...partiesOf(order), ...amounts, orderId, caseId })
  if (worth instanceof Refusal) throw worth
  return worth
}
