import { randomInt } from 'node:crypto'
import { signature } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { attachFiles } from '#platform/files/index.ts'
import { type NoticeCtx, tellOwner } from './hooks.ts'
import { isOver } from './notice.ts'
import { noticeRefusals, rowStatus } from './rules.ts'
import * as store from './store.ts'

export const VISITOR_OBJECTIONS_A_DAY = 10

export type NewObjectionInput = {
  noticeId: string
  rowNo: number
  kind: 'real_name' | 'anonymous'
  name?: string | undefined
  contact?: string | undefined
  statement: string
  fileId?: string | undefined
  /** Hash of the address of a visitor without an account. */
  visitor: string | null
}

/**
 * Takes an objection to one row. By name it holds that row, and only that row; without a name it needs evidence, is
 * kept as a lead and holds nothing. Nothing of who objected goes into events.
 * @throws Refusal notice_over, notice_row_removed, objection_needs_evidence, objection_needs_contact, objection_too_many
 */
export async function objectTo(tx: Tx, ctx: NoticeCtx, input: NewObjectionInput) {
  const { actor, now } = ctx
  if (input.kind === 'anonymous' && !input.fileId) noticeRefusals.refuse('objection_needs_evidence')
  if (input.kind === 'real_name' && (!input.name || !input.contact))
    noticeRefusals.refuse('objection_needs_contact')
  const notice = (await store.lockNotice(tx, input.noticeId, 'keep')) ?? coreRefusals.refuse('not_found')
  if (notice.status !== 'open' || isOver(notice, now)) {
    noticeRefusals.refuse('notice_over', { authority: notice.authorityName })
  }
  const row = (await store.lockRow(tx, notice.id, input.rowNo)) ?? coreRefusals.refuse('not_found')
  if (row.status === 'removed') noticeRefusals.refuse('notice_row_removed')
  await refuseFlood(tx, ctx, input.visitor)
  const byName = input.kind === 'real_name'
  const receipt = newReceipt()
  const objection = {
    noticeId: notice.id,
    rowNo: row.rowNo,
    receipt,
    kind: input.kind,
    name: byName ? (input.name ?? null) : null,
    contact: input.contact ?? null,
    statement: input.statement,
    fileId: input.fileId ?? null,
    // An anonymous report stays anonymous even when a signed-in person sends it.
    objectorUser: byName ? actor.userId : null,
    visitor: actor.userId === null ? input.visitor : null,
    at: now,
    status: byName ? ('open' as const) : ('lead' as const),
  }
  const id = await store.insertObjection(tx, objection)
  if (input.fileId) await attachFiles(tx, ctx, [input.fileId], { kind: 'objection', id })
  await settleRow(tx, ctx, { notice, row })
  const changes = { objection: input.kind, rowNo: row.rowNo, evidence: !!input.fileId }
  ctx.event?.({ subject: { kind: 'public_notice', id: notice.id }, regionPath: notice.regionPath, changes })
  return { id, receipt, status: objection.status }
}

async function refuseFlood(tx: Tx, { actor, now }: NoticeCtx, visitor: string | null): Promise<void> {
  if (actor.userId !== null || visitor === null) return
  const sent = await store.countObjections(tx, visitor, now.subtract({ hours: 24 }))
  if (sent >= VISITOR_OBJECTIONS_A_DAY)
    noticeRefusals.refuse('objection_too_many', { limit: VISITOR_OBJECTIONS_A_DAY })
}

/** Sixteen Crockford characters, 80 bits: whoever has it may follow the objection, nobody can guess it. */
function newReceipt(): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const four = () => Array.from({ length: 4 }, () => letters[randomInt(32)]).join('')
  return [four(), four(), four(), four()].join('-')
}

/** Brings the row's status in line with its objections, and tells the owner when it changed. The row is locked. */
async function settleRow(
  tx: Tx,
  ctx: NoticeCtx,
  { notice, row, reason = '' }: { notice: store.NoticeRecord; row: store.RowRecord; reason?: string },
) {
  const status = rowStatus(await store.objectionsOfRow(tx, notice.id, row.rowNo))
  if (status === row.status) return status
  await store.setRowStatus(tx, notice.id, row.rowNo, status)
  const after = { notice, row: { ...row, status } }
  if (status === 'removed') await tellOwner(tx, { kind: status, ...after, reason }, ctx)
  else if (status !== 'listed') await tellOwner(tx, { kind: status, ...after }, ctx)
  return status
}

/**
 * Decides an objection with a reason. Upheld: the row leaves the list. Rejected: the row is clear once nothing else
 * holds it. Also after the notice has closed; never after it was withdrawn.
 * @throws Refusal objection_decided, notice_not_open
 */
export async function decideObjection(
  tx: Tx,
  ctx: NoticeCtx,
  input: { id: string; decision: 'upheld' | 'rejected'; reason: string },
) {
  const { actor, now } = ctx
  const found = (await store.findObjection(tx, { id: input.id })) ?? coreRefusals.refuse('not_found')
  const notice = (await store.lockNotice(tx, found.noticeId, 'keep')) ?? coreRefusals.refuse('not_found')
  if (notice.status === 'withdrawn') noticeRefusals.refuse('notice_not_open')
  const row = (await store.lockRow(tx, found.noticeId, found.rowNo)) ?? coreRefusals.refuse('not_found')
  const objection = await store.findObjection(tx, { id: input.id })
  if (objection?.status !== 'open' && objection?.status !== 'lead') noticeRefusals.refuse('objection_decided')
  await store.setDecision(tx, input.id, {
    status: input.decision,
    decidedBy: actor.userId,
    decidedByLabel: signature(actor),
    decidedAt: now,
    reason: input.reason,
  })
  const status = await settleRow(tx, ctx, { notice, row, reason: input.reason })
  if (input.decision === 'upheld' && row.status === 'removed')
    await tellOwner(tx, { kind: 'upheld_again', notice, row, reason: input.reason }, ctx)
  const changes = {
    objection: found.kind,
    rowNo: row.rowNo,
    decision: input.decision,
    reason: input.reason,
    row: status,
  }
  ctx.event?.({ subject: { kind: 'public_notice', id: notice.id }, regionPath: notice.regionPath, changes })
  return { status: input.decision, rowStatus: status, objectorUser: found.objectorUser, noticeId: notice.id }
}
