import type { RawBuilder } from 'kysely'
import { json, type Reader, type Tx } from '#core/db.ts'
import type { InvoiceFacts } from './rules.ts'

export type ConflictRow = NonNullable<Awaited<ReturnType<typeof findConflict>>>

const selectConflicts = (db: Reader) =>
  db
    .selectFrom('invoiceConflict as c')
    .innerJoin('organisationCard as claimant', 'claimant.id', 'c.claimedBy')
    .select([
      'c.id',
      'c.invoiceId',
      'c.claimed',
      'c.fileId',
      'c.claimedBy',
      'c.regionPath',
      'c.at',
      'c.status',
    ])
    .select(['c.decidedAt', 'c.decidedBy', 'c.reason', 'claimant.name as claimantName'])
    .$narrowType<{ claimantName: string }>()

export const findConflict = (db: Reader, id: string) =>
  selectConflicts(db).where('c.id', '=', id).executeTakeFirst()

export const lockConflict = (tx: Tx, id: string) =>
  selectConflicts(tx).where('c.id', '=', id).forNoKeyUpdate('c').executeTakeFirst()

export const conflictsOf = (db: Reader, invoiceId: string) =>
  selectConflicts(db).where('c.invoiceId', '=', invoiceId).orderBy('c.id').execute()

export async function hasOpenConflict(db: Reader, invoiceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('invoiceConflict')
    .select('id')
    .where('invoiceId', '=', invoiceId)
    .where('status', '=', 'open')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type ConflictFilter = {
  visible: RawBuilder<boolean>
  status?: 'open' | 'kept' | 'corrected' | undefined
  cursor?: string | undefined
  limit: number
}

/** Oldest first, one more than asked; the cursor is the last id. */
export function listConflicts(db: Reader, { visible, status, cursor, limit }: ConflictFilter) {
  let rows = selectConflicts(db)
    .where(visible)
    .orderBy('c.id')
    .limit(limit + 1)
  if (status) rows = rows.where('c.status', '=', status)
  if (cursor) rows = rows.where('c.id', '>', cursor)
  return rows.execute()
}

export type NewConflict = Pick<ConflictRow, 'invoiceId' | 'fileId' | 'claimedBy' | 'regionPath' | 'at'>

/** The invoice is locked, so nobody presents it in this moment. */
export async function insertConflict(tx: Tx, claimed: InvoiceFacts, row: NewConflict): Promise<string> {
  const { id } = await tx
    .insertInto('invoiceConflict')
    .values({ ...row, claimed: json(claimed) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function closeConflict(
  tx: Tx,
  id: string,
  end: { status: 'kept' | 'corrected'; decidedAt: Temporal.Instant; decidedBy: string; reason: string },
): Promise<void> {
  await tx.updateTable('invoiceConflict').set(end).where('id', '=', id).execute()
}
