import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { move, moveLater, type Step } from '#platform/ledger/index.ts'
import { yuan } from './amount.ts'
import { accountsOf, type Budget, carryOverOf, lockBudget } from './budgets.store.ts'
import { giveToYear } from './claims.store.ts'
import { VOUCHER_STATUS, voucherRefusals } from './contract.ts'
import { type IssueCtx, issueFromQueue } from './issue.ts'
import { rulebookById } from './rulebooks.store.ts'
import {
  findVoucher,
  lockVoucher,
  overdueVouchers,
  setVoucher,
  type Voucher,
  type VoucherStatus,
} from './vouchers.store.ts'

/** What others have under way with a voucher: a live order, or a live redemption request. */
export type VoucherUse = {
  ordered: boolean
  requested: boolean
  /** A refused request may still be appealed: the voucher doesn't lapse meanwhile. */
  appealable: boolean
}
type AsksUse = (db: Reader, voucherId: string, now: Temporal.Instant) => Promise<VoucherUse>
const askers: AsksUse[] = []

/** A module that uses vouchers says how to find what it has under way. */
export function registerVoucherUse(ask: AsksUse): void {
  askers.push(ask)
}

async function useOf(db: Reader, voucherId: string, now: Temporal.Instant): Promise<VoucherUse> {
  const uses = await Promise.all(askers.map((ask) => ask(db, voucherId, now)))
  const any = (what: keyof VoucherUse) => uses.some((use) => use[what])
  return { ordered: any('ordered'), requested: any('requested'), appealable: any('appealable') }
}

/** Budget first, then the voucher: every writer locks in this order. */
export async function lockWithBudget(
  ctx: IssueCtx,
  voucherId: string,
): Promise<{ budget: Budget; voucher: Voucher }> {
  const found = await findVoucher(ctx.tx, voucherId)
  if (!found) return voucherRefusals.refuse('voucher_not_active', { statusZh: '不存在', statusEn: 'unknown' })
  const budget = await lockBudget(ctx.tx, found.budgetId)
  return { budget, voucher: await lockVoucher(ctx.tx, voucherId) }
}

export function requireActive(voucher: Voucher): void {
  if (voucher.status === 'active') return
  const status = VOUCHER_STATUS[voucher.status]
  voucherRefusals.refuse('voucher_not_active', { statusZh: status.zh, statusEn: status.en })
}

/**
 * An approved redemption: a part of the reservation becomes payable. Where the rulebook wants the voucher used at once, the
 * remainder goes back.
 * @throws Refusal voucher_not_active, voucher_exceeded
 */
export async function redeemFromVoucher(
  ctx: IssueCtx,
  voucherId: string,
  amountFen: bigint,
  redemptionId: string,
) {
  const { budget, voucher } = await lockWithBudget(ctx, voucherId)
  requireActive(voucher)
  if (amountFen > voucher.remainingFen)
    voucherRefusals.refuse('voucher_exceeded', { left: yuan(voucher.remainingFen) })
  const book = await rulebookById(ctx.tx, voucher.rulebookId)
  const key = `redemption/${redemptionId}/approve`
  const subject = { kind: 'redemption', id: redemptionId }
  const post = {
    kind: 'post',
    key,
    code: 'voucher.redeem',
    hold: voucher.holdId,
    amountFen,
    eventAt: ctx.now,
    subject,
  } as const
  const remainingFen = voucher.remainingFen - amountFen
  const finished = remainingFen === 0n || !book.usableInParts.value
  if (finished && remainingFen > 0n) {
    await move(ctx.tx, ctx, [post])
    await giveBackRest(ctx, budget, { ...voucher, remainingFen }, 'used')
  } else {
    await moveLater(ctx.tx, ctx, [post])
    await setVoucher(ctx.tx, voucher.id, {
      remainingFen,
      status: finished ? 'used' : 'active',
      endedAt: finished ? ctx.now : null,
    })
  }
  ctx.event({
    subject: { kind: 'voucher', id: voucher.id },
    regionPath: voucher.regionPath,
    changes: { redeemedFen: amountFen, remainingFen: finished ? 0n : remainingFen },
  })
}

/** Ends a voucher before its time, by the firm's own will or by a decision. What is left goes back. */
export async function endVoucher(
  ctx: IssueCtx,
  voucherId: string,
  status: 'returned' | 'revoked' | 'lapsed',
  reason: string,
) {
  const locked = await lockWithBudget(ctx, voucherId)
  requireActive(locked.voucher)
  await end(ctx, locked, status, reason)
}

