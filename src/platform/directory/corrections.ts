import type { CommandCtx } from '#core/command.ts'
import { coreRefusals } from '#core/refusal.ts'
import { cardOf, regionNames } from './cards.ts'
import {
  changeName,
  changeRegion,
  getNameEntry,
  getRegionEntry,
  holdCasesOf,
  namesOf,
  regionsOf,
  takeNameBack,
  takeRegionBack,
} from './entries.store.ts'
import { type Change, entryBy, requireLater } from './moves.ts'
import { requireSeat } from './organisations.ts'
import { requireUnrelied } from './reliance.ts'
import { directoryRefusals, moneyBar } from './rules.ts'
import { lockOrganisation } from './store.ts'

type Correction<T> = { reason: string; instead?: (Change & T) | undefined }

/**
 * Takes a name back that was entered by mistake; the one before is in force again, or another takes its place. The entry
 * stays in the record.
 * @throws Refusal entry_replaced, entry_relied_on, organisation_closed, and as for a new name
 */
export async function correctName(
  ctx: CommandCtx,
  entryId: string,
  { reason, instead }: Correction<{ name: string }>,
) {
  const entry = await heldEntry(ctx, getNameEntry, entryId, holdCasesOf)
  const { organisationId, recordedAt } = entry
  await requireUnrelied(ctx.tx, { organisationId, since: recordedAt, what: 'name', name: entry.name })
  const { name: before } = await takeNameBack(ctx.tx, entry, takenBy(ctx, reason))
  if (instead) {
    if (instead.name === before) directoryRefusals.refuse('name_as_before')
    const day = requireLater(ctx, instead.from, (await namesOf(ctx.tx, organisationId))[0]?.validFrom)
    await changeName(ctx.tx, organisationId, instead.name, entryBy(ctx, day, instead.evidence))
  }
  const to = instead?.name ?? before
  const nameCorrected = { from: entry.name, to, since: instead?.from ?? null, reason }
  ctx.event({
    subject: { kind: 'organisation', id: organisationId },
    regionPath: entry.organisation.regionPath,
    changes: { nameCorrected, reason },
  })
  return cardOf(ctx.tx, organisationId, ctx.now)
}

/**
 * The same for a place: the authority that entered the move takes it back, though the organisation lies elsewhere by it.
 * @throws Refusal entry_replaced, entry_relied_on, organisation_closed, and as for a move
 */
export async function correctPlace(
  ctx: CommandCtx,
  entryId: string,
  { reason, instead }: Correction<{ regionCode: string }>,
) {
  const entry = await heldEntry(ctx, getRegionEntry, entryId)
  const { organisationId, recordedAt, regionPath } = entry
  await requireUnrelied(ctx.tx, { organisationId, since: recordedAt, what: 'place', regionPath })
  const left = await takeRegionBack(ctx.tx, entry, takenBy(ctx, reason))
  let where = left
  if (instead) {
    if (instead.regionCode === where.regionCode) directoryRefusals.refuse('region_as_before')
    const day = requireLater(ctx, instead.from, (await regionsOf(ctx.tx, organisationId))[0]?.validFrom)
    const path = await requireSeat(ctx.tx, instead.regionCode, ctx.now)
    where = { regionCode: instead.regionCode, regionPath: path }
    await changeRegion(ctx.tx, organisationId, where, entryBy(ctx, day, instead.evidence))
  }
  const named = await regionNames(ctx.tx, ctx.now)
  const [from, to] = [entry.regionCode, where.regionCode]
  const places = { from: named(from), to: named(to) }
  ctx.event({
    subject: { kind: 'organisation', id: organisationId },
    regionPath: where.regionPath,
    changes: {
      // `left`: where it was before the slip, which was told that it had gone there.
      placeCorrected: { from, to, left: left.regionCode, places, since: instead?.from ?? null, reason },
      reason,
    },
  })
  return cardOf(ctx.tx, organisationId, ctx.now)
}

const takenBy = (ctx: CommandCtx, reason: string) => ({ at: ctx.now, by: ctx.actor.userId, reason })

type Kept = {
  id: string
  organisationId: string
  authorityId: string | null
  recordedAt: Temporal.Instant | null
  validTo: Temporal.PlainDate | null
  withdrawnAt: Temporal.Instant | null
}

/** The entry as it is once nobody else changes the organisation: whoever came first has taken it back already. */
async function heldEntry<E extends Kept>(
  ctx: CommandCtx,
  get: (tx: CommandCtx['tx'], id: string) => Promise<E | undefined>,
  entryId: string,
  first?: (tx: CommandCtx['tx'], organisationId: string) => Promise<void>,
) {
  const found = (await get(ctx.tx, entryId)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: found.authorityId })
  await first?.(ctx.tx, found.organisationId)
  const organisation = await lockOrganisation(ctx.tx, found.organisationId)
  const entry = await get(ctx.tx, entryId)
  const bar = organisation?.status === 'closed' && moneyBar('closed')
  if (bar) throw bar
  if (!organisation || !entry?.recordedAt || entry.withdrawnAt || entry.validTo)
    return directoryRefusals.refuse('entry_replaced')
  return { ...entry, recordedAt: entry.recordedAt, organisation }
}
