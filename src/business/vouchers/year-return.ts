import type { CommandCtx } from '#core/command.ts'
import { giveToYear, insertYearReturn } from './claims.store.ts'
import { rulebookById } from './rulebooks.store.ts'
import { findVoucher } from './vouchers.store.ts'
import type { ReturnCause } from './words.ts'

type Repaid = {
  voucherId: string
  redemptionId: string
  amountFen: bigint
  /** Every cause for which some of it came back. */
  causes: readonly string[]
  /** The day on which the last of it came in. */
  on: Temporal.PlainDate
}

/**
 * What was redeemed came back in full: where the rulebook of the voucher lets such causes give the firm's cap back, and the year
 * of the claim still runs, the firm may claim that much again. Done once for a redemption.
 */
export async function giveCapBack(ctx: CommandCtx, { causes, on, ...repaid }: Repaid): Promise<boolean> {
  const { tx, now } = ctx
  const voucher = await findVoucher(tx, repaid.voucherId)
  if (!voucher) throw new Error(`no voucher ${repaid.voucherId}`)
  const { value: honest } = (await rulebookById(tx, voucher.rulebookId)).capAfterReturn
  if (on.year !== voucher.year || !causes.every((cause) => honest.includes(cause as ReturnCause)))
    return false
  const { organisationId, scheme, year, regionPath } = voucher
  const { redemptionId, amountFen } = repaid
  const given = { organisationId, scheme, year, amountFen }
  if (!(await insertYearReturn(tx, { ...given, redemptionId, at: now }))) return false
  await giveToYear(tx, given)
  ctx.event({
    subject: { kind: 'voucher', id: voucher.id },
    regionPath,
    changes: { capGivenBackFen: amountFen, year },
  })
  return true
}
