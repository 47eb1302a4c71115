import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { uuidv7 } from '#core/id.ts'
import { coreRefusals } from '#core/refusal.ts'
import { minFen } from '#core/money.ts'
import { dayOf } from '#core/time.ts'
import { type Reversal, onReversed } from '#platform/invoices/index.ts'
import { move } from '#platform/ledger/index.ts'
import { tell } from '#platform/notices/index.ts'
import { holdInvoicesOf, lostSince } from '#business/redemptions/index.ts'
import { accountsOf } from '#business/vouchers/index.ts'
import { returnCap } from './cap.ts'
import { momentOf } from './confirm.ts'
import { paymentRefusals } from './refusals.ts'
import { giveBack, RECOVERY } from './recover.ts'
import * as store from './recoveries.store.ts'
import { RECOVERY_STATUS, yuan } from './rules.ts'
import { livePaymentOf } from './runs.store.ts'

export type ReturnBody = { amountFen: bigint; bankReference: string; receivedOn: string }

/**
 * Books money that came back, in parts or at once: receivable → the year's budget, or carry-over once the year is closed.
 * @throws Refusal recovery_over, recovery_return_too_much, bank_reference_used, received_later,
 * received_before_paid
 */
export async function bookReturn(ctx: CommandCtx, id: string, body: ReturnBody) {
  const { tx, now, actor } = ctx
  const { recovery, paid } = await open(ctx, id)
  const { number, regionPath, demandedFen } = recovery
  const left = demandedFen - recovery.returnedFen
  const receivedOn = Temporal.PlainDate.from(body.receivedOn)
  if (Temporal.PlainDate.compare(receivedOn, dayOf(now)) > 0)
    paymentRefusals.refuse('received_later', { day: body.receivedOn })
  const paidOn = (await livePaymentOf(tx, recovery.redemptionId))?.paidOn
  if (paidOn && Temporal.PlainDate.compare(receivedOn, paidOn) < 0)
    paymentRefusals.refuse('received_before_paid', { day: body.receivedOn, paidOn: paidOn.toString() })
  if (body.amountFen > left) paymentRefusals.refuse('recovery_return_too_much', { left: yuan(left) })
  const returnId = uuidv7()
  const { amountFen, bankReference } = body
  await store.insertReturn(tx, {
    id: returnId,
    recoveryId: id,
    amountFen,
    bankReference,
    receivedOn,
    actorLabel: signature(actor),
    at: now,
  })
  const leftFen = left - amountFen
  const status = leftFen === 0n ? 'returned' : 'open'
  const ended = leftFen === 0n ? { endedAt: now, endedBy: signature(actor) } : {}
  await store.setRecovery(tx, id, { status, returnedFen: recovery.returnedFen + amountFen, ...ended })
  await giveBack(ctx, recovery.budgetId, {
    ...{
      key: `recovery/${id}/return/${returnId}`,
      code: 'recovery.return',
      from: accountsOf(recovery.budgetId).receivable,
    },
    ...{ amountFen, eventAt: momentOf(receivedOn, now), redemptionId: recovery.redemptionId, recoveryId: id },
  })
  const capGivenBack = leftFen === 0n && (await returnCap(ctx, paid, receivedOn))
  ctx.event({
    subject: { kind: RECOVERY, id },
    regionPath,
    changes: {
      number,
      returnedFen: amountFen,
      leftFen,
      bankReference,
      ...(capGivenBack ? { capGivenBack } : {}),
    },
  })
  return { id, number, status: status as 'returned' | 'open', leftFen, capGivenBack }
}

type Held = { recovery: store.Recovery; paid: store.Paid }

