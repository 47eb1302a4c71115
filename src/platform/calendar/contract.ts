import { command, Day, Id, Line, Moment, query, TextSchema } from '#core/contract.ts'
import { z } from 'zod'

const Named = { nameZh: Line(60), nameEn: Line(80) }
/** A year's notice, as the State Council publishes it each November. */
export const CalendarFile = z.strictObject({
  year: z.number().int().min(2004).max(2100),
  source: Line(500),
  holidays: z
    .array(z.strictObject({ from: Day, to: Day, ...Named }))
    .min(1)
    .max(40),
  makeupWorkdays: z.array(z.strictObject({ day: Day, ...Named })).max(40),
})
export type CalendarFile = z.infer<typeof CalendarFile>

export const CalendarYear = z.object({
  id: Id,
  year: z.number(),
  status: z.enum(['published', 'amended']),
  source: z.string(),
  loadedBy: z.enum(['pack', 'administrator']),
  loadedAt: Moment,
})
export const CalendarDay = z.object({
  day: Day,
  kind: z.enum(['holiday', 'makeup_workday']),
  nameZh: z.string(),
  nameEn: z.string(),
})
export const WorkingDays = z.object({
  due: Day,
  provisional: z.boolean(),
  days: z.array(z.object({ day: Day, counts: z.boolean(), provisional: z.boolean(), why: TextSchema })),
})

export const calendar = {
  years: query({
    path: '/calendar/years',
    returns: z.object({ years: z.array(CalendarYear) }),
    allow: 'calendar.read',
    summary: { zh: '查看已公布的年度放假安排', en: 'See which years have their holidays announced' },
  }),
  year: query({
    path: '/calendar/years/{year}',
    params: z.object({ year: z.coerce.number().int().min(2004).max(2100) }),
    returns: z.object({ year: CalendarYear, days: z.array(CalendarDay) }),
    allow: 'calendar.read',
    summary: { zh: '查看某一年的放假与调休', en: 'See the holidays and make-up workdays of a year' },
  }),
  workingDays: query({
    path: '/calendar/working-days',
    query: z.object({ from: Day, days: z.coerce.number().int().min(0).max(250) }),
    returns: WorkingDays,
    allow: 'calendar.read',
    summary: { zh: '推算工作日期限', en: 'Work out a deadline in working days' },
  }),
  load: command({
    path: '/calendar/years',
    body: CalendarFile,
    /** `changed` is false when the same days were there already. */
    returns: CalendarYear.extend({ changed: z.boolean() }),
    allow: 'calendar.load',
    refuses: ['calendar_day_of_other_year'],
    summary: { zh: '载入年度放假安排', en: "Load a year's holidays" },
  }),
}
