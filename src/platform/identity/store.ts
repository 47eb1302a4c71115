import { type Insertable, type Kysely, type RawBuilder, sql } from 'kysely'
import { constraintOf, type Reader, type Tables, type Tx } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { identityRefusals, type MemberRole, manages, type OrganisationKind } from './rules.ts'

/** A role somebody holds, his own or lent, with the organisation it belongs to. */
export type Held = {
  userId: string
  userName: string
  email: string
  choice: string | null
  membershipId: string | null
  role: MemberRole
  giver: string | null
  organisationId: string
  organisationName: string
  kind: OrganisationKind
  regionCode: string
  level: 'province' | 'city' | 'county' | null
  status: string
}

/** Raw SQL through a Reader: only for selects that Kysely's builder can't say. */
export const rowsOf = async <T>(db: Reader, query: RawBuilder<T>): Promise<T[]> =>
  (await query.execute(db as unknown as Kysely<Tables>)).rows

/** Everything a request needs to know of its sender, in one statement. Empty when the session is unknown or over. */
export function heldBySession(
  db: Reader,
  token: string,
  now: Temporal.Instant,
  clock: Temporal.Instant,
): Promise<Held[]> {
  const user = sql`(select s.user_id from auth.session s where s.token = ${token} and s.expires_at > ${clock})`
  return rowsOf(db, sql<Held>`select * from held_roles(${user}, ${now}, ${dayOf(now)})`)
}

export function heldByUser(db: Reader, userId: string, now: Temporal.Instant): Promise<Held[]> {
  return rowsOf(db, sql<Held>`select * from held_roles(${userId}, ${now}, ${dayOf(now)})`)
}

export type User = { id: string; name: string; email: string }

/** A user without a password: he signs in by an invitation's reset, by the demo, or not at all. */
export async function insertUser(tx: Tx, user: { name: string; email: string }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into auth."user" (name, email) values (${user.name}, ${user.email.toLowerCase()}) returning id`.execute(
    tx,
  )
  return rows[0]!.id
}

export async function findUser(
  db: Reader,
  by: { id: string } | { email: string },
): Promise<User | undefined> {
  const where = 'id' in by ? sql`id = ${by.id}` : sql`email = ${by.email.toLowerCase()}`
  const [row] = await rowsOf(db, sql<User>`select id, name, email from auth."user" where ${where}`)
  return row
}

/** Names of people for lists and timelines; unknown ids are left out. */
export async function userNames(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await rowsOf(
    db,
    sql<User>`select id, name from auth."user" where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}

const mapped: Record<string, () => never> = {
  role_fits_kind: () => identityRefusals.refuse('invitation_role_gone'),
  membership_live: () => identityRefusals.refuse('already_member'),
  membership_last_manager: () => identityRefusals.refuse('last_manager'),
  invitation_open: () => identityRefusals.refuse('already_invited'),
  delegation_no_chain: () => identityRefusals.refuse('delegation_chained'),
  delegation_once: () => identityRefusals.refuse('delegation_overlaps'),
  delegation_days: () => identityRefusals.refuse('delegation_days_wrong'),
}

async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    mapped[constraintOf(error) ?? '']?.()
    throw error
  }
}

/** Was it, or the host whose unit it is, ever admitted to a list of providers? */
export async function isListed(db: Reader, organisationId: string): Promise<boolean> {
  const [row] = await rowsOf(
    db,
    sql<{ listed: boolean }>`select listed_provider(${organisationId}::uuid) as listed`,
  )
  return row?.listed ?? false
}

export type NewMembership = {
  userId: string
  organisationId: string
  role: MemberRole
  from: Temporal.Instant
  invitedBy?: string | null
}

/** @throws Refusal already_member */
export async function insertMembership(tx: Tx, m: NewMembership): Promise<string> {
  const row = {
    userId: m.userId,
    organisationId: m.organisationId,
    role: m.role,
    manages: manages(m.role),
    validFrom: m.from,
    invitedBy: m.invitedBy ?? null,
  }
  const { id } = await orRefuse(
    tx.insertInto('membership').values(row).returning('id').executeTakeFirstOrThrow(),
  )
  return id
}

