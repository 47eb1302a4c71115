import type { Insertable, Kysely, RawBuilder } from 'kysely'
import { constraintOf, type Reader, type Tables, type Tx } from '#core/db.ts'
import { forgetRemembered } from '#core/remembered.ts'
import { directoryRefusals, type Status } from './rules.ts'

/** Raw SQL through a Reader: only for selects that Kysely's builder can't say. */
export const rowsOf = async <T>(db: Reader, query: RawBuilder<T>): Promise<T[]> =>
  (await query.execute(db as unknown as Kysely<Tables>)).rows

const mapped: Record<string, () => never> = {
  organisation_dispute_open: () => directoryRefusals.refuse('dispute_open_already'),
  organisation_dispute_once: () => directoryRefusals.refuse('dispute_decided'),
  tie_once: () => directoryRefusals.refuse('tie_known'),
  tie_two: () => directoryRefusals.refuse('tie_to_itself'),
  provider_admission_once: () => directoryRefusals.refuse('admission_overlaps'),
  organisation_authority_stays: () => directoryRefusals.refuse('authority_stays'),
  organisation_entry_replaced: () => directoryRefusals.refuse('entry_replaced'),
  organisation_entry_relied: () => directoryRefusals.refuse('entry_relied_on', casesFiled),
  organisation_place_relied: () => directoryRefusals.refuse('entry_relied_on', placeDecided),
  organisation_seat: () => directoryRefusals.refuse('region_no_county'),
  organisation_unit: () => directoryRefusals.refuse('unit_name_taken'),
  organisation_one_authority: () => directoryRefusals.refuse('authority_known'),
  fact_in_force: () => directoryRefusals.refuse('fact_decided'),
  fact_pending: () => directoryRefusals.refuse('fact_decided'),
  fact_own_word: () => directoryRefusals.refuse('fact_own_word'),
  register_list_level: () => directoryRefusals.refuse('register_of_above'),
}

/** A case that came in the same moment, found by the database. */
const casesFiled = { whatZh: '新提交的办件', whatEn: 'a case filed since' }
const placeDecided = { whatZh: '迁入地的办理记录', whatEn: 'what its new place has decided' }

export async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    mapped[constraintOf(error) ?? '']?.()
    throw error
  }
}

export type NewOrganisation = Insertable<Tables['organisation']>

/**
 * Adds an organisation with the first entries of its histories. Undefined when another holds the code (or its host has a
 * unit of that name): a transaction that adds the same code waits here for the other's end.
 */
export async function insertOrganisation(
  tx: Tx,
  row: NewOrganisation,
  from: Temporal.PlainDate,
): Promise<string | undefined> {
  if (row.kind === 'authority') forgetRemembered()
  const added = await orRefuse(
    tx
      .insertInto('organisation')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .returning('id')
      .executeTakeFirst(),
  )
  if (!added) return undefined
  const common = { organisationId: added.id, validFrom: from, recordedBy: row.createdBy ?? null }
  await tx
    .insertInto('organisationName')
    .values({ ...common, name: row.name })
    .execute()
  await tx
    .insertInto('organisationRegion')
    .values({ ...common, regionCode: row.regionCode, regionPath: row.regionPath })
    .execute()
  return added.id
}

export const getOrganisation = (db: Reader, id: string) =>
  db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst()

/** Whatever changes status, members or code of an organisation holds its row. */
export const lockOrganisation = (tx: Tx, id: string) =>
  tx.selectFrom('organisation').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

/** Its standing, name and place, which stay as they are until the commit. */
export const holdOrganisation = (tx: Tx, id: string) =>
  tx.selectFrom('organisation').selectAll().where('id', '=', id).forShare().executeTakeFirst()

export const lockOrganisationByUscc = (tx: Tx, uscc: string) =>
  tx.selectFrom('organisation').selectAll().where('uscc', '=', uscc).forNoKeyUpdate().executeTakeFirst()

export const organisationByUscc = (db: Reader, uscc: string) =>
  db.selectFrom('organisation').selectAll().where('uscc', '=', uscc).executeTakeFirst()

export const unitOf = (db: Reader, hostId: string, name: string) =>
  db
    .selectFrom('organisation')
    .selectAll()
    .where('hostId', '=', hostId)
    .where('name', '=', name)
    .executeTakeFirst()

type Change = {
  status?: Status
  verifiedBy?: string | null
  verifiedAt?: Temporal.Instant
  remark?: string | null
  licenceFileId?: string
  createdBy?: string
  sponsorId?: string
  waitsSince?: Temporal.Instant | null
}

export async function updateOrganisation(tx: Tx, id: string, change: Change): Promise<void> {
  if (change.status && change.status !== 'verified') forgetRemembered()
  const waits = change.status === 'verified' ? { waitsSince: null } : {}
  await tx
    .updateTable('organisation')
    .set({ ...change, ...waits })
    .where('id', '=', id)
    .execute()
}

/** @throws Refusal dispute_open_already */
export async function insertDispute(tx: Tx, row: Insertable<Tables['organisationDispute']>): Promise<string> {
  const { id } = await orRefuse(
    tx.insertInto('organisationDispute').values(row).returning('id').executeTakeFirstOrThrow(),
  )
  return id
}

export const lockDispute = (tx: Tx, id: string) =>
  tx.selectFrom('organisationDispute').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export const getDispute = (db: Reader, id: string) =>
  db.selectFrom('organisationDispute').selectAll().where('id', '=', id).executeTakeFirst()

