// Browser-safe.
/** Arithmetic on legal days written `YYYY-MM-DD`, without Temporal, so that screens can run it. Days compare as strings. */

/** Days since 1970-01-01 of the proleptic Gregorian calendar. RangeError for a text that is no day. */
export function dayNumber(day: string): number {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? []
  if (y === undefined || m === undefined || d === undefined) throw new RangeError(`not a day: ${day}`)
  const year = m <= 2 ? y - 1 : y
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const number = era * 146_097 + dayOfEra - 719_468
  if (dayText(number) !== day) throw new RangeError(`not a day: ${day}`)
  return number
}

function dayText(number: number): string {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const mp = Math.floor((5 * dayOfYear + 2) / 153)
  const d = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1
  const m = mp < 10 ? mp + 3 : mp - 9
  const y = yearOfEra + era * 400 + (m <= 2 ? 1 : 0)
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}

/** The day `count` calendar days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return dayText(dayNumber(day) + count)
}

/** The same month and day `count` years later; 29 February becomes 28 February in a common year. */
export function addYears(day: string, count: number): string {
  const year = yearOf(day) + count
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const rest = day.slice(4) === '-02-29' && !leap ? '-02-28' : day.slice(4)
  return `${String(year).padStart(4, '0')}${rest}`
}

/** Calendar days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

export function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

/** True when the day lies in a period whose last day belongs to it; an open end is null. */
export function within(day: string, from: string, to: string | null): boolean {
  return from <= day && (to === null || day <= to)
}
