import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { uuidv7 } from '#core/id.ts'
import { dayOf } from '#core/time.ts'
import { holdStanding, reviewersOf } from '#platform/directory/index.ts'
import { balance, move, type Step } from '#platform/ledger/index.ts'
import { tell } from '#platform/notices/index.ts'
import { reinstateRedemption } from '#business/redemptions/index.ts'
import { accountsOf, carryOverOf, liftBar, lockBudget } from '#business/vouchers/index.ts'
import { momentOf } from './confirm.ts'
import { heldPayments } from './held.ts'
import { paymentRefusals } from './refusals.ts'
import { RECOVERY } from './recover.ts'
import * as store from './recoveries.store.ts'
import { heldRecovery, proposeMissed, refuseOver } from './returns.ts'
import { yuan } from './rules.ts'
import { lockDue } from './runs.store.ts'

/**
 * A finding of falsehood that review or a court did not let stand is undone by another director than who made it: what was owed
 * is owed no more, what came back (or was never paid) is to be paid again, and with the last finding about the redemption its
 * approval stands again and the bar is lifted. A voucher that was revoked stays ended: it is claimed anew.
 * @throws Refusal recovery_over, recovery_not_false, recovery_own_finding, refund_short, refund_short_closed
 */
export async function overturnFalsehood(ctx: CommandCtx, id: string, reason: string) {
  const { tx, now, actor } = ctx
  const { recovery, paid } = await heldRecovery(ctx, id)
  const { number, status, regionPath, demandedFen, returnedFen } = recovery
  if (recovery.cause !== 'falsehood') paymentRefusals.refuse('recovery_not_false', { number })
  if (status === 'overturned' || status === 'waived') refuseOver(recovery)
  if (actor.userId === recovery.decidedByUser) paymentRefusals.refuse('recovery_own_finding')
  await moveBack(ctx, recovery)
  await store.setRecovery(tx, id, {
    ...{ status: 'overturned', refundFen: returnedFen, overturnedByUser: actor.userId as string },
    ...{ endedAt: now, endedBy: signature(actor), endReason: reason },
  })
  const found = await store.recoveriesOf(tx, paid.id)
  const findings = found.filter(({ cause }) => cause === 'falsehood')
  const stands = findings.some((one) => one.status !== 'overturned')
  const barLifted = !stands && (await restore(ctx, paid, findings, reason))
  const owedNoMoreFen = status === 'open' ? demandedFen - returnedFen : 0n
  const changes = { number, status: 'overturned', reason, refundFen: returnedFen, owedNoMoreFen }
  ctx.event({ subject: { kind: RECOVERY, id }, regionPath, changes })
  await tellPayee(ctx, recovery, { reason, barLifted })
  const decisionIds = findings.map((one) => one.id)
  if (!stands) await tellReviewers(ctx, paid, number, decisionIds)
  return { id, number, status: 'overturned' as const, refundFen: returnedFen, barLifted }
}

/** receivable → paid, as far as it is owed; what came back, or was stopped, from where it went → payable. */
async function moveBack(ctx: CommandCtx, recovery: store.Recovery): Promise<void> {
  const { id, redemptionId, status, demandedFen, returnedFen, budgetId } = recovery
  const { paid, payable, receivable, available } = accountsOf(budgetId)
  const about = {
    eventAt: ctx.now,
    subject: { kind: 'redemption', id: redemptionId },
    memo: { recovery: id },
  }
  const steps: Step[] = []
  const owedFen = status === 'open' ? demandedFen - returnedFen : 0n
  if (owedFen > 0n) {
    const owed = { key: `recovery/${id}/overturn`, code: 'recovery.overturn', amountFen: owedFen }
    steps.push({ kind: 'transfer', ...owed, from: receivable, to: paid, ...about })
  }
  const stopped = status === 'stopped'
  const againFen = stopped ? demandedFen : returnedFen
  if (againFen > 0n) {
    const budget = await lockBudget(ctx.tx, budgetId)
    const closed = budget.status === 'closed'
    const from = closed ? carryOverOf(budget.authorityId, budget.scheme) : available
    const { availableFen } = await balance(ctx.tx, from)
    const short = closed ? 'refund_short_closed' : 'refund_short'
    if (availableFen < againFen)
      paymentRefusals.refuse(short, { needed: yuan(againFen), left: yuan(availableFen) })
    const code = stopped ? 'redemption.reinstate' : 'recovery.refund'
    const again = { key: `recovery/${id}/refund`, code, amountFen: againFen }
    steps.push({ kind: 'transfer', ...again, from, to: payable, ...about })
  }
  await move(ctx.tx, ctx, steps)
}

