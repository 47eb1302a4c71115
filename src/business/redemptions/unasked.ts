import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { dayOf } from '#core/time.ts'
import { evaluationOf } from '#platform/orders/index.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import { modeOf, pathsOf } from './reckon.ts'
import { lastRedeemDay, neededEvidence } from './rules.ts'
import { unaskedOrders, unusedVouchers } from './store.ts'

const MOST = 100

/** Vouchers that wait for an order, the one to be used soonest first. */
export async function unused({ db, actor, now, authorise }: QueryCtx) {
  const id = actor.organisationId as string
  authorise({ organisationId: id })
  return { rows: await unusedVouchers(db, id, dayOf(now), MOST) }
}

/** Accepted orders with a voucher that nobody asked to redeem yet, and whose turn it is: to evaluate, then to ask. */
export async function unasked({ db, actor, authorise }: QueryCtx) {
  const id = actor.organisationId as string
  authorise({ organisationId: id, providerId: id })
  const rows = await unaskedOrders(db, id, MOST)
  return { rows: await Promise.all(rows.map((row) => turnOf(db, row, id))) }
}

type Row = Awaited<ReturnType<typeof unaskedOrders>>[number]

async function turnOf(
  db: Reader,
  { rulebookId, serviceKind, regionPath, providerPath, validFrom, useBy, redeemBy, endedAt, ...row }: Row,
  reader: string,
) {
  const book = await rulebookById(db, rulebookId)
  const provided = modeOf(book, pathsOf({ regionPath, providerPath })) === 'settle_provider'
  const needed = neededEvidence(book, serviceKind).kinds.includes('service_evaluation')
  const evaluate = needed && (await evaluationOf(db, row.orderId)) === undefined
  const side = reader === row.buyerId ? ('buyer' as const) : ('provider' as const)
  const payee = provided ? ('provider' as const) : ('buyer' as const)
  const { lastDay } = lastRedeemDay(book, {
    ...{ issuedOn: String(validFrom), useBy: String(useBy), redeemBy: String(redeemBy) },
    acceptedOn: endedAt && dayOf(endedAt).toString(),
  })
  return { ...row, lastDay, side, turn: evaluate ? ('buyer' as const) : payee, evaluate, payee }
}
