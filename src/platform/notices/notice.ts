import { signature } from '#core/actor.ts'
import { createHash } from 'node:crypto'
import type { Reader, Tx } from '#core/db.ts'
import { uuidv7 } from '#core/id.ts'
import { nextNumber } from '#core/numbers.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { addWorkingDays, hasPassed, readCalendar } from '#platform/calendar/index.ts'
import { type NoticeCtx, tellOwner } from './hooks.ts'
import { digestText, type FrozenRow, maskPersonal, noticeRefusals } from './rules.ts'
import * as store from './store.ts'

export type NewNoticeRow = {
  subjectId: string
  organisationId?: string | null
  organisationName: string
  /** Shown beside the name, as label → value. Numbers of phones, persons and accounts are masked here in any case. */
  display?: Record<string, string>
  amountFen?: bigint | null
}

export type NewNotice = {
  title: Text
  /** The rule and clause under which it is published. */
  basis: Text
  authority: { id: string; name: string }
  regionPath: readonly string[]
  subject: { kind: string; id: string }
  workingDays: number
  rows: readonly NewNoticeRow[]
  /** Prefix of its number; 公示 unless told. */
  numberPrefix?: string
}

export type OpenedNotice = {
  id: string
  number: string
  closesOn: Temporal.PlainDate
  provisional: boolean
  digest: string
}

/**
 * Publishes a list for objections: frozen, numbered, with a digest, open until the end of the n-th working day after
 * today (today is not counted). Rows are numbered as given.
 * @throws Refusal notice_empty, notice_row_twice, notice_already_open
 */
export async function openNotice(tx: Tx, ctx: NoticeCtx, input: NewNotice): Promise<OpenedNotice> {
  if (input.rows.length === 0) noticeRefusals.refuse('notice_empty')
  const { now } = ctx
  const id = uuidv7(now)
  const rows = input.rows.map((row, index) => frozenRow(id, row, index + 1))
  const digest = digestOf(rows)
  const due = dueOf(await readCalendar(tx), now, input.workingDays)
  await store.insertRows(tx, rows)
  const number = await nextNumber(tx, input.numberPrefix ?? '公示', dayOf(now).year)
  await store.insertNotice(tx, {
    id,
    number,
    titleZh: input.title.zh,
    titleEn: input.title.en,
    basisZh: input.basis.zh,
    basisEn: input.basis.en,
    authorityId: input.authority.id,
    authorityName: input.authority.name,
    regionPath: [...input.regionPath],
    subjectKind: input.subject.kind,
    subjectId: input.subject.id,
    rowCount: rows.length,
    digest,
    openedAt: now,
    workingDays: input.workingDays,
    ...due,
  })
  const { closesOn, provisional } = due
  const changes = { opened: number, rows: rows.length, digest, closesOn: closesOn.toString(), provisional }
  ctx.event?.({ subject: { kind: 'public_notice', id }, regionPath: input.regionPath, changes })
  return { id, number, closesOn, provisional, digest }
}

function frozenRow(noticeId: string, row: NewNoticeRow, rowNo: number) {
  const display = Object.fromEntries(
    Object.entries(row.display ?? {}).map(([key, value]) => [key, maskPersonal(value)]),
  )
  const { subjectId, organisationName, organisationId = null, amountFen = null } = row
  return { noticeId, rowNo, subjectId, organisationId, organisationName, display, amountFen }
}

export const digestOf = (rows: readonly FrozenRow[]): string =>
  createHash('sha256').update(digestText(rows)).digest('hex')

function dueOf(
  calendar: Awaited<ReturnType<typeof readCalendar>>,
  openedAt: Temporal.Instant,
  workingDays: number,
) {
  const { due, provisional, days } = addWorkingDays(calendar, dayOf(openedAt).toString(), workingDays)
  return { closesOn: Temporal.PlainDate.from(due), provisional, explanation: days }
}

/** Are objections over by the calendar? Never while the day is provisional. */
export const isOver = (
  notice: Pick<store.NoticeRecord, 'closesOn' | 'provisional'>,
  now: Temporal.Instant,
): boolean => hasPassed({ due: notice.closesOn.toString(), provisional: notice.provisional }, now)

/**
 * Closes a notice whose period is over. Held rows stay held and follow alone when their objections are decided.
 * @throws Refusal notice_not_open, notice_not_due
 */
