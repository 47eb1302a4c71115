import type { CommandCtx } from '#core/command.ts'
import { dayOf } from '#core/time.ts'
import { openAdmissionReviews } from '#platform/directory/index.ts'
import { barFirm, endVoucher, findVoucher, rulebookById } from '#business/vouchers/index.ts'
import { type Paid, recoveriesOf } from './recoveries.store.ts'

type Falsehood = { id: string; number: string; reason: string; clause: string }

/**
 * What a false redemption brings with it by the rulebook it was filed under (domain §2.14): the voucher is revoked if anything
 * is left of it, who was paid (and so asked) is barred for the term, and the provider's admission is reviewed.
 * A second decision about the same falsehood demands the rest and punishes no more.
 * @returns the first day on which it may claim or serve again
 */
export async function punish(ctx: CommandCtx, paid: Paid, of: Falsehood): Promise<Temporal.PlainDate> {
  const { tx, now } = ctx
  const book = await rulebookById(tx, paid.rulebookId)
  const voucher = await findVoucher(tx, paid.voucherId)
  if (voucher?.status === 'active') await endVoucher(ctx, paid.voucherId, 'revoked', of.reason)
  const { payeeId: organisationId, authorityId, regionPath } = paid
  const decided = (await recoveriesOf(tx, paid.id)).filter(({ cause }) => cause === 'falsehood')
  const { fromDay, toDay, anew } = await barFirm(ctx, {
    ...{ organisationId, authorityId, reason: of.reason, clause: of.clause, decisionId: of.id },
    ...{ today: dayOf(now), penalties: book.penalties, sameFalsehood: decided.map(({ id }) => id) },
  })
  if (!anew) return toDay
  const changes = {
    barred: { by: of.number, from: fromDay.toString(), to: toDay.toString(), clause: of.clause },
  }
  ctx.event({ subject: { kind: 'organisation', id: organisationId }, regionPath, changes })
  await openAdmissionReviews(ctx, {
    providerId: paid.providerId,
    cause: { kind: 'recovery', id: of.id, number: of.number, reason: of.reason },
    expected: book.penalties.providerAdmission.value,
  })
  return toDay
}
