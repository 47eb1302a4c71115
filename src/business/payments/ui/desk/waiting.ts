import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { invoices } from '#platform/invoices/browser.ts'
import { notices } from '#platform/notices/browser.ts'
import { useAskedLater, useMay } from '#web/api.ts'
import { payments } from '../../contract.ts'
import { useBudgetsOthersOpen, useBudgetsToOpen, useEmptyLibrary } from './opening.ts'
import { type Asked, listOf, type Waiting, type WaitingList } from '../mine/waiting.ts'

const said = {
  review: { zh: '审核办件', en: 'Review cases' },
  sponsor: { zh: '推荐创业团队', en: 'Sponsor founders’ teams' },
  licences: { zh: '核对单位证照', en: 'Compare licences' },
  facts: { zh: '核实档案事项', en: 'Check facts' },
  disputes: { zh: '裁定代码争议', en: 'Decide disputes about codes' },
  admissions: { zh: '复核服务机构入库资格', en: 'Review admissions of providers' },
  conflicts: { zh: '裁定发票冲突', en: 'Decide which invoice stands' },
  objections: { zh: '处理异议', en: 'Decide objections' },
  candidates: { zh: '编入兑付批次', en: 'Collect requests into a batch' },
  publish: { zh: '公示兑付批次', en: 'Put batches on public notice' },
  deciding: { zh: '公示期满，作出决定', en: 'Decide batches whose notice is over' },
  proposals: { zh: '处理追回建议', en: 'Decide proposals to recover' },
  refunds: { zh: '退还撤销追回的款项', en: 'Pay again what was recovered wrongly' },
  due: { zh: '编制拨付单', en: 'Prepare payment runs' },
  approve: { zh: '复核拨付单', en: 'Approve payment runs' },
  send: { zh: '发出已复核的拨付单', en: 'Send approved payment runs' },
  supplement: { zh: '等申请单位补正', en: 'The applicant has to supply' },
  notice: { zh: '等批次公示期满', en: 'The public notice has to run' },
  staff: { zh: '邀请同事任职', en: 'Invite a colleague' },
  unstaffed: { zh: '等有关部门配备人员', en: 'An authority has to find somebody' },
  bank: { zh: '等银行回单', en: 'The bank has to confirm' },
} as const satisfies Record<string, Text>

export const MANY = { limit: 50 }

type Found<R> = Asked & { data: { rows: readonly R[]; next?: string | null } | undefined }
type Place = Pick<Waiting, 'to' | 'search'>
export type Counted = { asked: Asked; rows: Waiting[] }

/** One line with how many rows wait, and “more than” where one page does not tell all; of none there is no line. */
export function counted<R>(
  asked: Found<R>,
  what: Text,
  place: Place,
  {
    counts = () => true,
    due = () => null,
  }: { counts?: (row: R) => boolean; due?: (first: R) => string | null } = {},
): Counted {
  const found = asked.data?.rows.filter(counts) ?? []
  const [first] = found
  if (!first) return { asked, rows: [] }
  const count = found.length
  const about = asked.data?.next
    ? { zh: `超过 ${count} 件`, en: `more than ${count}` }
    : { zh: `${count} 件`, en: String(count) }
  return { asked, rows: [{ key: what.en, what, about, due: due(first), ...place }] }
}

const LISTED = 5

/** One line for each role that is missing: at one's own office to be filled, or at another where cases wait for it. */
export function vacancies(
  asked: Asked & { data: { rows: readonly Vacancy[] } | undefined },
  what: Text,
  place: (row: Vacancy) => Place,
  counts: (row: Vacancy) => boolean,
): Counted {
  const rows = (asked.data?.rows ?? []).filter(counts).slice(0, LISTED)
  return {
    asked,
    rows: rows.map((row) => ({
      key: `${what.en} ${row.organisationId} ${row.role}`,
      what,
      about: {
        zh: `${row.name}：${row.roleName.zh}${row.waiting > 0 ? `，${row.waiting} 件在等` : ''}${row.aside > 0 ? `（${row.aside} 件在岗人员均须回避）` : ''}`,
        en: `${row.name}: ${row.roleName.en}${row.waiting > 0 ? `, ${row.waiting} waiting` : ''}${row.aside > 0 ? ` (${row.aside} that all there must leave to another)` : ''}`,
      },
      due: null,
      ...place(row),
    })),
  }
}

type Vacancy = ReturnsOf<typeof cases.vacancies>['rows'][number]

export const all = (lines: readonly Counted[]): WaitingList =>
  listOf(
    lines.flatMap(({ rows }) => rows),
    lines.map(({ asked }) => asked),
  )

