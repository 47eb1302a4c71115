import { type RawBuilder, sql } from 'kysely'
import { constraintOf, json, type Reader, type Tx } from '#core/db.ts'
import type { Text } from '#core/text.ts'
import type { OnHold } from './queue-words.ts'
import type { FirmClass, Honour, ServiceKind } from './words.ts'

export type ClaimStatus = 'in_review' | 'queued' | 'issued' | 'refused' | 'withdrawn' | 'lapsed'

export type NewClaim = {
  caseId: string
  organisationId: string
  authorityId: string
  regionPath: readonly string[]
  rulebookId: string
  scheme: string
  year: number
  serviceKind: ServiceKind
  crossRegion: boolean
  purpose: string
  contractFen: bigint
  amountFen: bigint
  firmClass: FirmClass | null
}

export function insertClaim(tx: Tx, claim: NewClaim) {
  return tx
    .insertInto('claim')
    .values({ ...claim, regionPath: [...claim.regionPath], status: 'in_review' })
    .execute()
}

const claims = (db: Reader) =>
  db
    .selectFrom('claim')
    .innerJoin('caseFile', 'caseFile.id', 'claim.caseId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'claim.organisationId')
    .leftJoin('voucher', 'voucher.claimId', 'claim.caseId')
    .select([
      'claim.caseId',
      'caseFile.number',
      'claim.organisationId',
      'organisation.name as organisationName',
      'organisation.kind as organisationKind',
    ])
    .select(['claim.authorityId', 'claim.regionPath', 'claim.rulebookId', 'claim.scheme', 'claim.year'])
    .select([
      'claim.serviceKind',
      'claim.crossRegion',
      'claim.purpose',
      'claim.contractFen',
      'claim.amountFen',
      'claim.firmClass',
    ])
    .select(['claim.status', 'claim.acceptedAt', 'claim.priority', 'claim.queueRank', 'claim.queueNo'])
    .select('voucher.id as voucherId')
    .select(
      sql<number | null>`case when claim.status = 'queued' then (
        select count(*)::int from claim ahead
         where ahead.authority_id = claim.authority_id and ahead.scheme = claim.scheme and ahead.status = 'queued'
           and (ahead.queue_rank, ahead.accepted_at, ahead.queue_no)
            <= (claim.queue_rank, claim.accepted_at, claim.queue_no)) end`.as('queuePlace'),
    )
    .select(
      sql<number | null>`case when claim.status = 'queued' then (
        select count(*)::int from claim ahead
         where ahead.authority_id = claim.authority_id and ahead.scheme = claim.scheme and ahead.status = 'queued'
           and ahead.queue_rank < claim.queue_rank) end`.as('firstAhead'),
    )
    .select(
      sql<OnHold | null>`case when claim.status = 'queued' then nullif(organisation.status, 'verified') end`.as(
        'onHold',
      ),
    )
    .select(sql<Text | null>`claim.refused_because -> 'text'`.as('refusedBecause'))
    .select(sql<string | null>`claim.refused_because ->> 'at'`.as('refusedAt'))
    .$narrowType<{ serviceKind: ServiceKind; firmClass: FirmClass | null; priority: Honour[] }>()

export type Claim = NonNullable<Awaited<ReturnType<typeof findClaim>>>

export function findClaim(db: Reader, caseId: string) {
  return claims(db).where('claim.caseId', '=', caseId).executeTakeFirst()
}

export type ListFilter = {
  visible: RawBuilder<boolean>
  status?: ClaimStatus | undefined
  scheme?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first, or the queue of one scheme in its order; the cursor is the last case id. */
export function listClaims(db: Reader, { visible, status, scheme, cursor, limit }: ListFilter) {
  const found = claims(db)
    .where(visible)
    .$if(status !== undefined, (q) => q.where('claim.status', '=', status as ClaimStatus))
    .$if(scheme !== undefined, (q) => q.where('claim.scheme', '=', scheme as string))
    .limit(limit + 1)
  if (status !== 'queued' || scheme === undefined)
    return found
      .$if(cursor !== undefined, (q) => q.where('claim.caseId', '<', cursor as string))
      .orderBy('claim.caseId', 'desc')
      .execute()
  return found
    .$if(cursor !== undefined, (q) => q.where(behind(cursor as string)))
    .orderBy('claim.queueRank')
    .orderBy('claim.acceptedAt')
    .orderBy('claim.queueNo')
    .execute()
}

const behind = (caseId: string) => sql<boolean>`(claim.queue_rank, claim.accepted_at, claim.queue_no)
  > (select last.queue_rank, last.accepted_at, last.queue_no from claim last where last.case_id = ${caseId}::uuid)`

export function setClaimStatus(tx: Tx, caseId: string, status: ClaimStatus) {
  return tx.updateTable('claim').set({ status }).where('caseId', '=', caseId).execute()
}

type Because = { code: string; text: Text; at: Temporal.Instant }

/** A claim that waits is refused, and keeps why. False where it waits no more. */
export async function refuseClaim(tx: Tx, caseId: string, { at, ...because }: Because): Promise<boolean> {
  const refused = await tx
    .updateTable('claim')
    .set({ status: 'refused', refusedBecause: json({ ...because, at: at.toString() }) })
    .where('caseId', '=', caseId)
    .where('status', '=', 'queued')
    .returning('caseId')
    .executeTakeFirst()
  return refused !== undefined
}

type Year = { organisationId: string; scheme: string; year: number }

/** What a firm has waiting of a year. */
export const waitingOf = (db: Reader, { organisationId, scheme, year }: Year) =>
  claims(db)
    .where('claim.organisationId', '=', organisationId)
    .where('claim.scheme', '=', scheme)
    .where('claim.year', '=', year)
    .where('claim.status', '=', 'queued')
    .orderBy('claim.caseId')
    .execute()

type Place = { acceptedAt: Temporal.Instant; priority: readonly Honour[] }

/** An accepted claim enters the queue; its place stays as it is. */
export function enterQueue(tx: Tx, caseId: string, { acceptedAt, priority }: Place) {
  return tx
    .updateTable('claim')
    .set({ status: 'queued', acceptedAt, priority: [...priority] })
    .where('caseId', '=', caseId)
    .execute()
}

export type Queue = { authorityId: string; scheme: string }

/**
 * The first accepted claims that wait and may be served: those of the rulebook's honours, then the others, each in order of
 * acceptance. Who is in dispute keeps his place, unserved.
 */
export function queueHead(db: Reader, { authorityId, scheme }: Queue, limit: number) {
  return claims(db)
    .where('claim.authorityId', '=', authorityId)
    .where('claim.scheme', '=', scheme)
    .where('claim.status', '=', 'queued')
    .where('organisation.status', '=', 'verified')
    .orderBy('claim.queueRank')
    .orderBy('claim.acceptedAt')
    .orderBy('claim.queueNo')
    .limit(limit)
    .execute()
}

/** Accepted claims of closed firms that wait, in one queue or in all. */
export const closedWaiting = (db: Reader, queue?: Queue) =>
  claims(db)
    .where('claim.status', '=', 'queued')
    .where('organisation.status', '=', 'closed')
    .$if(queue !== undefined, (q) =>
      q
        .where('claim.authorityId', '=', (queue as Queue).authorityId)
        .where('claim.scheme', '=', (queue as Queue).scheme),
    )
    .orderBy('claim.caseId')
    .execute()

/** How many wait; `before`: of those alone that go before a claim accepted now. */
export async function queuedCount(
  db: Reader,
  { authorityId, scheme }: Queue,
  before?: { priority: readonly Honour[] },
): Promise<number> {
  const row = await db
    .selectFrom('claim')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('authorityId', '=', authorityId)
    .where('scheme', '=', scheme)
    .where('status', '=', 'queued')
    .$if(before !== undefined && before.priority.length > 0, (q) => q.where('queueRank', '=', 0))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** What a firm claimed before: for caps and for the limit of a first claim. Live and issued claims count. */
export async function claimHistory(db: Reader, organisationId: string, scheme: string, year: number) {
  const row = await db
    .selectFrom('claim')
    .select([
      sql<number>`count(*) filter (where year = ${year})::int`.as('claimsThisYear'),
      sql<number>`count(*)::int`.as('claimsEver'),
      sql<bigint>`coalesce(sum(amount_fen) filter (where year = ${year} and status in ('in_review', 'queued')), 0)::bigint`.as(
        'pendingFen',
      ),
      (eb) =>
        eb
          .selectFrom('firmYear')
          .select('claimedFen')
          .where('firmYear.organisationId', '=', organisationId)
          .where('firmYear.scheme', '=', scheme)
          .where('firmYear.year', '=', year)
          .as('yearFen'),
    ])
    .where('organisationId', '=', organisationId)
    .where('scheme', '=', scheme)
    .where('status', 'in', ['in_review', 'queued', 'issued'])
    .executeTakeFirstOrThrow()
  const { claimsThisYear, claimsEver, pendingFen, yearFen } = row
  return { claimsThisYear, claimsEver, takenFen: pendingFen + (yearFen ?? 0n) }
}

/** What is redeemed or reserved of a firm's year: vouchers issued in it, less what they gave back. */
export async function yearTaken(
  db: Reader,
  organisationId: string,
  scheme: string,
  year: number,
): Promise<bigint> {
  const row = await db
    .selectFrom('firmYear')
    .select('claimedFen')
    .where('organisationId', '=', organisationId)
    .where('scheme', '=', scheme)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.claimedFen ?? 0n
}

export type Taken = {
  organisationId: string
  scheme: string
  year: number
  capFen: bigint
  amountFen: bigint
}

/** Counts an issued amount against the firm's year. False when it would pass the cap: the database refuses it. */
export async function takeFromYear(tx: Tx, { amountFen, ...row }: Taken): Promise<boolean> {
  await sql`savepoint firm_year`.execute(tx)
  try {
    await tx
      .insertInto('firmYear')
      .values({ ...row, claimedFen: amountFen })
      .onConflict((conflict) =>
        conflict.constraint('firm_year_pkey').doUpdateSet((eb) => ({
          capFen: eb.ref('excluded.capFen'),
          claimedFen: eb('firmYear.claimedFen', '+', amountFen),
        })),
      )
      .execute()
    await sql`release savepoint firm_year`.execute(tx)
    return true
  } catch (error) {
    if (constraintOf(error) !== 'firm_year_cap') throw error
    await sql`rollback to savepoint firm_year`.execute(tx)
    return false
  }
}

export type YearReturn = Omit<Taken, 'capFen'> & { redemptionId: string; at: Temporal.Instant }

/** False where the redemption has given its amount back already. */
export async function insertYearReturn(tx: Tx, row: YearReturn): Promise<boolean> {
  const added = await tx
    .insertInto('firmYearReturn')
    .values(row)
    .onConflict((conflict) => conflict.constraint('firm_year_return_pkey').doNothing())
    .returning('redemptionId')
    .executeTakeFirst()
  return added !== undefined
}

/** Gives an amount back to the firm's year: a voucher lapsed, was returned, or was closed with a remainder. */
export function giveToYear(
  tx: Tx,
  of: { organisationId: string; scheme: string; year: number; amountFen: bigint },
) {
  return tx
    .updateTable('firmYear')
    .set((eb) => ({ claimedFen: eb('claimedFen', '-', of.amountFen) }))
    .where('organisationId', '=', of.organisationId)
    .where('scheme', '=', of.scheme)
    .where('year', '=', of.year)
    .execute()
}
