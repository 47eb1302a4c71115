import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import type { Text } from '#core/text.ts'
import { announce } from '#platform/notices/index.ts'
import { approveRedemption, declineRedemption } from '#business/redemptions/index.ts'
import { type Batch, findBatch, type BatchRow, reviewersOf, rowsOf, setBatchRow } from './batches.store.ts'
import { BATCH, manage } from './batches.ts'
import { finish } from './notice.ts'
import { paymentRefusals } from './refusals.ts'
import { doneOf, eachRow } from './rows.ts'
import { yuan } from './rules.ts'

export type Decision = { redemptionId: string; decision: 'approve' | 'decline'; reason?: string | undefined }

/**
 * A director decides rows of a noticed batch, each by itself; held rows wait for their objection and may follow later. An
 * approval makes the amount payable.
 * @throws Refusal batch_wrong_status; the first row's refusal when none could be decided
 */
export async function decideBatch(ctx: CommandCtx, id: string, decisions: readonly Decision[]) {
  const batch = await manage(ctx, id, ['deciding'])
  const wanted = new Map(decisions.map((one) => [one.redemptionId, one]))
  const results = await eachRow(ctx, [...wanted.keys()], (one, redemptionId) =>
    decideRow(one, batch, wanted.get(redemptionId) as Decision),
  )
  const changes = { number: batch.number, decided: doneOf(results) }
  ctx.event({ subject: { kind: BATCH, id }, regionPath: batch.regionPath, changes })
  await finish(ctx.tx, ctx, id)
  const after = (await findBatch(ctx.tx, id)) as Batch
  return { id, status: after.status, approvedFen: after.approvedFen, results }
}

async function decideRow(
  ctx: CommandCtx,
  batch: Batch,
  { redemptionId, decision, reason }: Decision,
): Promise<void> {
  const { tx, actor, now } = ctx
  const [row] = await rowsOf(tx, batch.id, redemptionId)
  requireOpen(row, batch.number)
  if (actor.userId && (await reviewersOf(tx, redemptionId)).has(actor.userId))
    paymentRefusals.refuse('decided_what_reviewed', { redemption: row.number })
  if (decision === 'decline' && !reason) paymentRefusals.refuse('decision_reason_missing')
  if (decision === 'approve') await approveRedemption(tx, ctx, redemptionId, { reason: reason ?? null })
  else await declineRedemption(tx, ctx, redemptionId, { reason: reason ?? null })
  const status = decision === 'approve' ? 'approved' : 'declined'
  const decided = { decidedBy: actor.userId, decidedByLabel: signature(actor), decidedAt: now }
  await setBatchRow(tx, batch.id, redemptionId, { status, reason: reason ?? null, ...decided })
}

function requireOpen(row: BatchRow | undefined, number: string): asserts row is BatchRow {
  if (!row || row.status === 'removed') return paymentRefusals.refuse('batch_row_missing', { number })
  const { number: redemption } = row
  if (row.status === 'held') paymentRefusals.refuse('batch_row_held', { redemption })
  if (row.status !== 'listed') paymentRefusals.refuse('batch_row_decided', { redemption })
}

/**
 * The result is announced (公告) once nothing but held rows is undecided; those follow alone and are on the notice's page.
 * @throws Refusal batch_result_incomplete, notice_not_closed, notice_announced
 */
export async function announceBatch(ctx: CommandCtx, id: string, { text }: { text?: Text | undefined }) {
  const { tx, now } = ctx
  const seen = await findBatch(tx, id)
  // The notice's lock comes before the batch's, as everywhere.
  if (
    seen?.noticeId &&
    ctx.may('batch.decide', seen) &&
    (seen.status === 'deciding' || seen.status === 'decided')
  )
    await announce(tx, ctx, { noticeId: seen.noticeId, text: text ?? (await resultOf(ctx, seen)) })
  const batch = await manage(ctx, id, ['deciding', 'decided'])
  const { number, regionPath } = batch
  const waiting = (await rowsOf(tx, id)).filter(({ status }) => status === 'listed')
  if (waiting.length > 0) paymentRefusals.refuse('batch_result_incomplete', { number, count: waiting.length })
  ctx.event({ subject: { kind: BATCH, id }, regionPath, changes: { number, announced: true } })
  return { id, announcedAt: now }
}

async function resultOf({ tx }: CommandCtx, batch: Batch): Promise<Text> {
  const rows = await rowsOf(tx, batch.id)
  const count = (status: string) => rows.filter((row) => row.status === status).length
  const [approved, declined, held] = [count('approved'), count('declined'), count('held')]
  const amount = yuan(batch.approvedFen)
  return {
    zh: `批次${batch.number}公示期满。批准兑付${approved}件，共${amount}元；不予批准${declined}件；因异议暂缓${held}件，另行决定。`,
    en: `Batch ${batch.number}: ${approved} requests approved, CNY ${amount} in all; ${declined} declined; ${held} held by objections and decided later.`,
  }
}
