import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import type { Refusal } from '#core/refusal.ts'
import { holdStanding } from '#platform/directory/index.ts'
import { type Claim, closedWaiting, findClaim, type Queue, refuseClaim } from './claims.store.ts'
import { voucherRefusals } from './contract.ts'

type Ctx = Pick<CommandCtx, 'tx' | 'now' | 'event'>

/** A claim that waits is refused and keeps why; once. Nothing was held for it. */
export async function refuseWaiting(ctx: Ctx, claim: Claim, { code, text }: Refusal): Promise<boolean> {
  if (!(await refuseClaim(ctx.tx, claim.caseId, { code, text, at: ctx.now }))) return false
  const changes = { status: 'refused', reason: code, text }
  ctx.event({ subject: { kind: 'claim', id: claim.caseId }, regionPath: claim.regionPath, changes })
  return true
}

/** Claims of closed firms leave this queue, whatever their place: they would wait for ever. */
export async function refuseClosed(ctx: Ctx, queue?: Queue): Promise<void> {
  for (const claim of await closedWaiting(ctx.tx, queue))
    await refuseWaiting(ctx, claim, voucherRefusals.make('claim_firm_closed'))
}

export const closedClaims = async (db: Reader): Promise<string[]> =>
  (await closedWaiting(db)).map(({ caseId }) => caseId)

/** One claim of a firm that is closed. */
export async function refuseOfClosed(ctx: Ctx, caseId: string): Promise<void> {
  const claim = await findClaim(ctx.tx, caseId)
  if (!claim) throw new Error(`case ${caseId} is no claim`)
  const bar = await holdStanding(ctx.tx, claim.organisationId)
  const closed = bar?.code === 'organisation_closed'
  if (closed && (await refuseWaiting(ctx, claim, voucherRefusals.make('claim_firm_closed')))) return
  const subject = { kind: 'claim', id: caseId }
  ctx.event({ subject, regionPath: claim.regionPath, changes: { closing: 'nothing waits' } })
}
