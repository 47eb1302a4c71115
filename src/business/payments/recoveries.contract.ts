// Browser-safe.
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
  PositiveFen,
  query,
  TextSchema,
} from '#core/contract.ts'
import { StepWire } from '#business/vouchers/browser.ts'
import { Reason } from './batches.contract.ts'
import { CAUSES, keysOf, RECOVERY_STATUS } from './rules.ts'

export const Recovery = z.object({
  id: Id,
  number: z.string(),
  redemptionId: Id,
  redemptionNumber: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  authorityId: Id,
  authorityName: z.string(),
  cause: z.enum(keysOf(CAUSES)),
  demandedFen: Fen,
  returnedFen: Fen,
  reason: z.string(),
  clause: z.string(),
  dueOn: Day.nullable(),
  dueProvisional: z.boolean(),
  overdue: z.boolean(),
  status: z.enum(keysOf(RECOVERY_STATUS)),
  decidedBy: z.string(),
  decidedAt: Moment,
  endedAt: Moment.nullable(),
  endReason: z.string().nullable(),
  /** Came back before the finding was overturned: to be paid again, and what of it was. */
  refundFen: Fen,
  refundedFen: Fen,
})

const Return = z.object({
  id: Id,
  amountFen: Fen,
  bankReference: z.string(),
  receivedOn: Day,
  by: z.string(),
  at: Moment,
})

const Refund = Return.omit({ receivedOn: true }).extend({ paidOn: Day })

const Done = z.object({ id: Id, number: z.string(), status: z.enum(keysOf(RECOVERY_STATUS)) })
const Cause = z.enum(['falsehood', 'red_invoice', 'overpaid'])

const DECISIONS = ['issue', 'redemption', 'refusal', 'appeal', 'recovery'] as const
const DecisionDocument = z.object({
  kind: z.enum(DECISIONS),
  title: TextSchema,
  number: z.string(),
  caseNumber: z.string(),
  authority: z.string(),
  applicant: z.object({ name: z.string(), code: z.string().nullable() }),
  subject: TextSchema,
  decidedOn: Day,
  decidedBy: z.string(),
  result: TextSchema,
  amounts: z.array(z.object({ label: TextSchema, amountFen: Fen })),
  derivation: z.array(StepWire),
  /** As the decider wrote them; the cause of a recovery in both languages. */
  reasons: z.array(TextSchema),
  /** The rulebook by its title in both languages; what it says, as it says it. */
  clauses: z.array(TextSchema),
  consequences: z.array(TextSchema),
  /** Where to turn, and until when; null where nothing was decided against anybody. */
  appeal: TextSchema.nullable(),
})