/** What an officer has to do next: by kind, with its count and the list that it leads to. */
export function useDeskWork(): WaitingList {
  const organisations = useOrganisationWork()
  const money = useMoneyWork()
  const may = useMay()
  const review = useAskedLater(cases.list, { query: { desk: 'true', ...MANY } }, may('case.bulk'))
  const conflicts = useAskedLater(
    invoices.conflicts,
    { query: { status: 'open', ...MANY } },
    may('invoice.decide'),
  )
  const objections = useAskedLater(
    notices.objections,
    { query: { waiting: 'true', ...MANY } },
    may('objection.decide'),
  )
  return all([
    counted(review, said.review, { to: '/desk' }, { due: ({ dueOn }) => dueOn }),
    counted(objections, said.objections, { to: '/desk/objections' }),
    ...money,
    ...organisations,
    counted(conflicts, said.conflicts, { to: '/desk/invoice-conflicts' }),
    ...useBudgetsToOpen(),
    ...useEmptyLibrary(),
    vacancies(
      useAskedLater(cases.vacancies, {}, may('vacancy.read')),
      said.staff,
      () => ({ to: '/organisation/people' }),
      ({ own }) => own,
    ),
  ])
}

function useOrganisationWork(): Counted[] {
  const may = useMay()
  const teams = useAskedLater(directory.sponsored, {}, may('organisation.sponsor'))
  const listed = useAskedLater(
    directory.list,
    { query: { status: 'unverified', waits: 'true', ...MANY } },
    may('organisation.verify'),
  )
  const facts = useAskedLater(directory.pending, { query: MANY }, may('fact.list'))
  const disputes = useAskedLater(directory.disputes, { query: { status: 'open' } }, may('dispute.decide'))
  const admissions = useAskedLater(
    directory.admissionReviews,
    { query: { open: 'true', ...MANY } },
    may('provider.withdraw'),
  )
  const at = (search: Record<string, string>) => ({ to: '/desk/organisations', search })
  return [
    counted(
      teams,
      said.sponsor,
      { to: '/organisation' },
      { counts: ({ waitsSince }) => waitsSince !== null },
    ),
    counted(listed, said.licences, at({ status: 'unverified' })),
    counted(facts, said.facts, at({ tab: 'facts' })),
    counted(disputes, said.disputes, at({ tab: 'disputes' })),
    counted(admissions, said.admissions, { to: '/desk/providers' }),
  ]
}

function useMoneyWork(): Counted[] {
  const may = useMay()
  const candidates = useAskedLater(payments.batchCandidates, { query: MANY }, may('batch.manage'))
  const proposals = useAskedLater(
    payments.proposals,
    { query: { status: 'open', ...MANY } },
    may('recovery.decide'),
  )
  const refunds = useAskedLater(
    payments.recoveries,
    { query: { refundDue: 'true', ...MANY } },
    may('recovery.book'),
  )
  const due = useAskedLater(payments.paymentsDue, { query: MANY }, may('run.prepare'))
  return [
    counted(candidates, said.candidates, { to: '/desk/batches' }),
    useBatches('collecting', said.publish, 'batch.manage'),
    useBatches('deciding', said.deciding, 'batch.decide'),
    counted(proposals, said.proposals, { to: '/desk/recoveries' }),
    counted(refunds, said.refunds, { to: '/desk/recoveries', search: { status: 'overturned' } }),
    counted(due, said.due, { to: '/desk/payments' }),
    useRuns('prepared', said.approve, 'run.approve'),
    useRuns('approved', said.send, 'run.file'),
  ]
}

function useBatches(status: 'collecting' | 'on_notice' | 'deciding', what: Text, needs: string): Counted {
  const asked = useAskedLater(payments.batches, { query: { status, ...MANY } }, useMay()(needs))
  return counted(asked, what, { to: '/desk/batches', search: { status } })
}

function useRuns(status: 'prepared' | 'approved' | 'sent', what: Text, needs: string): Counted {
  const asked = useAskedLater(payments.runs, { query: { status, ...MANY } }, useMay()(needs))
  return counted(asked, what, { to: '/desk/payments', search: { part: 'runs', status } })
}

/** What an officer waits for. */
export function useDeskOthers(): WaitingList {
  const may = useMay()
  const supplements = useAskedLater(
    cases.list,
    { query: { status: 'supplement', ...MANY } },
    may('case.bulk'),
  )
  return all([
    counted(supplements, said.supplement, { to: '/desk', search: { view: 'all', status: 'supplement' } }),
    ...useBudgetsOthersOpen(),
    vacancies(
      useAskedLater(cases.vacancies, {}, may('vacancy.read')),
      said.unstaffed,
      () => ({ to: '/desk', search: { view: 'all' } }),
      ({ own }) => !own,
    ),
    useBatches('on_notice', said.notice, 'batch.manage'),
    useRuns('sent', said.bank, 'run.confirm'),
  ])
}