/** No finding about the redemption stands any more. */
async function restore(
  ctx: CommandCtx,
  paid: store.Paid,
  findings: readonly store.Recovery[],
  reason: string,
) {
  const { tx, now } = ctx
  await reinstateRedemption(tx, ctx, paid.id, { reason })
  const [first] = findings
  if (first) await proposeMissed(ctx, paid, first.decidedAt)
  const { payeeId: organisationId, authorityId, regionPath } = paid
  const decidedOn = async (decisionId: string) => {
    const decision = await store.findRecovery(tx, decisionId)
    return decision ? dayOf(decision.decidedAt) : null
  }
  const decisionIds = findings.map(({ id }) => id)
  const lifted = await liftBar(tx, { organisationId, authorityId, reason, decisionIds, now, decidedOn })
  if (lifted)
    ctx.event({
      subject: { kind: 'organisation', id: organisationId },
      regionPath,
      changes: { barLifted: reason },
    })
  return lifted
}

export type RefundBody = { amountFen: bigint; bankReference: string; paidOn: string }

/**
 * Books what was paid again after a finding was overturned, in parts or at once: payable → paid.
 * Nothing goes out while the code of payee or holder is in dispute, or an invoice waits for a decision.
 * @throws Refusal refund_none, refund_too_much, refund_day, bank_reference_used, organisation_disputed, payment_held_…
 */
export async function bookRefund(ctx: CommandCtx, id: string, body: RefundBody) {
  const { tx, now, actor } = ctx
  const { recovery } = await heldRecovery(ctx, id)
  const { number, refundFen, refundedFen, endedAt, budgetId, redemptionId, regionPath } = recovery
  const { redemptionNumber: redemption } = recovery
  const left = refundFen - refundedFen
  if (left === 0n || !endedAt) return paymentRefusals.refuse('refund_none', { number })
  const { amountFen, bankReference } = body
  if (amountFen > left) paymentRefusals.refuse('refund_too_much', { left: yuan(left) })
  const paidOn = Temporal.PlainDate.from(body.paidOn)
  const early = Temporal.PlainDate.compare(paidOn, dayOf(endedAt)) < 0
  if (early || Temporal.PlainDate.compare(paidOn, dayOf(now)) > 0)
    paymentRefusals.refuse('refund_day', { day: body.paidOn })
  const refundId = uuidv7()
  const actorLabel = signature(actor)
  await requireGood(ctx, redemptionId)
  await store.setRecovery(tx, id, { status: 'overturned', refundedFen: refundedFen + amountFen })
  const { payable, paid } = accountsOf(budgetId)
  const key = `recovery/${id}/refund/${refundId}`
  const about = { eventAt: momentOf(paidOn, now), subject: { kind: 'redemption', id: redemptionId } }
  const transfer = { key, code: 'recovery.refund_paid', from: payable, to: paid, amountFen, ...about }
  await move(tx, ctx, [{ kind: 'transfer', ...transfer, memo: { recovery: id } }])
  for (const why of (await heldPayments(tx, [{ id: redemptionId, number: redemption }])).values()) throw why
  const refund = { id: refundId, recoveryId: id, amountFen, bankReference, paidOn, actorLabel, at: now }
  await store.insertRefund(tx, refund)
  const leftFen = left - amountFen
  const changes = { number, refundedFen: amountFen, refundLeftFen: leftFen, bankReference }
  ctx.event({ subject: { kind: RECOVERY, id }, regionPath, changes })
  const amount = yuan(amountFen)
  await tellOf(ctx, recovery, {
    title: {
      zh: `追回${number}的款项已退还${amount}元`,
      en: `CNY ${amount} of recovery ${number} paid again`,
    },
    body: {
      zh: `银行流水号${bankReference}，付款日期${body.paidOn}。`,
      en: `Bank reference ${bankReference}, paid on ${body.paidOn}.`,
    },
  })
  return { id, number, status: 'overturned' as const, leftFen }
}

