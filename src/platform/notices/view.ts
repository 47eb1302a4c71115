import type { Reader } from '#core/db.ts'
import { pageOf, placeCursor, placeOf } from '#core/page.ts'
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
  const { titleZh, titleEn, basisZh, basisEn, ...rest } = notice
  return {
    ...rest,
    title: { zh: titleZh, en: titleEn },
    basis: { zh: basisZh, en: basisEn },
    daysLeft: daysLeft(notice, calendar, now),
  }
}

type ListQuery = store.NoticeFilter & { cursor?: string | undefined; limit: number }

export async function noticePage(db: Reader, now: Temporal.Instant, { cursor, limit, ...filter }: ListQuery) {
  const found = await store.listNotices(db, filter, { limit, after: placeOf(cursor) })
  const calendar = await readCalendar(db)
  const page = pageOf(found, limit, (row) => placeCursor(row.openedAt, row.id))
  return { ...page, rows: page.rows.map((row) => noticeView(row, calendar, now)) }
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
  const after = cursor === undefined ? undefined : Number(cursor)
  const found = await store.listRows(db, noticeId, { q, status, after, limit })
  return pageOf(found, limit, (row) => String(row.rowNo))
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
