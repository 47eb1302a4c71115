import { createHash, randomBytes } from 'node:crypto'
import { type Actor, roleNames } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { INVITATION_MAIL } from './mail.ts'
import {
  INVITATION_DAYS,
  identityRefusals,
  type MemberRole,
  type OrganisationKind,
  needsListing,
  rolesOf,
} from './rules.ts'
import {
  closeDelegationsOf,
  closeMembership,
  findUser,
  heldByUser,
  insertInvitation,
  insertMembership,
  isListed,
  liveMemberships,
  lockInvitation,
  lockManagers,
  lockMembership,
  getMembership,
  markInvitation,
  revokeExpired,
  saveChoice,
} from './store.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')
const subject = (kind: 'membership' | 'invitation', id: string) => ({ kind, id })

export async function chooseSeat(ctx: CommandCtx, membershipId: string) {
  const userId = ctx.actor.userId ?? coreRefusals.refuse('sign_in_required')
  const held = await heldByUser(ctx.tx, userId, ctx.now)
  if (!held.some((h) => h.membershipId === membershipId && h.organisationId))
    identityRefusals.refuse('acting_ended')
  await saveChoice(ctx.tx, userId, membershipId, ctx.now)
  ctx.event({ subject: subject('membership', membershipId), changes: { chosen: true } })
  return { membershipId }
}

/**
 * Ends a role at once: the next request of that person no longer holds it.
 * @throws Refusal last_manager, membership_ended
 */
export async function endMembership(ctx: CommandCtx, id: string, reason: string) {
  const seen = (await getMembership(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ userId: seen.userId, organisationId: seen.organisationId })
  if (seen.manages) await lockManagers(ctx.tx, seen.organisationId)
  const locked = await lockMembership(ctx.tx, id)
  if (!locked || locked.validTo) identityRefusals.refuse('membership_ended')
  await closeMembership(ctx.tx, id, { by: ctx.actor.userId, at: ctx.now, reason })
  await closeDelegationsOf(ctx.tx, id, ctx.actor.userId, ctx.now)
  ctx.event({
    subject: subject('membership', id),
    changes: { ended: reason, role: seen.role, userId: seen.userId, organisationId: seen.organisationId },
  })
  return { id, endedAt: ctx.now }
}

/** Ends everybody's roles in an organisation but one person's: a code that turned out to be another's. @returns whose */
export async function replaceMembers(
  ctx: CommandCtx,
  organisationId: string,
  keep: { userId: string; role: MemberRole },
  reason: string,
): Promise<string[]> {
  const before = await liveMemberships(ctx.tx, organisationId)
  const has = before.some((m) => m.userId === keep.userId && m.role === keep.role)
  if (!has)
    await insertMembership(ctx.tx, { ...keep, organisationId, from: ctx.now, invitedBy: ctx.actor.userId })
  const others = before.filter((m) => m.userId !== keep.userId)
  for (const m of others) {
    await closeMembership(ctx.tx, m.id, { by: ctx.actor.userId, at: ctx.now, reason })
    await closeDelegationsOf(ctx.tx, m.id, ctx.actor.userId, ctx.now)
  }
  return [...new Set(others.map((m) => m.userId))]
}

/** @throws Refusal role_not_of_kind, role_needs_listing */
export function requireRoleAmong(
  roles: readonly MemberRole[],
  kind: OrganisationKind,
  role: MemberRole,
): void {
  if (roles.includes(role)) return
  const names = roles.map((r) => roleNames[r].zh).join('、')
  const code = needsListing(kind, role) ? 'role_needs_listing' : 'role_not_of_kind'
  identityRefusals.refuse(code, { role: roleNames[role].zh, roles: names })
}

/** The roles that somebody's own organisation can give. */
export async function rolesToGive(db: Reader, { organisationId, organisationKind }: Actor) {
  if (!organisationId || !organisationKind) return []
  return rolesOf(organisationKind as OrganisationKind, await isListed(db, organisationId))
}

/** @throws Refusal role_not_of_kind, role_needs_listing, already_member, already_invited */
export async function invite(ctx: CommandCtx, { email, role }: { email: string; role: MemberRole }) {
  const organisationId = ctx.actor.organisationId ?? coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId })
  const kind = ctx.actor.organisationKind as OrganisationKind
  requireRoleAmong(await rolesToGive(ctx.tx, ctx.actor), kind, role)
  return sendInvitation(ctx, { email, role, organisationId, organisation: await nameOf(ctx, organisationId) })
}