export async function lockMembership(tx: Tx, id: string) {
  return tx.selectFrom('membership').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

export async function getMembership(db: Reader, id: string) {
  return db.selectFrom('membership').selectAll().where('id', '=', id).executeTakeFirst()
}

/** All who manage the organisation now, locked in one order, so that two leavers wait for each other instead of for ever. */
export async function lockManagers(tx: Tx, organisationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('membership')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('manages', '=', true)
    .where('validTo', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => row.id)
}

export type End = { by: string | null; at: Temporal.Instant; reason: string }

/** @throws Refusal last_manager */
export async function closeMembership(tx: Tx, id: string, end: End): Promise<void> {
  await orRefuse(
    tx
      .updateTable('membership')
      .set({ validTo: end.at, endedBy: end.by, endReason: end.reason })
      .where('id', '=', id)
      .where('validTo', 'is', null)
      .execute(),
  )
}

export async function liveMemberships(db: Reader, organisationId: string) {
  return db
    .selectFrom('membership')
    .select(['id', 'userId', 'role'])
    .where('organisationId', '=', organisationId)
    .where('validTo', 'is', null)
    .orderBy('id')
    .execute()
}

export type MemberRow = {
  id: string
  userId: string
  name: string
  email: string
  role: MemberRole
  from: Temporal.Instant
  to: Temporal.Instant | null
  endReason: string | null
}

export function listMembers(db: Reader, where: RawBuilder<boolean>, ended: boolean): Promise<MemberRow[]> {
  const alive = ended ? sql`true` : sql`membership.valid_to is null`
  return rowsOf(
    db,
    sql<MemberRow>`
    select membership.id, user_id, u.name, u.email, role, valid_from as "from", valid_to as "to", end_reason
    from membership join auth."user" u on u.id = membership.user_id
    where ${where} and ${alive} order by membership.valid_from, membership.id limit 1000`,
  )
}

/** @throws Refusal already_invited */
export async function insertInvitation(tx: Tx, row: Insertable<Tables['invitation']>): Promise<string> {
  const { id } = await orRefuse(
    tx.insertInto('invitation').values(row).returning('id').executeTakeFirstOrThrow(),
  )
  return id
}

/** Those past their day make room for a new one to the same address and role. */
export async function revokeExpired(tx: Tx, organisationId: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ revokedAt: now })
    .where('organisationId', '=', organisationId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '<=', now)
    .execute()
}

export async function lockInvitation(tx: Tx, by: { id: string } | { tokenHash: string }) {
  const [column, value] = 'id' in by ? (['id', by.id] as const) : (['tokenHash', by.tokenHash] as const)
  return tx.selectFrom('invitation').selectAll().where(column, '=', value).forNoKeyUpdate().executeTakeFirst()
}

export const invitationOf = (db: Reader, id: string) =>
  db.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst()

/** Invitations that can still be accepted, newest first. */
export async function openInvitations(db: Reader, organisationIds: readonly string[], now: Temporal.Instant) {
  if (organisationIds.length === 0) return []
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where('organisationId', 'in', organisationIds)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('invitedAt', 'desc')
    .execute()
  const names = await userNames(
    db,
    rows.map((row) => row.invitedBy),
  )
  return rows.map(({ id, organisationId, email, role, invitedBy, invitedAt, expiresAt }) => ({
    ...{ id, organisationId, email, role: role as MemberRole, state: 'open' as const },
    ...{ invitedBy: names.get(invitedBy) ?? '', invitedAt, expiresAt },
  }))
}

export async function markInvitation(
  tx: Tx,
  id: string,
  set:
    | { acceptedAt: Temporal.Instant; acceptedBy: string }
    | { revokedAt: Temporal.Instant; revokedBy: string },
): Promise<void> {
  await tx.updateTable('invitation').set(set).where('id', '=', id).execute()
}

/** @throws Refusal delegation_chained, delegation_overlaps, delegation_days_wrong */
export async function insertDelegation(tx: Tx, row: Insertable<Tables['delegation']>): Promise<string> {
  const { id } = await orRefuse(
    tx.insertInto('delegation').values(row).returning('id').executeTakeFirstOrThrow(),
  )
  return id
}

export async function lockDelegation(tx: Tx, id: string) {
  return tx.selectFrom('delegation').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

export async function closeDelegation(tx: Tx, id: string, by: string, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('delegation')
    .set({ endedAt: at, endedBy: by })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

/** Lent roles fall with the role that was lent, and with the delegate's last place in the organisation. */
export async function closeDelegationsOf(
  tx: Tx,
  membershipId: string,
  by: string | null,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('delegation')
    .set({ endedAt: at, endedBy: by })
    .where('membershipId', '=', membershipId)
    .where('endedAt', 'is', null)
    .execute()
}

export async function saveChoice(
  tx: Tx,
  userId: string,
  membershipId: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('actingChoice')
    .values({ userId, membershipId, chosenAt: at })
    .onConflict((oc) => oc.column('userId').doUpdateSet({ membershipId, chosenAt: at }))
    .execute()
}

export type DemoAccount = {
  account: string
  userId: string
  label: { zh: string; en: string }
  place: number
}

/** Offers a one-click account on the sign-in page of a demo node. */
export async function offerDemoAccount(
  tx: Tx,
  { account, userId, label, place }: DemoAccount,
): Promise<void> {
  const row = { userId, labelZh: label.zh, labelEn: label.en, place }
  await tx
    .insertInto('demoAccount')
    .values({ account, ...row })
    .onConflict((oc) => oc.column('account').doUpdateSet(row))
    .execute()
}

export async function demoAccounts(db: Reader) {
  return db.selectFrom('demoAccount').selectAll().orderBy('place').orderBy('account').execute()
}

export async function userByDemoAccount(db: Reader, account: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('demoAccount')
    .select('userId')
    .where('account', '=', account)
    .executeTakeFirst()
  return row?.userId
}
