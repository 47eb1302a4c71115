import { createHash } from 'node:crypto'
import type { Reader, Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { fieldsOf, type Programme, stageOf } from '#platform/cases/browser.ts'
import {
  type Action,
  type ActionData,
  act,
  type CaseCtx,
  type CaseFile,
  type CaseState,
  programmeVersionOf,
  registerOutcome,
} from '#platform/cases/index.ts'
import { bankAccountOf, organisationOf } from '#platform/directory/index.ts'
import { attachFiles } from '#platform/files/index.ts'
import { free, present } from '#platform/invoices/index.ts'
import { findOrder } from '#platform/orders/index.ts'
import {
  laneOf,
  lockVoucher,
  redeemFromVoucher,
  requireActive,
  rulebookById,
} from '#business/vouchers/index.ts'
import { partiesOf } from './filing.ts'
import { holdInvoicesOf, requireSound } from './invoices.ts'
import { reckon } from './reckon.ts'
import { redemptionRefusals } from './refusals.ts'
import { LIVE, type RedemptionStatus, sumFen } from './rules.ts'
import {
  addDocuments,
  findRedemption,
  lockRedemption,
  linesOf,
  type Redemption,
  reckonAnew,
  reckoningsOf,
  setRedemption,
} from './store.ts'

/**
 * The rows of a redemption follow its case: whoever acts on the case, by hand, in a batch or as the node, moves the row in the
 * same transaction, under the lock of the case. So the two cannot disagree.
 *
 * pass (last review) → passed · enter_batch → in_batch · leave_batch → passed · approve → approved, the hold is posted ·
 * refuse, decline, withdraw, lapse → ended, the lines are free · overturn, reopen → alive, the lines are occupied again ·
 * revoke → revoked, the lines stay occupied: payment never frees them · reinstate → approved, as it was.
 */
const effects = { before, approved, ended, reinstated, resumed }
export const registerRedemptionOutcome = (): void => registerOutcome('voucher.redeem', effects)

type Deed = {
  action: Action
  reason: string | null
  data: ActionData
  before: Pick<CaseState, 'stage' | 'decisions'>
}

async function before(tx: Tx, ctx: CaseCtx, caseFile: CaseFile, deed: Deed): Promise<void> {
  const redemption = await locked(tx, caseFile.id)
  switch (deed.action) {
    case 'withdraw':
      if (redemption.status === 'in_batch') redemptionRefusals.refuse('redemption_in_batch')
      return
    case 'supply':
    case 'correct':
      return keepDocuments(tx, ctx, caseFile, deed)
    case 'pass':
      if (await endsReview(tx, caseFile, deed.before.stage)) await passed(tx, ctx, redemption)
      return
    case 'enter_batch':
      await requireSound(tx, redemption.caseId)
      return setRedemption(tx, caseFile.id, { status: 'in_batch' })
    case 'leave_batch':
      return setRedemption(tx, caseFile.id, { status: 'passed' })
    case 'approve':
      requireOtherThanReviewer(ctx, deed.before)
      return requireSound(tx, redemption.caseId)
    default:
  }
}

/** Who passed it in review may not decide it, wherever the decision is made. */
function requireOtherThanReviewer(ctx: CaseCtx, { decisions }: Deed['before']): void {
  const own = decisions.some(({ action, by }) => action === 'pass' && by !== null && by === ctx.actor.userId)
  if (own) redemptionRefusals.refuse('redemption_own_review')
}

async function locked(tx: Tx, id: string): Promise<Redemption> {
  const redemption = await lockRedemption(tx, id)
  if (!redemption) throw new Error(`case ${id} is no redemption`)
  return redemption
}

/** Does passing this stage end the review? Then a batch, a notice or the decision follows. */
async function endsReview(db: Reader, caseFile: CaseFile, stage: string): Promise<boolean> {
  const programme = await pinned(db, caseFile)
  const { next } = stageOf(programme, stage)
  return next === 'outcome' || stageOf(programme, next).kind !== 'review'
}

const pinned = (db: Reader, { programmeId, programmeVersion }: CaseFile): Promise<Programme> =>
  programmeVersionOf(db, programmeId, programmeVersion)

/** @throws Refusal redemption_invoice_conflict, redemption_invoice_reversed, redemption_account_missing */
async function passed(tx: Tx, ctx: CaseCtx, redemption: Redemption): Promise<void> {
  await requireSound(tx, redemption.caseId)
  await accountOf(tx, redemption, ctx.now)
  await setRedemption(tx, redemption.caseId, {
    status: 'passed',
    approvedFen: redemption.amountFen,
    passedAt: ctx.now,
  })
  tell(ctx, redemption, { status: 'passed', approvedFen: redemption.amountFen })
}

/** What a supplement or a correction hands in stands with the request; what was reckoned with does not change by it. */
async function keepDocuments(tx: Tx, ctx: CaseCtx, caseFile: CaseFile, { data }: Deed): Promise<void> {
  const form = data.form ?? {}
  const files = fieldsOf(await pinned(tx, caseFile)).filter((field) => field.type === 'file')
  const others = Object.keys(form).filter((id) => !files.some((field) => field.id === id))
  const changed = others.some((id) => form[id] !== caseFile.form[id])
  if (changed && data.adjustment === undefined) redemptionRefusals.refuse('redemption_field_fixed')
  const given = files.flatMap(({ id: kind }) => {
    const before = (caseFile.form[kind] as string[] | undefined) ?? []
    const now = Array.isArray(form[kind]) ? form[kind] : []
    return now.filter((fileId) => !before.includes(fileId)).map((fileId) => ({ kind, fileId }))
  })
  const ids = given.map(({ fileId }) => fileId)
  await attachFiles(tx, ctx, ids, { kind: 'redemption', id: caseFile.id })
  await addDocuments(tx, caseFile.id, ctx.now, given)
}

/**
 * The outcome: a part of the voucher's reservation becomes payable, and where it is to be paid is written down.
 * Locks, in this order: the case (by `act`), the redemption, the budget, the voucher, the invoices.
 */
async function approved(tx: Tx, ctx: CaseCtx, caseFile: CaseFile): Promise<void> {
  const redemption = await locked(tx, caseFile.id)
  const approvedFen = redemption.approvedFen ?? redemption.amountFen
  const account = await accountOf(tx, redemption, ctx.now)
  await redeemFromVoucher({ ...ctx, tx }, redemption.voucherId, approvedFen, redemption.caseId)
  // A red-letter invoice that comes meanwhile waits for the commit, and then finds an approval to propose a recovery of.
  await holdInvoicesOf(tx, [redemption.caseId])
  await requireSound(tx, redemption.caseId)
  await setRedemption(tx, redemption.caseId, {
    status: 'approved',
    approvedFen,
    payeeAccount: account,
    payeeDigest: digestOf(account),
    decidedAt: ctx.now,
  })
  tell(ctx, redemption, { status: 'approved', approvedFen })
}

export type Account = { name: string; bank: string; number: string }

/** The payee's confirmed account. @throws Refusal redemption_account_missing */
export async function accountOf(
  db: Reader,
  { payeeId }: Pick<Redemption, 'payeeId'>,
  now: Temporal.Instant,
): Promise<Account> {
  const found = await bankAccountOf(db, payeeId, now)
  if (found) return { name: found.name, bank: found.bank, number: found.number }
  const { name } = await organisationOf(db, payeeId)
  return redemptionRefusals.refuse('redemption_account_missing', { payee: name })
}

/** Tells two accounts apart: SHA-256 of name, bank and number. */
export const digestOf = ({ name, bank, number }: Account): string =>
  createHash('sha256').update([name, bank, number].join('\n')).digest('hex')

const endedAs: Record<string, RedemptionStatus> = {
  refused: 'refused',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  revoked: 'revoked',
}

async function ended(tx: Tx, ctx: CaseCtx, caseFile: CaseFile, { reason }: Deed): Promise<void> {
  const redemption = await locked(tx, caseFile.id)
  const status = endedAs[caseFile.status]
  if (!status) throw new Error(`case ${caseFile.number} ended as ${caseFile.status}`)
  const paidFor = status === 'revoked'
  await setRedemption(tx, redemption.caseId, {
    status,
    ...(paidFor ? {} : { approvedFen: null, passedAt: null, decidedAt: ctx.now }),
  })
  if (!paidFor) await free(tx, ctx, { kind: 'redemption', id: redemption.caseId }, reason ?? status)
  tell(ctx, redemption, { status, reason })
}

/** What is paid again is booked by whoever reinstates. */
async function reinstated(tx: Tx, ctx: CaseCtx, caseFile: CaseFile, { reason }: Deed): Promise<void> {
  const redemption = await locked(tx, caseFile.id)
  await setRedemption(tx, redemption.caseId, { status: 'approved' })
  tell(ctx, redemption, { status: 'approved', reason })
}

/**
 * A request that ended lives again: voucher and lines are taken again and the amount is reckoned anew, for the voucher may have
 * paid for something else meanwhile.
 * @throws Refusal redemption_live_request, redemption_line_taken, voucher_not_active, or what the rules refuse
 */
async function resumed(tx: Tx, ctx: CaseCtx, caseFile: CaseFile): Promise<void> {
  const redemption = await locked(tx, caseFile.id)
  requireActive(await lockVoucher(tx, redemption.voucherId))
  const waits = stageOf(await pinned(tx, caseFile), caseFile.stage).kind !== 'review'
  await setRedemption(tx, redemption.caseId, { status: 'in_review', decidedAt: null })
  await occupyAgain(tx, ctx, redemption)
  const amountFen = await reckonAgain(tx, ctx, redemption)
  const change = waits ? { status: 'passed' as const, approvedFen: amountFen, passedAt: ctx.now } : null
  if (change) await setRedemption(tx, redemption.caseId, change)
  tell(ctx, redemption, { status: change?.status ?? 'in_review', amountFen })
}

async function occupyAgain(tx: Tx, ctx: CaseCtx, redemption: Redemption): Promise<void> {
  const { caseId: id, payeeId: organisationId, authorityId } = redemption
  try {
    await present(tx, ctx, {
      subject: { kind: 'redemption', id },
      organisationId,
      authorityId,
      lines: await linesOf(tx, id),
    })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invoice_line_exhausted')
      redemptionRefusals.refuse('redemption_line_taken')
    throw error
  }
}

async function reckonAgain(tx: Tx, ctx: CaseCtx, redemption: Redemption): Promise<bigint> {
  const [latest] = await reckoningsOf(tx, redemption.caseId)
  const voucher = await lockVoucher(tx, redemption.voucherId)
  const book = await rulebookById(tx, voucher.rulebookId)
  const order = await findOrder(tx, redemption.orderId)
  if (!latest || !order) throw new Error(`redemption ${redemption.number} has no reckoning`)
  const { excluded } = latest
  const worth = await reckon(tx, voucher, book, {
    ...partiesOf(order),
    ...{ orderId: order.id, caseId: redemption.caseId, excluded },
    ...{
      contractFen: redemption.contractFen,
      invoicedFen: redemption.invoicedFen,
      paidFen: redemption.paidByFirmFen,
    },
  })
  if (worth instanceof Refusal) throw worth
  if (worth.approvedFen === redemption.amountFen) return worth.approvedFen
  await reckonAnew(tx, redemption.caseId, redemption.reckoningNo + 1, {
    ...{
      excluded,
      excludedFen: sumFen(excluded),
      eligibleFen: worth.eligibleFen,
      amountFen: worth.approvedFen,
    },
    ...{ steps: worth.steps, actorLabel: ctx.actor.label, at: ctx.now },
  })
  return worth.approvedFen
}

function tell(ctx: CaseCtx, redemption: Redemption, changes: Record<string, unknown>): void {
  const { caseId: id, regionPath, number } = redemption
  ctx.event({ subject: { kind: 'redemption', id }, regionPath, changes: { number, ...changes } })
}

export const isLive = (status: RedemptionStatus): boolean =>
  (LIVE as readonly RedemptionStatus[]).includes(status)

type OnCase = { reason?: string | null; data?: ActionData }
const onCase =
  (action: Action) =>
  (tx: Tx, ctx: CaseCtx, id: string, more: OnCase = {}) =>
    act(tx, ctx, { caseId: id, action, ...more })

/** For the batch: `data` names the batch. @throws a CaseReason, redemption_invoice_conflict, redemption_invoice_reversed */
export const enterBatch = (tx: Tx, ctx: CaseCtx, id: string, batchId: string) =>
  onCase('enter_batch')(tx, ctx, id, { data: { batchId } })
/** Back to waiting for a batch. */
export const leaveBatch = onCase('leave_batch')
/** Decides for payment: posts the reservation to payable and writes down the payee's account. */
export const approveRedemption = onCase('approve')
/** Decides against it; its lines are free. */
export const declineRedemption = onCase('decline')
/** Takes an approval back; what was booked is reversed by whoever revokes, its lines stay occupied. */
export const revokeRedemption = onCase('revoke')
/** A revoked approval stands again; that another person says so is the caller's to hold. @throws a CaseReason */
export const reinstateRedemption = onCase('reinstate')
/** The ledger step that an approval booked. */
export const approvalKey = (id: string): string => `redemption/${id}/approve`

/** The lane of everything that moves the budget a redemption is paid from. */
export async function laneOfRedemption(db: Reader, id: string): Promise<string | null> {
  const redemption = await findRedemption(db, id)
  return redemption ? laneOf(redemption.budgetId) : null
}
