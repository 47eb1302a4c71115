import { sql } from 'kysely'
import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { identityRefusals, type MemberRole } from './rules.ts'
import {
  closeDelegation,
  getMembership,
  insertDelegation,
  liveMemberships,
  lockDelegation,
  userNames,
} from './store.ts'

export type Lending = { membershipId: string; delegateId: string; from: string; to: string; reason: string }

/**
 * Lends one role of an authority to a colleague for some days. What is lent is never lent on: nobody is giver and
 * delegate in the same days.
 * @throws Refusal delegation_authority_only, delegate_not_colleague, delegate_holds_role, delegation_chained,
 *   delegation_overlaps, delegation_days_wrong, membership_ended
 */
export async function delegate(ctx: CommandCtx, lending: Lending) {
  const lent = (await getMembership(ctx.tx, lending.membershipId)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ userId: lent.userId, organisationId: lent.organisationId })
  if (lent.validTo) identityRefusals.refuse('membership_ended')
  const { kind } = await ctx.tx
    .selectFrom('organisationCard')
    .select('kind')
    .where('id', '=', lent.organisationId)
    .executeTakeFirstOrThrow()
  if (kind !== 'authority') identityRefusals.refuse('delegation_authority_only')
  const from = Temporal.PlainDate.from(lending.from)
  const to = Temporal.PlainDate.from(lending.to)
  const today = dayOf(ctx.now)
  const wrong = Temporal.PlainDate.compare(to, from) < 0 || Temporal.PlainDate.compare(to, today) < 0
  if (wrong || from.until(to).total('days') > 366) identityRefusals.refuse('delegation_days_wrong')
  const theirs = (await liveMemberships(ctx.tx, lent.organisationId)).filter(
    (m) => m.userId === lending.delegateId,
  )
  if (theirs.length === 0 || lending.delegateId === lent.userId)
    identityRefusals.refuse('delegate_not_colleague')
  if (theirs.some((m) => m.role === lent.role)) identityRefusals.refuse('delegate_holds_role')
  const id = await insertDelegation(ctx.tx, {
    organisationId: lent.organisationId,
    membershipId: lent.id,
    giverId: lent.userId,
    delegateId: lending.delegateId,
    validFrom: from,
    validTo: to,
    reason: lending.reason,
    createdBy: ctx.actor.userId ?? coreRefusals.refuse('sign_in_required'),
    createdAt: ctx.now,
  })
  ctx.event({ subject: { kind: 'delegation', id }, changes: { ...lending, role: lent.role } })
  return oneDelegation(ctx.tx, id, ctx.now)
}

export async function endDelegation(ctx: CommandCtx, id: string) {
  const found = (await lockDelegation(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ userId: found.giverId, organisationId: found.organisationId })
  await closeDelegation(ctx.tx, id, ctx.actor.userId ?? coreRefusals.refuse('sign_in_required'), ctx.now)
  ctx.event({ subject: { kind: 'delegation', id }, changes: { ended: true } })
  return oneDelegation(ctx.tx, id, ctx.now)
}

async function oneDelegation(db: Reader, id: string, now: Temporal.Instant) {
  const [row] = await listDelegations(db, sql`delegation.id = ${id}`, now)
  return row ?? coreRefusals.refuse('not_found')
}

export async function listDelegations(
  db: Reader,
  where: ReturnType<typeof sql<boolean>>,
  now: Temporal.Instant,
) {
  const rows = await db
    .selectFrom('delegation')
    .innerJoin('membership', 'membership.id', 'delegation.membershipId')
    .selectAll('delegation')
    .select('membership.role')
    .where(where)
    .orderBy('delegation.validFrom', 'desc')
    .limit(500)
    .execute()
  const names = await userNames(
    db,
    rows.flatMap((row) => [row.giverId, row.delegateId]),
  )
  const today = dayOf(now)
  return rows.map((row) => ({
    id: row.id,
    membershipId: row.membershipId,
    role: row.role as MemberRole,
    giver: { id: row.giverId, name: names.get(row.giverId) ?? '' },
    delegate: { id: row.delegateId, name: names.get(row.delegateId) ?? '' },
    from: row.validFrom,
    to: row.validTo,
    reason: row.reason,
    state: stateOf(row, today),
  }))
}

type Days = { validFrom: Temporal.PlainDate; validTo: Temporal.PlainDate; endedAt: Temporal.Instant | null }

function stateOf({ validFrom, validTo, endedAt }: Days, today: Temporal.PlainDate) {
  if (endedAt) return 'ended' as const
  if (Temporal.PlainDate.compare(today, validFrom) < 0) return 'coming' as const
  return Temporal.PlainDate.compare(today, validTo) > 0 ? ('over' as const) : ('running' as const)
}