/** The payee's code and the holder's are not in dispute, and stay so until the commit. A closed payee has who winds it up. */
async function requireGood({ tx }: CommandCtx, redemptionId: string): Promise<void> {
  const due = await lockDue(tx, redemptionId)
  if (!due) return
  const { payeeId, holderId, holderName: holder, number: redemption } = due
  const disputed = async (id: string) => {
    const bar = await holdStanding(tx, id)
    return bar?.code === 'organisation_disputed' ? bar : null
  }
  const bar = await disputed(payeeId)
  if (bar) throw bar
  if (holderId !== payeeId && (await disputed(holderId)))
    paymentRefusals.refuse('payment_held_holder', { redemption, holder })
}

type Told = { title: { zh: string; en: string }; body: { zh: string; en: string } }

function tellOf({ tx, now, place }: CommandCtx, { organisationId, id }: store.Recovery, text: Told) {
  const to = { organisationId }
  return tell(tx, { now, url: place.url }, { to, subject: { kind: RECOVERY, id }, text })
}

function tellPayee(ctx: CommandCtx, recovery: store.Recovery, of: { reason: string; barLifted: boolean }) {
  const { number, returnedFen, status } = recovery
  const again =
    returnedFen > 0n
      ? {
          zh: `已退回的${yuan(returnedFen)}元将退还。`,
          en: ` CNY ${yuan(returnedFen)} that came back are paid again.`,
        }
      : status === 'stopped'
        ? { zh: '批准恢复，款项将予支付。', en: ' The approval stands again and is paid.' }
        : { zh: '', en: '' }
  const bar = of.barLifted
    ? { zh: '申领和接单的限制同时解除。', en: ' The bar is lifted, too.' }
    : { zh: '', en: '' }
  return tellOf(ctx, recovery, {
    title: { zh: `追回${number}的虚假认定已撤销`, en: `The finding of recovery ${number} is overturned` },
    body: {
      zh: `理由：${of.reason}。未退的款项不再追回。${again.zh}${bar.zh}`,
      en: `Reason: ${of.reason}. Nothing more is demanded.${again.en}${bar.en}`,
    },
  })
}

/** What was decided, or is to be decided, about the provider's admission rested on it. */
async function tellReviewers(
  ctx: CommandCtx,
  paid: store.Paid,
  number: string,
  decisionIds: readonly string[],
) {
  const { tx, now, place } = ctx
  const text = {
    title: {
      zh: `兑付${paid.number}的虚假认定已撤销`,
      en: `The finding that redemption ${paid.number} was false is overturned`,
    },
    body: {
      zh: `追回${number}已撤销。因此启动或作出的入库资格复核，请重新考虑。`,
      en: `Recovery ${number} is overturned. Reconsider the review of the provider’s admission that it opened.`,
    },
  }
  const subject = { kind: 'admission_review', id: paid.providerId }
  for (const { authorityId: organisationId } of await reviewersOf(tx, decisionIds))
    await tell(tx, { now, url: place.url }, { to: { organisationId, role: 'director' }, subject, text })
}
