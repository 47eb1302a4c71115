import { sql } from 'kysely'
import { type Role, roleNames } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import {
  authoritiesOf,
  pathOf,
  readRegions,
  regionAt,
  type Staffed,
  staffedAuthorities,
} from '#platform/directory/index.ts'
import { asideInReach } from './aside.ts'
import { deskOf, waitsOnDesk } from './available.ts'
import { desksOf, isHeld, isServed, rolesNeeded } from './desks.ts'
import type { Programme } from './programme.ts'
import { selectProgrammesOn } from './programmes.store.ts'
import { caseColumns } from './queue.ts'
import { seatLevel } from './seat.ts'
import type { CaseState } from './state.ts'

const answering: string[] = []

/** Roles that whoever answers for a programme needs besides its steps, such as those who pay. */
export function registerRolesOfAnswering(roles: readonly string[]): void {
  for (const role of roles) if (!answering.includes(role)) answering.push(role)
}

const nameOf = (role: string) => roleNames[role as Role] ?? { zh: role, en: role }

/** Tells of each programme whether there is anybody who can take it through all its steps. */
export async function tellServed<P extends Programme>(
  db: Reader,
  programmes: readonly P[],
  now: Temporal.Instant,
) {
  const staffed = await staffedAuthorities(db, now)
  return programmes.map((programme) => ({ ...programme, served: isServed(programme, staffed) }))
}

/** Who handles an application from this region, step by step, and where nobody does. @throws Refusal not_found */
export async function desksFor({ db, now }: QueryCtx, programme: Programme, region: string) {
  const path = pathOf(await readRegions(db), region, dayOf(now).toString())
  if (path.length === 0) coreRefusals.refuse('not_found')
  const staffed = await staffedAuthorities(db, now)
  const offices = await authoritiesOf(db, path, now)
  return desksOf(programme).map(({ stage, level, role }) => ({
    stage: stage.id,
    title: stage.title,
    ...{ level, role, roleName: nameOf(role) },
    authority: offices.find((office) => office.level === seatLevel(level, path))?.name ?? null,
    vacant: !isHeld({ level, role }, path, staffed),
  }))
}

/** Whether the case waits for a role that nobody holds; once overdue the director of that level may act, too. */
export async function isVacant(
  db: Reader,
  programme: Programme,
  state: CaseState,
  { path, now }: { path: readonly string[]; now: Temporal.Instant },
): Promise<boolean> {
  if (!waitsOnDesk(programme, state)) return false
  const desk = deskOf(programme, state)
  const staffed = await staffedAuthorities(db, now)
  return ![desk.role, ...(state.escalated ? ['director'] : [])].some((role) =>
    isHeld({ level: desk.level, role }, path, staffed),
  )
}

type Vacancy = {
  organisationId: string
  regionCode: string
  name: string
  role: string
  waiting: number
  aside: number
}

/** What one's own office lacks, and every office of one's reach where cases wait for somebody who is not there. */
export async function listVacancies(ctx: QueryCtx) {
  const staffed = await staffedAuthorities(ctx.db, ctx.now)
  const found = new Map<string, Vacancy>()
  const lacked = [...(await lackedHere(ctx, staffed)), ...(await waitedFor(ctx, staffed))]
  for (const one of [...lacked, ...(await leftToAnother(ctx))]) {
    const key = `${one.organisationId} ${one.role}`
    const { waiting = 0, aside = 0 } = found.get(key) ?? {}
    found.set(key, { ...one, waiting: one.waiting + waiting, aside: one.aside + aside })
  }
  const led = new Set(staffed.filter(({ roles }) => roles.has('director')).map(({ id }) => id))
  const { organisationId } = ctx.actor
  const rows = [...found.values()].map((row) => ({
    ...row,
    roleName: nameOf(row.role),
    own: row.organisationId === organisationId,
    led: led.has(row.organisationId),
  }))
  return rows.toSorted((a, b) => b.waiting - a.waiting || a.regionCode.localeCompare(b.regionCode))
}

async function lackedHere({ db, now, actor }: QueryCtx, staffed: readonly Staffed[]): Promise<Vacancy[]> {
  const office = staffed.find(({ id }) => id === actor.organisationId)
  if (!office) return []
  const programmes = await selectProgrammesOn(db, dayOf(now))
  const regions = await readRegions(db)
  const pathsOf = (code: string) => pathOf(regions, code, dayOf(now).toString())
  const { id: organisationId, name, regionCode } = office
  return [...rolesNeeded(programmes, office, { answering, pathsOf })]
    .filter((role) => !office.roles.has(role))
    .map((role) => ({ organisationId, name, regionCode, role, waiting: 0, aside: 0 }))
}

async function leftToAnother(ctx: QueryCtx): Promise<Vacancy[]> {
  return (await asideInReach(ctx)).map(({ office: { id: organisationId, name, regionCode }, role }) => ({
    ...{ organisationId, name, regionCode, role, waiting: 1, aside: 1 },
  }))
}

/** Cases by the role and the authority that they wait for, where the role is held by nobody. */
async function waitedFor(ctx: QueryCtx, staffed: readonly Staffed[]): Promise<Vacancy[]> {
  const { db, now } = ctx
  const groups = await db
    .selectFrom('caseFile')
    .select(['deskRole', 'deskLevel', 'regionPath'])
    .select(sql<number>`count(*)::int`.as('waiting'))
    .where('status', 'in', ['open', 'appealed'])
    .where('deskRole', 'is not', null)
    .where(ctx.visible(caseColumns))
    .groupBy(['deskRole', 'deskLevel', 'regionPath'])
    .execute()
  const vacant = groups.filter(
    ({ deskRole, deskLevel, regionPath }) =>
      !isHeld({ level: deskLevel ?? undefined, role: deskRole ?? undefined }, regionPath, staffed),
  )
  const regions = await readRegions(db)
  const day = dayOf(now).toString()
  const codeOf = ({ deskLevel, regionPath }: (typeof vacant)[number]) =>
    regionPath.find((code) => regionAt(regions, code, day)?.level === deskLevel)
  const offices = await authoritiesOf(
    db,
    vacant.flatMap((group) => codeOf(group) ?? []),
    now,
  )
  return vacant.flatMap((group) => {
    const office = offices.find(({ regionCode }) => regionCode === codeOf(group))
    if (!office || !group.deskRole) return []
    const { id: organisationId, name, regionCode } = office
    return [{ organisationId, name, regionCode, role: group.deskRole, waiting: group.waiting, aside: 0 }]
  })
}
