import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'

export type Expected = 'withdrawn' | 'reviewed'
export type Cause = { kind: string; id: string; number: string; reason: string }

/** The admissions by which an organisation, itself or as a unit of its host, may serve on a day; locked in order of id. */
export function lockLiveAdmissions(tx: Tx, organisationId: string, day: Temporal.PlainDate) {
  return tx
    .selectFrom('providerAdmission as a')
    .select(['a.id', 'a.authorityId', 'a.organisationId'])
    .where(
      sql<boolean>`a.organisation_id in (select unnest(array[o.id, o.host_id]) from organisation o where o.id = ${organisationId})`,
    )
    .where('a.admittedFrom', '<=', day)
    .where((eb) => eb.or([eb('a.lastDay', 'is', null), eb('a.lastDay', '>=', day)]))
    .where((eb) => eb.or([eb('a.withdrawnFrom', 'is', null), eb('a.withdrawnFrom', '>', day)]))
    .orderBy('a.id')
    .forNoKeyUpdate()
    .execute()
}

type NewReview = {
  admissionId: string
  authorityId: string
  cause: Cause
  expected: Expected
  openedAt: Temporal.Instant
}

/** Answers null where the same decision opened it before. */
export async function insertReview(tx: Tx, { cause, ...review }: NewReview): Promise<string | null> {
  const row = await tx
    .insertInto('admissionReview')
    .values({
      ...review,
      causeKind: cause.kind,
      causeId: cause.id,
      causeNumber: cause.number,
      causeReason: cause.reason,
    })
    .onConflict((conflict) => conflict.constraint('admission_review_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

const reviews = (db: Reader) =>
  db
    .selectFrom('admissionReview as r')
    .innerJoin('providerAdmission as a', 'a.id', 'r.admissionId')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .selectAll('r')
    .select(['a.organisationId', 'o.name as organisationName', 'a.list'])
    .$narrowType<{ outcome: 'kept' | 'withdrawn' | null; expected: Expected }>()

export type Review = NonNullable<Awaited<ReturnType<typeof findReview>>>

export const findReview = (db: Reader, id: string) => reviews(db).where('r.id', '=', id).executeTakeFirst()

/** Who looked, or looks, at an admission because of these decisions. */
export function reviewersOf(db: Reader, causeIds: readonly string[]) {
  return db
    .selectFrom('admissionReview')
    .select('authorityId')
    .distinct()
    .where('causeId', 'in', [...causeIds])
    .execute()
}

type Asked = {
  visible: RawBuilder<boolean>
  open?: boolean | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first. */
export function listReviews(db: Reader, { visible, open, cursor, limit }: Asked) {
  return reviews(db)
    .where(visible)
    .$if(open !== undefined, (qb) => qb.where('r.outcome', open ? 'is' : 'is not', null))
    .$if(cursor !== undefined, (qb) => qb.where('r.id', '<', cursor as string))
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
    .execute()
}

type End = { outcome: 'kept' | 'withdrawn'; endedAt: Temporal.Instant; endedBy: string; reason: string }

export async function endReview(tx: Tx, id: string, end: End): Promise<void> {
  await tx.updateTable('admissionReview').set(end).where('id', '=', id).execute()
}

/** Ends whatever is open about an admission that is withdrawn. */
export async function endReviewsOf(tx: Tx, admissionId: string, end: Omit<End, 'outcome'>): Promise<void> {
  await tx
    .updateTable('admissionReview')
    .set({ ...end, outcome: 'withdrawn' })
    .where('admissionId', '=', admissionId)
    .where('outcome', 'is', null)
    .execute()
}