/** The recovery, locked, with its case and redemption: whoever decides about the same money waits. */
export async function heldRecovery(ctx: CommandCtx, id: string): Promise<Held> {
  const seen = (await store.findRecovery(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: seen.authorityId, organisationId: seen.organisationId })
  const paid = (await store.lockPaid(ctx.tx, seen.redemptionId)) ?? coreRefusals.refuse('not_found')
  const recovery = (await store.lockRecovery(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  return { recovery, paid }
}

async function open(ctx: CommandCtx, id: string): Promise<Held> {
  const held = await heldRecovery(ctx, id)
  return held.recovery.status === 'open' ? held : refuseOver(held.recovery)
}

export function refuseOver({ number, status }: store.Recovery): never {
  const { zh: statusZh, en: statusEn } = RECOVERY_STATUS[status]
  return paymentRefusals.refuse('recovery_over', { number, statusZh, statusEn })
}

/**
 * Takes back a demand, as far as nothing came in: receivable → paid, by a new transfer. A falsehood is not waived; a firm may
 * take back only what it volunteered.
 * @throws Refusal recovery_over, recovery_waive_false
 */
export async function waiveRecovery(ctx: CommandCtx, id: string, reason: string) {
  const { tx, now, actor } = ctx
  const { recovery } = await open(ctx, id)
  const { number, regionPath, cause, authorityId, redemptionId, budgetId } = recovery
  if (cause === 'falsehood') paymentRefusals.refuse('recovery_waive_false')
  if (cause !== 'voluntary' && !ctx.may('recovery.decide', { authorityId })) coreRefusals.refuse('not_found')
  const amountFen = recovery.demandedFen - recovery.returnedFen
  await store.setRecovery(tx, id, {
    status: 'waived',
    endedAt: now,
    endedBy: signature(actor),
    endReason: reason,
  })
  const { receivable, paid } = accountsOf(budgetId)
  await move(tx, ctx, [
    {
      ...{
        kind: 'transfer',
        key: `recovery/${id}/waive`,
        code: 'recovery.waive',
        from: receivable,
        to: paid,
        amountFen,
      },
      ...{ eventAt: now, subject: { kind: 'redemption', id: redemptionId }, memo: { recovery: id } },
    },
  ])
  ctx.event({
    subject: { kind: RECOVERY, id },
    regionPath,
    changes: { number, waivedFen: amountFen, reason },
  })
  return { id, number, status: 'waived' as const }
}

export async function dismissProposal(ctx: CommandCtx, id: string, reason: string) {
  const proposal = (await store.lockProposal(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: proposal.authorityId })
  if (proposal.status !== 'open') paymentRefusals.refuse('proposal_decided')
  const end = { status: 'dismissed' as const, decidedBy: signature(ctx.actor), decidedAt: ctx.now, reason }
  await store.endProposal(ctx.tx, id, end)
  ctx.event({
    subject: { kind: 'redemption', id: proposal.redemptionId },
    changes: { proposalDismissed: id, reason },
  })
  const found = await store.findPaid(ctx.tx, proposal.redemptionId)
  if (found) await tellDismissed(ctx, found, reason)
  return { id }
}

/** A red-letter invoice that takes back what an approved redemption presented opens a proposal; an officer decides. */
export function registerReversals(): void {
  onReversed(propose)
}

async function propose(
  tx: Tx,
  { now }: { now: Temporal.Instant },
  { redId, taken }: Reversal,
): Promise<void> {
  const ours = taken.filter(({ subject }) => subject.kind === 'redemption')
  for (const [redemptionId, parts] of Map.groupBy(ours, ({ subject }) => subject.id)) {
    const found = await store.findPaid(tx, redemptionId)
    // Not decided yet: the review sees the reversed lines and refuses to go on with them.
    if (found?.status !== 'approved') continue
    const takenFen = parts.reduce((sum, { takenBackFen }) => sum + takenBackFen, 0n)
    await openProposal(tx, now, found, { redId, takenFen, lines: parts.length })
  }
}

/**
 * An approval stands again: what red-letter invoices took while it was revoked, when nobody was asked, is proposed now. The
 * invoices are held until the commit, so that one that comes meanwhile finds the approval.
 */
export async function proposeMissed(
  { tx, now }: CommandCtx,
  paid: store.Paid,
  since: Temporal.Instant,
): Promise<void> {
  await holdInvoicesOf(tx, [paid.id])
  for (const taken of await lostSince(tx, paid.id, since)) await openProposal(tx, now, paid, taken)
}

type Taken = { redId: string; takenFen: bigint; lines: number }

async function openProposal(
  tx: Tx,
  now: Temporal.Instant,
  of: store.Paid,
  { redId, takenFen, lines }: Taken,
): Promise<void> {
  const note = `红字发票冲减已提交的发票行${lines}行，合计${yuan(takenFen)}元`
  const { id: redemptionId, authorityId, approvedFen } = of
  const amountFen = minFen(takenFen, approvedFen)
  const proposal = { redemptionId, authorityId, sourceId: redId, amountFen, note, at: now }
  if (!(await store.insertProposal(tx, proposal))) return
  await tellDirector(tx, now, of, note)
  await tellPayee(tx, now, of, takenFen)
}

function tellDismissed({ tx, now }: CommandCtx, { payeeId, number, id }: store.Paid, reason: string) {
  const title = {
    zh: `兑付${number}：红字发票不影响兑付`,
    en: `Redemption ${number}: the red-letter invoice has no consequence`,
  }
  const body = {
    zh: `主管部门决定不予追回：${reason}。尚未支付的，照常支付。`,
    en: `The authority recovers nothing: ${reason}. What is not paid yet will be paid.`,
  }
  return tell(
    tx,
    { now },
    { to: { organisationId: payeeId }, subject: { kind: 'redemption', id }, text: { title, body } },
  )
}

function tellPayee(tx: Tx, now: Temporal.Instant, { payeeId, number, id }: store.Paid, takenFen: bigint) {
  const title = {
    zh: `兑付${number}的发票被红字冲减，待主管部门决定`,
    en: `An invoice of redemption ${number} was reversed: the authority decides what follows`,
  }
  const body = {
    zh: `冲减${yuan(takenFen)}元。决定作出前，尚未支付的款项暂停支付；多付的款项也可以主动退回。`,
    en: `CNY ${yuan(takenFen)} were taken back. What is not paid yet waits for the decision; what was overpaid can be returned of your own will.`,
  }
  return tell(
    tx,
    { now },
    { to: { organisationId: payeeId }, subject: { kind: 'redemption', id }, text: { title, body } },
  )
}

function tellDirector(tx: Tx, now: Temporal.Instant, { authorityId, number, id }: store.Paid, note: string) {
  return tell(
    tx,
    { now },
    {
      to: { organisationId: authorityId, role: 'director' },
      subject: { kind: 'redemption', id },
      text: {
        title: {
          zh: `兑付${number}的发票被红字冲减，请决定是否追回`,
          en: `An invoice of redemption ${number} was reversed: decide on a recovery`,
        },
        body: { zh: note, en: `A red-letter invoice took back what redemption ${number} presented.` },
      },
    },
  )
}
