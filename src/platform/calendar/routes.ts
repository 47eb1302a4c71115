import { type Handlers, module } from '#core/module.ts'
import { coreRefusals } from '#core/refusal.ts'
import { loadCalendar } from './actions.ts'
import { calendar } from './contract.ts'
import './policy.ts'
import { addWorkingDays } from './rules.ts'
import { readCalendar, selectDays, selectYear, selectYears } from './store.ts'

const handlers = {
  years: async ({ db }) => ({ years: await selectYears(db) }),
  year: async ({ db }, { params }) => {
    const year = (await selectYear(db, params.year)) ?? coreRefusals.refuse('not_found')
    return { year, days: await selectDays(db, params.year) }
  },
  workingDays: async ({ db }, { query }) => addWorkingDays(await readCalendar(db), query.from, query.days),
  load: async ({ tx, now, event }, { body }) => {
    const year = await loadCalendar(tx, body, { now, by: 'administrator' })
    event({
      subject: { kind: 'calendar_year', id: year.id },
      changes: { year: year.year, status: year.status, changed: year.changed },
    })
    return year
  },
} satisfies Handlers<typeof calendar>

export const calendarModule = module({ name: 'calendar', contract: calendar, handlers })
