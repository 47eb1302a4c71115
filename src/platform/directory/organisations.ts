import type { CommandCtx } from '#core/command.ts'
import type { Reader, Tx } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import {
  insertMembership,
  type OrganisationKind,
  ownerRole,
  sendInvitation,
} from '#platform/identity/index.ts'
import type { z } from 'zod'
import { cardOf } from './cards.ts'
import { attachPaper } from './papers.ts'
import type { Register } from './shapes.ts'
import { openDispute } from './disputes.ts'
import { fullNameOf, pathOf, regionAt } from './regions.ts'
import { readRegions } from './regions.store.ts'
import { directoryRefusals, moneyBar, type Status } from './rules.ts'
import {
  getOrganisation,
  insertOrganisation,
  lockOrganisation,
  lockOrganisationByUscc,
  updateOrganisation,
} from './store.ts'
import { readUscc } from './uscc.ts'

type Level = 'province' | 'city' | 'county'
export type Founding = {
  kind: OrganisationKind
  name: string
  regionCode: string
  uscc?: string | null
  level?: Level
  hostId?: string
  sponsorId?: string
  licenceFileId?: string
  status?: Status
  createdBy?: string | null
}

/** @throws Refusal region_unknown */
export async function requirePath(db: Reader, regionCode: string, now: Temporal.Instant): Promise<string[]> {
  const day = dayOf(now).toString()
  const path = pathOf(await readRegions(db), regionCode, day)
  if (path.length === 0) directoryRefusals.refuse('region_unknown', { code: regionCode, day })
  return path
}

/** A seat is a county, a district or a zone of that level. @throws Refusal region_unknown, region_no_county */
export async function requireSeat(db: Reader, regionCode: string, now: Temporal.Instant): Promise<string[]> {
  const path = await requirePath(db, regionCode, now)
  const regions = await readRegions(db)
  const day = dayOf(now).toString()
  if (regionAt(regions, regionCode, day)?.level !== 'county')
    directoryRefusals.refuse('region_no_county', { name: fullNameOf(regions, regionCode, day) })
  return path
}

const SEATLESS: readonly OrganisationKind[] = ['authority', 'operator']

/** The code as it is stored. @throws Refusal uscc_… with what is wrong */
export function requireUscc(text: string): string {
  const reading = readUscc(text)
  return reading.ok ? reading.uscc.code : directoryRefusals.refuse(`uscc_${reading.fault}`)
}

/**
 * Adds an organisation and its histories, for the pack, imports and tests; undefined when its code (or, for a unit, its
 * name within the host) is taken.
 * @throws Refusal region_unknown, region_no_county, uscc_…, authority_known
 */
export async function foundOrganisation(
  tx: Tx,
  founding: Founding,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const { createdBy = null, status = 'unverified', uscc, ...rest } = founding
  const placeOf = SEATLESS.includes(founding.kind) ? requirePath : requireSeat
  const row = {
    ...rest,
    uscc: uscc ? requireUscc(uscc) : null,
    regionPath: await placeOf(tx, founding.regionCode, now),
    status,
    createdBy,
    createdAt: now,
    ...(status === 'verified' && { verifiedAt: now, verifiedBy: createdBy }),
    ...(status === 'unverified' && (rest.licenceFileId || rest.sponsorId) && { waitsSince: now }),
  }
  return insertOrganisation(tx, row, dayOf(now))
}

type Registered = { organisationId: string | null; membershipId: string | null; disputeId: string | null }

/**
 * The first who registers a code holds it, unverified; whoever comes second is not turned away but opens a dispute.
 * A code known from a list that nobody acts for yet goes to the first who comes.
 * @throws Refusal uscc_…, uscc_missing, region_unknown, region_no_county, sponsor_unfit, already_yours, claim_without_licence, dispute_open_already
 */
export async function registerOrganisation(ctx: CommandCtx, body: z.output<typeof Register>) {
  const userId = ctx.actor.userId ?? coreRefusals.refuse('sign_in_required')
  const found =
    body.kind === 'team' ? await registerTeam(ctx, userId, body) : await registerCoded(ctx, userId, body)
  const organisation = found.organisationId ? await cardOf(ctx.tx, found.organisationId, ctx.now) : null
  return { organisation, membershipId: found.membershipId, disputeId: found.disputeId }
}

type Wanted = z.output<typeof Register>

async function registerTeam(ctx: CommandCtx, userId: string, body: Wanted): Promise<Registered> {
  const sponsor = await requireSponsor(ctx.tx, body.sponsorId)
  const founding = {
    kind: 'team' as const,
    name: body.name,
    regionCode: body.regionCode,
    sponsorId: sponsor.id,
  }
  const id = await foundOrganisation(ctx.tx, { ...founding, createdBy: userId }, ctx.now)
  return joinAsOwner(ctx, userId, id as string)
}

/** @throws Refusal sponsor_unfit */
export async function requireSponsor(db: Reader, id: string | undefined) {
  const sponsor = id ? await getOrganisation(db, id) : undefined
  if (sponsor?.kind !== 'incubator' || sponsor.status !== 'verified')
    return directoryRefusals.refuse('sponsor_unfit')
  return sponsor
}

