import { type RawBuilder, sql } from 'kysely'
import { constraintOf, json, type Reader, type Tx } from '#core/db.ts'
import { organisationsNamed } from '#platform/directory/index.ts'
import type { Account } from './payees.ts'
import { paymentRefusals } from './refusals.ts'
import type { RowStatus, RunStatus } from './rules.ts'

const due = (db: Reader) =>
  db
    .selectFrom('redemption')
    .innerJoin('voucher', 'voucher.id', 'redemption.voucherId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'redemption.organisationId')
    .innerJoin('organisationCard as payee', 'payee.id', 'redemption.payeeId')
    .innerJoin('organisationCard as holder', 'holder.id', 'voucher.organisationId')
    .select(['redemption.caseId as id', 'redemption.number', 'redemption.status', 'redemption.authorityId'])
    .select([
      'redemption.payeeId',
      'redemption.payeeDigest',
      'redemption.decidedAt',
      'redemption.organisationId',
    ])
    .select(sql<bigint>`coalesce(redemption.approved_fen, 0)::bigint`.as('amountFen'))
    .select(['voucher.number as voucherNumber', 'voucher.budgetId', 'voucher.organisationId as holderId'])
    .select('holder.name as holderName')
    .select(
      sql<'payee' | 'holder' | null>`case when payee.status = 'disputed' then 'payee'
        when holder.status = 'disputed' then 'holder' end`.as('disputed'),
    )
    .select(['organisation.name as organisationName', 'payee.name as payeeName'])
    .select(
      sql<string | null>`(select w.reason from payment_row w where w.redemption_id = redemption.case_id
        and w.status in ('stopped', 'unpaid') order by w.id desc limit 1)`.as('lastReason'),
    )
    .select(
      sql<string | null>`(select w.reason_en from payment_row w where w.redemption_id = redemption.case_id
        and w.status in ('stopped', 'unpaid') order by w.id desc limit 1)`.as('lastReasonEn'),
    )
    .select(
      sql<boolean>`exists (select from recovery_proposal p where p.redemption_id = redemption.case_id
        and p.status = 'open')`.as('held'),
    )

export type Due = Awaited<ReturnType<ReturnType<typeof due>['executeTakeFirstOrThrow']>>

const unpaid = sql<boolean>`(redemption.status = 'approved' and not exists (select from payment_row w
  where w.redemption_id = redemption.case_id and w.status in ('prepared', 'sent', 'paid')))`

/** Approved, and in no living payment; oldest first, one more than asked. */
export function listDue(
  db: Reader,
  { visible, after, limit }: { visible: RawBuilder<boolean>; after?: string | undefined; limit: number },
) {
  return due(db)
    .where(visible)
    .where(unpaid)
    .$if(after !== undefined, (q) => q.where('redemption.caseId', '>', after as string))
    .orderBy('redemption.caseId')
    .limit(limit + 1)
    .execute()
}

/** An approved redemption, held still until the commit, so that it can't be revoked while a payment is made. */
export const lockDue = (tx: Tx, id: string) =>
  due(tx).where('redemption.caseId', '=', id).forNoKeyUpdate('redemption').executeTakeFirst()

/** The payment that is under way or done for a redemption. */
export function livePaymentOf(db: Reader, redemptionId: string) {
  return db
    .selectFrom('paymentRow')
    .innerJoin('paymentRun', 'paymentRun.id', 'paymentRow.runId')
    .select([
      'paymentRow.id',
      'paymentRow.status',
      'paymentRow.amountFen',
      'paymentRow.runId',
      'paymentRow.paidOn',
      'paymentRun.number',
    ])
    .where('paymentRow.redemptionId', '=', redemptionId)
    .where('paymentRow.status', 'in', ['prepared', 'sent', 'paid'])
    .executeTakeFirst()
}

export type NewRun = {
  number: string
  authorityId: string
  regionPath: readonly string[]
  totalFen: bigint
  preparedBy: string
  preparedByLabel: string
  preparedAt: Temporal.Instant
}

export async function insertRun(tx: Tx, { regionPath, ...run }: NewRun): Promise<string> {
  const values = { ...run, regionPath: [...regionPath] }
  const { id } = await tx.insertInto('paymentRun').values(values).returning('id').executeTakeFirstOrThrow()
  return id
}

export type NewPaymentRow = {
  runId: string
  rowNo: number
  redemptionId: string
  organisationId: string
  budgetId: string
  amountFen: bigint
  payee: Account
  payeeDigest: string
  at: Temporal.Instant
}

/** The rows are locked against rivals by their redemptions; the unique index refuses what gets past that. */
export async function insertPaymentRows(tx: Tx, rows: readonly NewPaymentRow[]): Promise<void> {
  const values = rows.map((row) => ({ ...row, payee: json(row.payee) }))
  await tx.insertInto('paymentRow').values(values).execute()
}

const sum = (status: string) =>
  sql<bigint>`(select coalesce(sum(w.amount_fen), 0)::bigint from payment_row w where w.run_id = payment_run.id
    and w.status in (${sql.raw(status)}))`

const runs = (db: Reader) =>
  db
    .selectFrom('paymentRun')
    .innerJoin('organisationCard as authority', 'authority.id', 'paymentRun.authorityId')
    .selectAll('paymentRun')
    .select(['authority.name as authorityName', 'paymentRun.preparedByLabel', 'paymentRun.approvedByLabel'])
    .select(sql<number>`(select count(*)::int from payment_row w where w.run_id = payment_run.id)`.as('rows'))
    .select([
      sum(`'sent', 'paid', 'unpaid'`).as('sentFen'),
      sum(`'paid'`).as('paidFen'),
      sum(`'unpaid'`).as('unpaidFen'),
      sum(`'sent'`).as('openFen'),
      sum(`'stopped'`).as('stoppedFen'),
    ])
    .$narrowType<{ status: RunStatus }>()

export type PaymentRun = NonNullable<Awaited<ReturnType<typeof findRun>>>

export const findRun = (db: Reader, id: string) => runs(db).where('paymentRun.id', '=', id).executeTakeFirst()
export const lockRun = (tx: Tx, id: string) =>
  runs(tx).where('paymentRun.id', '=', id).forNoKeyUpdate('paymentRun').executeTakeFirst()

type RunFilter = {
  visible: RawBuilder<boolean>
  status?: RunStatus | undefined
  after?: string | undefined
  limit: number
}

export function listRuns(db: Reader, { visible, status, after, limit }: RunFilter) {
  return runs(db)
    .where(visible)
    .$if(status !== undefined, (q) => q.where('paymentRun.status', '=', status as RunStatus))
    .$if(after !== undefined, (q) => q.where('paymentRun.id', '<', after as string))
    .orderBy('paymentRun.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export type RunChange = {
  status: RunStatus
  approvedBy?: string
  approvedByLabel?: string
  approvedAt?: Temporal.Instant
  sentByLabel?: string
  sentAt?: Temporal.Instant
  endedAt?: Temporal.Instant
  reason?: string
}

/** @throws Refusal run_own_preparation when the database sees one person on both sides */
export async function setRun(
  tx: Tx,
  { id, number }: { id: string; number: string },
  change: RunChange,
): Promise<void> {
  try {
    await tx.updateTable('paymentRun').set(change).where('id', '=', id).execute()
  } catch (error) {
    if (constraintOf(error) === 'payment_run_four_eyes')
      paymentRefusals.refuse('run_own_preparation', { number })
    throw error
  }
}

const rows = (db: Reader) =>
  db
    .selectFrom('paymentRow')
    .innerJoin('redemption', 'redemption.caseId', 'paymentRow.redemptionId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'paymentRow.organisationId')
    .selectAll('paymentRow')
    .select(['redemption.number as redemptionNumber', 'redemption.status as redemptionStatus'])
    .select(['redemption.regionPath', 'organisation.name as organisationName'])
    .$narrowType<{ status: RowStatus; payee: Account }>()

export type PaymentRow = Awaited<ReturnType<typeof rowsOfRun>>[number]

export const rowsOfRun = (db: Reader, runId: string) =>
  rows(db).where('paymentRow.runId', '=', runId).orderBy('paymentRow.rowNo').execute()

/** Rows by run number and row number, of one authority, locked in the order of their ids. */
export async function lockNamedRows(tx: Tx, authorityId: string, runNumbers: readonly string[]) {
  if (runNumbers.length === 0) return []
  return rows(tx)
    .innerJoin('paymentRun', 'paymentRun.id', 'paymentRow.runId')
    .select(['paymentRun.number as runNumber', 'paymentRun.sentAt'])
    .where('paymentRun.authorityId', '=', authorityId)
    .where('paymentRun.number', 'in', [...runNumbers])
    .orderBy('paymentRow.id')
    .forNoKeyUpdate('paymentRow')
    .execute()
}

/** Which of the bank's references stand in the books already, and on which row or refund. */
export async function referencesKnown(
  db: Reader,
  references: readonly string[],
): Promise<Map<string, string>> {
  if (references.length === 0) return new Map()
  const known = await db
    .selectFrom('paymentRow')
    .select(['id', 'bankReference'])
    .where('bankReference', 'in', [...references])
    .unionAll(
      db
        .selectFrom('recoveryRefund')
        .select(['id', 'bankReference'])
        .where('bankReference', 'in', [...references]),
    )
    .execute()
  return new Map(known.map((row) => [row.bankReference as string, row.id]))
}

export type PaymentRowChange = {
  status: RowStatus
  reason?: string
  reasonEn?: string
  bankReference?: string
  paidOn?: Temporal.PlainDate
  importId?: string
}

/** @throws Refusal bank_reference_used */
export async function setPaymentRow(tx: Tx, id: string, change: PaymentRowChange): Promise<void> {
  try {
    await tx.updateTable('paymentRow').set(change).where('id', '=', id).execute()
  } catch (error) {
    if (constraintOf(error) === 'payment_row_bank_reference')
      paymentRefusals.refuse('bank_reference_used', { reference: change.bankReference ?? '' })
    throw error
  }
}

export async function cancelRows(tx: Tx, runId: string, reason: string): Promise<void> {
  await tx
    .updateTable('paymentRow')
    .set({ status: 'cancelled', reason })
    .where('runId', '=', runId)
    .where('status', '=', 'prepared')
    .execute()
}

export type NewImport = {
  id: string
  authorityId: string
  regionPath: readonly string[]
  fileId: string | null
  name: string
  report: unknown
  paidFen: bigint
  actorLabel: string
  at: Temporal.Instant
}

export async function insertImport(tx: Tx, { regionPath, report, ...row }: NewImport): Promise<void> {
  await tx
    .insertInto('paymentImport')
    .values({ ...row, regionPath: [...regionPath], report: json(report) })
    .execute()
}

export const findImport = (db: Reader, id: string) =>
  db.selectFrom('paymentImport').selectAll().where('id', '=', id).executeTakeFirst()

export function listImports(
  db: Reader,
  { visible, after, limit }: { visible: RawBuilder<boolean>; after?: string | undefined; limit: number },
) {
  return db
    .selectFrom('paymentImport')
    .selectAll()
    .where(visible)
    .$if(after !== undefined, (q) => q.where('id', '<', after as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Payments to an organisation, for its own people and the authority's. Newest first, one more than asked. */
type PaymentFilter = {
  visible: RawBuilder<boolean>
  status?: RowStatus | undefined
  redemptionId?: string | undefined
  /** A part of a number, or words of the payee's name. */
  q?: string | undefined
  after?: string | undefined
  limit: number
}

const named = (typed: string): RawBuilder<boolean> =>
  sql`(position(${typed} in redemption.number) > 0 or position(${typed} in payment_run.number) > 0
    or payment_row.organisation_id = any (${organisationsNamed(typed)}))`

export function listPayments(db: Reader, { visible, status, redemptionId, q, after, limit }: PaymentFilter) {
  return rows(db)
    .innerJoin('paymentRun', 'paymentRun.id', 'paymentRow.runId')
    .innerJoin('organisationCard as authority', 'authority.id', 'paymentRun.authorityId')
    .select(['paymentRun.number as runNumber', 'authority.name as authorityName'])
    .where(visible)
    .where('paymentRow.status', '!=', 'cancelled')
    .$if(!!q, (rows) => rows.where(named(q ?? '')))
    .$if(status !== undefined, (q) => q.where('paymentRow.status', '=', status as RowStatus))
    .$if(redemptionId !== undefined, (q) => q.where('paymentRow.redemptionId', '=', redemptionId as string))
    .$if(after !== undefined, (q) => q.where('paymentRow.id', '<', after as string))
    .orderBy('paymentRow.id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Prepared runs that nobody has approved since a moment, and nobody was reminded of since. */
export function waitingRuns(db: Reader, since: Temporal.Instant) {
  return db
    .selectFrom('paymentRun')
    .select(['id', 'number', 'authorityId', 'regionPath', 'preparedByLabel', 'totalFen'])
    .where('status', '=', 'prepared')
    .where('preparedAt', '<=', since)
    .where((eb) => eb.or([eb('remindedAt', 'is', null), eb('remindedAt', '<=', since)]))
    .orderBy('id')
    .limit(500)
    .execute()
}

export async function markReminded(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('paymentRun').set({ remindedAt: at }).where('id', '=', id).execute()
}
