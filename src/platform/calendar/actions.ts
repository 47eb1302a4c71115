import type { Tx } from '#core/db.ts'
import { InvalidInput } from '#core/problems.ts'
import { endOfDay } from '#core/time.ts'
import { createHash } from 'node:crypto'
import { CalendarFile } from './contract.ts'
import { daysOfFile, faultsOfFile } from './rules.ts'
import { lockYear, replaceYear } from './store.ts'

export type LoadedYear = Awaited<ReturnType<typeof replaceYear>> & { changed: boolean }

/**
 * Loads one year's notice (a parsed file, such as `calendars/2026.json` of the community pack). The same days again
 * change nothing; other days for a year that is there make it `amended`. The pack never overwrites an administrator.
 * @throws ZodError for another shape, InvalidInput with every fault of the days, Refusal calendar_day_of_other_year
 */
export async function loadCalendar(
  tx: Tx,
  file: unknown,
  options: { now: Temporal.Instant; by: 'pack' | 'administrator' },
): Promise<LoadedYear> {
  const { year, source, ...facts } = CalendarFile.parse(file)
  const faults = faultsOfFile({ year, ...facts })
  if (faults.length > 0)
    throw new InvalidInput(faults.map(({ path, text }) => ({ path: `body.${path}`, text })))
  const days = daysOfFile({ year, ...facts })
  const fingerprint = createHash('sha256').update(JSON.stringify(days)).digest('hex').slice(0, 16)
  const there = await lockYear(tx, year)
  const keep =
    there &&
    (there.fingerprint === fingerprint || (options.by === 'pack' && there.loadedBy === 'administrator'))
  if (keep) {
    const { fingerprint: _, ...row } = there
    return { ...row, changed: false }
  }
  const row = {
    year,
    status: there ? 'amended' : 'published',
    source,
    loadedBy: options.by,
    fingerprint,
  } as const
  return { ...(await replaceYear(tx, { ...row, loadedAt: options.now }, days)), changed: true }
}

/** Has the deadline passed? Never while it is provisional or the clock stands still: nothing may lapse by a guess. */
export function hasPassed(
  deadline: { due: string | null; provisional: boolean },
  now: Temporal.Instant,
): boolean {
  if (deadline.due === null || deadline.provisional) return false
  return Temporal.Instant.compare(now, endOfDay(Temporal.PlainDate.from(deadline.due))) >= 0
}
