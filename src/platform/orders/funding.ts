import type { CommandCtx } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { orderRefusals, type OrderAction } from './rules.ts'
import type { Order } from './store.ts'

/** What acting on an order needs of the write door's context; a CommandCtx fits. */
export type OrderCtx = Pick<CommandCtx, 'actor' | 'now' | 'event' | 'enqueue'>

/** The order a hook sees. While it is being proposed it has an id, and no number yet. */
export type FundedOrder = Omit<Order, 'number'> & {
  number: string | null
  funding: { kind: string; id: string }
}

type Hook = (tx: Tx, ctx: OrderCtx, order: FundedOrder, action: OrderAction) => Promise<unknown>

/**
 * What a fund does when an order that names it moves, in the same transaction. The order is locked first (a proposed one is
 * not written yet), then whatever the fund locks.
 */
export type FundingHooks = {
  /** Asked before anything is written, the order as it was; refuses by throwing. */
  before?: Hook
  /** Told when it is written, the order as it is now. */
  after?: Hook
}

const funds = new Map<string, FundingHooks>()

/** Declares a kind of funding that orders may name. @throws Error when the kind is taken by other hooks */
export function registerFunding(kind: string, hooks: FundingHooks): void {
  const known = funds.get(kind)
  if (known && known !== hooks) throw new Error(`funding ${kind} declared twice`)
  funds.set(kind, hooks)
}

/** @throws Refusal order_funding_unknown, or what the fund refuses */
export async function runHook(
  when: 'before' | 'after',
  tx: Tx,
  ctx: OrderCtx,
  order: Omit<Order, 'number'> & { number: string | null },
  action: OrderAction,
): Promise<void> {
  const { funding } = order
  if (!funding) return
  const hooks =
    funds.get(funding.kind) ?? orderRefusals.refuse('order_funding_unknown', { kind: funding.kind })
  await hooks[when]?.(tx, ctx, { ...order, funding }, action)
}
