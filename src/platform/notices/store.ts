import { sql } from 'kysely'
import { constraintOf, json, type Reader, type Tx } from '#core/db.ts'
import type { Place } from '#core/page.ts'
import type { SubjectColumns } from '#core/policy.ts'
import { holdsWords } from '#core/search.ts'
import type { Text } from '#core/text.ts'
import { noticeRefusals, type ObjectionStatus, type RowStatus } from './rules.ts'
import type { RawBuilder } from 'kysely'

export type NoticeRecord = {
  id: string
  number: string
  titleZh: string
  titleEn: string
  basisZh: string
  basisEn: string
  authorityId: string
  authorityName: string
  regionPath: string[]
  subjectKind: string
  subjectId: string
  rowCount: number
  digest: string
  openedAt: Temporal.Instant
  workingDays: number
  closesOn: Temporal.PlainDate
  provisional: boolean
  explanation: { day: string; counts: boolean; provisional: boolean; why: Text }[]
  status: 'open' | 'closed' | 'withdrawn'
  endedAt: Temporal.Instant | null
  endedBy: string | null
  endReason: string | null
  announcedAt: Temporal.Instant | null
  announcedBy: string | null
  announcement: Text | null
}

export type RowRecord = {
  noticeId: string
  rowNo: number
  subjectId: string
  organisationId: string | null
  organisationName: string
  display: Record<string, string>
  amountFen: bigint | null
  status: RowStatus
}

const mapped: Record<string, () => never> = {
  public_notice_subject: () => noticeRefusals.refuse('notice_already_open'),
  public_notice_row_once: () => noticeRefusals.refuse('notice_row_twice'),
}

async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    mapped[constraintOf(error) ?? '']?.()
    throw error
  }
}

/** Rows first: once the notice stands, the database takes no more. */
export async function insertRows(tx: Tx, rows: readonly Omit<RowRecord, 'status'>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 1_000) {
    const values = rows.slice(at, at + 1_000).map((row) => ({ ...row, display: json(row.display) }))
    await orRefuse(tx.insertInto('publicNoticeRow').values(values).execute())
  }
}

type Ends = 'status' | 'endedAt' | 'endedBy' | 'endReason' | 'announcedAt' | 'announcedBy' | 'announcement'
/** @throws Refusal notice_already_open */
export async function insertNotice(tx: Tx, notice: Omit<NoticeRecord, Ends>): Promise<void> {
  const values = { ...notice, explanation: json(notice.explanation) }
  await orRefuse(tx.insertInto('publicNotice').values(values).execute())
}

export function findNotice(db: Reader, id: string): Promise<NoticeRecord | undefined> {
  return db.selectFrom('publicNotice').selectAll().where('id', '=', id).executeTakeFirst() as Promise<
    NoticeRecord | undefined
  >
}

export function lockNotice(tx: Tx, id: string, how: 'change' | 'keep'): Promise<NoticeRecord | undefined> {
  const found = tx.selectFrom('publicNotice').selectAll().where('id', '=', id)
  const locked = how === 'change' ? found.forNoKeyUpdate() : found.forShare()
  return locked.executeTakeFirst() as Promise<NoticeRecord | undefined>
}

export type Ending = {
  status: 'closed' | 'withdrawn'
  endedAt: Temporal.Instant
  endedBy: string
  endReason: string | null
}

export async function endNotice(tx: Tx, id: string, ending: Ending): Promise<void> {
  await tx.updateTable('publicNotice').set(ending).where('id', '=', id).execute()
}

type Due = Pick<NoticeRecord, 'closesOn' | 'provisional' | 'explanation'>
export async function moveDue(tx: Tx, id: string, due: Due): Promise<void> {
  await tx
    .updateTable('publicNotice')
    .set({ ...due, explanation: json(due.explanation) })
    .where('id', '=', id)
    .execute()
}

export async function setAnnouncement(
  tx: Tx,
  id: string,
  said: { announcedAt: Temporal.Instant; announcedBy: string; announcement: Text },
) {
  await tx
    .updateTable('publicNotice')
    .set({ ...said, announcement: json(said.announcement) })
    .where('id', '=', id)
    .execute()
}

/** Open notices whose day may have come, or may become firm. */
export function openNotices(db: Reader): Promise<NoticeRecord[]> {
  return db
    .selectFrom('publicNotice')
    .selectAll()
    .where('status', '=', 'open')
    .orderBy('closesOn')
    .execute() as Promise<NoticeRecord[]>
}

