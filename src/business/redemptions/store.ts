import { type RawBuilder, sql } from 'kysely'
import { constraintOf, json, type Reader, type Tx } from '#core/db.ts'
import { RUNNING } from '#platform/orders/index.ts'
import type { ServiceKind, Step } from '#business/vouchers/browser.ts'
import { redemptionRefusals } from './refusals.ts'
import type { ExcludedItem, RedemptionStatus } from './rules.ts'

export type NewRedemption = {
  caseId: string
  number: string
  voucherId: string
  orderId: string
  organisationId: string
  providerId: string
  payeeId: string
  authorityId: string
  regionPath: readonly string[]
  contractFen: bigint
  invoicedFen: bigint
  paidByFirmFen: bigint
  acceptedOn: Temporal.PlainDate
  filedAt: Temporal.Instant
}
export type NewReckoning = {
  excluded: readonly ExcludedItem[]
  excludedFen: bigint
  eligibleFen: bigint
  amountFen: bigint
  steps: readonly Step[]
  actorLabel: string
  at: Temporal.Instant
}
export type Line = { invoiceId: string; lineNo: number; amountFen: bigint }
export type Payment = { amountFen: bigint; paidOn: string; fileId: string }

/** @throws Refusal redemption_live_request when the voucher has another live request */
async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (constraintOf(error) === 'redemption_voucher_live')
      redemptionRefusals.refuse('redemption_live_request')
    throw error
  }
}

/** @throws Refusal redemption_live_request */
export async function insertRedemption(tx: Tx, row: NewRedemption, reckoning: NewReckoning): Promise<void> {
  const { excludedFen, eligibleFen, amountFen } = reckoning
  const values = { ...row, regionPath: [...row.regionPath], excludedFen, eligibleFen, amountFen }
  await orRefuse(
    tx
      .insertInto('redemption')
      .values({ ...values, reckoningNo: 1, status: 'in_review' })
      .execute(),
  )
  await appendReckoning(tx, row.caseId, 1, reckoning)
}

async function appendReckoning(
  tx: Tx,
  caseId: string,
  reckoningNo: number,
  reckoning: NewReckoning,
): Promise<void> {
  const { excluded, steps, ...rest } = reckoning
  await tx
    .insertInto('redemptionReckoning')
    .values({ caseId, reckoningNo, ...rest, excluded: json(excluded), steps: json(steps) })
    .execute()
}

/** The amount reckoned anew, the row and its history together. The redemption is locked. */
export async function reckonAnew(tx: Tx, caseId: string, no: number, reckoning: NewReckoning): Promise<void> {
  const { excludedFen, eligibleFen, amountFen } = reckoning
  await tx
    .updateTable('redemption')
    .set({ reckoningNo: no, excludedFen, eligibleFen, amountFen })
    .where('caseId', '=', caseId)
    .execute()
  await appendReckoning(tx, caseId, no, reckoning)
}

export async function insertLines(tx: Tx, caseId: string, lines: readonly Line[]): Promise<void> {
  await tx
    .insertInto('redemptionLine')
    .values(lines.map((line) => ({ caseId, ...line })))
    .execute()
}

export async function insertPayments(tx: Tx, caseId: string, payments: readonly Payment[]): Promise<void> {
  const rows = payments.map(({ paidOn, ...payment }, at) => ({
    caseId,
    paymentNo: at + 1,
    paidOn: Temporal.PlainDate.from(paidOn),
    ...payment,
  }))
  await tx.insertInto('redemptionPayment').values(rows).execute()
}

