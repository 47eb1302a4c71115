import { sql } from 'kysely'
import { thePublic } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { dayOf } from '#core/time.ts'
import { authoritiesOf, type Seat } from '#platform/directory/index.ts'
import { actorFactsOf, foldCase } from './actions.ts'
import { available, deskOf, waitsOnDesk } from './available.ts'
import type { Programme } from './programme.ts'
import { caseColumns } from './queue.ts'
import type { CaseState } from './state.ts'
import { type CaseFile, selectCase } from './store.ts'

type Standing = { programme: Programme; state: CaseState; caseFile: CaseFile; now: Temporal.Instant }

/** A case for which somebody holds the role, and none of them may act: they stepped aside, are related, or decided it before. */
export type Aside = { office: Seat; role: string }

/** Where a case waits that all its officers must leave to another; null where one of them may act, or where nobody is. */
export async function asideOf(
  db: Reader,
  { programme, state, caseFile, now }: Standing,
): Promise<Aside | null> {
  if (!waitsOnDesk(programme, state)) return null
  const { role, level } = deskOf(programme, state, caseFile.regionPath)
  const office = (await authoritiesOf(db, caseFile.regionPath, now)).find((one) => one.level === level)
  if (!office || !role) return null
  const roles = state.escalated ? [role, 'director'] : [role]
  const people = await holdersOf(db, office, roles, now)
  const untaken = { ...state, assignee: null }
  for (const { userId, held } of people) {
    const { id: organisationId, level, regionCode } = office
    const actor = { ...thePublic, kind: 'user' as const, userId, organisationId, level, regionCode }
    const facts = await actorFactsOf(db, { ...actor, roles: new Set(held) }, caseFile)
    const acts = available(programme, untaken, facts, dayOf(now).toString())
    if (acts.some(({ action, allowed }) => action === 'take' && allowed)) return null
  }
  return people.length > 0 ? { office, role } : null
}

/** Those who hold the roles there, their own or lent during leave. */
async function holdersOf(db: Reader, { id }: Seat, roles: readonly string[], now: Temporal.Instant) {
  const held = db
    .selectFrom('membership')
    .where('membership.organisationId', '=', id)
    .where('membership.validTo', 'is', null)
    .where('membership.role', 'in', roles as ['reviewer'])
  const rows = await held
    .select(['membership.userId', 'membership.role'])
    .unionAll(
      held
        .innerJoin('delegation', 'delegation.membershipId', 'membership.id')
        .select(['delegation.delegateId as userId', 'membership.role'])
        .where('delegation.endedAt', 'is', null)
        .where('delegation.validFrom', '<=', dayOf(now))
        .where('delegation.validTo', '>=', dayOf(now)),
    )
    .execute()
  return [...Map.groupBy(rows, ({ userId }) => userId)].map(([userId, all]) => ({
    userId,
    held: all.map(({ role }) => role as string),
  }))
}

/** The same of a case by its id, with its number. */
export async function asideOfCase(db: Reader, id: string, now: Temporal.Instant) {
  const caseFile = await selectCase(db, id)
  if (!caseFile) return null
  const { programme, state } = await foldCase(db, caseFile)
  const aside = await asideOf(db, { programme, state, caseFile, now })
  return aside && { ...aside, number: caseFile.number }
}

/** An officer is, or was, of the applicant's people. */
const ofKin = sql<boolean>`case_file.organisation_id in (select theirs.organisation_id from membership theirs
  join membership ours on ours.user_id = theirs.user_id
  join organisation office on office.id = ours.organisation_id and office.kind = 'authority'
  where theirs.organisation_id <> ours.organisation_id)`

/**
 * An appeal, somebody who stepped aside or whose word fell, a bureau that reviews twice, an officer of the applicant's people:
 * elsewhere whoever holds the role may act. Each is found by itself, so that no case is looked at for nothing.
 */
const mayBeLeft = sql<boolean>`(case_file.status = 'appealed' or ${ofKin}
  or case_file.id in (select case_id from case_action where action = 'recuse')
  or case_file.id in (select case_id from case_action where action in ('overturn', 'reopen'))
  or (case_file.desk_level = 'county' and cardinality(case_file.region_path) = 2 and exists (
    select from case_action passed where passed.case_id = case_file.id and passed.action = 'pass')))`

export const hasKin = async (db: Reader, caseId: string): Promise<boolean> =>
  (await db.selectFrom('caseFile').select('id').where('id', '=', caseId).where(ofKin).executeTakeFirst()) !==
  undefined

const AT_MOST = 200

/** Of the cases in one's reach those that all their officers must leave to another. */
export async function asideInReach({ db, now, visible }: QueryCtx): Promise<Aside[]> {
  const candidates = (await db
    .selectFrom('caseFile')
    .selectAll()
    .where('status', 'in', ['open', 'appealed'])
    .where('deskRole', 'is not', null)
    .where(visible(caseColumns))
    .where(mayBeLeft)
    .orderBy('dueAt')
    .limit(AT_MOST)
    .execute()) as CaseFile[]
  const found: Aside[] = []
  for (const caseFile of candidates) {
    const { programme, state } = await foldCase(db, caseFile)
    const aside = await asideOf(db, { programme, state, caseFile, now })
    if (aside) found.push(aside)
  }
  return found
}