export async function closeNotice(tx: Tx, ctx: NoticeCtx, id: string): Promise<void> {
  const notice = (await store.lockNotice(tx, id, 'change')) ?? coreRefusals.refuse('not_found')
  if (notice.status !== 'open') noticeRefusals.refuse('notice_not_open')
  if (!isOver(notice, ctx.now)) {
    const blanks = { day: notice.closesOn.toString(), provisional: notice.provisional ? '是' : '否' }
    noticeRefusals.refuse('notice_not_due', blanks)
  }
  await end(tx, ctx, notice, 'closed', null)
}

/** Takes an open notice back, with the reason, which stays public. @throws Refusal notice_not_open */
export async function withdrawNotice(
  tx: Tx,
  ctx: NoticeCtx,
  input: { id: string; reason: string },
): Promise<void> {
  const notice = (await store.lockNotice(tx, input.id, 'change')) ?? coreRefusals.refuse('not_found')
  if (notice.status !== 'open') noticeRefusals.refuse('notice_not_open')
  await end(tx, ctx, notice, 'withdrawn', input.reason)
}

async function end(
  tx: Tx,
  ctx: NoticeCtx,
  notice: store.NoticeRecord,
  status: 'closed' | 'withdrawn',
  reason: string | null,
) {
  const ending = { status, endedAt: ctx.now, endedBy: signature(ctx.actor), endReason: reason }
  await store.endNotice(tx, notice.id, ending)
  const rows = await store.allRows(tx, notice.id)
  const counts = Object.groupBy(rows, (row) => row.status)
  const changes = {
    [status]: notice.number,
    passed: (counts.listed?.length ?? 0) + (counts.cleared?.length ?? 0),
    held: counts.held?.length ?? 0,
    removed: counts.removed?.length ?? 0,
    ...(reason !== null && { reason }),
  }
  ctx.event?.({ subject: { kind: 'public_notice', id: notice.id }, regionPath: notice.regionPath, changes })
  await tellOwner(tx, { kind: status, notice: { ...notice, ...ending }, rows }, ctx)
}

/** Open notices that `closeDueNotices` would change now. */
export async function dueNotices(db: Reader, now: Temporal.Instant): Promise<string[]> {
  const open = await store.openNotices(db)
  if (open.length === 0) return []
  const calendar = await readCalendar(db)
  return open.filter((notice) => isOver(notice, now) || moved(notice, calendar)).map(({ id }) => id)
}

/** A day that was provisional is counted again; a firm one never moves under those who rely on it. */
function moved(notice: store.NoticeRecord, calendar: Awaited<ReturnType<typeof readCalendar>>) {
  if (!notice.provisional) return null
  const due = dueOf(calendar, notice.openedAt, notice.workingDays)
  const same = due.provisional && due.closesOn.equals(notice.closesOn)
  return same ? null : due
}

/**
 * Closes every notice whose period is over, and counts provisional ones anew by the calendar as it is loaded now; a day
 * that turns out to lie in the past becomes firm first and closes the notice by the same run.
 * @returns ids of the closed ones
 */
export async function closeDueNotices(tx: Tx, ctx: NoticeCtx, only?: readonly string[]): Promise<string[]> {
  const calendar = await readCalendar(tx)
  const closed: string[] = []
  for (const id of only ?? (await dueNotices(tx, ctx.now))) {
    let notice = await store.lockNotice(tx, id, 'change')
    if (notice?.status !== 'open') continue
    const due = moved(notice, calendar)
    if (due) {
      await store.moveDue(tx, id, due)
      const changes = { closesOn: due.closesOn.toString(), provisional: due.provisional }
      ctx.event?.({ subject: { kind: 'public_notice', id }, regionPath: notice.regionPath, changes })
      notice = { ...notice, ...due }
    }
    if (!isOver(notice, ctx.now)) continue
    await end(tx, ctx, notice, 'closed', null)
    closed.push(id)
  }
  return closed
}

/**
 * The final announcement (公告), after the notice has closed and the decision was taken: once, with its own time.
 * @throws Refusal notice_not_closed, notice_announced
 */
export async function announce(
  tx: Tx,
  ctx: NoticeCtx,
  input: { noticeId: string; text: Text },
): Promise<void> {
  const notice = (await store.lockNotice(tx, input.noticeId, 'change')) ?? coreRefusals.refuse('not_found')
  if (notice.status !== 'closed') noticeRefusals.refuse('notice_not_closed')
  if (notice.announcedAt) noticeRefusals.refuse('notice_announced')
  await store.setAnnouncement(tx, notice.id, {
    announcedAt: ctx.now,
    announcedBy: signature(ctx.actor),
    announcement: input.text,
  })
  const changes = { announced: input.text }
  ctx.event?.({ subject: { kind: 'public_notice', id: notice.id }, regionPath: notice.regionPath, changes })
}
