import { type Actor, awayFor, signature, theSystem } from '#core/actor.ts'
import type { EventDraft } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { enqueue } from '#core/jobs.ts'
import { rowByItself } from '#core/row.ts'
import type { Text } from '#core/text.ts'
import { act, type CaseCtx, registerDecidedBeside } from '#platform/cases/index.ts'
import {
  type NoticeChange,
  type NoticeCtx,
  holdRowsOf,
  noticesUpheldBy,
  onNoticeRow,
  tell,
  upheldAgainst,
} from '#platform/notices/index.ts'
import { BATCH } from './batches.ts'
import {
  type Batch,
  type BatchRow,
  findBatch,
  lockBatch,
  overtakenRows,
  rowsOf,
  setBatch,
  setBatchRow,
} from './batches.store.ts'

/** What happens to a batch's notice happens to its rows, in the same transaction. */
export function registerBatchNotices(): void {
  onNoticeRow(BATCH, follow)
  registerDecidedBeside(upheld)
}

const upheld = { by: noticesUpheldBy, hold: holdRowsOf, all: upheldAgainst }

async function follow(tx: Tx, change: NoticeChange, ctx: NoticeCtx): Promise<void> {
  const batchId = change.notice.subjectId
  switch (change.kind) {
    case 'held':
      return holdRow(tx, ctx, batchId, change.row.subjectId)
    case 'cleared':
      return clearRow(tx, ctx, batchId, change)
    case 'removed':
      return removeRow(tx, ctx, batchId, change)
    case 'upheld_again':
      return tellAgain(tx, ctx, batchId, change)
    case 'closed':
      return closeRows(tx, ctx, batchId)
    // Whoever takes the notice back says what becomes of the batch.
    case 'withdrawn':
      return
    default:
      throw new Error(`unknown change ${JSON.stringify(change satisfies never)}`)
  }
}

const none = (_: EventDraft) => {}

/** Acts on cases as the node does, by standing order; the notice keeps who objected and who decided. */
const asSystem = (tx: Tx, { now, event = none }: NoticeCtx): CaseCtx => ({
  actor: theSystem,
  now,
  event,
  enqueue: (job, data) => enqueue(tx, job, data),
})

/** A real-name objection holds its row; the others go on (domain §13.7). */
async function holdRow(tx: Tx, ctx: NoticeCtx, batchId: string, redemptionId: string): Promise<void> {
  const reason = '公示期间收到实名异议，核查期间暂缓'
  await act(tx, asSystem(tx, ctx), { caseId: redemptionId, action: 'hold', reason })
  await setBatchRow(tx, batchId, redemptionId, { status: 'held', reason })
}

type OfRow = Extract<NoticeChange, { row: unknown }>

/**
 * The objection was rejected: the row goes on, alone where the notice has closed meanwhile. A case that was decided on its own page
 * while it was held is not moved: it may stand in a later batch by now.
 */
async function clearRow(tx: Tx, ctx: NoticeCtx, batchId: string, { row, notice }: OfRow): Promise<void> {
  const system = asSystem(tx, ctx)
  const reason = `异议不成立（${signature(ctx.actor)}核查）`
  const found = await rowInLine(tx, ctx, batchId, row.subjectId)
  if (found?.status !== 'held') return
  await act(tx, system, { caseId: row.subjectId, action: 'release_hold', reason })
  await setBatchRow(tx, batchId, row.subjectId, { status: 'listed', reason: null })
  if (notice.status === 'closed') await passNotice(tx, system, row.subjectId)
}

type Removed = Extract<NoticeChange, { kind: 'removed' }>

/** The objection was upheld: the request is declined under the name of the director who decided so, for the reason given. */
async function removeRow(tx: Tx, ctx: NoticeCtx, batchId: string, change: Removed): Promise<void> {
  const { actor, now } = ctx
  const { row } = change
  const reason = `公示异议成立：${change.reason}`
  const found = await rowInLine(tx, ctx, batchId, row.subjectId)
  if (found?.status === 'approved') return tellDirectors(tx, ctx, found, toRecover(found.number))
  if (found?.status === 'declined') return tellOfLater(tx, ctx, found)
  if (found?.status !== 'listed' && found?.status !== 'held') return
  const named = asSystem(tx, { ...ctx, event: (draft) => ctx.event?.({ ...draft, role: 'director' }) })
  if (found.caseStatus === 'open')
    await act(tx, asSystem(tx, ctx), { caseId: row.subjectId, action: 'hold', reason })
  await act(tx, { ...named, actor: atTheDesk(actor) }, { caseId: row.subjectId, action: 'decline', reason })
  const decided = { decidedBy: actor.userId, decidedByLabel: signature(actor), decidedAt: now }
  await setBatchRow(tx, batchId, row.subjectId, { status: 'declined', reason, ...decided })
  await finish(tx, ctx, batchId)
}

/** A lead that proved true after the approval: the money is a matter of recovery, which a director decides. */
const toRecover = (number: string): Say => ({
  title: {
    zh: `兑付${number}批准后异议成立，请决定是否追回`,
    en: `An objection to the approved ${number} was upheld`,
  },
  body: {
    zh: '请在该兑付页面作出停止支付或追回的决定。',
    en: 'Decide on its page whether to stop or recover the payment.',
  },
})

