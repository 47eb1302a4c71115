import type { Insertable } from 'kysely'
import type { Reader, Tables, Tx } from '#core/db.ts'
import type { TakenBack } from './entries.store.ts'

/** @throws Error organisation_closing_once when another closing counts */
export async function insertClosing(tx: Tx, row: Insertable<Tables['organisationClosing']>): Promise<void> {
  await tx.insertInto('organisationClosing').values(row).execute()
}

export const getClosing = (db: Reader, id: string) =>
  db.selectFrom('organisationClosing').selectAll().where('id', '=', id).executeTakeFirst()

/** The closing that counts. */
export const closingOf = (db: Reader, organisationId: string) =>
  db
    .selectFrom('organisationClosing')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()

export async function withdrawClosing(tx: Tx, id: string, { at, by, reason }: TakenBack): Promise<void> {
  await tx
    .updateTable('organisationClosing')
    .set({ withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason })
    .where('id', '=', id)
    .execute()
}
