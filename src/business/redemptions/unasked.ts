import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { evaluationOf } from '#platform/orders/index.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import { modeOf, pathsOf } from './reckon.ts'
import { neededEvidence } from './rules.ts'
import { unaskedOrders } from './store.ts'

const MOST = 100

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
  { rulebookId, serviceKind, regionPath, providerPath, ...row }: Row,
  reader: string,
) {
  const book = await rulebookById(db, rulebookId)
  const provided = modeOf(book, pathsOf({ regionPath, providerPath })) === 'settle_provider'
  const needed = neededEvidence(book, serviceKind).kinds.includes('service_evaluation')
  const evaluate = needed && (await evaluationOf(db, row.orderId)) === undefined
  const side = reader === row.buyerId ? ('buyer' as const) : ('provider' as const)
  const payee = provided ? ('provider' as const) : ('buyer' as const)
  return { ...row, side, turn: evaluate ? ('buyer' as const) : payee, evaluate, payee }
}
