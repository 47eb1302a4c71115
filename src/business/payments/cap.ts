import type { CommandCtx } from '#core/command.ts'
import { giveCapBack } from '#business/vouchers/index.ts'
import { type Paid, recoveriesOf } from './recoveries.store.ts'

/**
 * After money came back, or was never paid: once nothing of a redemption is left with its payee, the rulebook decides whether the
 * firm's yearly cap is given back (decision 11). The redemption is locked.
 */
export async function returnCap(
  ctx: CommandCtx,
  paid: Pick<Paid, 'id' | 'voucherId' | 'approvedFen'>,
  on: Temporal.PlainDate,
): Promise<boolean> {
  const recoveries = (await recoveriesOf(ctx.tx, paid.id)).filter(({ status }) => status !== 'overturned')
  const backFen = recoveries.reduce(
    (sum, { status, demandedFen, returnedFen }) => sum + (status === 'stopped' ? demandedFen : returnedFen),
    0n,
  )
  if (backFen !== paid.approvedFen) return false
  return giveCapBack(ctx, {
    ...{ voucherId: paid.voucherId, redemptionId: paid.id, amountFen: backFen, on },
    causes: recoveries.map(({ cause }) => cause),
  })
}
