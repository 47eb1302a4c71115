import type { Refusal } from '#core/refusal.ts'
import { directoryRefusals } from './rules.ts'
import type { ListedRow } from './register-file.ts'

/** What is known of the holder's recognition: of the key of the list, confirmed. */
export type KnownFact = {
  id: string
  value: unknown
  validFrom: Temporal.PlainDate | null
  declaredBy: string | null
  registerListId: string | null
  supersededAt: Temporal.Instant | null
  withdrawnAt: Temporal.Instant | null
  withdrawnReason: string | null
}

export type Verdict = { outcome: 'recorded' | 'replaced' | 'unchanged'; replacesId: string | null }

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) > 0

/** Days that are sound, have begun and are not over. */
export function refusalOfDays(
  { validFrom: from, validTo: to }: ListedRow,
  today: Temporal.PlainDate,
): Refusal | null {
  const days = { from: from.toString(), to: to.toString() }
  if (later(from, to)) return directoryRefusals.make('register_days', days)
  if (later(from, today)) return directoryRefusals.make('register_not_yet', { from: days.from })
  return later(today, to) ? directoryRefusals.make('register_over', { to: days.to }) : null
}

/**
 * What a row does to what is known. The same row of the same list does nothing twice, whatever became of it since; a longer
 * recognition is not replaced by a shorter one, so that an old list imported late takes nothing away.
 * @throws Refusal register_row_taken_back, register_row_replaced, register_longer_known
 */
export function judgeAgainst(known: readonly KnownFact[], listed: ListedRow, listId: string | null): Verdict {
  const inForce = known.find(({ supersededAt }) => supersededAt === null)
  const same = known.filter((fact) => isSame(fact, listed))
  const before = same.filter(({ registerListId }) => registerListId !== null && registerListId === listId)
  if (inForce && inForce.declaredBy === null && same.includes(inForce))
    return { outcome: 'unchanged', replacesId: null }
  const takenBack = before.find(({ withdrawnAt }) => withdrawnAt !== null)
  if (takenBack)
    directoryRefusals.refuse('register_row_taken_back', { reason: takenBack.withdrawnReason ?? '' })
  if (before.length > 0) directoryRefusals.refuse('register_row_replaced')
  const { number = '', validTo = '' } = (inForce?.value ?? {}) as { number?: string; validTo?: string }
  if (inForce && validTo > listed.validTo.toString())
    directoryRefusals.refuse('register_longer_known', { number, to: validTo })
  return { outcome: inForce ? 'replaced' : 'recorded', replacesId: inForce?.id ?? null }
}

function isSame({ value, validFrom }: KnownFact, listed: ListedRow): boolean {
  const { number, validTo } = value as { number: string; validTo: string }
  const sameStart = validFrom?.equals(listed.validFrom) ?? false
  return number === listed.number && validTo === listed.validTo.toString() && sameStart
}

/** Widths, brackets and blanks apart. */
export const isSameName = (one: string, other: string): boolean => plainName(one) === plainName(other)
const plainName = (name: string) => name.normalize('NFKC').replace(/\s/g, '').toLowerCase()