type Locked = Awaited<ReturnType<typeof lockWithBudget>>

async function end(ctx: IssueCtx, { budget, voucher }: Locked, status: VoucherStatus, reason: string) {
  await giveBackRest(ctx, budget, voucher, status)
  ctx.event({
    subject: { kind: 'voucher', id: voucher.id },
    regionPath: voucher.regionPath,
    changes: { status, reason, returnedFen: voucher.remainingFen },
  })
}

/** Whoever orders or asks for a redemption holds the voucher's lock while he writes, so what is seen under it stays true. */
export async function giveBack(ctx: CommandCtx, voucherId: string, { reason }: { reason: string }) {
  const found = await findVoucher(ctx.tx, voucherId)
  ctx.authorise({ organisationId: found?.organisationId ?? null })
  const locked = await lockWithBudget(ctx, voucherId)
  requireActive(locked.voucher)
  const use = await useOf(ctx.tx, voucherId, ctx.now)
  if (use.ordered || use.requested) voucherRefusals.refuse('voucher_in_use')
  await end(ctx, locked, 'returned', reason)
  return { id: voucherId }
}

/**
 * The remainder returns to the budget of the year it was issued in while that is open or frozen, else to the carry-over
 * account of the authority: a movement of the ledger, not only a change of status (资金回滚).
 */
async function giveBackRest(
  ctx: IssueCtx,
  budget: Budget,
  voucher: Voucher,
  status: VoucherStatus,
): Promise<void> {
  const key = `voucher/${voucher.id}/end`
  const steps: Step[] = [{ kind: 'void', key, hold: voucher.holdId, eventAt: ctx.now }]
  if (budget.status === 'closed') {
    steps.push({
      kind: 'transfer',
      key: `${key}/carry`,
      code: 'budget.carry_over',
      from: accountsOf(budget.id).available,
      to: carryOverOf(budget.authorityId, budget.scheme),
      amountFen: voucher.remainingFen,
      eventAt: ctx.now,
      subject: { kind: 'voucher', id: voucher.id },
    })
  }
  await move(ctx.tx, ctx, steps)
  await setVoucher(ctx.tx, voucher.id, { remainingFen: 0n, status, endedAt: ctx.now })
  const { organisationId, scheme, year, remainingFen: amountFen } = voucher
  await giveToYear(ctx.tx, { organisationId, scheme, year, amountFen })
  await issueFromQueue(ctx, budget)
}

/** Why a voucher lapses on a day: its use period ended without an order, or its redemption period without a request. */
async function lapseReason(
  db: Reader,
  voucher: Pick<Voucher, 'id' | 'useBy' | 'redeemBy'>,
  now: Temporal.Instant,
) {
  const over = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(day, dayOf(now)) < 0
  if (!over(voucher.useBy) && !over(voucher.redeemBy)) return null
  const use = await useOf(db, voucher.id, now)
  if (use.requested || use.appealable) return null
  if (over(voucher.redeemBy)) return 'unredeemed'
  return use.ordered ? null : 'unused'
}

/** Vouchers that lapse now. */
export async function lapsing(db: Reader, now: Temporal.Instant) {
  const due: { id: string; budgetId: string; reason: string }[] = []
  let after: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof overdueVouchers>> = await overdueVouchers(db, dayOf(now), {
      after,
      limit: 500,
    })
    for (const voucher of page) {
      const reason = await lapseReason(db, voucher, now)
      if (reason) due.push({ id: voucher.id, budgetId: voucher.budgetId, reason })
    }
    after = page.at(-1)?.id ?? null
    if (page.length < 500) return due
  }
}

/** Lapses one voucher, unless it came into use since it was listed. */
export async function lapseVoucher(ctx: IssueCtx, voucherId: string): Promise<void> {
  const locked = await lockWithBudget(ctx, voucherId)
  const { voucher } = locked
  const reason = voucher.status === 'active' ? await lapseReason(ctx.tx, voucher, ctx.now) : null
  if (reason) return end(ctx, locked, 'lapsed', reason)
  ctx.event({
    subject: { kind: 'voucher', id: voucherId },
    regionPath: voucher.regionPath,
    changes: { lapse: 'not due' },
  })
}
