import { formatFen, shareBp } from '#core/money.ts'
import { Refusal, refusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'

export const orderRefusals = refusals({
  order_moved: {
    kind: 'conflict',
    zh: '不能办理“{actionZh}”：{by}已于{at}办理“{lastZh}”，订单现为“{statusZh}”。请刷新页面，按当前状态办理。',
    en: 'Cannot {actionEn}: {by} did “{lastEn}” on {at} and the order is now {statusEn}. Reload the page and act on what is there.',
  },
  order_not_your_part: {
    kind: 'forbidden',
    zh: '“{actionZh}”由{whoZh}办理。请通知对方，或办理列在本页的其他事项。',
    en: '“{actionEn}” is for the {whoEn} to do. Let them know, or do what this page offers you.',
  },
  order_provider_unknown: {
    kind: 'invalid',
    zh: '没有可接单的这家服务机构。请从服务机构目录中重新选择。',
    en: 'No such provider takes orders. Choose one from the list of providers.',
  },
  order_provider_is_buyer: {
    kind: 'invalid',
    zh: '不能向本单位下单。请选择其他服务机构。',
    en: 'An order goes to another organisation, not your own. Choose another provider.',
  },
  order_contract_future: {
    kind: 'invalid',
    zh: '合同签订日期{day}晚于今天。请按合同上的日期填写，或在签订之后再下单。',
    en: 'The contract is dated {day}, after today. Enter the date on the contract, or order once it is signed.',
  },
  order_delivery_past: {
    kind: 'invalid',
    zh: '交付期限{day}早于合同签订日期。请按合同更正交付期限。',
    en: 'Delivery is due on {day}, before the contract was signed. Correct it from the contract.',
  },
  order_too_dear: {
    kind: 'invalid',
    zh: '各项合计超过平台可受理的上限{limit}。请核对单价与数量。',
    en: 'The lines sum to more than the {limit} the platform accepts. Check unit prices and quantities.',
  },
  order_contract_used: {
    kind: 'conflict',
    zh: '合同“{contractNo}”已有订单（{number}）。请在该订单上办理；内容有误的，先取消该订单，再重新下单。',
    en: 'Contract “{contractNo}” has an order already ({number}). Act on that one; if it is wrong, cancel it and order anew.',
  },
  order_funding_unknown: {
    kind: 'invalid',
    zh: '平台没有“{kind}”这种资金来源。请从券的页面重新发起订单，或不使用资金来源下单。',
    en: 'The platform knows no funding of kind “{kind}”. Start again from the voucher’s page, or order without funding.',
  },
  order_decline_instead: {
    kind: 'conflict',
    zh: '订单尚未确认，不需要取消。不接此单的，请办理“不接单”并说明原因。',
    en: 'The order is not confirmed yet, so there is nothing to cancel. Decline it, with the reason.',
  },
  order_cancel_delivered: {
    kind: 'conflict',
    zh: '成果已交付，不能再取消。委托方请验收，或退回返工并说明原因。',
    en: 'The result is delivered, so the order can no longer be cancelled. The buyer accepts it, or returns it with the reason.',
  },
  order_cancel_ended: {
    kind: 'conflict',
    zh: '订单已结束（{statusZh}），不能取消。需要继续合作的，请另下新单。',
    en: 'The order has ended ({statusEn}) and can’t be cancelled. To go on working together, place a new one.',
  },
  order_cancel_closed: {
    kind: 'conflict',
    zh: '按双方约定，{whoZh}在确认接单后不能单方取消。请与对方协商，由对方按约定取消；约定说明：{note}',
    en: 'By the terms the {whoEn} can’t cancel alone once the order is confirmed. Agree with the other side, who may cancel by its terms: {note}',
  },
  order_party_closed: {
    kind: 'conflict',
    zh: '{whoZh}已注销，不能再签订或确认订单。请另选合作单位；订单已发出的，可以撤回、谢绝或取消，不收费用。',
    en: 'The {whoEn} is closed, so no order can be made or confirmed. Choose another; an order that is there already can be withdrawn, declined or cancelled without a fee.',
  },
  order_evaluate_later: {
    kind: 'conflict',
    zh: '订单现为“{statusZh}”，验收通过后才能评价服务。请先验收。',
    en: 'The order is {statusEn}. The service is evaluated once it was accepted; accept it first.',
  },
  order_evaluated: {
    kind: 'conflict',
    zh: '{by}已于{at}评价本次服务，评价不能更改。有补充意见的，请联系服务机构或主管部门。',
    en: '{by} evaluated this service on {at}, and an evaluation stays. For anything more, get in touch with the provider or the authority.',
  },
  order_fee_changed: {
    kind: 'conflict',
    zh: '取消费用现为{feeZh}，与您看到的{seenZh}不同（订单状态或期限已变化）。请核对后再次确认取消。',
    en: 'The cancellation fee is now {feeEn}, not the {seenEn} you saw (the order has moved on). Look again and confirm.',
  },
})

export const ORDER_STATUS = {
  proposed: { zh: '待确认', en: 'proposed' },
  confirmed: { zh: '已确认，服务中', en: 'confirmed' },
  declined: { zh: '服务方不接单', en: 'declined' },
  delivered: { zh: '已交付，待验收', en: 'delivered' },
  returned: { zh: '退回返工', en: 'returned for rework' },
  accepted: { zh: '已验收', en: 'accepted' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  voided: { zh: '已由主管部门终止', en: 'stopped by the authority' },
} as const satisfies Record<string, Text>
export type OrderStatus = keyof typeof ORDER_STATUS

export const ORDER_ACTION = {
  propose: { zh: '下单', en: 'propose' },
  confirm: { zh: '确认接单', en: 'confirm the order' },
  decline: { zh: '不接单', en: 'decline the order' },
  deliver: { zh: '交付成果', en: 'deliver the result' },
  accept: { zh: '验收通过', en: 'accept the result' },
  return: { zh: '退回返工', en: 'return for rework' },
  cancel: { zh: '取消订单', en: 'cancel the order' },
  void: { zh: '主管部门终止', en: 'stop by authority' },
  evaluate: { zh: '评价服务', en: 'evaluate the service' },
} as const satisfies Record<string, Text>
export type OrderAction = keyof typeof ORDER_ACTION

export type Side = 'buyer' | 'provider'
export const SIDE = {
  buyer: { zh: '委托方', en: 'buyer' },
  provider: { zh: '服务机构', en: 'provider' },
} as const satisfies Record<Side, Text>

/** Up to which event a side may cancel alone: nothing is owed before the confirmation, the fee after it. */
export type Until = 'confirmed' | 'delivered'
export type Terms = {
  buyerMayCancelUntil: Until
  buyerFeeBp: number
  providerMayCancelUntil: Until
  providerFeeBp: number
  /** A provider behind its day loses the fee, and its hold on a buyer who could no longer cancel. */
  buyerFreeWhenLate: boolean
  note: string
}

/** Which side does it, from which statuses, and where it leads. Proposing, cancelling and stopping have rules of their own. */
export const moves = {
  confirm: { side: 'provider', from: ['proposed'], to: 'confirmed' },
  decline: { side: 'provider', from: ['proposed'], to: 'declined' },
  deliver: { side: 'provider', from: ['confirmed', 'returned'], to: 'delivered' },
  accept: { side: 'buyer', from: ['delivered'], to: 'accepted' },
  return: { side: 'buyer', from: ['delivered'], to: 'returned' },
} as const satisfies Partial<
  Record<OrderAction, { side: Side; from: readonly OrderStatus[]; to: OrderStatus }>
>
export type Move = keyof typeof moves

/** Running: something can still happen to it, so an authority can stop it. */
export const RUNNING = [
  'proposed',
  'confirmed',
  'delivered',
  'returned',
] as const satisfies readonly OrderStatus[]

/** What the rules look at. Days are YYYY-MM-DD; `last` is the newest step, its time written for people. */
export type OrderFacts = {
  status: OrderStatus
  priceFen: bigint
  deliverBy: string
  terms: Terms
  last: { action: OrderAction; by: string; at: string }
  /** The side that was closed (注销) meanwhile. */
  closed: Side | null
}

const words = <T extends Text>(name: string, text: T) => ({ [`${name}Zh`]: text.zh, [`${name}En`]: text.en })

/** Somebody was quicker: what happened, by whom and when. */
export function moved(order: OrderFacts, action: OrderAction): Refusal {
  const { by, at } = order.last
  return orderRefusals.make('order_moved', {
    ...words('action', ORDER_ACTION[action]),
    ...words('last', ORDER_ACTION[order.last.action]),
    ...words('status', ORDER_STATUS[order.status]),
    by,
    at,
  })
}

/** Why this side may not do it now, or null when it may. */
export function refusalOf(order: OrderFacts, side: Side | null, action: Move): Refusal | null {
  const move = moves[action]
  if (side !== move.side)
    return orderRefusals.make('order_not_your_part', {
      ...words('action', ORDER_ACTION[action]),
      ...words('who', SIDE[move.side]),
    })
  if (!(move.from as readonly OrderStatus[]).includes(order.status)) return moved(order, action)
  return action === 'confirm' && order.closed ? partyClosed(order.closed) : null
}

export const partyClosed = (side: Side): Refusal =>
  orderRefusals.make('order_party_closed', words('who', SIDE[side]))

/** Why the service can't be evaluated by this side now, or null: once, by the buyer, after the acceptance. */
export function evaluable(order: OrderFacts, side: Side | null): Refusal | null {
  const { action, by, at } = order.last
  if (side !== 'buyer')
    return orderRefusals.make('order_not_your_part', {
      ...words('action', ORDER_ACTION.evaluate),
      ...words('who', SIDE.buyer),
    })
  if (action === 'evaluate') return orderRefusals.make('order_evaluated', { by, at })
  if (order.status === 'accepted') return null
  return orderRefusals.make('order_evaluate_later', words('status', ORDER_STATUS[order.status]))
}

export type Cancellation = { feeFen: bigint; free: 'unconfirmed' | 'closed' | 'late' | null }

/**
 * The fee at which a side may cancel today (rounded down to the fen), or why it may not. Before the confirmation the buyer
 * withdraws freely; afterwards by the order's own terms, or freely from a side that was closed. A returned order counts as not
 * delivered.
 */
export function cancellable(order: OrderFacts, side: Side, today: string): Refusal | Cancellation {
  const { status, terms, priceFen } = order
  if (status === 'proposed') {
    return side === 'buyer'
      ? { feeFen: 0n, free: 'unconfirmed' }
      : orderRefusals.make('order_decline_instead')
  }
  const leaves = order.closed !== null && order.closed !== side
  if (leaves && (status === 'confirmed' || status === 'delivered' || status === 'returned'))
    return { feeFen: 0n, free: 'closed' }
  if (status === 'delivered') return orderRefusals.make('order_cancel_delivered')
  if (status !== 'confirmed' && status !== 'returned')
    return orderRefusals.make('order_cancel_ended', words('status', ORDER_STATUS[status]))
  if (side === 'buyer' && terms.buyerFreeWhenLate && isLate(order, today)) return { feeFen: 0n, free: 'late' }
  const buyer = side === 'buyer'
  if ((buyer ? terms.buyerMayCancelUntil : terms.providerMayCancelUntil) === 'confirmed') {
    return orderRefusals.make('order_cancel_closed', { ...words('who', SIDE[side]), note: terms.note || '—' })
  }
  return { feeFen: shareBp(priceFen, buyer ? terms.buyerFeeBp : terms.providerFeeBp), free: null }
}

/** The day of delivery is over and nothing usable was delivered. */
export const isLate = ({ status, deliverBy }: OrderFacts, today: string): boolean =>
  (status === 'confirmed' || status === 'returned') && today > deliverBy

/** The fee changed between the look and the click. */
export const feeChanged = (feeFen: bigint, seenFen: bigint): Refusal =>
  orderRefusals.make('order_fee_changed', {
    feeZh: formatFen(feeFen),
    feeEn: formatFen(feeFen, { locale: 'en' }),
    seenZh: formatFen(seenFen),
    seenEn: formatFen(seenFen, { locale: 'en' }),
  })

export type Offer = { action: OrderAction; refusal: Refusal | null; feeFen: bigint | null }

/** What a side is shown: every act that is its own, with the reason where it can't be done and the fee where one is owed. */
export function offers(order: OrderFacts, side: Side, today: string): Offer[] {
  const own = (Object.keys(moves) as Move[]).filter((action) => moves[action].side === side)
  const cancel = cancellable(order, side, today)
  const refused = cancel instanceof Refusal
  return [
    ...own.map((action): Offer => ({ action, refusal: refusalOf(order, side, action), feeFen: null })),
    { action: 'cancel', refusal: refused ? cancel : null, feeFen: refused ? null : cancel.feeFen },
    ...(side === 'buyer'
      ? [{ action: 'evaluate' as const, refusal: evaluable(order, side), feeFen: null }]
      : []),
  ]
}