export const openDisputes = (db: Reader, organisationId: string) =>
  db
    .selectFrom('organisationDispute')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('status', '=', 'open')
    .orderBy('openedAt')
    .execute()

export type DisputeEnd = {
  status: 'kept' | 'transferred' | 'withdrawn'
  decidedBy: string | null
  decidedAt: Temporal.Instant
  reason: string | null
}

/** @throws Refusal dispute_decided */
export async function closeDispute(tx: Tx, id: string, end: DisputeEnd): Promise<void> {
  await orRefuse(tx.updateTable('organisationDispute').set(end).where('id', '=', id).execute())
}

/** A newer declaration of the same fact replaces one that still waits. */
export async function supersedePending(
  tx: Tx,
  organisationId: string,
  key: string,
  year: number | null,
  at: Temporal.Instant,
) {
  await tx
    .updateTable('fact')
    .set({ supersededAt: at })
    .where('organisationId', '=', organisationId)
    .where('key', '=', key)
    .where('year', 'is not distinct from', year)
    .where('standing', '!=', 'confirmed')
    .where('supersededAt', 'is', null)
    .where('rejectedAt', 'is', null)
    .execute()
}

/** @throws Refusal fact_decided when another declaration came in the same moment */
export async function insertFact(tx: Tx, row: Insertable<Tables['fact']>) {
  return orRefuse(tx.insertInto('fact').values(row).returningAll().executeTakeFirstOrThrow())
}

/** Those of these that exist, by organisation: the order in which they are locked. */
export async function factsInOrder(db: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('fact')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('organisationId')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

export const lockFact = (tx: Tx, id: string) =>
  tx.selectFrom('fact').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export const getFact = (db: Reader, id: string) =>
  db.selectFrom('fact').selectAll().where('id', '=', id).executeTakeFirst()

/** What was in force for this key and year ends with the day of the new one. */
export async function supersedeInForce(
  tx: Tx,
  organisationId: string,
  key: string,
  year: number | null,
  at: Temporal.Instant,
) {
  await tx
    .updateTable('fact')
    .set({ supersededAt: at })
    .where('organisationId', '=', organisationId)
    .where('key', '=', key)
    .where('year', 'is not distinct from', year)
    .where('standing', '=', 'confirmed')
    .where('supersededAt', 'is', null)
    .execute()
}

export type FactEnd = { decidedBy: string | null; decidedAt: Temporal.Instant; reason: string }

/** @throws Refusal fact_own_word */
export async function confirmFact(tx: Tx, id: string, end: FactEnd) {
  const set = { ...end, standing: 'confirmed' as const }
  return orRefuse(
    tx.updateTable('fact').set(set).where('id', '=', id).returningAll().executeTakeFirstOrThrow(),
  )
}

export async function rejectFact(tx: Tx, id: string, end: FactEnd) {
  const set = { ...end, rejectedAt: end.decidedAt }
  return tx.updateTable('fact').set(set).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
}

/** After a code went to its rightful holder: nothing the former one declared waits on, and his account pays no more. */
export async function dropDeclarations(tx: Tx, organisationId: string, end: FactEnd): Promise<void> {
  await tx
    .updateTable('fact')
    .set({ ...end, rejectedAt: end.decidedAt })
    .where('organisationId', '=', organisationId)
    .where('standing', '!=', 'confirmed')
    .where('supersededAt', 'is', null)
    .where('rejectedAt', 'is', null)
    .execute()
  await supersedeInForce(tx, organisationId, 'bankAccount', null, end.decidedAt)
}

export const insertPerson = (tx: Tx, row: Insertable<Tables['person']>) =>
  tx.insertInto('person').values(row).returningAll().executeTakeFirstOrThrow()

export const getPerson = (db: Reader, id: string) =>
  db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst()

export const endPersonOn = (tx: Tx, id: string, day: Temporal.PlainDate) =>
  tx.updateTable('person').set({ validTo: day }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

/** @throws Refusal tie_known, tie_to_itself */
export async function insertTie(tx: Tx, row: Insertable<Tables['tie']>): Promise<string> {
  const { id } = await orRefuse(tx.insertInto('tie').values(row).returning('id').executeTakeFirstOrThrow())
  return id
}

export const getTie = (db: Reader, id: string) =>
  db.selectFrom('tie').selectAll().where('id', '=', id).executeTakeFirst()

type TieEnd = { validTo: Temporal.PlainDate; endedOf: string; endedAt: Temporal.Instant }

export async function endTieOn(tx: Tx, id: string, end: TieEnd): Promise<void> {
  await tx.updateTable('tie').set(end).where('id', '=', id).execute()
}

/** @throws Refusal admission_overlaps */
export async function insertAdmission(tx: Tx, row: Insertable<Tables['providerAdmission']>): Promise<string> {
  const { id } = await orRefuse(
    tx.insertInto('providerAdmission').values(row).returning('id').executeTakeFirstOrThrow(),
  )
  return id
}

export const lockAdmission = (tx: Tx, id: string) =>
  tx.selectFrom('providerAdmission').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export type Withdrawal = {
  withdrawnAt: Temporal.Instant
  withdrawnBy: string | null
  withdrawnFrom: Temporal.PlainDate
  withdrawnReason: string
  withdrawalEffect: 'finish_running' | 'stop_running'
}

export async function withdrawAdmission(tx: Tx, id: string, withdrawal: Withdrawal): Promise<void> {
  await tx.updateTable('providerAdmission').set(withdrawal).where('id', '=', id).execute()
}
