import type { Reader, Tx } from '#core/db.ts'
import { bankAccountOf, maskNumber } from '#platform/directory/index.ts'
import type { Account } from '#business/redemptions/index.ts'

export type { Account } from '#business/redemptions/index.ts'
export { digestOf } from '#business/redemptions/index.ts'

export const masked = (account: Account): Account => ({ ...account, number: maskNumber(account.number) })

/** One line for lists and refusals. */
export const shownAccount = ({ bank, number }: Account): string => `${bank} ${maskNumber(number)}`

/** The confirmed account in force; null when there is none. */
export async function accountOf(
  db: Reader,
  organisationId: string,
  now: Temporal.Instant,
): Promise<Account | null> {
  const found = await bankAccountOf(db, organisationId, now)
  return found && { name: found.name, bank: found.bank, number: found.number }
}

const TRIES = 3

/**
 * The same, held still until the commit: whoever confirms another account waits for us, or we for them and then see theirs.
 */
export async function lockAccountOf(
  tx: Tx,
  organisationId: string,
  now: Temporal.Instant,
): Promise<Account | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = await bankAccountOf(tx, organisationId, now)
    if (!found) return null
    const held = await tx
      .selectFrom('fact')
      .select('id')
      .where('id', '=', found.factId)
      .where('supersededAt', 'is', null)
      .forShare()
      .executeTakeFirst()
    if (held) return { name: found.name, bank: found.bank, number: found.number }
  }
  return null
}
