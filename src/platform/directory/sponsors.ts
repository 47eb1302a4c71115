import type { CommandCtx } from '#core/command.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { holdsWords } from '#core/search.ts'
import { cardOf, cardsOf, regionNames } from './cards.ts'
import { judge, requireSponsor, type Verdict } from './organisations.ts'
import { directoryRefusals } from './rules.ts'
import { lockOrganisation, updateOrganisation } from './store.ts'

const MOST = 20

/** Verified incubators by a part of their name: whom founders may name as their sponsor. */
export async function findIncubators({ db, now }: QueryCtx, part: string | undefined) {
  const named = await regionNames(db, now)
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'regionCode'])
    .where('kind', '=', 'incubator')
    .where('status', '=', 'verified')
    .$if(!!part, (qb) => qb.where(holdsWords('organisation.words', part ?? '')))
    .orderBy('name')
    .limit(MOST)
    .execute()
  return rows.map(({ id, name, regionCode }) => ({ id, name, regionName: named(regionCode) }))
}

/** The incubator answers for a team that names it. @throws Refusal verified_already, sponsor_unfit */
export async function decideSponsorship(ctx: CommandCtx, id: string, verdict: Verdict) {
  const team = (await lockOrganisation(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ providerId: team.sponsorId })
  if (team.status === 'verified') directoryRefusals.refuse('verified_already')
  if (team.status === 'closed') directoryRefusals.refuse('organisation_closed')
  await requireSponsor(ctx.tx, team.sponsorId ?? undefined)
  await judge(ctx, team, verdict)
  return cardOf(ctx.tx, id, ctx.now)
}

/**
 * A team asks again, after it was turned down or because it named the wrong incubator. What another incubator remarked
 * is none of the new one's business.
 * @throws Refusal verified_already, sponsor_unfit
 */
export async function askSponsor(ctx: CommandCtx, id: string, sponsorId: string) {
  const team = (await lockOrganisation(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ organisationId: id })
  if (team.kind !== 'team') coreRefusals.refuse('not_found')
  if (team.status === 'verified') directoryRefusals.refuse('verified_already')
  if (team.status === 'closed') directoryRefusals.refuse('organisation_closed')
  const sponsor = await requireSponsor(ctx.tx, sponsorId)
  const other = sponsor.id !== team.sponsorId
  await updateOrganisation(ctx.tx, id, { sponsorId, waitsSince: ctx.now, ...(other && { remark: null }) })
  ctx.event({
    subject: { kind: 'organisation', id },
    regionPath: team.regionPath,
    changes: { sponsorAsked: { id: sponsor.id, name: sponsor.name } },
  })
  return cardOf(ctx.tx, id, ctx.now)
}

/** The teams an incubator is asked to stand for, those that still wait first. */
export async function sponsoredTeams({ db, now, visible }: QueryCtx) {
  const rows = await db
    .selectFrom('organisation')
    .selectAll()
    .where('kind', '=', 'team')
    .where(visible({ providerId: 'organisation.sponsorId' }))
    .orderBy('waitsSince', (ob) => ob.desc().nullsLast())
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  const cards = await cardsOf(db, rows, now)
  return cards.map((card, at) => ({ ...card, remark: rows[at]?.remark ?? null }))
}
