import { sql } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'
import { forgetRemembered } from '#core/remembered.ts'
import { orRefuse } from './store.ts'

/** The histories of names and places: an entry ends or is taken back, and stays. */

/** `authorityId`: who may take the entry back; none where it came with a decision or a list. */
type Dated = {
  from: Temporal.PlainDate
  evidence: string
  recordedBy: string | null
  recordedAt?: Temporal.Instant
  authorityId?: string | null
}

const entered = ({ from, evidence, recordedBy, recordedAt, authorityId }: Dated) => ({
  ...{ validFrom: from, evidence, recordedBy },
  ...{ recordedAt: recordedAt ?? null, authorityId: authorityId ?? null },
})

/** The rows of its cases, which a name changes, before its own: as whoever decides a case takes them. */
export async function holdCasesOf(tx: Tx, organisationId: string): Promise<void> {
  await sql`select hold_cases_of(${organisationId}::uuid)`.execute(tx)
}

/** Closes the present name on the day and opens the next; older papers keep the name of their day. @throws Refusal unit_name_taken */
export async function changeName(tx: Tx, id: string, name: string, dated: Dated): Promise<void> {
  await tx
    .updateTable('organisationName')
    .set({ validTo: dated.from })
    .where('organisationId', '=', id)
    .where('validTo', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute()
  await tx
    .insertInto('organisationName')
    .values({ organisationId: id, name, ...entered(dated) })
    .execute()
  await setName(tx, id, name)
}

async function setName(tx: Tx, id: string, name: string): Promise<void> {
  forgetRemembered()
  await orRefuse(tx.updateTable('organisation').set({ name }).where('id', '=', id).execute())
}

export type Where = { regionCode: string; regionPath: string[] }

/** @throws Refusal region_no_county */
export async function changeRegion(tx: Tx, id: string, where: Where, dated: Dated): Promise<void> {
  await tx
    .updateTable('organisationRegion')
    .set({ validTo: dated.from })
    .where('organisationId', '=', id)
    .where('validTo', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute()
  await tx
    .insertInto('organisationRegion')
    .values({ organisationId: id, ...where, ...entered(dated) })
    .execute()
  await setRegion(tx, id, where)
}

async function setRegion(tx: Tx, id: string, where: Where): Promise<void> {
  forgetRemembered()
  await orRefuse(tx.updateTable('organisation').set(where).where('id', '=', id).execute())
}

/** Newest first; a name of a single day stands after the one that replaced it. Those taken back stand last. */
export const allNamesOf = (db: Reader, id: string) =>
  db
    .selectFrom('organisationName')
    .selectAll()
    .where('organisationId', '=', id)
    .orderBy((eb) => eb('withdrawnAt', 'is not', null))
    .orderBy('validFrom', 'desc')
    .orderBy('validTo', (ob) => ob.desc().nullsFirst())
    .execute()

export const allRegionsOf = (db: Reader, id: string) =>
  db
    .selectFrom('organisationRegion')
    .selectAll()
    .where('organisationId', '=', id)
    .orderBy((eb) => eb('withdrawnAt', 'is not', null))
    .orderBy('validFrom', 'desc')
    .orderBy('validTo', (ob) => ob.desc().nullsFirst())
    .execute()

/** Those that count. */
export const namesOf = async (db: Reader, id: string) =>
  (await allNamesOf(db, id)).filter((row) => row.withdrawnAt === null)
export const regionsOf = async (db: Reader, id: string) =>
  (await allRegionsOf(db, id)).filter((row) => row.withdrawnAt === null)

export const getNameEntry = (db: Reader, id: string) =>
  db.selectFrom('organisationName').selectAll().where('id', '=', id).executeTakeFirst()
export const getRegionEntry = (db: Reader, id: string) =>
  db.selectFrom('organisationRegion').selectAll().where('id', '=', id).executeTakeFirst()

export type TakenBack = { at: Temporal.Instant; by: string | null; reason: string }
type Entry = { id: string; organisationId: string }

/** The name before is in force again. @throws Refusal entry_replaced, entry_relied_on, unit_name_taken */
export async function takeNameBack(tx: Tx, entry: Entry, taken: TakenBack): Promise<{ name: string }> {
  await orRefuse(
    tx.updateTable('organisationName').set(withdrawal(taken)).where('id', '=', entry.id).execute(),
  )
  const [before] = await namesOf(tx, entry.organisationId)
  if (!before) throw new Error(`organisation ${entry.organisationId} has no earlier name`)
  await tx.updateTable('organisationName').set({ validTo: null }).where('id', '=', before.id).execute()
  await setName(tx, entry.organisationId, before.name)
  return before
}

/** The place before is in force again. @throws Refusal entry_replaced, entry_relied_on */
export async function takeRegionBack(tx: Tx, entry: Entry, taken: TakenBack): Promise<Where> {
  await orRefuse(
    tx.updateTable('organisationRegion').set(withdrawal(taken)).where('id', '=', entry.id).execute(),
  )
  const [before] = await regionsOf(tx, entry.organisationId)
  if (!before) throw new Error(`organisation ${entry.organisationId} has no earlier place`)
  await tx.updateTable('organisationRegion').set({ validTo: null }).where('id', '=', before.id).execute()
  const { regionCode, regionPath } = before
  await setRegion(tx, entry.organisationId, { regionCode, regionPath })
  return { regionCode, regionPath }
}

const withdrawal = ({ at, by, reason }: TakenBack) => ({
  ...{ withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason },
})
