import type { CommandCtx } from '#core/command.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { cardOf, regionNames } from './cards.ts'
import { changeName, changeRegion, holdCasesOf, namesOf, regionsOf } from './entries.store.ts'
import { requireSeat } from './organisations.ts'
import { directoryRefusals, moneyBar } from './rules.ts'
import { lockOrganisation } from './store.ts'

export type Change = { from: string; evidence: string }

/** @throws Refusal day_not_later, name_as_before, unit_name_taken, organisation_closed */
export async function renameOrganisation(
  ctx: CommandCtx,
  id: string,
  { name, from, evidence }: Change & { name: string },
) {
  await holdCasesOf(ctx.tx, id)
  const organisation = await lockOpen(ctx, id)
  if (name === organisation.name) directoryRefusals.refuse('name_as_before')
  const day = requireLater(ctx, from, (await namesOf(ctx.tx, id))[0]?.validFrom)
  await changeName(ctx.tx, id, name, entryBy(ctx, day, evidence))
  const changes = { renamed: { from: organisation.name, to: name, since: from, evidence } }
  ctx.event({ subject: { kind: 'organisation', id }, regionPath: organisation.regionPath, changes })
  return cardOf(ctx.tx, id, ctx.now)
}

/**
 * The credit code keeps its old region digits; only this record says where the firm is. An authority does not move: its
 * region is its reach, and nobody gives himself another.
 * @throws Refusal day_not_later, region_unknown, region_no_county, region_as_before, authority_stays, organisation_closed
 */
export async function moveOrganisation(
  ctx: CommandCtx,
  id: string,
  { regionCode, from, evidence }: Change & { regionCode: string },
) {
  const organisation = await lockOpen(ctx, id)
  if (organisation.kind === 'authority') directoryRefusals.refuse('authority_stays')
  if (regionCode === organisation.regionCode) directoryRefusals.refuse('region_as_before')
  const day = requireLater(ctx, from, (await regionsOf(ctx.tx, id))[0]?.validFrom)
  const regionPath = await requireSeat(ctx.tx, regionCode, ctx.now)
  const where = { regionCode, regionPath }
  await changeRegion(ctx.tx, id, where, entryBy(ctx, day, evidence))
  const named = await regionNames(ctx.tx, ctx.now)
  const places = { from: named(organisation.regionCode), to: named(regionCode) }
  const changes = { moved: { from: organisation.regionCode, to: regionCode, places, since: from, evidence } }
  ctx.event({ subject: { kind: 'organisation', id }, regionPath, changes })
  return cardOf(ctx.tx, id, ctx.now)
}

async function lockOpen(ctx: CommandCtx, id: string) {
  const organisation = (await lockOrganisation(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ regionPath: organisation.regionPath })
  const bar = organisation.status === 'closed' && moneyBar('closed')
  if (bar) throw bar
  return organisation
}

/** An entry that its authority may take back. */
export const entryBy = ({ actor, now }: CommandCtx, from: Temporal.PlainDate, evidence: string) => ({
  ...{ from, evidence, recordedBy: actor.userId, recordedAt: now, authorityId: actor.organisationId },
})

export function requireLater(
  ctx: CommandCtx,
  from: string,
  last: Temporal.PlainDate | undefined,
): Temporal.PlainDate {
  const day = Temporal.PlainDate.from(from)
  const tooEarly = last && Temporal.PlainDate.compare(day, last) <= 0
  const tooLate = Temporal.PlainDate.compare(day, dayOf(ctx.now)) > 0
  if (tooEarly || tooLate) directoryRefusals.refuse('day_not_later', { last: last?.toString() ?? '' })
  return day
}
