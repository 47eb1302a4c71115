import { page } from '#web/kit/pages.ts'

export const calendarPages = [
  page({
    path: '/admin/calendar',
    area: 'desk',
    title: { zh: '工作日历', en: 'Working-day calendar' },
    nav: { intent: 'manage', order: 10, needs: 'calendar.load' },
    load: () => import('./CalendarPage.tsx').then((m) => m.CalendarPage),
  }),
]
