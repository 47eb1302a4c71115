import { type RawBuilder, sql } from 'kysely'
import { constraintOf, type Reader, type Tx } from '#core/db.ts'
import { paymentRefusals } from './refusals.ts'
import type { Cause, RecoveryStatus } from './rules.ts'

/** A redemption with the money that was paid for it, as a recovery needs to know it. */
export type Paid = NonNullable<Awaited<ReturnType<typeof lockPaid>>>

const about = (db: Reader) =>
  db
    .selectFrom('redemption')
    .innerJoin('voucher', 'voucher.id', 'redemption.voucherId')
    .innerJoin('organisationCard as payee', 'payee.id', 'redemption.payeeId')
    .select(['redemption.caseId as id', 'redemption.number', 'redemption.status', 'redemption.regionPath'])
    .select([
      'redemption.organisationId',
      'redemption.providerId',
      'redemption.payeeId',
      'redemption.authorityId',
    ])
    .select([
      'voucher.id as voucherId',
      'voucher.budgetId',
      'voucher.scheme',
      'voucher.rulebookId',
      'voucher.status as voucherStatus',
    ])
    .select([
      'payee.name as payeeName',
      sql<bigint>`coalesce(redemption.approved_fen, 0)::bigint`.as('approvedFen'),
    ])

export const findPaid = (db: Reader, id: string) =>
  about(db).where('redemption.caseId', '=', id).executeTakeFirst()

/** The case first, then the redemption: the order of everybody who moves one. */
export async function lockPaid(tx: Tx, id: string) {
  await tx.selectFrom('caseFile').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  return about(tx).where('redemption.caseId', '=', id).forNoKeyUpdate('redemption').executeTakeFirst()
}

export type NewRecovery = {
  id: string
  number: string
  redemptionId: string
  organisationId: string
  authorityId: string
  regionPath: readonly string[]
  cause: Cause
  demandedFen: bigint
  reason: string
  clause: string
  dueDays: number
  dueOn: Temporal.PlainDate | null
  dueProvisional: boolean
  status: 'open' | 'stopped'
  decidedBy: string
  decidedByUser: string | null
  decidedAt: Temporal.Instant
}

/** @throws Refusal recovery_too_much when a rival decision was quicker */
export async function insertRecovery(tx: Tx, { regionPath, ...row }: NewRecovery): Promise<void> {
  const ended = row.status === 'stopped' ? { endedAt: row.decidedAt, endedBy: row.decidedBy } : {}
  try {
    await tx
      .insertInto('recovery')
      .values({ ...row, ...ended, regionPath: [...regionPath] })
      .execute()
  } catch (error) {
    if (constraintOf(error) === 'recovery_within_paid')
      paymentRefusals.refuse('recovery_too_much', { left: '0' })
    throw error
  }
}

