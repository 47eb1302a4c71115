import type { Reader } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { type Calendar, readCalendar, workingDaysBetween } from '#platform/calendar/index.ts'
import * as store from './store.ts'

/** Working days that are left after today: 0 on the closing day; null once the notice has ended. */
function daysLeft(notice: store.NoticeRecord, calendar: Calendar, now: Temporal.Instant): number | null {
  if (notice.status !== 'open') return null
  return Math.max(0, workingDaysBetween(calendar, dayOf(now).toString(), notice.closesOn.toString()).count)
}

export function noticeView(notice: store.NoticeRecord, calendar: Calendar, now: Temporal.Instant) {
  const { titleZh, titleEn, ...rest } = notice
  return { ...rest, title: { zh: titleZh, en: titleEn }, daysLeft: daysLeft(notice, calendar, now) }
}

type ListQuery = store.NoticeFilter & { cursor?: string | undefined; limit: number }

export async function noticePage(db: Reader, now: Temporal.Instant, { cursor, limit, ...filter }: ListQuery) {
  const found = await store.listNotices(db, filter, { limit, after: placeOf(cursor) })
  const calendar = await readCalendar(db)
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    rows: rows.map((row) => noticeView(row, calendar, now)),
    next: last ? `${last.openedAt}~${last.id}` : null,
  }
}

/** A cursor that was tampered with is no place: the first page comes. */
function placeOf(cursor: string | undefined): readonly [string, string] | undefined {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}Z)~([0-9a-f-]{36})$/.exec(cursor ?? '')
  return found?.[1] && found[2] ? [found[1], found[2]] : undefined
}

export async function noticeDetail(db: Reader, now: Temporal.Instant, id: string) {
  const notice = (await store.findNotice(db, id)) ?? coreRefusals.refuse('not_found')
  const totals = await store.rowTotals(db, id)
  return { notice, view: { ...noticeView(notice, await readCalendar(db), now), ...totals } }
}

type RowsQuery = {
  cursor?: string | undefined
  limit: number
  q?: string | undefined
  status?: store.RowRecord['status'] | undefined
}

export async function rowPage(db: Reader, noticeId: string, { cursor, limit, q, status }: RowsQuery) {
  if (!(await store.findNotice(db, noticeId))) coreRefusals.refuse('not_found')
  const after = /^\d{1,7}$/.test(cursor ?? '') ? Number(cursor) : undefined
  const found = await store.listRows(db, noticeId, { q, status, after, limit })
  const rows = found.slice(0, limit)
  return { rows, next: found.length > limit ? String(rows.at(-1)?.rowNo) : null }
}

export async function oneRow(db: Reader, now: Temporal.Instant, noticeId: string, rowNo: number) {
  const notice = (await store.findNotice(db, noticeId)) ?? coreRefusals.refuse('not_found')
  const row = (await store.findRow(db, noticeId, rowNo)) ?? coreRefusals.refuse('not_found')
  return { notice: noticeView(notice, await readCalendar(db), now), row }
}

/** What a receipt shows: how it stands, never who objected. */
export async function byReceipt(db: Reader, receipt: string) {
  const objection = (await store.findObjection(db, { receipt })) ?? coreRefusals.refuse('not_found')
  const notice = await store.findNotice(db, objection.noticeId)
  return { ...objection, noticeNumber: notice?.number ?? '' }
}