export type NoticeFilter = {
  status?: NoticeRecord['status'] | undefined
  region?: string | undefined
  q?: string | undefined
}
type Paging = { limit: number; after?: Place | undefined }

/** Newest first; `after` is the last row's (opened_at, id). One more than `limit` comes, to tell whether there is a next page. */
export function listNotices(
  db: Reader,
  { status, region, q }: NoticeFilter,
  { limit, after }: Paging,
): Promise<NoticeRecord[]> {
  let found = db.selectFrom('publicNotice').selectAll()
  if (status) found = found.where('status', '=', status)
  if (region) found = found.where(sql<boolean>`region_path @> array[${region}]::text[]`)
  if (q) found = found.where(holdsWords('publicNotice.words', q))
  if (after)
    found = found.where(sql<boolean>`(opened_at, id) < (${after.at}::timestamptz, ${after.key}::uuid)`)
  return found
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute() as Promise<NoticeRecord[]>
}

type RowFilter = {
  q?: string | undefined
  status?: RowStatus | undefined
  after?: number | undefined
  limit: number
}
export function listRows(
  db: Reader,
  noticeId: string,
  { q, status, after, limit }: RowFilter,
): Promise<RowRecord[]> {
  let found = db.selectFrom('publicNoticeRow').selectAll().where('noticeId', '=', noticeId)
  if (status) found = found.where('status', '=', status)
  if (q) found = found.where(holdsWords('publicNoticeRow.words', q))
  if (after) found = found.where('rowNo', '>', after)
  return found
    .orderBy('rowNo')
    .limit(limit + 1)
    .execute() as Promise<RowRecord[]>
}

export async function allRows(db: Reader, noticeId: string): Promise<RowRecord[]> {
  return listRows(db, noticeId, { limit: 1_000_000 })
}

export function findRow(db: Reader, noticeId: string, rowNo: number): Promise<RowRecord | undefined> {
  return db
    .selectFrom('publicNoticeRow')
    .selectAll()
    .where('noticeId', '=', noticeId)
    .where('rowNo', '=', rowNo)
    .executeTakeFirst() as Promise<RowRecord | undefined>
}

export function lockRow(tx: Tx, noticeId: string, rowNo: number): Promise<RowRecord | undefined> {
  return tx
    .selectFrom('publicNoticeRow')
    .selectAll()
    .where('noticeId', '=', noticeId)
    .where('rowNo', '=', rowNo)
    .forNoKeyUpdate()
    .executeTakeFirst() as Promise<RowRecord | undefined>
}

export async function setRowStatus(
  tx: Tx,
  noticeId: string,
  rowNo: number,
  status: RowStatus,
): Promise<void> {
  await tx
    .updateTable('publicNoticeRow')
    .set({ status })
    .where('noticeId', '=', noticeId)
    .where('rowNo', '=', rowNo)
    .execute()
}

export async function rowTotals(
  db: Reader,
  noticeId: string,
): Promise<{ totalFen: bigint; held: number; removed: number }> {
  const { rows } = await sql<{ totalFen: string; held: number; removed: number }>`
    select coalesce(sum(amount_fen), 0)::text as "totalFen", count(*) filter (where status = 'held')::int as held,
      count(*) filter (where status = 'removed')::int as removed
    from public_notice_row where notice_id = ${noticeId}`.execute(db as Tx)
  const { totalFen = '0', held = 0, removed = 0 } = rows[0] ?? {}
  return { totalFen: BigInt(totalFen), held, removed }
}

export type ObjectionRecord = {
  id: string
  noticeId: string
  rowNo: number
  receipt: string
  kind: 'real_name' | 'anonymous'
  name: string | null
  contact: string | null
  statement: string
  fileId: string | null
  objectorUser: string | null
  visitor: string | null
  at: Temporal.Instant
  status: ObjectionStatus
  decidedBy: string | null
  decidedByLabel: string | null
  decidedAt: Temporal.Instant | null
  reason: string | null
}