/** A lead that proved true after the request had come back by an appeal: it is not on this list any more. */
const toStop = (number: string): Say => ({
  title: {
    zh: `兑付${number}在以前批次中的异议成立，该件现又在办理`,
    en: `An objection to ${number} in an earlier batch was upheld; the request is under way again`,
  },
  body: {
    zh: '请在该兑付页面核对后再作决定。',
    en: 'Look at its page before it is decided.',
  },
})

/** The row was declined here: what a won appeal brought back since stands in a later batch, or is approved. */
async function tellOfLater(tx: Tx, ctx: NoticeCtx, row: BatchRow): Promise<void> {
  if (row.caseStatus === 'approved') return tellDirectors(tx, ctx, row, toRecover(row.number))
  const alive = row.caseStatus === 'open' || row.caseStatus === 'held' || row.caseStatus === 'appealed'
  if (alive) await tellDirectors(tx, ctx, row, toStop(row.number))
}

type Again = Extract<NoticeChange, { kind: 'upheld_again' }>

/** The row is removed already: whoever asks for the money reads what else speaks against it, and the director where it lives. */
async function tellAgain(tx: Tx, ctx: NoticeCtx, batchId: string, change: Again): Promise<void> {
  const row = (await rowsOf(tx, batchId, change.row.subjectId))[0]
  if (!row) return
  await tellOfLater(tx, ctx, row)
  const to = { organisationId: row.payeeId }
  const subject = { kind: 'case', id: row.redemptionId }
  await tell(tx, ctx, { to, subject, text: again(row.number, change.reason) })
}

const again = (number: string, reason: string): Say => ({
  title: {
    zh: `对 ${number} 的另一公示异议也成立`,
    en: `Another objection to ${number} was upheld`,
  },
  body: {
    zh: `理由：${reason}。已申请或将申请复核的，请一并说明；办理过程中可查看。`,
    en: `Reason: ${reason}. If you appealed or will appeal, answer this, too; it stands in the timeline of the case.`,
  },
})

type Say = { title: Text; body: Text }

async function tellDirectors(tx: Tx, { now }: NoticeCtx, row: BatchRow, text: Say): Promise<void> {
  const { authorityId } = (await findBatch(tx, row.batchId)) as Batch
  const to = { organisationId: authorityId, role: 'director' }
  await tell(tx, { now }, { to, subject: { kind: 'redemption', id: row.redemptionId }, text })
}

/**
 * The stage of the notice belongs to the reviewer's desk, an objection is decided by a director of the same authority: what
 * follows from that decision is done at the desk under the director's own name. Relations and recusals still count.
 */
function atTheDesk(actor: Actor): Actor {
  const roles = new Set([...actor.roles, 'reviewer'])
  const away = awayFor(actor, 'director')
  const lent = new Map(actor.lent)
  if (away) lent.set('reviewer', away)
  return actor.lent ? { ...actor, roles, lent } : { ...actor, roles }
}

async function closeRows(tx: Tx, ctx: NoticeCtx, batchId: string): Promise<void> {
  const batch = await lockBatch(tx, batchId)
  if (batch?.status !== 'on_notice') return
  const system = asSystem(tx, ctx)
  const rows = (await rowsOf(tx, batchId)).filter(({ status }) => status === 'listed')
  for (const id of rows.map(({ redemptionId }) => redemptionId).sort()) await passNotice(tx, system, id)
  await setBatch(tx, batchId, { status: 'deciding' })
  await finish(tx, ctx, batchId)
  const { number, regionPath } = batch
  ctx.event?.({ subject: { kind: BATCH, id: batchId }, regionPath, changes: { number, status: 'deciding' } })
}

/** The case leaves the notice for its decision; one whose own clock was extended follows later, by the job. */
export async function passNotice(tx: Tx, system: CaseCtx, caseId: string): Promise<boolean> {
  const { done } = await rowByItself({ ...system, tx }, (one) =>
    act(tx, one, { caseId, action: 'notice_closed' }),
  )
  return done !== null
}

type Ending = Pick<NoticeCtx, 'actor' | 'now' | 'event'>

/** A row of the list, which is in line with its cases; the batch is locked. */
async function rowInLine(tx: Tx, ctx: NoticeCtx, batchId: string, id: string): Promise<BatchRow | undefined> {
  await lockBatch(tx, batchId)
  await finish(tx, ctx, batchId)
  return (await rowsOf(tx, batchId, id))[0]
}

/** Brings the list in line with cases decided elsewhere, and ends the batch when nothing is left to decide. */
export async function finish(tx: Tx, { actor, now, event }: Ending, batchId: string): Promise<boolean> {
  for (const { redemptionId, status } of await overtakenRows(tx, batchId)) {
    const approved = status === 'approved' || status === 'revoked'
    await setBatchRow(tx, batchId, redemptionId, {
      status: approved ? 'approved' : 'declined',
      reason: approved ? null : '已在办件中决定',
      ...{ decidedByLabel: '见办件', decidedAt: now },
    })
  }
  const batch = await lockBatch(tx, batchId)
  if (batch?.status !== 'deciding') return false
  const open = (await rowsOf(tx, batchId)).some(({ status }) => status === 'listed' || status === 'held')
  if (open) return false
  await setBatch(tx, batchId, { status: 'decided', endedAt: now, endedBy: signature(actor) })
  const { number, regionPath } = batch
  event?.({ subject: { kind: BATCH, id: batchId }, regionPath, changes: { number, status: 'decided' } })
  return true
}
