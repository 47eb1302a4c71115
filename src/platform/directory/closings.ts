import type { CommandCtx } from '#core/command.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { cardOf, organisationOf } from './cards.ts'
import { closingOf, getClosing, insertClosing, withdrawClosing } from './closings.store.ts'
import { directoryRefusals } from './rules.ts'
import { lockOrganisation, updateOrganisation } from './store.ts'

/**
 * The register struck it off (注销): from now on it does no business, waiting claims leave the queue, nothing is paid to it,
 * and whoever has an order with it may cancel without a fee. Vouchers keep their days, so that a slip does no harm.
 * @throws Refusal closing_of_authority, organisation_closed, closing_disputed, closing_day
 */
export async function closeOrganisation(
  ctx: CommandCtx,
  id: string,
  { on, evidence }: { on: string; evidence: string },
) {
  const { tx, actor, now } = ctx
  const organisation = (await lockOrganisation(tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ regionPath: organisation.regionPath })
  const { kind, status, regionPath, waitsSince } = organisation
  if (kind === 'authority' || kind === 'operator') return directoryRefusals.refuse('closing_of_authority')
  if (status === 'closed') return directoryRefusals.refuse('organisation_closed')
  if (status === 'disputed') return directoryRefusals.refuse('closing_disputed')
  const closedOn = Temporal.PlainDate.from(on)
  if (Temporal.PlainDate.compare(closedOn, dayOf(now)) > 0) directoryRefusals.refuse('closing_day')
  await insertClosing(tx, {
    ...{ organisationId: id, closedOn, evidence, statusBefore: status, waitedSince: waitsSince },
    ...{ recordedBy: actor.userId as string, recordedAt: now, authorityId: actor.organisationId as string },
  })
  await updateOrganisation(tx, id, { status: 'closed', waitsSince: null })
  const by = await organisationOf(tx, actor.organisationId as string)
  ctx.event({
    subject: { kind: 'organisation', id },
    regionPath,
    changes: { closed: { on, evidence, by: by.name } },
  })
  return cardOf(tx, id, now)
}

/**
 * Recorded by mistake: the organisation stands as it stood. What happened meanwhile stays: claims that left the queue, orders
 * that were cancelled.
 * @throws Refusal closing_taken_back
 */
export async function takeClosingBack(ctx: CommandCtx, closingId: string, reason: string) {
  const { tx, actor, now } = ctx
  const found = (await getClosing(tx, closingId)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: found.authorityId })
  const id = found.organisationId
  const organisation = (await lockOrganisation(tx, id)) ?? coreRefusals.refuse('not_found')
  const closing = await closingOf(tx, id)
  if (closing?.id !== closingId) return directoryRefusals.refuse('closing_taken_back')
  await withdrawClosing(tx, closingId, { at: now, by: actor.userId, reason })
  await updateOrganisation(tx, id, { status: closing.statusBefore, waitsSince: closing.waitedSince })
  const changes = { reopened: { status: closing.statusBefore, reason } }
  ctx.event({ subject: { kind: 'organisation', id }, regionPath: organisation.regionPath, changes })
  return cardOf(tx, id, now)
}
