import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Reader, Tables, Tx } from '#core/db.ts'
import type { RegisterKey } from './profile.ts'
import { orRefuse } from './store.ts'

/**
 * The list of this authority, key and document, held until the commit: made where it is new. Who imports the same list in the same
 * moment waits here.
 * @throws Refusal register_of_above
 */
export async function holdRegisterList(tx: Tx, row: Insertable<Tables['registerList']>) {
  await orRefuse(
    tx
      .insertInto('registerList')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .execute(),
  )
  return tx
    .selectFrom('registerList')
    .selectAll()
    .where('authorityId', '=', row.authorityId)
    .where('key', '=', row.key)
    .where('documentNumber', '=', row.documentNumber)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
}

export const findRegisterList = (
  db: Reader,
  { authorityId, key, documentNumber }: { authorityId: string; key: RegisterKey; documentNumber: string },
) =>
  db
    .selectFrom('registerList')
    .selectAll()
    .where('authorityId', '=', authorityId)
    .where('key', '=', key)
    .where('documentNumber', '=', documentNumber)
    .executeTakeFirst()

/** Those who hold these codes; held in one order by who records about them, so that two imports wait for each other. */
export function holdersOf(db: Reader, codes: readonly string[], held: boolean) {
  return db
    .selectFrom('organisation')
    .select(['id', 'uscc', 'name', 'status', 'regionCode', 'regionPath'])
    .where('uscc', 'in', [...codes])
    .orderBy('id')
    .$if(held, (qb) => qb.forNoKeyUpdate())
    .execute()
}

/** Of a key: what is in force, and what this list has recorded before. */
export const factsOfKey = (db: Reader, ids: readonly string[], key: string, listId: string | null) =>
  db
    .selectFrom('fact')
    .selectAll()
    .where('organisationId', 'in', [...ids])
    .where('key', '=', key)
    .where('standing', '=', 'confirmed')
    .where((eb) => eb.or([eb('supersededAt', 'is', null), eb('registerListId', '=', listId)]))
    .orderBy('id')
    .execute()

type Withdrawal = { at: Temporal.Instant; by: string | null; reason: string }

/** The fact counts no more, and the one that it replaced counts again. */
export async function withdrawFact(
  tx: Tx,
  { id, replacesId }: { id: string; replacesId: string | null },
  { at, by, reason }: Withdrawal,
): Promise<void> {
  await tx
    .updateTable('fact')
    .set({ supersededAt: at, withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason })
    .where('id', '=', id)
    .execute()
  if (replacesId)
    await tx.updateTable('fact').set({ supersededAt: null }).where('id', '=', replacesId).execute()
}

export const registerListOf = (db: Reader, id: string) =>
  db.selectFrom('registerList').selectAll().where('id', '=', id).executeTakeFirst()

type Asked = { cursor?: string | undefined; limit: number }

/** Newest first, with how many rows of each still count. */
export const listRegisters = (db: Reader, visible: RawBuilder<boolean>, { cursor, limit }: Asked) =>
  db
    .selectFrom('registerList as l')
    .selectAll('l')
    .select((eb) => {
      const rows = eb.selectFrom('fact as f').whereRef('f.registerListId', '=', 'l.id')
      const count = sql<number>`count(*)::int`
      return [
        rows.select(count.as('n')).as('rows'),
        rows.where('f.supersededAt', 'is', null).select(count.as('n')).as('inForce'),
        rows.where('f.withdrawnAt', 'is not', null).select(count.as('n')).as('withdrawn'),
      ]
    })
    .where(visible)
    .$if(cursor !== undefined, (qb) => qb.where('l.id', '<', cursor as string))
    .orderBy('l.id', 'desc')
    .limit(limit + 1)
    .execute()

export const rowsOfRegister = (db: Reader) =>
  db
    .selectFrom('fact as f')
    .innerJoin('organisation as o', 'o.id', 'f.organisationId')
    .innerJoin('registerList as l', 'l.id', 'f.registerListId')
    .selectAll('f')
    .select(['o.name as organisationName', 'o.uscc', 'l.authorityId'])
