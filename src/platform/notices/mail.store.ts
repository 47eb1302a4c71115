import type { Reader, Tx } from '#core/db.ts'
import { sql } from 'kysely'

export type MailRecord = {
  id: string
  toAddress: string
  subject: string
  body: string
  at: Temporal.Instant
  sentAt: Temporal.Instant | null
  attempts: number
  error: string | null
}

export async function insertMail(
  tx: Tx,
  mail: Pick<MailRecord, 'toAddress' | 'subject' | 'body' | 'at'>,
): Promise<string> {
  const { id } = await tx.insertInto('mail').values(mail).returning('id').executeTakeFirstOrThrow()
  return id
}

export function listMail(
  db: Reader,
  { after, limit, unsent }: { after?: string | undefined; limit: number; unsent?: boolean | undefined },
): Promise<MailRecord[]> {
  let found = db.selectFrom('mail').selectAll()
  if (after) found = found.where('id', '<', after)
  if (unsent) found = found.where('sentAt', 'is', null)
  return found
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** The mail if it still waits; locked, so that two workers never send it both. */
export function lockUnsent(tx: Tx, id: string): Promise<MailRecord | undefined> {
  return tx
    .selectFrom('mail')
    .selectAll()
    .where('id', '=', id)
    .where('sentAt', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export async function noteAttempt(
  tx: Tx,
  id: string,
  outcome: { sentAt: Temporal.Instant | null; error: string | null },
): Promise<void> {
  await tx
    .updateTable('mail')
    .set({ ...outcome, attempts: sql<number>`attempts + 1` })
    .where('id', '=', id)
    .execute()
}
