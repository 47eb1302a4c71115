import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'
import { paymentRefusals } from './refusals.ts'
import type { BatchRowStatus, BatchStatus } from './rules.ts'

export type NewBatch = {
  number: string
  authorityId: string
  scheme: string
  regionPath: readonly string[]
  createdBy: string
  createdAt: Temporal.Instant
}

export async function insertBatch(tx: Tx, { regionPath, ...batch }: NewBatch): Promise<string> {
  const { id } = await tx
    .insertInto('batch')
    .values({ ...batch, regionPath: [...regionPath] })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const withNames = (db: Reader) =>
  db
    .selectFrom('batch')
    .innerJoin('organisationCard as authority', 'authority.id', 'batch.authorityId')
    .leftJoin('publicNoticeCard as notice', 'notice.id', 'batch.noticeId')
    .selectAll('batch')
    .select(['authority.name as authorityName', 'notice.number as noticeNumber', 'notice.closesOn'])
    .select(['notice.announcedAt', sql<boolean>`coalesce(notice.provisional, false)`.as('provisional')])
    .select([
      sql<number>`(select count(*)::int from batch_row r where r.batch_id = batch.id and r.status <> 'removed')`.as(
        'rows',
      ),
      sql<number>`(select count(*)::int from batch_row r where r.batch_id = batch.id and r.status = 'held')`.as(
        'held',
      ),
      sumOf(sql`r.status <> 'removed'`).as('totalFen'),
      sumOf(sql`r.status = 'approved'`).as('approvedFen'),
    ])
    .$narrowType<{ status: BatchStatus }>()

const sumOf = (which: RawBuilder<unknown>) =>
  sql<bigint>`(select coalesce(sum(r.amount_fen), 0)::bigint from batch_row r where r.batch_id = batch.id and ${which})`

export type Batch = NonNullable<Awaited<ReturnType<typeof findBatch>>>

export const findBatch = (db: Reader, id: string) =>
  withNames(db).where('batch.id', '=', id).executeTakeFirst()

/** The batch, locked: its list and its state change one at a time. A notice, where one is touched, is locked before. */
export const lockBatch = (tx: Tx, id: string) =>
  withNames(tx).where('batch.id', '=', id).forNoKeyUpdate('batch').executeTakeFirst()

type ListFilter = {
  visible: RawBuilder<boolean>
  status?: BatchStatus | undefined
  scheme?: string | undefined
  after?: string | undefined
  limit: number
}

/** Newest first; one more than asked. */
export function listBatches(db: Reader, { visible, status, scheme, after, limit }: ListFilter) {
  return withNames(db)
    .where(visible)
    .$if(status !== undefined, (q) => q.where('batch.status', '=', status as BatchStatus))
    .$if(scheme !== undefined, (q) => q.where('batch.scheme', '=', scheme as string))
    .$if(after !== undefined, (q) => q.where('batch.id', '<', after as string))
    .orderBy('batch.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export type BatchChange = {
  status: BatchStatus
  noticeId?: string | null
  endedAt?: Temporal.Instant | null
  endedBy?: string | null
  reason?: string
}

export async function setBatch(tx: Tx, id: string, change: BatchChange): Promise<void> {
  await tx.updateTable('batch').set(change).where('id', '=', id).execute()
}

/** A request as a batch needs to know it. */
export type Candidate = NonNullable<Awaited<ReturnType<typeof findCandidate>>>

const candidates = (db: Reader) =>
  db
    .selectFrom('redemption')
    .innerJoin('voucher', 'voucher.id', 'redemption.voucherId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'redemption.organisationId')
    .innerJoin('organisationCard as provider', 'provider.id', 'redemption.providerId')
    .select(['redemption.caseId as id', 'redemption.number', 'redemption.status', 'redemption.authorityId'])
    .select(['redemption.approvedFen', 'redemption.passedAt', 'redemption.organisationId'])
    .select(['voucher.scheme', 'voucher.number as voucherNumber', 'voucher.rulebookId', 'voucher.budgetId'])
    .select(['organisation.name as organisationName', 'provider.name as providerName'])

export const findCandidate = (db: Reader, id: string) =>
  candidates(db).where('redemption.caseId', '=', id).executeTakeFirst()

type CandidateFilter = {
  visible: RawBuilder<boolean>
  scheme?: string | undefined
  after?: string | undefined
  limit: number
}

/** Passed requests that stand in no batch, oldest first. */
export function listCandidates(db: Reader, { visible, scheme, after, limit }: CandidateFilter) {
  return candidates(db)
    .where(visible)
    .where('redemption.status', '=', 'passed')
    .where(
      sql<boolean>`not exists (select from batch_row r where r.redemption_id = redemption.case_id
        and r.status in ('listed', 'held', 'approved'))`,
    )
    .$if(scheme !== undefined, (q) => q.where('voucher.scheme', '=', scheme as string))
    .$if(after !== undefined, (q) => q.where('redemption.caseId', '>', after as string))
    .orderBy('redemption.caseId')
    .limit(limit + 1)
    .execute()
}

export type NewRow = { batchId: string; redemptionId: string; amountFen: bigint; noticeDays: number }

/**
 * Takes a request into a batch; one that left it before may come again. Its case is locked first, so that of two batches
 * that want it one waits and then reads that it is taken; the database refuses what gets past that.
 * @throws Refusal redemption_in_other_batch, with the other batch's number
 */
export async function insertBatchRow(tx: Tx, row: NewRow, number: string): Promise<void> {
  await tx.selectFrom('caseFile').select('id').where('id', '=', row.redemptionId).forNoKeyUpdate().execute()
  const other = await liveRowOf(tx, row.redemptionId)
  if (other) paymentRefusals.refuse('redemption_in_other_batch', { redemption: number, batch: other.number })
  const { amountFen, noticeDays } = row
  await tx
    .insertInto('batchRow')
    .values(row)
    .onConflict((oc) =>
      oc.constraint('batch_row_pkey').doUpdateSet({ status: 'listed', reason: null, amountFen, noticeDays }),
    )
    .execute()
}

/** The batch that holds a redemption now. */
export const liveRowOf = (db: Reader, redemptionId: string) =>
  db
    .selectFrom('batchRow')
    .innerJoin('batch', 'batch.id', 'batchRow.batchId')
    .select(['batch.id', 'batch.number', 'batchRow.status'])
    .where('batchRow.redemptionId', '=', redemptionId)
    .where('batchRow.status', 'in', ['listed', 'held', 'approved'])
    .executeTakeFirst()

export type BatchRow = Awaited<ReturnType<typeof rowsOf>>[number]

/** The rows in the order of their numbers, with where their cases stand. */
export function rowsOf(db: Reader, batchId: string, redemptionId?: string) {
  return db
    .selectFrom('batchRow')
    .innerJoin('redemption', 'redemption.caseId', 'batchRow.redemptionId')
    .innerJoin('caseFile', 'caseFile.id', 'batchRow.redemptionId')
    .innerJoin('voucher', 'voucher.id', 'redemption.voucherId')
    .innerJoin('serviceOrder', 'serviceOrder.id', 'redemption.orderId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'redemption.organisationId')
    .innerJoin('organisationCard as provider', 'provider.id', 'redemption.providerId')
    .selectAll('batchRow')
    .select(['redemption.number', 'redemption.organisationId', 'redemption.payeeId', 'redemption.regionPath'])
    .select(['organisation.name as organisationName', 'provider.name as providerName'])
    .select([
      'voucher.number as voucherNumber',
      'voucher.budgetId',
      'voucher.rulebookId',
      'serviceOrder.title as service',
    ])
    .select(['caseFile.stage', 'caseFile.status as caseStatus'])
    .select(
      sql<string>`coalesce((select one ->> 'kind' from programme_version p, jsonb_array_elements(p.document -> 'stages') one
        where p.programme_id = case_file.programme_id and p.version = case_file.programme_version
          and one ->> 'id' = case_file.stage), '')`.as('stageKind'),
    )
    .where('batchRow.batchId', '=', batchId)
    .$if(redemptionId !== undefined, (q) => q.where('batchRow.redemptionId', '=', redemptionId as string))
    .orderBy('redemption.number')
    .$narrowType<{ status: BatchRowStatus }>()
    .execute()
}

export type RowChange = {
  status: BatchRowStatus
  noticeDays?: number
  reason?: string | null
  decidedBy?: string | null
  decidedByLabel?: string
  decidedAt?: Temporal.Instant
}

export async function setBatchRow(
  tx: Tx,
  batchId: string,
  redemptionId: string,
  change: RowChange,
): Promise<void> {
  await tx
    .updateTable('batchRow')
    .set(change)
    .where('batchId', '=', batchId)
    .where('redemptionId', '=', redemptionId)
    .execute()
}

/** People who let the request pass at its review. */
export async function reviewersOf(db: Reader, caseId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('caseAction')
    .select('actorUser')
    .where('caseId', '=', caseId)
    .where('action', '=', 'pass')
    .execute()
  return new Set(rows.flatMap(({ actorUser }) => actorUser ?? []))
}

/**
 * Rows whose cases were decided elsewhere (on the case's own page): the list follows, also where an appeal has moved the case on
 * meanwhile. What a list holds is `in_batch`.
 */
export function overtakenRows(db: Reader, batchId?: string) {
  return db
    .selectFrom('batchRow')
    .innerJoin('redemption', 'redemption.caseId', 'batchRow.redemptionId')
    .select(['batchRow.batchId', 'batchRow.redemptionId', 'redemption.status'])
    .where('batchRow.status', 'in', ['listed', 'held'])
    .where('redemption.status', '<>', 'in_batch')
    .$if(batchId !== undefined, (q) => q.where('batchRow.batchId', '=', batchId as string))
    .limit(1000)
    .execute()
}

/** Rows of closed notices whose cases still stand at the notice, because their own clock ran longer. */
export function laggingRows(db: Reader, limit: number) {
  return db
    .selectFrom('batchRow')
    .innerJoin('batch', 'batch.id', 'batchRow.batchId')
    .innerJoin('caseFile', 'caseFile.id', 'batchRow.redemptionId')
    .select(['batchRow.batchId', 'batchRow.redemptionId'])
    .where('batch.status', '=', 'deciding')
    .where('batchRow.status', '=', 'listed')
    .where('caseFile.status', '=', 'open')
    .where('caseFile.clockOf', '=', 'notice')
    .orderBy('batchRow.redemptionId')
    .limit(limit)
    .execute()
}
