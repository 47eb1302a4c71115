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

const Digits = (max: number) => z.string().regex(new RegExp(`^\\d{0,${max}}$`))
const numbered = { code: Digits(12).default(''), number: Digits(20) }
const Uscc = Line(60)

export const NewInvoice = z.object({
  ...numbered,
  sellerCode: Uscc,
  sellerName: Line(200),
  /** Null for a buyer without a credit code. */
  buyerCode: Uscc.nullable(),
  buyerName: Line(200),
  issuedOn: Day,
  totalFen: PositiveFen,
  /** Amounts with tax; their order is that of the invoice. */
  lines: z
    .array(z.object({ what: Line(200), amountFen: PositiveFen }))
    .min(1)
    .max(2000),
  fileId: Id,
})
export type NewInvoice = z.output<typeof NewInvoice>

export const NewRedInvoice = z.object({
  ...numbered,
  blue: z.object(numbered),
  issuedOn: Day,
  totalFen: PositiveFen,
  /** What it takes back of which line of the blue invoice: positive, with tax. */
  lines: z
    .array(z.object({ blueLineNo: z.number().int().min(1).max(2000), amountFen: PositiveFen }))
    .min(1)
    .max(2000),
  fileId: Id,
})
export type NewRedInvoice = z.output<typeof NewRedInvoice>

const Registered = z.object({
  id: Id,
  /** New; known with the same facts; or another version of a known one, which waits for an officer. */
  status: z.enum(['registered', 'known', 'conflict']),
  conflictId: Id.nullable(),
})

const Facts = z.object({
  code: z.string(),
  number: z.string(),
  kind: z.enum(['blue', 'red']),
  sellerCode: z.string(),
  sellerName: z.string(),
  buyerCode: z.string().nullable(),
  buyerName: z.string(),
  issuedOn: Day,
  totalFen: Fen,
})
const FactsWithLines = Facts.extend({
  lines: z.array(z.object({ what: z.string(), amountFen: Fen, blueLineNo: z.number().nullable() })),
})

export const InvoiceRow = Facts.extend({
  id: Id,
  /** A holder's own; to officers the one that stands. */
  fileId: Id,
  at: Moment,
  presentedFen: Fen,
  reversedFen: Fen,
  leftFen: Fen,
  inConflict: z.boolean(),
})

export const InvoiceDetail = InvoiceRow.extend({
  /** To a holder whom a correction left out: all of this is his own version, and this is the decision against it. */
  replaced: z.object({ at: Moment, by: z.string(), reason: z.string() }).nullable(),
  redOf: Id.nullable(),
  reds: z.array(z.object({ id: Id, code: z.string(), number: z.string(), totalFen: Fen, issuedOn: Day })),
  lines: z.array(
    z.object({
      lineNo: z.number(),
      what: z.string(),
      amountFen: Fen,
      blueLineNo: z.number().nullable(),
      presentedFen: Fen,
      reversedFen: Fen,
      leftFen: Fen,
    }),
  ),
  /** Who presented is told only to those who may see it; the amount to all who see the invoice. */
  presentations: z.array(
    z.object({
      lineNo: z.number(),
      amountFen: Fen,
      at: Moment,
      by: z
        .object({
          subject: z.object({ kind: z.string(), id: Id }),
          organisation: z.object({ id: Id, name: z.string() }),
          authority: z.object({ id: Id, name: z.string() }),
        })
        .nullable(),
    }),
  ),
  /** Who registered it first is told to officers and to himself, not to another holder. */
  versions: z.array(
    z.object({ versionNo: z.number(), at: Moment, by: z.string().nullable(), facts: FactsWithLines }),
  ),
})

export const ConflictStatus = z.enum(['open', 'kept', 'corrected'])
export const Conflict = z.object({
  id: Id,
  invoiceId: Id,
  status: ConflictStatus,
  at: Moment,
  claimedBy: z.object({ id: Id, name: z.string() }),
  fileId: Id,
  claimed: FactsWithLines,
  /** The registered version and its file, and where the two differ: for officers. */
  registered: FactsWithLines.nullable(),
  registeredFileId: Id.nullable(),
  differences: z.array(
    z.object({
      field: z.string(),
      lineNo: z.number().nullable(),
      registered: z.string(),
      claimed: z.string(),
    }),
  ),
  /** Why it can't be corrected as claimed, if it can't. */
  correctionRefused: TextSchema.nullable(),
  decidedAt: Moment.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  abilities: z.array(z.string()),
})

const registrationRefuses = [
  'invoice_number_form',
  'invoice_party_code',
  'invoice_future',
  'invoice_sum_differs',
  'invoice_not_yours',
  'invoice_kind_differs',
  'invoice_conflict_waits',
  'invoice_version_rejected',
  'file_gone',
]

export const invoices = {
  register: command({
    path: '/invoices',
    summary: { zh: '登记发票', en: 'Register an invoice' },
    body: NewInvoice,
    returns: Registered,
    allow: 'invoice.register',
    refuses: registrationRefuses,
  }),
  registerRed: command({
    path: '/invoices/red',
    summary: { zh: '登记红字发票', en: 'Register a red-letter invoice' },
    body: NewRedInvoice,
    returns: Registered,
    allow: 'invoice.reverse',
    refuses: [
      ...registrationRefuses,
      'invoice_blue_unknown',
      'invoice_blue_line_unknown',
      'invoice_reversed_beyond',
    ],
  }),
  list: query({
    path: '/invoices',
    summary: { zh: '已登记的发票', en: 'Registered invoices' },
    query: PageQuery.extend({ number: Digits(20).optional() }),
    returns: Page(InvoiceRow),
    allow: 'invoice.read',
  }),
  get: query({
    path: '/invoices/{id}',
    summary: { zh: '查看发票', en: 'One invoice' },
    params: ById,
    returns: InvoiceDetail,
    allow: 'invoice.read',
  }),
  conflicts: query({
    path: '/invoice-conflicts',
    summary: { zh: '发票版本冲突', en: 'Conflicting versions of invoices' },
    query: PageQuery.extend({ status: ConflictStatus.optional() }),
    returns: Page(Conflict),
    allow: 'invoice.conflict',
  }),
  decide: command({
    path: '/invoice-conflicts/{id}/decision',
    summary: { zh: '裁定发票冲突', en: 'Decide a conflict of invoices' },
    params: ById,
    body: z.object({ outcome: z.enum(['kept', 'corrected']), reason: Paragraphs(1000, 2) }),
    returns: z.object({ id: Id, status: ConflictStatus }),
    allow: 'invoice.decide',
    refuses: [
      'invoice_conflict_decided',
      'invoice_line_in_use',
      'invoice_reversed_beyond',
      'invoice_blue_line_unknown',
    ],
  }),
}
