import type { Reader } from '#core/db.ts'
import { factsOf } from '#platform/directory/index.ts'
import type { Rulebook } from './rulebook.ts'
import type { Honour } from './words.ts'

/** The honours of a rulebook's list (优先支持) that an organisation holds on a day, by confirmed facts alone. */
export async function priorityOf(
  db: Reader,
  book: Rulebook,
  organisationId: string,
  day: Temporal.PlainDate,
): Promise<Honour[]> {
  const list = book.priority.value
  if (list.length === 0) return []
  const { hnte, honours } = await factsOf(db, organisationId, day)
  const held: readonly string[] = [...(hnte ? ['hnte'] : []), ...(honours?.value ?? [])]
  return list.filter((honour) => held.includes(honour))
}
