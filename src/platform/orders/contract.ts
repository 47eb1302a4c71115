import { z } from 'zod'
import {
  ById,
  command,
  Day,
  Fen,
  Id,
  Line,
  Moment,
  Page,
  PageQuery,
  Paragraphs,
  PositiveFen,
  query,
  TextSchema,
} from '#core/contract.ts'
import { ORDER_ACTION, ORDER_STATUS } from './rules.ts'

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]]
export const Status = z.enum(keysOf(ORDER_STATUS))
const Action = z.enum(keysOf(ORDER_ACTION))
const Until = z.enum(['confirmed', 'delivered'])
const Bp = z.number().int().min(0).max(10_000)

/** A fund that pays a part, as the module that registered it names it. */
export const Funding = z.object({ kind: z.string().regex(/^[a-z][a-z_]{0,39}$/), id: Id })

export const TermsSchema = z.object({
  buyerMayCancelUntil: Until,
  buyerFeeBp: Bp,
  providerMayCancelUntil: Until,
  providerFeeBp: Bp,
  buyerFreeWhenLate: z.boolean().default(true),
  note: Paragraphs(2000, 0).default(''),
})

export const NewOrder = z.object({
  providerId: Id,
  serviceKind: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  /** What it contains that a fund may refuse to pay for, as the fund names it; nothing when left out. */
  contains: z
    .array(z.string().regex(/^[a-z][a-z_]{0,39}$/))
    .max(20)
    .optional(),
  title: Line(200, 2),
  description: Paragraphs(4000, 2),
  /** The price is their sum, tax included. */
  lines: z
    .array(
      z.object({
        what: Line(200),
        quantity: z.number().int().min(1).max(100_000),
        unit: Line(20),
        unitPriceFen: PositiveFen,
      }),
    )
    .min(1)
    .max(200),
  contractNo: Line(100),
  contractSignedOn: Day,
  contractFileId: Id,
  deliverBy: Day,
  terms: TermsSchema,
  funding: Funding.nullable().default(null),
})
export type NewOrder = z.output<typeof NewOrder>

const Party = z.object({ id: Id, name: z.string() })
export const OrderRow = z.object({
  id: Id,
  number: z.string(),
  buyer: Party,
  provider: Party,
  serviceKind: z.string(),
  title: z.string(),
  priceFen: Fen,
  funding: Funding.nullable(),
  contractNo: z.string(),
  deliverBy: Day,
  status: Status,
  /** Which side the reader is on; null for officers. */
  side: z.enum(['buyer', 'provider']).nullable(),
  createdAt: Moment,
})

export const OrderDetail = OrderRow.extend({
  description: z.string(),
  contains: z.array(z.string()),
  contractSignedOn: Day,
  contractFileId: Id,
  resultFileId: Id.nullable(),
  endedAt: Moment.nullable(),
  terms: TermsSchema,
  /** The day of delivery is over. */
  late: z.boolean(),
  /** The side that was closed (注销): no more orders with it, and the other may cancel without a fee. */
  closed: z.enum(['buyer', 'provider']).nullable(),
  lines: z.array(
    z.object({
      lineNo: z.number(),
      what: z.string(),
      quantity: z.number(),
      unit: z.string(),
      unitPriceFen: Fen,
      amountFen: Fen,
    }),
  ),
  steps: z.array(
    z.object({
      stepNo: z.number(),
      action: Action,
      side: z.enum(['buyer', 'provider', 'authority']),
      by: z.string(),
      at: Moment,
      reason: z.string().nullable(),
      feeFen: Fen.nullable(),
      fileId: Id.nullable(),
      /** Of an evaluation, from 1 to 5. */
      score: z.number().nullable(),
    }),
  ),
  /** The reader's own acts: those without a reason can be done now; `feeFen` is what cancelling costs now. */
  actions: z.array(
    z.object({
      action: Action,
      reason: z.object({ code: z.string(), text: TextSchema }).nullable(),
      feeFen: Fen.nullable(),
    }),
  ),
})