const withNames = (db: Reader) =>
  db
    .selectFrom('redemption')
    .innerJoin('voucher', 'voucher.id', 'redemption.voucherId')
    .innerJoin('serviceOrder', 'serviceOrder.id', 'redemption.orderId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'redemption.organisationId')
    .innerJoin('organisationCard as provider', 'provider.id', 'redemption.providerId')
    .selectAll('redemption')
    .select(['voucher.number as voucherNumber', 'voucher.rulebookId', 'voucher.budgetId', 'voucher.scheme'])
    .select(['serviceOrder.number as orderNumber', 'serviceOrder.serviceKind'])
    .select(['organisation.name as organisationName', 'provider.name as providerName'])
    .$narrowType<{ status: RedemptionStatus }>()

export type Redemption = NonNullable<Awaited<ReturnType<typeof findRedemption>>>

export function findRedemption(db: Reader, id: string) {
  return withNames(db).where('redemption.caseId', '=', id).executeTakeFirst()
}

/** The request, locked. Its case's row is locked first, by whoever acts on the case. */
export function lockRedemption(tx: Tx, id: string) {
  return withNames(tx).where('redemption.caseId', '=', id).forNoKeyUpdate('redemption').executeTakeFirst()
}

export type ListFilter = {
  visible: RawBuilder<boolean>
  status?: RedemptionStatus | undefined
  voucherId?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first; the cursor is the last id. One row more than asked. */
export function listRedemptions(db: Reader, { visible, status, voucherId, cursor, limit }: ListFilter) {
  return withNames(db)
    .where(visible)
    .$if(status !== undefined, (q) => q.where('redemption.status', '=', status as RedemptionStatus))
    .$if(voucherId !== undefined, (q) => q.where('redemption.voucherId', '=', voucherId as string))
    .$if(cursor !== undefined, (q) => q.where('redemption.caseId', '<', cursor as string))
    .orderBy('redemption.caseId', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Requests of an authority that passed review and wait for a batch, in the order in which they passed. */
export function passedOf(db: Reader, authorityId: string, limit: number) {
  return withNames(db)
    .where('redemption.authorityId', '=', authorityId)
    .where('redemption.status', '=', 'passed')
    .orderBy('redemption.passedAt')
    .orderBy('redemption.caseId')
    .limit(limit)
    .execute()
}

export type Change = {
  status: RedemptionStatus
  approvedFen?: bigint | null
  payeeAccount?: { name: string; bank: string; number: string }
  payeeDigest?: string
  passedAt?: Temporal.Instant | null
  decidedAt?: Temporal.Instant | null
}

/** @throws Refusal redemption_live_request when another request of the voucher came alive meanwhile */
export async function setRedemption(tx: Tx, id: string, { payeeAccount, ...change }: Change): Promise<void> {
  const set = { ...change, ...(payeeAccount ? { payeeAccount: json(payeeAccount) } : {}) }
  await orRefuse(tx.updateTable('redemption').set(set).where('caseId', '=', id).execute())
}

export function linesOf(db: Reader, id: string): Promise<Line[]> {
  return db
    .selectFrom('redemptionLine')
    .select(['invoiceId', 'lineNo', 'amountFen'])
    .where('caseId', '=', id)
    .orderBy('invoiceId')
    .orderBy('lineNo')
    .execute()
}

export async function paymentsOf(db: Reader, id: string) {
  return db
    .selectFrom('redemptionPayment')
    .select(['amountFen', 'paidOn', 'fileId'])
    .where('caseId', '=', id)
    .orderBy('paymentNo')
    .execute()
}

export type Reckoning = Awaited<ReturnType<typeof reckoningsOf>>[number]

/** Newest first. */
export async function reckoningsOf(db: Reader, id: string) {
  const rows = await db
    .selectFrom('redemptionReckoning')
    .selectAll()
    .where('caseId', '=', id)
    .orderBy('reckoningNo', 'desc')
    .execute()
  return rows.map(({ excluded, steps, ...row }) => ({
    ...row,
    excluded: (excluded as unknown as (Omit<ExcludedItem, 'amountFen'> & { amountFen: string })[]).map(fenOf),
    steps: (steps as unknown as (Omit<Step, 'amountFen'> & { amountFen: string })[]).map(fenOf),
  }))
}

const fenOf = <R extends { amountFen: string }>(row: R) => ({ ...row, amountFen: BigInt(row.amountFen) })

/** Cost of the order that approved requests, this one apart, have presented already: eligible and excluded. */
export async function presentedBefore(
  db: Reader,
  orderId: string,
  butCaseId: string | null,
): Promise<bigint> {
  const row = await db
    .selectFrom('redemption')
    .select(sql<bigint>`coalesce(sum(eligible_fen + excluded_fen), 0)::bigint`.as('fen'))
    .where('orderId', '=', orderId)
    .where('status', 'in', ['in_review', 'passed', 'in_batch', 'approved'])
    .$if(butCaseId !== null, (q) => q.where('caseId', '!=', butCaseId as string))
    .executeTakeFirstOrThrow()
  return row.fen
}

export async function hasLive(db: Reader, voucherId: string): Promise<boolean> {
  const row = await db
    .selectFrom('redemption')
    .select('caseId')
    .where('voucherId', '=', voucherId)
    .where('status', 'in', ['in_review', 'passed', 'in_batch'])
    .executeTakeFirst()
  return row !== undefined
}

/** A refused request of the voucher whose appeal is not decided: it may live again. */
export async function underAppeal(db: Reader, voucherId: string): Promise<boolean> {
  const row = await db
    .selectFrom('redemption')
    .innerJoin('caseFile', 'caseFile.id', 'redemption.caseId')
    .select('redemption.caseId')
    .where('redemption.voucherId', '=', voucherId)
    .where('caseFile.status', '=', 'appealed')
    .executeTakeFirst()
  return row !== undefined
}

/** A refused request of the voucher whose appeal may still be filed; a provisional last day is not over. */
export async function mayBeAppealed(db: Reader, voucherId: string, now: Temporal.Instant): Promise<boolean> {
  const row = await db
    .selectFrom('redemption')
    .innerJoin('caseFile', 'caseFile.id', 'redemption.caseId')
    .select('redemption.caseId')
    .where('redemption.voucherId', '=', voucherId)
    .where('caseFile.status', '=', 'refused')
    .where('caseFile.clockOf', '=', 'appeal_window')
    .where((eb) => eb.or([eb('caseFile.provisional', '=', true), eb('caseFile.dueAt', '>', now)]))
    .executeTakeFirst()
  return row !== undefined
}

/** The same document handed in again changes nothing. */
export async function addDocuments(
  tx: Tx,
  caseId: string,
  at: Temporal.Instant,
  documents: readonly { kind: string; fileId: string }[],
): Promise<void> {
  if (documents.length === 0) return
  await tx
    .insertInto('redemptionDocument')
    .values(documents.map((document) => ({ caseId, at, ...document })))
    .onConflict((on) => on.constraint('redemption_document_pkey').doNothing())
    .execute()
}

export function documentsOf(db: Reader, id: string) {
  return db
    .selectFrom('redemptionDocument')
    .innerJoin('fileCard as file', 'file.id', 'redemptionDocument.fileId')
    .select(['redemptionDocument.kind', 'redemptionDocument.at', 'file.id', 'file.name'])
    .where('redemptionDocument.caseId', '=', id)
    .orderBy('redemptionDocument.at')
    .orderBy('file.id')
    .execute()
}

/** Accepted orders of a voucher that no approved redemption has paid for yet. */
export async function unredeemedOrders(db: Reader, voucherId: string): Promise<number> {
  const row = await db
    .selectFrom('serviceOrderCard as o')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('o.fundingKind', '=', 'voucher')
    .where('o.fundingId', '=', voucherId)
    .where('o.status', '=', 'accepted')
    .where(
      sql<boolean>`not exists (select from redemption r where r.order_id = o.id and r.status in ('approved', 'revoked'))`,
    )
    .executeTakeFirstOrThrow()
  return row.count
}

/** Active vouchers of an organisation, still in their time of use, that no order has yet or what was asked for has left over. */
export async function unusedVouchers(
  db: Reader,
  organisationId: string,
  today: Temporal.PlainDate,
  limit: number,
) {
  return db
    .selectFrom('voucher as v')
    .select(['v.id', 'v.number', 'v.serviceKind', 'v.faceFen', 'v.remainingFen', 'v.useBy'])
    .where('v.organisationId', '=', organisationId)
    .where('v.status', '=', 'active')
    .where('v.useBy', '>=', today)
    .where(
      sql<boolean>`not exists (
        select from service_order_card o where o.funding_kind = 'voucher' and o.funding_id = v.id
          and (o.status in (${sql.join(RUNNING)}) or o.status = 'accepted' and not exists (
            select from redemption r where r.order_id = o.id and r.status in ('approved', 'revoked')))
      )`,
    )
    .orderBy('v.useBy')
    .orderBy('v.id')
    .limit(limit)
    .$narrowType<{ serviceKind: ServiceKind }>()
    .execute()
}

/** Accepted orders of an organisation, on either side, whose voucher is active and has no request that stands. Newest first. */
export async function unaskedOrders(db: Reader, organisationId: string, limit: number) {
  return db
    .selectFrom('serviceOrderCard as o')
    .innerJoin('voucher as v', 'v.id', 'o.fundingId')
    .innerJoin('organisationCard as buyer', 'buyer.id', 'o.buyerId')
    .innerJoin('organisationCard as provider', 'provider.id', 'o.providerId')
    .select([
      'o.id as orderId',
      'o.number',
      'o.title',
      'o.priceFen',
      'o.serviceKind',
      'o.buyerId',
      'o.providerId',
      'o.regionPath',
      'o.providerPath',
    ])
    .select(['v.rulebookId', 'v.validFrom', 'v.useBy', 'v.redeemBy', 'o.endedAt'])
    .select(['buyer.name as buyerName', 'provider.name as providerName'])
    .where('o.fundingKind', '=', 'voucher')
    .where('o.status', '=', 'accepted')
    .where('v.status', '=', 'active')
    .where((eb) => eb.or([eb('o.buyerId', '=', organisationId), eb('o.providerId', '=', organisationId)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('redemption as r')
            .select('r.caseId')
            .whereRef('r.orderId', '=', 'o.id')
            .where('r.status', 'in', ['in_review', 'passed', 'in_batch', 'approved']),
        ),
      ),
    )
    .orderBy('o.id', 'desc')
    .limit(limit)
    .$narrowType<{
      orderId: string
      number: string
      title: string
      priceFen: bigint
      serviceKind: string
      buyerId: string
      providerId: string
      buyerName: string
      providerName: string
    }>()
    .execute()
}
