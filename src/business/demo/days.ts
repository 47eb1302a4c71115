import type { Reader } from '#core/db.ts'
import { dayOf, ZONE } from '#core/time.ts'
import { type Calendar, isWorkingDay, readCalendar } from '#platform/calendar/index.ts'

/** Days of the story. Offices work on working days, between nine and five. */
export type Days = {
  /** The story's last moment. */
  end: Temporal.Instant
  /** `days` calendar days before the end, moved back to a working day, at that time (`10:30`); never after the end. */
  ago: (days: number, time?: string) => Temporal.Instant
  /** A number of working days later (0: the same day), at the minute of the day given. */
  later: (from: Temporal.Instant, workingDays: number, minute: number) => Temporal.Instant
  /** That day or the next working day after it. */
  on: (day: string, minute: number) => Temporal.Instant
}

const dayNo = (day: Temporal.PlainDate) => day.toString()

export async function readDays(db: Reader, end: Temporal.Instant): Promise<Days> {
  const calendar: Calendar = await readCalendar(db)
  const works = (day: Temporal.PlainDate) => isWorkingDay(calendar, dayNo(day))
  const moment = (day: Temporal.PlainDate, minute: number) =>
    day
      .toZonedDateTime({ timeZone: ZONE, plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 } })
      .toInstant()
  const notAfterEnd = (at: Temporal.Instant) => (Temporal.Instant.compare(at, end) > 0 ? end : at)
  const forward = (day: Temporal.PlainDate) => {
    let on = day
    while (!works(on)) on = on.add({ days: 1 })
    return on
  }
  return {
    end,
    ago: (days, time = '10:00') => {
      let day = dayOf(end).subtract({ days })
      while (!works(day)) day = day.subtract({ days: 1 })
      const [hour = 0, minute = 0] = time.split(':').map(Number)
      return notAfterEnd(moment(day, hour * 60 + minute))
    },
    later: (from, workingDays, minute) => {
      let day = dayOf(from)
      for (let left = workingDays; left > 0; left--) day = forward(day.add({ days: 1 }))
      return moment(forward(day), minute)
    },
    on: (day, minute) => moment(forward(Temporal.PlainDate.from(day)), minute),
  }
}
