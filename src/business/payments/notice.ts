import { type Actor, theSystem } from '#core/actor.ts'
import type { EventDraft } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { enqueue } from '#core/jobs.ts'
import { rowByItself } from '#core/row.ts'
import { act, type CaseCtx } from '#platform/cases/index.ts'
import { type NoticeChange, type NoticeCtx, onNoticeRow, tell } from '#platform/notices/index.ts'
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
}

async function follow(tx: Tx, change: NoticeChange, ctx: NoticeCtx): Promise<void> {
  const batchId = change.notice.subjectId
  switch (change.kind) {
    case 'held':
      return holdRow(tx, ctx, batchId, change.row.subjectId)
    case 'cleared':
      return clearRow(tx, ctx, batchId, change)
    case 'removed':
      return removeRow(tx, ctx, batchId, change)
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

/** The objection was rejected: the row goes on, alone where the notice has closed meanwhile. */
async function clearRow(tx: Tx, ctx: NoticeCtx, batchId: string, { row, notice }: OfRow): Promise<void> {
  const system = asSystem(tx, ctx)
  const reason = `异议不成立（${ctx.actor.label}核查）`
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
  await lockBatch(tx, batchId)
  const [found] = await rowsOf(tx, batchId, row.subjectId)
  if (found?.status === 'approved') return askForRecovery(tx, ctx, found)
  if (!found || (found.status !== 'listed' && found.status !== 'held')) return
  const named = { ...asSystem(tx, ctx), actor: atTheDesk(actor) }
  if (found.caseStatus === 'open')
    await act(tx, asSystem(tx, ctx), { caseId: row.subjectId, action: 'hold', reason })
  await act(tx, named, { caseId: row.subjectId, action: 'decline', reason })
  const decided = { decidedBy: actor.userId, decidedByLabel: actor.label, decidedAt: now }
  await setBatchRow(tx, batchId, row.subjectId, { status: 'declined', reason, ...decided })
  await finish(tx, ctx, batchId)
}

/** A lead that proved true after the approval: the money is a matter of recovery, which a director decides. */
async function askForRecovery(tx: Tx, { now }: NoticeCtx, row: BatchRow): Promise<void> {
  const { authorityId } = (await findBatch(tx, row.batchId)) as Batch
  await tell(
    tx,
    { now },
    {
      to: { organisationId: authorityId, role: 'director' },
      subject: { kind: 'redemption', id: row.redemptionId },
      text: {
        title: {
          zh: `兑付${row.number}批准后异议成立，请决定是否追回`,
          en: `An objection to the approved ${row.number} was upheld`,
        },
        body: {
          zh: '请在该兑付页面作出停止支付或追回的决定。',
          en: 'Decide on its page whether to stop or recover the payment.',
        },
      },
    },
  )
}

/**
 * The stage of the notice belongs to the reviewer's desk, an objection is decided by a director of the same authority: what
 * follows from that decision is done at the desk under the director's own name. Relations and recusals still count.
 */
const atTheDesk = (actor: Actor): Actor => ({ ...actor, roles: new Set([...actor.roles, 'reviewer']) })

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
  await setBatch(tx, batchId, { status: 'decided', endedAt: now, endedBy: actor.label })
  const { number, regionPath } = batch
  event?.({ subject: { kind: BATCH, id: batchId }, regionPath, changes: { number, status: 'decided' } })
  return true
}
