import { z } from 'zod'
import {
  ById,
  command,
  Day,
  Fen,
  Id,
  PageQuery,
  Line,
  Moment,
  Page,
  PositiveFen,
  query,
  TextSchema,
} from '#core/contract.ts'
import { EVIDENCE, EXCLUSIONS, keysOf, MODES, SERVICE_KINDS, StepWire } from '#business/vouchers/browser.ts'
import { STATUS } from './rules.ts'

const Service = z.enum(keysOf(SERVICE_KINDS))
const Status = z.enum(keysOf(STATUS))
const EvidenceKind = z.enum(keysOf(EVIDENCE))
const Mode = z.enum(keysOf(MODES))
/** An amount that may be zero, in the query of an address. */
const QueryFen = z.codec(z.string().regex(/^\d{1,15}$/), z.bigint(), {
  decode: (digits) => BigInt(digits),
  encode: (fen) => fen.toString(),
})
/** A list in an address: `contains=statutory_test,advertising`. */
const Contents = z
  .string()
  .max(200)
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .pipe(z.array(z.enum(keysOf(EXCLUSIONS))))

const Refused = z.object({ code: z.string(), text: TextSchema })

export const Excluded = z.object({
  what: Line(200, 2),
  amountFen: PositiveFen,
  reason: Line(500, 2),
})
const ExcludedRow = Excluded.extend({ by: z.enum(['firm', 'reviewer']) })

export const NewRedemption = z.object({
  orderId: Id,
  lines: z
    .array(z.object({ invoiceId: Id, lineNo: z.number().int().min(1).max(2000), amountFen: PositiveFen }))
    .min(1)
    .max(200),
  payments: z
    .array(z.object({ amountFen: PositiveFen, paidOn: Day, fileId: Id }))
    .min(1)
    .max(50),
  /** Paid from company account to company account. */
  betweenCompanies: z.boolean(),
  excluded: z.array(Excluded).max(50).default([]),
  /** Further documents by kind; contract and result report come with the order. */
  files: z.partialRecord(EvidenceKind, z.array(Id).max(20)).default({}),
})

export const RedemptionRow = z.object({
  id: Id,
  number: z.string(),
  voucherId: Id,
  voucherNumber: z.string(),
  orderId: Id,
  orderNumber: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  providerId: Id,
  providerName: z.string(),
  status: Status,
  /** Null for a provider that is not the payee. */
  amountFen: Fen.nullable(),
  approvedFen: Fen.nullable(),
  filedAt: Moment,
})

/** One thing to check, with the document that proves it beside it. */
const Proof = z.object({
  kind: z.enum(['file', 'invoice', 'order', 'provider', 'profile']),
  id: Id,
  name: z.string(),
})
export const FindingRow = z.object({
  id: z.string(),
  says: TextSchema,
  /** `look`: only a person can see it. */
  outcome: z.enum(['pass', 'fail', 'warn', 'look']),
  detail: TextSchema.nullable(),
  clause: TextSchema.nullable(),
  proofs: z.array(Proof),
})

const Reckoning = z.object({
  no: z.number(),
  excluded: z.array(ExcludedRow),
  excludedFen: Fen,
  eligibleFen: Fen,
  amountFen: Fen,
  steps: z.array(StepWire),
  by: z.string(),
  at: Moment,
})

const EvidenceRow = z.object({
  kind: EvidenceKind,
  label: TextSchema,
  needed: z.boolean(),
  files: z.array(z.object({ id: Id, name: z.string(), usedElsewhere: z.number() })),
})

const InvoiceRow = z.object({
  id: Id,
  number: z.string(),
  kind: z.enum(['blue', 'red']),
  issuedOn: Day,
  sellerName: z.string(),
  buyerName: z.string(),
  totalFen: Fen,
  fileId: Id.nullable(),
  conflicts: z.number(),
  lines: z.array(
    z.object({
      lineNo: z.number(),
      what: z.string(),
      lineFen: Fen,
      presentedFen: Fen,
      /** Of the whole line, by all live requests and what red-letter invoices took back. */
      takenFen: Fen,
      reversedFen: Fen,
      occupied: z.boolean(),
    }),
  ),
})

export const RedemptionDetail = RedemptionRow.extend({
  /** What it rests on; null for a provider that is not paid. */
  inside: z
    .object({
      mode: Mode.nullable(),
      rulebookId: z.string(),
      rulebookTitle: TextSchema,
      contractFen: Fen,
      contractOn: Day,
      acceptedOn: Day,
      lastDay: Day,
      invoicedFen: Fen,
      paidFen: Fen,
      payments: z.array(z.object({ amountFen: Fen, paidOn: Day, fileId: Id })),
      /** Newest first. */
      reckonings: z.array(Reckoning),
      evidence: z.array(EvidenceRow),
      invoices: z.array(InvoiceRow),
      findings: z.array(FindingRow),
      payee: z.object({ id: Id, name: z.string(), account: z.string().nullable() }),
      /** Whose code is in dispute, if one is: then nothing is paid. */
      disputed: z.enum(['payee', 'holder']).nullable(),
      passedAt: Moment.nullable(),
      decidedAt: Moment.nullable(),
    })
    .nullable(),
  abilities: z.array(z.string()),
})

const Worth = z.object({
  mode: Mode.nullable(),
  amountFen: Fen.nullable(),
  ownFen: Fen.nullable(),
  steps: z.array(StepWire),
  assumed: z.boolean(),
  refusals: z.array(Refused),
})

