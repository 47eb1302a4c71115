import { signature } from '#core/actor.ts'
import { sql } from 'kysely'
import type { CommandCtx } from '#core/command.ts'
import { nextNumber } from '#core/numbers.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { ZONE } from '#core/time.ts'
import { act, type Acted } from '#platform/cases/index.ts'
import { authorityOf } from '#platform/directory/index.ts'
import { openNotice, withdrawNotice } from '#platform/notices/index.ts'
import type { Rulebook } from '#business/vouchers/browser.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import {
  type Batch,
  findBatch,
  findCandidate,
  insertBatch,
  insertBatchRow,
  listCandidates,
  lockBatch,
  rowsOf,
  setBatch,
  setBatchRow,
} from './batches.store.ts'
import { paymentRefusals } from './refusals.ts'
import { doneOf, eachRow } from './rows.ts'
import { BATCH_STATUS, type BatchStatus } from './rules.ts'

/** Subject kind of a batch's public notice. */
export const BATCH = 'batch'
const MOST_ROWS = 1000

/**
 * Collects passed requests of one scheme, the chosen ones or all that wait, in a new batch of the officer's authority.
 * @throws Refusal batch_nothing_waits; the first row's refusal when none could be taken
 */
export async function createBatch(
  ctx: CommandCtx,
  body: { scheme: string; redemptionIds?: string[] | undefined },
) {
  const { tx, actor, now } = ctx
  ctx.authorise({ authorityId: actor.organisationId })
  const authority = await authorityOf(tx, actor.organisationId as string)
  const ids = body.redemptionIds ?? (await waiting(ctx, authority.id, body.scheme))
  const [first] = ids
  const known = first ? await findCandidate(tx, first) : undefined
  if (!first) paymentRefusals.refuse('batch_nothing_waits', { scheme: body.scheme })
  const number = await nextNumber(tx, prefixFor(known?.number, '批'), yearOf(now))
  const { scheme } = body
  const { regionPath } = authority
  const draft = {
    number,
    authorityId: authority.id,
    scheme,
    regionPath,
    createdBy: signature(actor),
    createdAt: now,
  }
  const id = await insertBatch(tx, draft)
  const results = await enterAll(ctx, { id, ...draft }, ids)
  ctx.event({
    subject: { kind: BATCH, id },
    regionPath,
    changes: { number, scheme, entered: doneOf(results) },
  })
  return { id, number, rows: doneOf(results), results }
}

async function waiting(ctx: CommandCtx, authorityId: string, scheme: string): Promise<string[]> {
  const visible = sql<boolean>`redemption.authority_id = ${authorityId}::uuid`
  const rows = await listCandidates(ctx.tx, { visible, scheme, limit: MOST_ROWS - 1 })
  return rows.map(({ id }) => id)
}

/** 冀兑-2026-000001 → the 冀批 series: numbers of one authority share their first character. */
export const prefixFor = (number: string | undefined, kind: string) => `${number?.slice(0, 1) ?? ''}${kind}`
export const yearOf = (now: Temporal.Instant) => now.toZonedDateTimeISO(ZONE).year

export async function addToBatch(ctx: CommandCtx, id: string, redemptionIds: readonly string[]) {
  const batch = await manage(ctx, id, ['collecting'])
  const results = await enterAll(ctx, batch, redemptionIds)
  const { regionPath, number } = batch
  ctx.event({ subject: { kind: BATCH, id }, regionPath, changes: { number, entered: doneOf(results) } })
  return { id, number, rows: batch.rows + doneOf(results), results }
}

type Into = Pick<Batch, 'id' | 'scheme' | 'authorityId'>

const enterAll = (ctx: CommandCtx, batch: Into, ids: readonly string[]) =>
  eachRow(ctx, ids, (one, redemptionId) => enter(one, batch, redemptionId))

/** @throws Refusal redemption_in_other_batch, redemption_not_passed, redemption_other_scheme, a CaseReason */
async function enter(ctx: CommandCtx, batch: Into, redemptionId: string): Promise<void> {
  const { tx } = ctx
  const found = await findCandidate(tx, redemptionId)
  if (found?.authorityId !== batch.authorityId) return coreRefusals.refuse('not_found')
  const { number: redemption, scheme, approvedFen } = found
  if (scheme !== batch.scheme) paymentRefusals.refuse('redemption_other_scheme', { redemption })
  const book = await rulebookById(tx, found.rulebookId)
  const days = book.publicNotice.workingDays.value
  const row = { batchId: batch.id, redemptionId, amountFen: approvedFen ?? 1n, noticeDays: days }
  await insertBatchRow(tx, row, redemption)
  if (found.status !== 'passed' || approvedFen === null)
    paymentRefusals.refuse('redemption_not_passed', { redemption })
  const acted = await act(tx, ctx, {
    caseId: redemptionId,
    action: 'enter_batch',
    data: { batchId: batch.id },
  })
  const noticeDays = Math.max(days, noticeDaysOf(acted))
  if (noticeDays > days) await setBatchRow(tx, batch.id, redemptionId, { status: 'listed', noticeDays })
}

/** The programme's own notice may stand longer than the rulebook asks; the case counts by it. */
function noticeDaysOf({ programme, state }: Acted): number {
  const here = programme.stages.find(({ id }) => id === state.stage)
  const next = programme.stages.find(({ id }) => id === here?.next)
  return next?.kind === 'public_notice' ? next.workingDays : 0
}

