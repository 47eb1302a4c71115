import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { uuidv7 } from '#core/id.ts'
import { nextNumber } from '#core/numbers.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { addWorkingDays, readCalendar } from '#platform/calendar/index.ts'
import { move } from '#platform/ledger/index.ts'
import { tell } from '#platform/notices/index.ts'
import { accountsOf, carryOverOf, issueFromQueue, lockBudget } from '#business/vouchers/index.ts'
import { revokeRedemption } from '#business/redemptions/index.ts'
import { prefixFor, yearOf } from './batches.ts'
import { returnCap } from './cap.ts'
import { punish } from './penalties.ts'
import { paymentRefusals } from './refusals.ts'
import * as store from './recoveries.store.ts'
import { CAUSES, type Cause, netPaidFen, yuan } from './rules.ts'
import { livePaymentOf, setPaymentRow } from './runs.store.ts'

/** Subject kind of a recovery. */
export const RECOVERY = 'recovery'

export type RecoverBody = {
  cause: Exclude<Cause, 'voluntary'>
  amountFen: bigint
  reason: string
  clause: string
  workingDays: number
  proposalId?: string | undefined
}

/**
 * A director decides that money has to come back (追回). Paid money becomes owed by a new transfer; nothing booked is changed.
 * What is found before it was paid is stopped as a whole instead. Falsehood revokes the approval and the voucher, bars the firm
 * for the term of the rulebook and has the provider's admission reviewed.
 * @throws Refusal recovery_not_paid, recovery_payment_running, recovery_before_payment, recovery_too_much, proposal_decided
 */
export async function recover(ctx: CommandCtx, redemptionId: string, body: RecoverBody) {
  const { tx } = ctx
  const paid = (await store.lockPaid(tx, redemptionId)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: paid.authorityId })
  const { number: redemption } = paid
  const proposal = body.proposalId ? await openProposal(ctx, body.proposalId, redemptionId) : null
  const live = await livePaymentOf(tx, redemptionId)
  if (live?.status === 'sent')
    paymentRefusals.refuse('recovery_payment_running', { redemption, run: live.number })
  const id = uuidv7()
  const made =
    live?.status === 'paid'
      ? await demand(ctx, paid, { id, ...body, amountOfRow: live.amountFen })
      : await stop(ctx, paid, { id, ...body, rowId: live?.id ?? null })
  const barredUntil =
    body.cause === 'falsehood' ? await punish(ctx, paid, { id, ...body, number: made.number }) : null
  if (proposal)
    await store.endProposal(tx, proposal, {
      status: 'followed',
      recoveryId: id,
      decidedBy: signature(ctx.actor),
      decidedAt: ctx.now,
    })
  await tellOwing(ctx, paid, made.number, body)
  return { id, ...made, barredUntil }
}

type Demand = RecoverBody & { id: string; amountOfRow: bigint }

async function demand(ctx: CommandCtx, paid: store.Paid, body: Demand) {
  const { tx, now } = ctx
  await requireLeft(ctx, paid, body.amountFen, body.amountOfRow)
  const due = addWorkingDays(await readCalendar(tx), dayOf(now).toString(), body.workingDays)
  const dueOn = Temporal.PlainDate.from(due.due)
  const number = await write(ctx, paid, {
    ...body,
    dueDays: body.workingDays,
    dueOn,
    dueProvisional: due.provisional,
    status: 'open',
  })
  await owe(ctx, paid, body.id, body.amountFen)
  // A second decision about the rest finds the approval revoked already.
  if (body.cause === 'falsehood' && paid.status === 'approved')
    await revokeRedemption(tx, ctx, paid.id, { reason: body.reason })
  return { number, status: 'open' as const, dueOn }
}

/** @throws Refusal recovery_too_much */
async function requireLeft(
  { tx }: CommandCtx,
  paid: store.Paid,
  amountFen: bigint,
  paidFen: bigint,
): Promise<void> {
  const left = netPaidFen(paidFen, await store.recoveriesOf(tx, paid.id))
  if (amountFen > left) paymentRefusals.refuse('recovery_too_much', { left: yuan(left) })
}

/** paid → receivable. */
async function owe(ctx: CommandCtx, paid: store.Paid, id: string, amountFen: bigint): Promise<void> {
  const accounts = accountsOf(paid.budgetId)
  await move(ctx.tx, ctx, [
    {
      ...{
        kind: 'transfer',
        key: `recovery/${id}/demand`,
        code: 'recovery.demand',
        from: accounts.paid,
        to: accounts.receivable,
      },
      ...{
        amountFen,
        eventAt: ctx.now,
        subject: { kind: 'redemption', id: paid.id },
        memo: { recovery: id },
      },
    },
  ])
}

type Stop = RecoverBody & { id: string; rowId: string | null }

/** Approved, not paid yet, and false: what was payable goes back, and its payment is stopped. */
async function stop(ctx: CommandCtx, paid: store.Paid, body: Stop) {
  const { tx } = ctx
  const { number: redemption, approvedFen } = paid
  if (paid.status !== 'approved') paymentRefusals.refuse('recovery_not_paid', { redemption })
  if (body.cause === 'overpaid' || body.amountFen !== approvedFen)
    paymentRefusals.refuse('recovery_before_payment', { redemption, amount: yuan(approvedFen) })
  if (body.rowId)
    await setPaymentRow(tx, body.rowId, {
      status: 'stopped',
      reason: `${CAUSES[body.cause].zh}：${body.reason}`,
      reasonEn: `${CAUSES[body.cause].en}: ${body.reason}`,
    })
  await revokeRedemption(tx, ctx, paid.id, { reason: body.reason })
  const number = await write(ctx, paid, {
    ...body,
    dueDays: 0,
    dueOn: null,
    dueProvisional: false,
    status: 'stopped',
  })
  await giveBack(ctx, paid.budgetId, {
    ...{
      key: `recovery/${body.id}/stop`,
      code: 'redemption.revoke',
      from: accountsOf(paid.budgetId).payable,
    },
    ...{ amountFen: approvedFen, eventAt: ctx.now, redemptionId: paid.id, recoveryId: body.id },
  })
  await returnCap(ctx, paid, dayOf(ctx.now))
  return { number, status: 'stopped' as const, dueOn: null }
}