const fileRefuses = [
  'redemption_not_ready',
  'redemption_order_unfunded',
  'redemption_order_not_accepted',
  'redemption_live_request',
  'redemption_other_side_asks',
  'redemption_period_over',
  'redemption_window_closed',
  'redemption_invoice_buyer',
  'redemption_invoice_seller',
  'redemption_invoice_early',
  'redemption_invoice_red',
  'redemption_payment_not_between_companies',
  'redemption_payment_later',
  'redemption_evidence_missing',
  'redemption_not_evaluated',
  'redemption_programme_missing',
  'redemption_service_not_eligible',
  'redemption_cross_region_not_supported',
  'redemption_not_in_parts',
  'redemption_nothing_left',
  'redemption_paid_already',
  'voucher_not_active',
]

export const redemptions = {
  orderPreview: query({
    path: '/order-preview',
    summary: {
      zh: '下单前测算：能否用券、券付多少',
      en: 'Before ordering: may the voucher pay, and how much',
    },
    query: z.object({
      voucherId: Id,
      providerId: Id,
      service: Service,
      priceFen: PositiveFen,
      contractOn: Day,
      contains: Contents,
    }),
    returns: Worth.extend({
      crossRegion: z.boolean(),
      rulebookId: z.string(),
      evidence: z.array(z.object({ kind: EvidenceKind, label: TextSchema })),
      /** What happens to the order if the provider's admission is withdrawn meanwhile. */
      onWithdrawal: z.object({ effect: z.enum(['finishes', 'stops']), clause: TextSchema }),
    }),
    allow: 'redemption.file',
  }),
  orderFunding: query({
    path: '/orders/{id}/voucher',
    summary: { zh: '订单的用券情况', en: 'What the voucher pays of an order' },
    params: ById,
    returns: Worth.extend({
      voucher: z.object({ id: Id, number: z.string() }),
      /** The buyer's evaluation of the service: whether the rulebook asks for it, and whether it is there. */
      evaluation: z.object({ needed: z.boolean(), given: z.boolean() }),
      lastDay: Day,
      /** The provider's admission was withdrawn meanwhile: what becomes of this order. */
      withdrawals: z.array(
        z.object({
          effect: z.enum(['finishes', 'stops']),
          says: TextSchema,
          clause: TextSchema,
          from: Day,
          reason: z.string(),
        }),
      ),
    }),
    allow: 'redemption.read',
  }),
  preview: query({
    path: '/redemptions/preview',
    summary: { zh: '兑付测算', en: 'What a redemption would pay' },
    query: z.object({
      orderId: Id,
      invoicedFen: PositiveFen,
      /** Left out: what the settlement asks the firm to pay. */
      paidFen: PositiveFen.optional(),
      excludedFen: QueryFen.default(0n),
    }),
    returns: Worth.extend({
      lastDay: Day,
      /** Who is paid, and so who asks. */
      payee: z.object({ id: Id, name: z.string() }),
      paidFen: Fen,
      evidence: z.array(
        z.object({ kind: EvidenceKind, label: TextSchema, fromOrder: z.boolean(), there: z.boolean() }),
      ),
    }),
    allow: 'redemption.file',
  }),
  unused: query({
    path: '/redemptions/unused-vouchers',
    summary: { zh: '待使用的券', en: 'Vouchers that wait to be used' },
    returns: z.object({
      rows: z.array(
        z.object({
          id: Id,
          number: z.string(),
          serviceKind: Service,
          faceFen: Fen,
          remainingFen: Fen,
          useBy: Day,
        }),
      ),
    }),
    allow: 'redemption.file',
  }),
  unasked: query({
    path: '/redemptions/unasked',
    summary: { zh: '待申请兑付的订单', en: 'Orders that wait for a request' },
    returns: z.object({
      rows: z.array(
        z.object({
          orderId: Id,
          number: z.string(),
          title: z.string(),
          priceFen: Fen,
          buyerName: z.string(),
          providerName: z.string(),
          /** The last day to ask for it. */
          lastDay: Day,
          /** The reader's own side, whose turn it is, and who will ask. */
          side: z.enum(['buyer', 'provider']),
          turn: z.enum(['buyer', 'provider']),
          payee: z.enum(['buyer', 'provider']),
          /** The buyer has to evaluate the service first. */
          evaluate: z.boolean(),
        }),
      ),
    }),
    allow: 'redemption.file',
  }),
  file: command({
    path: '/redemptions',
    summary: { zh: '申请兑付', en: 'Ask for redemption' },
    body: NewRedemption,
    returns: z.object({ id: Id, number: z.string(), amountFen: Fen }),
    allow: 'redemption.file',
    refuses: fileRefuses,
  }),
  list: query({
    path: '/redemptions',
    summary: { zh: '兑付申请', en: 'Redemption requests' },
    query: PageQuery.extend({ status: Status.optional(), voucherId: Id.optional() }),
    returns: Page(RedemptionRow),
    allow: 'redemption.read',
  }),
  get: query({
    path: '/redemptions/{id}',
    summary: {
      zh: '一件兑付申请：核算、材料与核对',
      en: 'A request: derivation, evidence and what to check',
    },
    params: ById,
    returns: RedemptionDetail,
    allow: 'redemption.read',
  }),
  adjust: command({
    path: '/redemptions/{id}/adjustments',
    summary: { zh: '核减：逐项说明理由并重新核算', en: 'Adjust downwards, with a reason for each item' },
    params: ById,
    body: z.object({
      /** The reckoning that the screen showed. */
      seen: z.number().int().min(1),
      excluded: z.array(Excluded).min(1).max(50),
    }),
    returns: z.object({ id: Id, no: z.number(), amountFen: Fen }),
    allow: 'redemption.adjust',
    refuses: [
      'redemption_not_in_review',
      'redemption_not_your_desk',
      'redemption_reckoned_anew',
      'redemption_nothing_left',
    ],
  }),
}
