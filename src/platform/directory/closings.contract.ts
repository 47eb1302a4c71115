/** Endpoints by which the register's striking off (注销) of an organisation is recorded. Browser-safe. */
import { z } from 'zod'
import { ById, command, Day, Line } from '#core/contract.ts'
import { OrganisationCard, Reason } from './shapes.ts'

export const closingEndpoints = {
  close: command({
    path: '/organisations/{id}/closing',
    params: ById,
    body: z.object({
      on: Day.describe('The day of the register’s approval (准予注销), today at the latest'),
      evidence: Line(200, 2).describe('Such as the register’s notice and its number'),
    }),
    returns: OrganisationCard,
    allow: 'organisation.change',
    refuses: ['closing_of_authority', 'organisation_closed', 'closing_disputed', 'closing_day'],
    summary: { zh: '登记注销', en: 'Record that an organisation is closed' },
  }),
  takeClosingBack: command({
    path: '/organisations/closings/{id}/withdrawal',
    params: ById,
    body: z.object({ reason: Reason }),
    returns: OrganisationCard,
    allow: 'organisation.correct',
    refuses: ['closing_taken_back'],
    summary: { zh: '撤回注销登记', en: 'Take a closing back that was recorded by mistake' },
  }),
}