type Undecided = 'id' | 'decidedBy' | 'decidedByLabel' | 'decidedAt' | 'reason'
export async function insertObjection(tx: Tx, objection: Omit<ObjectionRecord, Undecided>): Promise<string> {
  const { id } = await tx.insertInto('objection').values(objection).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function countObjections(db: Reader, visitor: string, since: Temporal.Instant): Promise<number> {
  const { n } = await db
    .selectFrom('objection')
    .select((eb) => eb.fn.countAll<bigint>().as('n'))
    .where('visitor', '=', visitor)
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(n)
}

export function findObjection(
  db: Reader,
  by: { id: string } | { receipt: string },
): Promise<ObjectionRecord | undefined> {
  const found = db.selectFrom('objection').selectAll()
  const one = 'id' in by ? found.where('id', '=', by.id) : found.where('receipt', '=', by.receipt)
  return one.executeTakeFirst() as Promise<ObjectionRecord | undefined>
}

export function objectionsOfRow(db: Reader, noticeId: string, rowNo: number): Promise<ObjectionRecord[]> {
  return db
    .selectFrom('objection')
    .selectAll()
    .where('noticeId', '=', noticeId)
    .where('rowNo', '=', rowNo)
    .execute() as Promise<ObjectionRecord[]>
}

type Decision = {
  status: 'upheld' | 'rejected'
  decidedBy: string | null
  decidedByLabel: string
  decidedAt: Temporal.Instant
  reason: string
}
export async function setDecision(tx: Tx, id: string, decision: Decision): Promise<void> {
  await tx.updateTable('objection').set(decision).where('id', '=', id).execute()
}

export const objectionColumns: SubjectColumns = {
  authorityId: 'publicNotice.authorityId',
  regionPath: 'publicNotice.regionPath',
}
type ObjectionFilter = {
  noticeId?: string | undefined
  waiting?: boolean | undefined
  after?: string | undefined
  limit: number
}

/** Newest first, only of notices that `visible` admits; with the notice's number and the row's organisation. */
export function listObjections(
  db: Reader,
  visible: RawBuilder<boolean>,
  { noticeId, waiting, after, limit }: ObjectionFilter,
) {
  let found = db
    .selectFrom('objection')
    .innerJoin('publicNotice', 'publicNotice.id', 'objection.noticeId')
    .innerJoin('publicNoticeRow as r', (join) =>
      join.onRef('r.noticeId', '=', 'objection.noticeId').onRef('r.rowNo', '=', 'objection.rowNo'),
    )
    .selectAll('objection')
    .select(['publicNotice.number as noticeNumber', 'r.organisationName'])
    .where(visible)
  if (noticeId) found = found.where('objection.noticeId', '=', noticeId)
  if (waiting) found = found.where('objection.status', 'in', ['open', 'lead'])
  if (after) found = found.where('objection.id', '<', after)
  return found
    .orderBy('objection.id', 'desc')
    .limit(limit + 1)
    .execute() as Promise<(ObjectionRecord & { noticeNumber: string; organisationName: string })[]>
}

/** Lets nobody decide an objection to a row of this subject until the commit. */
export async function holdRowsOf(tx: Tx, subjectId: string): Promise<void> {
  await tx
    .selectFrom('publicNoticeRow')
    .select('rowNo')
    .where('subjectId', '=', subjectId)
    .orderBy('noticeId')
    .forShare()
    .execute()
}

/** Objections that were upheld to a row of this subject, in the order of their decisions. */
export async function upheldAgainst(db: Reader, subjectId: string) {
  const rows = await db
    .selectFrom('objection')
    .innerJoin('publicNoticeRow as row', (join) =>
      join.onRef('row.noticeId', '=', 'objection.noticeId').onRef('row.rowNo', '=', 'objection.rowNo'),
    )
    .innerJoin('publicNotice as notice', 'notice.id', 'objection.noticeId')
    .select(['objection.noticeId', 'notice.number as noticeNumber', 'objection.decidedAt as at'])
    .select(['objection.decidedByLabel as actor', 'objection.reason'])
    .where('row.subjectId', '=', subjectId)
    .where('objection.status', '=', 'upheld')
    .orderBy('objection.decidedAt')
    .execute()
  return rows as {
    noticeId: string
    noticeNumber: string
    at: Temporal.Instant
    actor: string
    reason: string
  }[]
}

/** Notices on which somebody upheld an objection to a row of this subject, also one that the row was removed by already. */
export async function noticesUpheldBy(db: Reader, userId: string, subjectId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('objection')
    .innerJoin('publicNoticeRow as row', (join) =>
      join.onRef('row.noticeId', '=', 'objection.noticeId').onRef('row.rowNo', '=', 'objection.rowNo'),
    )
    .select('objection.noticeId')
    .where('row.subjectId', '=', subjectId)
    .where('objection.status', '=', 'upheld')
    .where('objection.decidedBy', '=', userId)
    .execute()
  return rows.map(({ noticeId }) => noticeId)
}