/** `seen`: the number of the last step on the screen; a newer one refuses the act, so nobody accepts what he has not seen. */
const Seen = z.object({ seen: z.number().int().positive().optional() })
const Reasoned = Seen.extend({ reason: Paragraphs(1000, 2) })
const Standing = z.object({ id: Id, number: z.string(), status: Status, step: z.number() })
const verbRefuses = ['order_moved', 'order_not_your_part', 'order_party_closed']

export const orders = {
  list: query({
    path: '/orders',
    summary: { zh: '服务订单', en: 'Service orders' },
    query: PageQuery.extend({
      cursor: Id.optional(),
      role: z.enum(['buyer', 'provider']).optional(),
      status: Status.optional(),
    }),
    returns: Page(OrderRow),
    allow: 'order.read',
  }),
  get: query({
    path: '/orders/{id}',
    summary: { zh: '查看订单', en: 'One order' },
    params: ById,
    returns: OrderDetail,
    allow: 'order.read',
  }),
  propose: command({
    path: '/orders',
    summary: { zh: '下单', en: 'Propose an order' },
    body: NewOrder,
    returns: Standing,
    allow: 'order.propose',
    refuses: [
      'order_provider_unknown',
      'order_party_closed',
      'order_provider_is_buyer',
      'order_contract_future',
      'order_delivery_past',
      'order_too_dear',
      'order_contract_used',
      'order_funding_unknown',
      'file_gone',
    ],
  }),
  confirm: command({
    path: '/orders/{id}/confirmation',
    summary: { zh: '确认接单', en: 'Confirm an order' },
    params: ById,
    body: Seen,
    returns: Standing,
    allow: 'order.serve',
    refuses: verbRefuses,
  }),
  decline: command({
    path: '/orders/{id}/refusal',
    summary: { zh: '不接单', en: 'Decline an order' },
    params: ById,
    body: Reasoned,
    returns: Standing,
    allow: 'order.serve',
    refuses: verbRefuses,
  }),
  deliver: command({
    path: '/orders/{id}/delivery',
    summary: { zh: '交付成果', en: 'Deliver the result' },
    params: ById,
    body: Seen.extend({ fileId: Id, note: Paragraphs(1000, 0).default('') }),
    returns: Standing,
    allow: 'order.serve',
    refuses: [...verbRefuses, 'file_gone'],
  }),
  accept: command({
    path: '/orders/{id}/acceptance',
    summary: { zh: '验收通过', en: 'Accept the result' },
    params: ById,
    body: Seen,
    returns: Standing,
    allow: 'order.receive',
    refuses: verbRefuses,
  }),
  sendBack: command({
    path: '/orders/{id}/return',
    summary: { zh: '退回返工', en: 'Return for rework' },
    params: ById,
    body: Reasoned,
    returns: Standing,
    allow: 'order.receive',
    refuses: verbRefuses,
  }),
  evaluate: command({
    path: '/orders/{id}/evaluation',
    summary: { zh: '评价服务', en: 'Evaluate the service' },
    params: ById,
    body: Seen.extend({ score: z.number().int().min(1).max(5), remark: Paragraphs(1000, 2) }),
    returns: Standing,
    allow: 'order.receive',
    refuses: [...verbRefuses, 'order_evaluate_later', 'order_evaluated'],
  }),
  cancel: command({
    path: '/orders/{id}/cancellation',
    summary: { zh: '取消订单', en: 'Cancel an order' },
    params: ById,
    /** `feeFen`: the fee that was shown; another one refuses the click. */
    body: Reasoned.extend({ feeFen: Fen }),
    returns: Standing.extend({ feeFen: Fen }),
    allow: 'order.cancel',
    refuses: [
      'order_moved',
      'order_decline_instead',
      'order_cancel_delivered',
      'order_cancel_ended',
      'order_cancel_closed',
      'order_fee_changed',
    ],
  }),
}
