import { refusals } from '#core/refusal.ts'

export const calendarRefusals = refusals({
  calendar_day_of_other_year: {
    kind: 'conflict',
    zh: '{year}年的安排中有日期已列入相邻年度的安排。请核对年底、年初的日期后再载入。',
    en: 'The notice of {year} names a day that the neighbouring year already has. Check the days around New Year.',
  },
})