type Back = {
  key: string
  code: string
  from: string
  amountFen: bigint
  eventAt: Temporal.Instant
  redemptionId: string
  recoveryId: string
}

/** To the year's budget while it is open or frozen, else to the authority's carry-over account; the queue may use it at once. */
export async function giveBack(
  ctx: CommandCtx,
  budgetId: string,
  { redemptionId, recoveryId, ...money }: Back,
): Promise<void> {
  const budget = await lockBudget(ctx.tx, budgetId)
  const closed = budget.status === 'closed'
  const to = closed ? carryOverOf(budget.authorityId, budget.scheme) : accountsOf(budgetId).available
  const subject = { kind: 'redemption', id: redemptionId }
  await move(ctx.tx, ctx, [{ kind: 'transfer', ...money, to, subject, memo: { recovery: recoveryId } }])
  await issueFromQueue(ctx, budget)
}

type Writing = {
  id: string
  cause: Cause
  amountFen: bigint
  reason: string
  clause: string
  dueDays: number
  dueOn: Temporal.PlainDate | null
  dueProvisional: boolean
  status: 'open' | 'stopped'
}

async function write(
  ctx: CommandCtx,
  paid: store.Paid,
  { amountFen: demandedFen, ...of }: Writing,
): Promise<string> {
  const { tx, now, actor } = ctx
  const number = await nextNumber(tx, prefixFor(paid.number, '追'), yearOf(now))
  const { payeeId: organisationId, authorityId, regionPath, id: redemptionId } = paid
  const { id, cause, reason, clause, dueDays, dueOn, dueProvisional, status } = of
  await store.insertRecovery(tx, {
    ...{
      id,
      number,
      redemptionId,
      organisationId,
      authorityId,
      regionPath,
      cause,
      demandedFen,
      reason,
      clause,
    },
    ...{ dueDays, dueOn, dueProvisional, status, decidedBy: signature(actor), decidedAt: now },
    decidedByUser: cause === 'voluntary' ? null : actor.userId,
  })
  const changes = { number, cause, demandedFen, reason, clause, status, dueOn: dueOn?.toString() ?? null }
  ctx.event({ subject: { kind: RECOVERY, id }, regionPath, changes })
  ctx.event({
    subject: { kind: 'redemption', id: redemptionId },
    regionPath,
    changes: { recovery: number, demandedFen },
  })
  return number
}

/** @throws Refusal proposal_decided */
async function openProposal({ tx }: CommandCtx, id: string, redemptionId: string): Promise<string> {
  const proposal = await store.lockProposal(tx, id)
  if (proposal?.redemptionId !== redemptionId) return coreRefusals.refuse('not_found')
  if (proposal.status !== 'open') paymentRefusals.refuse('proposal_decided')
  return id
}

async function tellOwing(
  { tx, now, place }: CommandCtx,
  paid: store.Paid,
  number: string,
  body: RecoverBody,
) {
  const cause = CAUSES[body.cause]
  const amount = yuan(body.amountFen)
  await tell(
    tx,
    { now, url: place.url },
    {
      to: { organisationId: paid.payeeId },
      subject: { kind: 'redemption', id: paid.id },
      text: {
        title: {
          zh: `追回决定${number}（兑付${paid.number}）`,
          en: `Recovery ${number} of redemption ${paid.number}`,
        },
        body: {
          zh: `事由：${cause.zh}；金额${amount}元；依据：${body.clause}；说明：${body.reason}`,
          en: `Cause: ${cause.en}; CNY ${amount}; under ${body.clause}; ${body.reason}`,
        },
      },
    },
  )
}

/**
 * The payee returns money of its own will: it is owed from now on and booked when it arrives. No bar follows.
 * @throws Refusal recovery_not_paid, recovery_payment_running, recovery_too_much
 */
export async function returnVoluntarily(
  ctx: CommandCtx,
  redemptionId: string,
  body: { amountFen: bigint; reason: string },
) {
  const { tx } = ctx
  const paid = (await store.lockPaid(tx, redemptionId)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId: paid.payeeId })
  const { number: redemption } = paid
  const live = await livePaymentOf(tx, redemptionId)
  if (live?.status === 'sent')
    paymentRefusals.refuse('recovery_payment_running', { redemption, run: live.number })
  if (live?.status !== 'paid') return paymentRefusals.refuse('recovery_not_paid', { redemption })
  await requireLeft(ctx, paid, body.amountFen, live.amountFen)
  const id = uuidv7()
  const of = {
    ...body,
    id,
    cause: 'voluntary' as const,
    clause: '单位自愿',
    dueDays: 0,
    dueOn: null,
    dueProvisional: false,
  }
  const number = await write(ctx, paid, { ...of, status: 'open' })
  await owe(ctx, paid, id, body.amountFen)
  return { id, number, status: 'open' as const }
}
