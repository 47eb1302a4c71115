/** Business time: instants from an injected clock, legal days in Shanghai (UTC+8, no DST since 1991). Server only (Temporal). */

export const ZONE = 'Asia/Shanghai'

export type Clock = { now(): Temporal.Instant }
export type MovableClock = Clock & {
  set(iso: string | Temporal.Instant): void
  advance(by: Temporal.DurationLike | string): void
}

/** The machine's clock: the only place that reads it for business time. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands still; `iso` needs an offset, such as `2026-11-23T09:00:00+08:00`. */
export function fixedClock(iso: string | Temporal.Instant): Clock {
  const at = Temporal.Instant.from(iso)
  return { now: () => at }
}

/** A clock moved by hand: tests and the demo story use it. Days and weeks advance by the Shanghai calendar. */
export function movableClock(iso: string | Temporal.Instant): MovableClock {
  let at = Temporal.Instant.from(iso)
  return {
    now: () => at,
    set: (to) => {
      at = Temporal.Instant.from(to)
    },
    advance: (by) => {
      at = at.toZonedDateTimeISO(ZONE).add(by).toInstant()
    },
  }
}

/** The legal day an instant falls on. */
export function dayOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(ZONE).toPlainDate()
}

/** 00:00 of the day in Shanghai. */
export function startOfDay(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime(ZONE).toInstant()
}

/** 24:00 of the day in Shanghai, the first instant after it: a deadline is kept while `now < endOfDay(due)`. */
export function endOfDay(day: Temporal.PlainDate): Temporal.Instant {
  return startOfDay(day.add({ days: 1 }))
}

/** `2026年11月23日` or `23 November 2026`. */
export function formatDay(day: Temporal.PlainDate, locale: 'zh' | 'en' = 'zh'): string {
  if (locale === 'zh') return `${day.year}年${day.month}月${day.day}日`
  return `${day.day} ${MONTHS[day.month - 1]} ${day.year}`
}

/** Day and minute in Shanghai: `2026年11月23日 09:05` or `23 November 2026, 09:05`. */
export function formatMoment(instant: Temporal.Instant, locale: 'zh' | 'en' = 'zh'): string {
  const { hour, minute } = instant.toZonedDateTimeISO(ZONE)
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  return `${formatDay(dayOf(instant), locale)}${locale === 'zh' ? ' ' : ', '}${time}`
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]