const recoveries = (db: Reader) =>
  db
    .selectFrom('recovery')
    .innerJoin('redemption', 'redemption.caseId', 'recovery.redemptionId')
    .innerJoin('voucher', 'voucher.id', 'redemption.voucherId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'recovery.organisationId')
    .innerJoin('organisationCard as authority', 'authority.id', 'recovery.authorityId')
    .selectAll('recovery')
    .select(['redemption.number as redemptionNumber', 'voucher.budgetId', 'voucher.rulebookId'])
    .select(['organisation.name as organisationName', 'authority.name as authorityName'])
    .$narrowType<{ cause: Cause; status: RecoveryStatus }>()

export type Recovery = NonNullable<Awaited<ReturnType<typeof findRecovery>>>

export const findRecovery = (db: Reader, id: string) =>
  recoveries(db).where('recovery.id', '=', id).executeTakeFirst()
export const lockRecovery = (tx: Tx, id: string) =>
  recoveries(tx).where('recovery.id', '=', id).forNoKeyUpdate('recovery').executeTakeFirst()
export const recoveriesOf = (db: Reader, redemptionId: string) =>
  recoveries(db).where('recovery.redemptionId', '=', redemptionId).orderBy('recovery.id').execute()

type ListFilter = {
  visible: RawBuilder<boolean>
  status?: RecoveryStatus | undefined
  redemptionId?: string | undefined
  refundDue?: 'true' | undefined
  after?: string | undefined
  limit: number
}

/** Newest first, one more than asked. */
export function listRecoveries(
  db: Reader,
  { visible, status, redemptionId, refundDue, after, limit }: ListFilter,
) {
  return recoveries(db)
    .where(visible)
    .$if(status !== undefined, (q) => q.where('recovery.status', '=', status as RecoveryStatus))
    .$if(redemptionId !== undefined, (q) => q.where('recovery.redemptionId', '=', redemptionId as string))
    .$if(refundDue !== undefined, (q) => q.whereRef('recovery.refundedFen', '<', 'recovery.refundFen'))
    .$if(after !== undefined, (q) => q.where('recovery.id', '<', after as string))
    .orderBy('recovery.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export type RecoveryChange = {
  status: RecoveryStatus
  returnedFen?: bigint
  endedAt?: Temporal.Instant
  endedBy?: string
  endReason?: string
  overturnedByUser?: string
  refundFen?: bigint
  refundedFen?: bigint
}

export async function setRecovery(tx: Tx, id: string, change: RecoveryChange): Promise<void> {
  await tx.updateTable('recovery').set(change).where('id', '=', id).execute()
}

export type NewReturn = {
  id: string
  recoveryId: string
  amountFen: bigint
  bankReference: string
  receivedOn: Temporal.PlainDate
  actorLabel: string
  at: Temporal.Instant
}

/** @throws Refusal bank_reference_used */
export async function insertReturn(tx: Tx, row: NewReturn): Promise<void> {
  try {
    await tx.insertInto('recoveryReturn').values(row).execute()
  } catch (error) {
    if (constraintOf(error) === 'recovery_return_reference')
      paymentRefusals.refuse('bank_reference_used', { reference: row.bankReference })
    throw error
  }
}

export type NewRefund = Omit<NewReturn, 'receivedOn'> & { paidOn: Temporal.PlainDate }

/** @throws Refusal bank_reference_used */
export async function insertRefund(tx: Tx, row: NewRefund): Promise<void> {
  try {
    await tx.insertInto('recoveryRefund').values(row).execute()
  } catch (error) {
    if (constraintOf(error) === 'recovery_refund_reference')
      paymentRefusals.refuse('bank_reference_used', { reference: row.bankReference })
    throw error
  }
}

export const refundsOf = (db: Reader, recoveryId: string) =>
  db.selectFrom('recoveryRefund').selectAll().where('recoveryId', '=', recoveryId).orderBy('id').execute()

export const returnsOf = (db: Reader, recoveryId: string) =>
  db.selectFrom('recoveryReturn').selectAll().where('recoveryId', '=', recoveryId).orderBy('id').execute()

export type NewProposal = {
  redemptionId: string
  authorityId: string
  sourceId: string
  amountFen: bigint
  note: string
  at: Temporal.Instant
}

/** One for each redemption and red-letter invoice; null when there is one already. */
export async function insertProposal(tx: Tx, row: NewProposal): Promise<string | null> {
  const added = await tx
    .insertInto('recoveryProposal')
    .values({ ...row, cause: 'red_invoice' })
    .onConflict((oc) => oc.constraint('recovery_proposal_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added?.id ?? null
}

/** Which of these redemptions an undecided proposal is about. */
export async function openProposalsOf(db: Reader, redemptionIds: readonly string[]): Promise<Set<string>> {
  if (redemptionIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('recoveryProposal')
    .select('redemptionId')
    .where('redemptionId', 'in', [...redemptionIds])
    .where('status', '=', 'open')
    .execute()
  return new Set(rows.map(({ redemptionId }) => redemptionId))
}

export const lockProposal = (tx: Tx, id: string) =>
  tx.selectFrom('recoveryProposal').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export type ProposalEnd = {
  status: 'followed' | 'dismissed'
  recoveryId?: string
  decidedBy: string
  decidedAt: Temporal.Instant
  reason?: string
}

export async function endProposal(tx: Tx, id: string, end: ProposalEnd): Promise<void> {
  await tx.updateTable('recoveryProposal').set(end).where('id', '=', id).execute()
}

type ProposalFilter = {
  visible: RawBuilder<boolean>
  status?: 'open' | 'followed' | 'dismissed' | undefined
  redemptionId?: string | undefined
  after?: string | undefined
  limit: number
}

export function listProposals(db: Reader, { visible, status, redemptionId, after, limit }: ProposalFilter) {
  return db
    .selectFrom('recoveryProposal')
    .innerJoin('redemption', 'redemption.caseId', 'recoveryProposal.redemptionId')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'redemption.organisationId')
    .selectAll('recoveryProposal')
    .select(['redemption.number as redemptionNumber', 'organisation.name as organisationName'])
    .where(visible)
    .$if(status !== undefined, (q) => q.where('recoveryProposal.status', '=', status as 'open'))
    .$if(redemptionId !== undefined, (q) =>
      q.where('recoveryProposal.redemptionId', '=', redemptionId as string),
    )
    .$if(after !== undefined, (q) => q.where('recoveryProposal.id', '<', after as string))
    .orderBy('recoveryProposal.id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** What a redemption gave back to its firm's yearly cap. */
export const capGivenBack = (db: Reader, redemptionId: string) =>
  db
    .selectFrom('firmYearReturn')
    .select(['year', 'amountFen'])
    .where('redemptionId', '=', redemptionId)
    .executeTakeFirst()

/** Open recoveries past their day, of which nobody was reminded since a moment. A provisional day reminds nobody. */
export function overdueRecoveries(db: Reader, today: Temporal.PlainDate, since: Temporal.Instant) {
  return recoveries(db)
    .where('recovery.status', '=', 'open')
    .where('recovery.dueOn', '<', today)
    .where('recovery.dueProvisional', '=', false)
    .where((eb) => eb.or([eb('recovery.remindedAt', 'is', null), eb('recovery.remindedAt', '<=', since)]))
    .orderBy('recovery.id')
    .limit(500)
    .execute()
}

/** Open recoveries whose day waits for a calendar. */
export const provisionalRecoveries = (db: Reader) =>
  recoveries(db)
    .where('recovery.status', '=', 'open')
    .where('recovery.dueProvisional', '=', true)
    .limit(1000)
    .execute()

export async function setDue(
  tx: Tx,
  id: string,
  dueOn: Temporal.PlainDate,
  dueProvisional: boolean,
): Promise<void> {
  await tx.updateTable('recovery').set({ dueOn, dueProvisional }).where('id', '=', id).execute()
}

export async function markReminded(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('recovery').set({ remindedAt: at }).where('id', '=', id).execute()
}
