import { sql } from 'kysely'
import type { Reader } from '#core/db.ts'
import { rowsOf } from './store.ts'

type Recipient = { userId: string } | { organisationId: string; role?: string }
type Address = { userId: string; email: string }

/** Who is meant by a message, with an address to write to: a person, or everybody who acts for an organisation today. */
export function addressesOf(db: Reader, to: Recipient, now: Temporal.Instant): Promise<Address[]> {
  if ('userId' in to) {
    return rowsOf(db, sql<Address>`select id as user_id, email from auth."user" where id = ${to.userId}`)
  }
  const role = to.role ? sql`m.role = ${to.role}` : sql`true`
  return rowsOf(
    db,
    sql<Address>`select distinct u.id as user_id, u.email from membership m join auth."user" u on u.id = m.user_id
      where m.organisation_id = ${to.organisationId} and ${role}
        and m.valid_from <= ${now} and (m.valid_to is null or m.valid_to > ${now})`,
  )
}

/** An officer who is also one of the applicant's own people may not decide its cases (回避). */
export async function isMemberOf(
  db: Reader,
  { userId }: { userId: string },
  organisationId: string,
): Promise<boolean> {
  const rows = await rowsOf(
    db,
    sql<{
      id: string
    }>`select id from membership where user_id = ${userId} and organisation_id = ${organisationId} limit 1`,
  )
  return rows.length > 0
}