async function registerCoded(ctx: CommandCtx, userId: string, body: Wanted): Promise<Registered> {
  if (!body.uscc) return directoryRefusals.refuse('uscc_missing')
  const { sponsorId: _none, statement = '', ...rest } = body
  const id = await foundOrganisation(ctx.tx, { ...rest, uscc: body.uscc, createdBy: userId }, ctx.now)
  if (id) {
    await attachPaper(ctx, body.licenceFileId, { kind: 'organisation', id })
    return joinAsOwner(ctx, userId, id)
  }
  const holder = await lockOrganisationByUscc(ctx.tx, requireUscc(body.uscc))
  if (!holder) throw new Error('the code was taken and is held by nobody')
  if (holder.status === 'closed') directoryRefusals.refuse('code_of_closed')
  const members = await membersOf(ctx.tx, holder.id)
  if (members.includes(userId)) directoryRefusals.refuse('already_yours')
  if (members.length > 0) {
    const disputeId = await openDispute(ctx, holder, {
      userId,
      name: body.name,
      statement,
      fileId: body.licenceFileId,
    })
    return { organisationId: null, membershipId: null, disputeId }
  }
  const file = body.licenceFileId ? { licenceFileId: body.licenceFileId, waitsSince: ctx.now } : {}
  await updateOrganisation(ctx.tx, holder.id, { status: 'unverified', createdBy: userId, ...file })
  await attachPaper(ctx, body.licenceFileId, { kind: 'organisation', id: holder.id })
  return joinAsOwner(ctx, userId, holder.id)
}

async function membersOf(db: Reader, organisationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('membership')
    .select('userId')
    .where('organisationId', '=', organisationId)
    .where('validTo', 'is', null)
    .execute()
  return rows.map((row) => row.userId)
}

async function joinAsOwner(ctx: CommandCtx, userId: string, organisationId: string): Promise<Registered> {
  const { kind, name, uscc, regionPath } = (await getOrganisation(ctx.tx, organisationId))!
  const membershipId = await insertMembership(ctx.tx, {
    userId,
    organisationId,
    role: ownerRole(kind),
    from: ctx.now,
  })
  ctx.event({
    subject: { kind: 'organisation', id: organisationId },
    regionPath,
    changes: { registered: { kind, name, uscc } },
  })
  return { organisationId, membershipId, disputeId: null }
}

type Authority = { name: string; regionCode: string; directorEmail: string }

/**
 * An administrator sets up an authority, of the level of its region; its first director comes by invitation.
 * @throws Refusal region_unknown, authority_known
 */
export async function establishAuthority(ctx: CommandCtx, { directorEmail, ...rest }: Authority) {
  const regionPath = await requirePath(ctx.tx, rest.regionCode, ctx.now)
  const region = regionAt(await readRegions(ctx.tx), rest.regionCode, dayOf(ctx.now).toString())
  const founding = {
    level: region?.level as Level,
    ...rest,
    kind: 'authority' as const,
    status: 'verified' as const,
    createdBy: ctx.actor.userId,
  }
  const id = await foundOrganisation(ctx.tx, founding, ctx.now)
  if (!id) return directoryRefusals.refuse('authority_known')
  const card = await cardOf(ctx.tx, id, ctx.now)
  ctx.event({
    subject: { kind: 'organisation', id },
    regionPath,
    changes: { established: rest },
  })
  await sendInvitation(ctx, {
    email: directorEmail,
    role: 'director',
    organisationId: id,
    organisation: rest.name,
  })
  return card
}

/** The first who signs in to an empty node becomes its administrator; the database lets one in. @throws Refusal set_up_done */
export async function setUpNode(ctx: CommandCtx, body: { name: string; regionCode: string }) {
  const userId = ctx.actor.userId ?? coreRefusals.refuse('sign_in_required')
  const founding = { ...body, kind: 'operator' as const, status: 'verified' as const, createdBy: userId }
  const id = await foundOrganisation(ctx.tx, founding, ctx.now)
  if (!id) return directoryRefusals.refuse('set_up_done')
  await joinAsOwner(ctx, userId, id)
  return cardOf(ctx.tx, id, ctx.now)
}

/** True while nobody runs the node yet. */
export async function isSetUpNeeded(db: Reader): Promise<boolean> {
  const found = await db
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'operator')
    .executeTakeFirst()
  return !found
}

export async function giveLicence(ctx: CommandCtx, id: string, fileId: string) {
  const organisation = (await lockOrganisation(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId: id })
  const waits = organisation.status === 'unverified' ? { waitsSince: ctx.now } : {}
  await updateOrganisation(ctx.tx, id, { licenceFileId: fileId, ...waits })
  await attachPaper(ctx, fileId, { kind: 'organisation', id })
  ctx.event({
    subject: { kind: 'organisation', id },
    regionPath: organisation.regionPath,
    changes: { licenceFileId: fileId },
  })
  return cardOf(ctx.tx, id, ctx.now)
}

export type Verdict = { accept: boolean; remark: string }

/**
 * An officer of the region looks at the licence.
 * @throws Refusal licence_missing, team_by_sponsor, verified_already, organisation_disputed
 */
export async function verifyOrganisation(ctx: CommandCtx, id: string, { accept, remark }: Verdict) {
  const organisation = (await lockOrganisation(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ regionPath: organisation.regionPath })
  if (organisation.status === 'verified') directoryRefusals.refuse('verified_already')
  if (organisation.status !== 'unverified') throw moneyBar(organisation.status)
  if (organisation.kind === 'team') directoryRefusals.refuse('team_by_sponsor')
  if (accept && !organisation.licenceFileId) directoryRefusals.refuse('licence_missing')
  await judge(ctx, organisation, { accept, remark })
  return cardOf(ctx.tx, id, ctx.now)
}

/** Writes down what became of the look: verified, or turned down and the organisation's turn again. */
export async function judge(
  ctx: CommandCtx,
  { id, regionPath }: { id: string; regionPath: string[] },
  { accept, remark }: Verdict,
) {
  const verified = { status: 'verified' as const, verifiedBy: ctx.actor.userId, verifiedAt: ctx.now }
  await updateOrganisation(ctx.tx, id, { remark, ...(accept ? verified : { waitsSince: null }) })
  ctx.event({ subject: { kind: 'organisation', id }, regionPath, changes: { accepted: accept, remark } })
}
