import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { pageOf, placeCursor, placeOf } from '#core/page.ts'
import { holdsWords } from '#core/search.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { type Calendar, readCalendar, workingDaysBetween } from '#platform/calendar/index.ts'
import type { Status } from './state.ts'

export type QueueFilter = {
  stage?: string | undefined
  status?: Status | undefined
  programme?: string | undefined
  organisation?: string | undefined
  overdue?: boolean | undefined
  mine?: boolean | undefined
  desk?: boolean | undefined
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Where a case keeps what its permission is asked about. */
export const caseColumns = {
  organisationId: 'caseFile.organisationId',
  regionPath: 'caseFile.regionPath',
  authorityId: 'caseFile.authorityId',
}

/** What the applicant is called today; null while it is as the case was filed. */
export const nameNow = sql<string | null>`(select nullif(card.name, case_file.applicant)
  from organisation_card card where card.id = case_file.organisation_id)`.as('nameNow')

const DUE = sql<Temporal.Instant>`coalesce(case_file.due_at, 'infinity')`

/** One page of the cases the actor may see, due first, those without a deadline last. */
export async function selectQueue(
  db: Reader,
  { actor, now, visible }: { actor: Actor; now: Temporal.Instant; visible: RawBuilder<boolean> },
  filter: QueueFilter,
) {
  const after = placeOf(filter.cursor)
  const conditions = [visible, ...wanted(filter, actor, now)]
  if (after)
    conditions.push(sql<boolean>`(${DUE}, case_file.id) > (${after.at}::timestamptz, ${after.key}::uuid)`)
  const all = sql<boolean>`${sql.join(conditions, sql` and `)}`
  const rows = await db
    .selectFrom('caseFile')
    .innerJoin('programmeVersion', (join) =>
      join
        .onRef('programmeVersion.programmeId', '=', 'caseFile.programmeId')
        .onRef('programmeVersion.version', '=', 'caseFile.programmeVersion'),
    )
    .selectAll('caseFile')
    .select(nameNow)
    .select(sql<Text>`programme_version.document -> 'title'`.as('title'))
    .select(
      sql<Text>`(select one -> 'title' from jsonb_array_elements(programme_version.document -> 'stages') one
        where one ->> 'id' = case_file.stage)`.as('stageTitle'),
    )
    .where(filter.q ? found(all, filter.limit + 1) : all)
    .orderBy(DUE)
    .orderBy('caseFile.id')
    .limit(filter.limit + 1)
    .execute()
  const page = pageOf(rows, filter.limit, (row) => placeCursor(row.dueAt, row.id))
  const calendar = await readCalendar(db)
  return { ...page, rows: page.rows.map((row) => ({ ...row, ...clockOfRow(calendar, row, now) })) }
}

type Due = { dueAt: Temporal.Instant | null; provisional: boolean }

/** The last day, the working days left until it, and whether it is over. */
export function clockOfRow(calendar: Calendar, row: Due, now: Temporal.Instant) {
  const overdue = isOverdue(row, now)
  if (row.dueAt === null) return { overdue, dueOn: null, daysLeft: null }
  const dueOn = dayOf(row.dueAt).subtract({ days: 1 }).toString()
  const { count } = workingDaysBetween(calendar, dayOf(now).toString(), dueOn)
  return { overdue, dueOn, daysLeft: count }
}

export function isOverdue(row: Due, now: Temporal.Instant): boolean {
  return row.dueAt !== null && !row.provisional && Temporal.Instant.compare(row.dueAt, now) <= 0
}

function wanted(filter: QueueFilter, actor: Actor, now: Temporal.Instant): RawBuilder<boolean>[] {
  const { stage, status, programme, organisation, q } = filter
  return [
    ...(stage ? [sql<boolean>`case_file.stage = ${stage}`] : []),
    ...(status ? [sql<boolean>`case_file.status = ${status}`] : []),
    ...(programme ? [sql<boolean>`case_file.programme_id = ${programme}`] : []),
    ...(organisation ? [sql<boolean>`case_file.organisation_id = ${organisation}::uuid`] : []),
    ...(filter.overdue ? [sql<boolean>`(case_file.due_at <= ${now} and not case_file.provisional)`] : []),
    ...(filter.mine ? [sql<boolean>`case_file.assignee = ${actor.userId}::uuid`] : []),
    ...(filter.desk ? [onDesk(actor)] : []),
    ...(q ? [holdsWords('caseFile.words', q)] : []),
  ]
}

/** Waits at the actor's level for a role the actor holds, who did not step aside; overdue ones wait for the director, too. */
function onDesk(actor: Actor): RawBuilder<boolean> {
  const roles = [...actor.roles]
  const escalated = actor.roles.has('director') ? sql`or case_file.escalated` : sql``
  return sql<boolean>`(case_file.status in ('open', 'appealed') and case_file.desk_level = ${actor.level}
    and (case_file.desk_role = any (${roles}) ${escalated})
    and not exists (select from case_action aside where aside.case_id = case_file.id and aside.action = 'recuse'
      and coalesce(aside.data ->> 'userId', aside.actor_user::text) = ${actor.userId}))`
}

/** Which cases are found is settled on narrow rows: sorting whole ones would take longer than finding them. */
const found = (conditions: RawBuilder<boolean>, limit: number) =>
  sql<boolean>`case_file.id = any (array(
    select case_file.id from case_file where ${conditions} order by ${DUE}, case_file.id limit ${limit}))`