export const recoveries = {
  recoveries: query({
    path: '/recoveries',
    summary: { zh: '追回', en: 'Recoveries' },
    query: PageQuery.extend({
      status: z.enum(keysOf(RECOVERY_STATUS)).optional(),
      redemptionId: Id.optional(),
      refundDue: z.literal('true').optional(),
    }),
    returns: Page(Recovery),
    allow: 'recovery.read',
  }),
  recovery: query({
    path: '/recoveries/{id}',
    summary: { zh: '一项追回', en: 'A recovery with what came back' },
    params: ById,
    returns: Recovery.extend({
      returns: z.array(Return),
      refunds: z.array(Refund),
      /** What the return in full gave back to the firm's yearly cap. */
      capGivenBack: z.object({ year: z.number(), amountFen: Fen }).nullable(),
      abilities: z.array(z.string()),
    }),
    allow: 'recovery.read',
  }),
  recover: command({
    path: '/redemptions/{id}/recoveries',
    summary: { zh: '决定追回', en: 'Decide that money is to come back, or that a payment is stopped' },
    params: ById,
    body: z.object({
      cause: Cause,
      amountFen: PositiveFen,
      reason: Reason,
      clause: Line(300),
      workingDays: z
        .number()
        .int()
        .min(1)
        .max(250)
        .default(20)
        .describe('Working days to return the money in'),
      proposalId: Id.optional(),
    }),
    returns: Done.extend({ dueOn: Day.nullable(), barredUntil: Day.nullable() }),
    allow: 'recovery.decide',
    refuses: [
      'recovery_not_paid',
      'recovery_payment_running',
      'recovery_before_payment',
      'recovery_too_much',
      'proposal_decided',
    ],
  }),
  returnVoluntarily: command({
    path: '/redemptions/{id}/voluntary-returns',
    summary: { zh: '主动退回', en: 'Return money of one’s own will' },
    params: ById,
    body: z.object({ amountFen: PositiveFen, reason: Reason }),
    returns: Done,
    allow: 'recovery.volunteer',
    refuses: ['recovery_not_paid', 'recovery_payment_running', 'recovery_too_much'],
  }),
  bookReturn: command({
    path: '/recoveries/{id}/returns',
    summary: { zh: '登记退回款项', en: 'Book money that came back' },
    params: ById,
    body: z.object({ amountFen: PositiveFen, bankReference: Line(60, 3), receivedOn: Day }),
    returns: Done.extend({
      leftFen: Fen,
      capGivenBack: z.boolean().describe('By its return in full the firm may claim as much again this year'),
    }),
    allow: 'recovery.book',
    refuses: [
      'recovery_over',
      'recovery_return_too_much',
      'bank_reference_used',
      'received_later',
      'received_before_paid',
    ],
  }),
  waiveRecovery: command({
    path: '/recoveries/{id}/waiver',
    summary: { zh: '撤销追回（未退部分）', en: 'Waive what has not come back' },
    params: ById,
    body: z.object({ reason: Reason }),
    returns: Done,
    allow: 'recovery.waive',
    refuses: ['recovery_over', 'recovery_waive_false'],
  }),
  overturnFalsehood: command({
    path: '/recoveries/{id}/overturning',
    summary: { zh: '撤销虚假认定', en: 'Overturn a finding of falsehood' },
    params: ById,
    body: z.object({ reason: Reason }),
    returns: Done.extend({ refundFen: Fen, barLifted: z.boolean() }),
    allow: 'recovery.overturn',
    refuses: [
      'recovery_over',
      'recovery_not_false',
      'recovery_own_finding',
      'refund_short',
      'refund_short_closed',
    ],
  }),
  bookRefund: command({
    path: '/recoveries/{id}/refunds',
    summary: { zh: '登记退还款项', en: 'Book what was paid again' },
    params: ById,
    body: z.object({ amountFen: PositiveFen, bankReference: Line(60, 3), paidOn: Day }),
    returns: Done.extend({ leftFen: Fen }),
    allow: 'recovery.book',
    refuses: [
      'refund_none',
      'refund_too_much',
      'refund_day',
      'bank_reference_used',
      'payment_held_red',
      'payment_held_conflict',
      'payment_held_holder',
    ],
  }),
  proposals: query({
    path: '/recovery-proposals',
    summary: { zh: '追回建议', en: 'Proposals to recover money' },
    query: PageQuery.extend({
      status: z.enum(['open', 'followed', 'dismissed']).optional(),
      redemptionId: Id.optional(),
    }),
    returns: Page(
      z.object({
        id: Id,
        redemptionId: Id,
        redemptionNumber: z.string(),
        organisationName: z.string(),
        cause: z.enum(['red_invoice']),
        amountFen: Fen,
        note: z.string(),
        at: Moment,
        status: z.enum(['open', 'followed', 'dismissed']),
        recoveryId: Id.nullable(),
        reason: z.string().nullable(),
      }),
    ),
    allow: 'recovery.read',
  }),
  dismissProposal: command({
    path: '/recovery-proposals/{id}/dismissal',
    summary: { zh: '不予追回', en: 'Dismiss a proposal' },
    params: ById,
    body: z.object({ reason: Reason }),
    returns: z.object({ id: Id }),
    allow: 'recovery.decide',
    refuses: ['proposal_decided'],
  }),
  decision: query({
    path: '/decisions/{kind}/{id}',
    summary: { zh: '决定书', en: 'What a printed decision says' },
    params: z.object({ kind: z.enum(DECISIONS), id: Id }),
    /** Of several appeals of one case, which; the latest unless told. */
    query: z.object({ no: z.coerce.number().int().min(1).max(99).optional() }),
    returns: DecisionDocument,
    allow: 'decision.read',
  }),
}
