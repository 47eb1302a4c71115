import type { Text } from '#core/text.ts'
import { useToday } from '#business/vouchers/browser.tsx'
import { audit } from '#platform/audit/browser.tsx'
import { calendar } from '#platform/calendar/browser.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { inbox, notices } from '#platform/notices/browser.ts'
import { useAskedLater, useMay } from '#web/api.ts'
import { payments } from '../../contract.ts'
import type { WaitingList } from '../mine/waiting.ts'
import { all, type Counted, counted, MANY, vacancies } from './waiting.ts'

const said = {
  calendar: { zh: '载入放假安排', en: 'Load the holidays' },
  unled: { zh: '为主管部门邀请负责人', en: 'Invite directors of authorities' },
  waited: { zh: '为有办件等候的部门邀请人员', en: 'Invite people where cases wait' },
  mail: { zh: '处理未发出的邮件', en: 'See to mail that was not sent' },
  refused: { zh: '近七日被拒绝的操作', en: 'Attempts refused in the last seven days' },
  late: { zh: '逾期的办件', en: 'Cases past their day' },
  objections: { zh: '待处理的异议', en: 'Objections not decided' },
  recoveries: { zh: '待退回的款项', en: 'Money not returned yet' },
  books: { zh: '账实不符', en: 'The books differ' },
  difference: { zh: '资金账与拨付明细有差额', en: 'ledger and rows do not agree' },
} as const satisfies Record<string, Text>

const WEEK_DAYS = 7
/** The State Council tells the holidays of a year in November of the year before. */
const TOLD_IN = '-11'

/** What waits for the administrator of a node. */
export function useAdministration(): WaitingList {
  const may = useMay()
  const unled = useAskedLater(
    directory.authorities,
    { query: { unled: 'true', ...MANY } },
    may('authority.invite'),
  )
  const mail = useAskedLater(inbox.outbox, { query: { unsent: 'true', ...MANY } }, may('outbox.read_all'))
  return all([
    useCalendars(),
    vacancies(
      useAskedLater(cases.vacancies, {}, may('vacancy.read')),
      said.waited,
      ({ regionCode }) => ({ to: '/admin/authorities', search: { q: regionCode } }),
      ({ led }) => !led,
    ),
    counted(mail, said.mail, { to: '/admin/outbox', search: { unsent: 'true' } }),
    counted(unled, said.unled, { to: '/admin/authorities', search: { unled: 'true' } }),
  ])
}

/** Years without holidays: this one, and from November on the next. Deadlines in them stay provisional. */
function useCalendars(): Counted {
  const asked = useAskedLater(calendar.years, {}, useMay()('calendar.load'))
  const today = useToday()
  const known = asked.data?.years.map(({ year }) => year)
  if (!today || !known) return { asked, rows: [] }
  const year = Number(today.slice(0, 4))
  const wanted = [year, ...(today.slice(4, 7) >= TOLD_IN ? [year + 1] : [])]
  const rows = wanted
    .filter((one) => !known.includes(one))
    .map((one) => ({
      key: `calendar ${one}`,
      what: said.calendar,
      about: { zh: `${one} 年`, en: String(one) },
      due: one > year ? `${year}-12-31` : null,
      late: one === year,
      to: '/admin/calendar',
    }))
  return { asked, rows }
}

/** What an auditor should look at. */
export function useInspection(): WaitingList {
  const may = useMay()
  const refused = useAskedLater(audit.refused, { query: { days: WEEK_DAYS, ...MANY } }, may('refused.read'))
  const late = useAskedLater(cases.list, { query: { overdue: 'true', ...MANY } }, may('case.read'))
  const objections = useAskedLater(
    notices.objections,
    { query: { waiting: 'true', ...MANY } },
    may('objection.read'),
  )
  const recoveries = useAskedLater(
    payments.recoveries,
    { query: { status: 'open', ...MANY } },
    may('recovery.read'),
  )
  return all([
    useBooks(),
    counted(refused, said.refused, { to: '/organisation/refused' }),
    counted(late, said.late, { to: '/desk', search: { view: 'all', overdue: 'true' } }),
    counted(objections, said.objections, { to: '/desk/objections' }),
    counted(recoveries, said.recoveries, { to: '/desk/recoveries' }),
  ])
}

/** One line as soon as ledger and rows differ by a fen. */
function useBooks(): Counted {
  const asked = useAskedLater(payments.reconciliation, {}, useMay()('run.read'))
  if (asked.data?.balanced !== false) return { asked, rows: [] }
  const place = { to: '/desk/payments', search: { part: 'books' } }
  return { asked, rows: [{ key: 'books', what: said.books, about: said.difference, due: null, ...place }] }
}
