import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { pageOf } from '#core/page.ts'
import { abilities } from '#core/policy.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import {
  type Cause,
  endReview,
  type Expected,
  findReview,
  insertReview,
  listReviews,
  lockLiveAdmissions,
  type Review,
} from './admission-reviews.store.ts'
import { namesOfAdmissions } from './providers.ts'
import { directoryRefusals } from './rules.ts'
import { lockAdmission } from './store.ts'

type Ctx = Pick<CommandCtx, 'tx' | 'now' | 'event'>

/**
 * A service was found false: each authority that admitted the provider, or the host whose unit it is, has to look at its admission
 * again (domain §2.14). The same decision opens a review once. The provider and the authorities are told.
 * @returns how many were opened
 */
export async function openAdmissionReviews(
  { tx, now, event }: Ctx,
  { providerId, cause, expected }: { providerId: string; cause: Cause; expected: Expected },
): Promise<number> {
  const authorities: string[] = []
  for (const { id, authorityId } of await lockLiveAdmissions(tx, providerId, dayOf(now)))
    if (await insertReview(tx, { admissionId: id, authorityId, cause, expected, openedAt: now }))
      authorities.push(authorityId)
  const { number, reason } = cause
  const changes = {
    admissionReview: { by: number, reason, expected, authorities: [...new Set(authorities)] },
  }
  if (authorities.length > 0) event({ subject: { kind: 'organisation', id: providerId }, changes })
  return authorities.length
}

/**
 * The authority looked again and the provider stays. To withdraw the admission ends its reviews by itself.
 * @throws Refusal review_ended
 */
export async function keepAdmission(ctx: CommandCtx, id: string, reason: string) {
  const seen = (await findReview(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: seen.authorityId })
  await lockAdmission(ctx.tx, seen.admissionId)
  const review = (await findReview(ctx.tx, id)) as Review
  if (review.outcome !== null) directoryRefusals.refuse('review_ended', { by: review.endedBy ?? '' })
  const end = { endedAt: ctx.now, endedBy: signature(ctx.actor), reason }
  await endReview(ctx.tx, id, { outcome: 'kept', ...end })
  const subject = { kind: 'organisation', id: review.organisationId }
  ctx.event({ subject, changes: { admissionKept: { by: review.causeNumber, reason } } })
  return shown((await findReview(ctx.tx, id)) as Review, await namesOfAdmissions(ctx.tx), [])
}

type Asked = { open?: boolean | undefined; cursor?: string | undefined; limit: number }

export async function readReviews({ db, actor, visible }: QueryCtx, asked: Asked) {
  const rows = await listReviews(db, { ...asked, visible: visible({ authorityId: 'r.authorityId' }) })
  const page = pageOf(rows, asked.limit)
  const called = await namesOfAdmissions(db)
  const may = (row: Review) => (row.outcome === null ? abilities(actor, ['provider.withdraw'], row) : [])
  return { ...page, rows: page.rows.map((row) => shown(row, called, may(row))) }
}

function shown(row: Review, listName: (list: string) => Text, held: string[]) {
  const { id, admissionId, expected, openedAt, outcome, endedAt, endedBy, reason } = row
  return {
    ...{ id, admissionId, expected, openedAt, outcome, endedAt, endedBy, reason },
    organisation: { id: row.organisationId, name: row.organisationName },
    list: listName(row.list),
    cause: { number: row.causeNumber, reason: row.causeReason },
    abilities: held,
  }
}