type Wanted = { email: string; role: MemberRole; organisationId: string; organisation: string }

/** Writes the invitation and its letter in one commit. Also for the first officer of a new authority. */
export async function sendInvitation(ctx: CommandCtx, { email, role, organisationId, organisation }: Wanted) {
  const by = ctx.actor.userId ?? coreRefusals.refuse('sign_in_required')
  const known = await findUser(ctx.tx, { email })
  const members = known ? await liveMemberships(ctx.tx, organisationId) : []
  if (members.some((m) => m.userId === known?.id && m.role === role))
    identityRefusals.refuse('already_member')
  await revokeExpired(ctx.tx, organisationId, ctx.now)
  const token = randomBytes(24).toString('base64url')
  const expiresAt = ctx.now.add({ hours: 24 * INVITATION_DAYS })
  const row = {
    organisationId,
    email,
    role,
    tokenHash: hashOf(token),
    invitedBy: by,
    invitedAt: ctx.now,
    expiresAt,
  }
  const id = await insertInvitation(ctx.tx, row)
  await ctx.enqueue(INVITATION_MAIL, { email, organisation, role, token, by: ctx.actor.label })
  ctx.event({ subject: subject('invitation', id), changes: { role, organisationId } })
  return {
    id,
    email,
    role,
    state: 'open' as const,
    invitedBy: ctx.actor.label,
    invitedAt: ctx.now,
    expiresAt,
  }
}

const nameOf = async (ctx: CommandCtx, id: string) =>
  (await ctx.tx.selectFrom('organisationCard').select('name').where('id', '=', id).executeTakeFirstOrThrow())
    .name as string

/** @throws Refusal invitation_unusable */
export async function revokeInvitation(ctx: CommandCtx, id: string) {
  const found = (await lockInvitation(ctx.tx, { id })) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId: found.organisationId })
  const by = ctx.actor.userId ?? coreRefusals.refuse('sign_in_required')
  if (found.acceptedAt || found.revokedAt) identityRefusals.refuse('invitation_unusable')
  await markInvitation(ctx.tx, id, { revokedAt: ctx.now, revokedBy: by })
  ctx.event({ subject: subject('invitation', id), changes: { revoked: true } })
  const { email, role, invitedAt, expiresAt } = found
  const inviter = await findUser(ctx.tx, { id: found.invitedBy })
  return {
    id,
    email,
    role: role as MemberRole,
    state: 'revoked' as const,
    invitedBy: inviter?.name ?? '',
    invitedAt,
    expiresAt,
  }
}

/**
 * The token alone is no proof: it must be used by whoever signed in with the address it was sent to.
 * @throws Refusal invitation_unusable, invitation_other_address, invitation_role_gone, already_member
 */
export async function acceptInvitation(ctx: CommandCtx, token: string) {
  const userId = ctx.actor.userId ?? coreRefusals.refuse('sign_in_required')
  const found =
    (await lockInvitation(ctx.tx, { tokenHash: hashOf(token) })) ??
    identityRefusals.refuse('invitation_unusable')
  const usable =
    !found.acceptedAt && !found.revokedAt && Temporal.Instant.compare(ctx.now, found.expiresAt) < 0
  if (!usable) identityRefusals.refuse('invitation_unusable')
  const user = await findUser(ctx.tx, { id: userId })
  if (user?.email !== found.email) identityRefusals.refuse('invitation_other_address', { email: found.email })
  const { organisationId, role, invitedBy } = { ...found, role: found.role as MemberRole }
  const membershipId = await insertMembership(ctx.tx, {
    userId,
    organisationId,
    role,
    from: ctx.now,
    invitedBy,
  })
  await markInvitation(ctx.tx, found.id, { acceptedAt: ctx.now, acceptedBy: userId })
  ctx.event({ subject: subject('invitation', found.id), changes: { accepted: true } })
  ctx.event({ subject: subject('membership', membershipId), changes: { userId, organisationId, role } })
  return { membershipId, organisationId, role }
}

export { hashOf as tokenHash }