type Removal = { redemptionId: string; reason: string }

export async function removeFromBatch(ctx: CommandCtx, id: string, { redemptionId, reason }: Removal) {
  const batch = await manage(ctx, id, ['collecting'])
  const { number, regionPath } = batch
  const [row] = await rowsOf(ctx.tx, id, redemptionId)
  if (row?.status !== 'listed') return paymentRefusals.refuse('batch_row_missing', { number })
  await act(ctx.tx, ctx, { caseId: redemptionId, action: 'leave_batch', reason })
  await setBatchRow(ctx.tx, id, redemptionId, { status: 'removed', reason })
  ctx.event({ subject: { kind: BATCH, id }, regionPath, changes: { number, removed: row.number, reason } })
  return { id }
}

/** Dissolves a batch before anything is decided; its requests wait for another one. An open notice is taken back. */
export async function dissolveBatch(ctx: CommandCtx, id: string, reason: string) {
  const { tx, now, actor } = ctx
  const seen = (await findBatch(tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: seen.authorityId })
  if (seen.status === 'on_notice' && seen.noticeId)
    await withdrawNotice(tx, ctx, { id: seen.noticeId, reason })
  const batch = await manage(ctx, id, ['collecting', 'on_notice'])
  for (const row of await inLockOrder(ctx, id)) {
    const { redemptionId: caseId, status } = row
    if (status === 'held') await act(tx, ctx, { caseId, action: 'release_hold', reason })
    await act(tx, ctx, { caseId, action: 'leave_batch', reason })
    await setBatchRow(tx, id, caseId, { status: 'removed', reason })
  }
  await setBatch(tx, id, { status: 'dissolved', endedAt: now, endedBy: signature(actor), reason })
  const { number, regionPath } = batch
  ctx.event({ subject: { kind: BATCH, id }, regionPath, changes: { number, status: 'dissolved', reason } })
  return { id }
}

async function inLockOrder({ tx }: CommandCtx, id: string) {
  const rows = (await rowsOf(tx, id)).filter(({ status }) => status === 'listed' || status === 'held')
  return rows.sort((a, b) => (a.redemptionId < b.redemptionId ? -1 : 1))
}

/**
 * Publishes the list for objections: frozen, for as many working days as the strictest of its rows asks for.
 * @throws Refusal batch_wrong_status, batch_empty
 */
export async function publishBatch(ctx: CommandCtx, id: string, { title }: { title?: Text | undefined }) {
  const { tx } = ctx
  const batch = await manage(ctx, id, ['collecting'])
  const { number, regionPath } = batch
  const rows = (await rowsOf(tx, id)).filter(({ status }) => status === 'listed')
  const [first] = rows
  if (!first) return paymentRefusals.refuse('batch_empty', { number })
  const book = await rulebookById(tx, first.rulebookId)
  const notice = await openNotice(tx, ctx, {
    title: title ?? titleOf(batch, yearOf(ctx.now)),
    basis: basisOf(book),
    authority: { id: batch.authorityId, name: batch.authorityName },
    regionPath,
    subject: { kind: BATCH, id },
    workingDays: Math.max(...rows.map(({ noticeDays }) => noticeDays)),
    rows: rows.map((row) => ({
      subjectId: row.redemptionId,
      organisationId: row.organisationId,
      organisationName: row.organisationName,
      display: {
        兑付编号: row.number,
        创新券: row.voucherNumber,
        服务机构: row.providerName,
        服务内容: row.service,
      },
      amountFen: row.amountFen,
    })),
  })
  const data = { noticeId: notice.id }
  for (const { redemptionId: caseId } of await inLockOrder(ctx, id))
    await act(tx, ctx, { caseId, action: 'notice_opened', data })
  await setBatch(tx, id, { status: 'on_notice', noticeId: notice.id })
  const { number: noticeNumber, closesOn, provisional, digest } = notice
  const changes = { number, status: 'on_notice', notice: noticeNumber, closesOn: closesOn.toString(), digest }
  ctx.event({ subject: { kind: BATCH, id }, regionPath, changes })
  return { noticeId: notice.id, number: noticeNumber, closesOn, provisional, digest }
}

/** A clause stands in the words of its document, in either language. */
const basisOf = ({ title, publicNotice }: Rulebook): Text => {
  const { clause, standing } = publicNotice.workingDays
  const cited = clause ? { zh: `${title.zh} ${clause}`, en: `${title.en} (${clause})` } : title
  if (standing !== 'assumed') return cited
  return { zh: `${cited.zh}（公示天数为假定）`, en: `${cited.en} (the days of notice are assumed)` }
}

const titleOf = ({ authorityName, number }: Batch, year: number): Text => ({
  zh: `关于${year}年度科技创新券拟兑付名单（${number}）的公示`,
  en: `Vouchers proposed for redemption in ${year} (${number}), ${authorityName}`,
})

/** The batch, locked, for somebody who may manage it, in one of the states. @throws Refusal batch_wrong_status */
export async function manage(ctx: CommandCtx, id: string, statuses: readonly BatchStatus[]): Promise<Batch> {
  const batch = (await lockBatch(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: batch.authorityId })
  if (!statuses.includes(batch.status)) {
    const { zh: statusZh, en: statusEn } = BATCH_STATUS[batch.status]
    paymentRefusals.refuse('batch_wrong_status', { number: batch.number, statusZh, statusEn })
  }
  return batch
}
