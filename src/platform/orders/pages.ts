import { pageOf } from '#core/page.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { factsOf, sideOf, subjectOf } from './actions.ts'
import { isLate, offers, type OrderStatus } from './rules.ts'
import { findOrder, linesOf, listOrders, type Order, stepsOf } from './store.ts'

export const orderColumnsSeen = {
  organisationId: 'o.buyerId',
  providerId: 'o.providerId',
  regionPath: 'o.regionPath',
}

function rowOf(
  { buyerId, buyerName, providerId, providerName, ...order }: Order,
  organisationId: string | null,
) {
  return {
    ...order,
    buyer: { id: buyerId, name: buyerName },
    provider: { id: providerId, name: providerName },
    side: sideOf({ buyerId, providerId }, organisationId),
  }
}

type Asked = {
  role?: 'buyer' | 'provider' | undefined
  status?: OrderStatus | undefined
  cursor?: string | undefined
  limit: number
}

export async function orderList({ db, actor, visible }: QueryCtx, asked: Asked) {
  const { organisationId } = actor
  const found = await listOrders(db, { ...asked, organisationId, visible: visible(orderColumnsSeen) })
  return pageOf(
    found.map((order) => rowOf(order, organisationId)),
    asked.limit,
  )
}

/** The order with its lines and steps, and what its reader can do: the same pure rules that the verbs ask. */
export async function orderPage({ db, actor, now, authorise, may, looked }: QueryCtx, id: string) {
  const order = (await findOrder(db, id)) ?? coreRefusals.refuse('not_found')
  authorise(subjectOf(order))
  looked({ kind: 'service_order', id })
  const [facts, lines, steps] = await Promise.all([factsOf(db, order), linesOf(db, id), stepsOf(db, id)])
  const today = dayOf(now).toString()
  const side = sideOf(order, actor.organisationId)
  const acts = side && may('order.cancel', subjectOf(order)) ? offers(facts, side, today) : []
  return {
    ...rowOf(order, actor.organisationId),
    late: isLate(facts, today),
    closed: facts.closed,
    lines,
    steps,
    actions: acts.map(({ action, refusal, feeFen }) => ({
      action,
      reason: refusal && { code: refusal.code, text: refusal.text },
      feeFen,
    })),
  }
}
