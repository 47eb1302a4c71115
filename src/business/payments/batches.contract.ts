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
  Paragraphs,
  query,
  TextSchema,
} from '#core/contract.ts'
import { BATCH_ROW_STATUS, BATCH_STATUS, keysOf } from './rules.ts'

export const Scheme = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,60}$/)
const Ids = z.array(Id).min(1).max(1000)
export const Reason = Paragraphs(2000, 2)
export const Refused = z.object({ code: z.string(), text: TextSchema })
/** What became of each thing that was asked for; a refusal of one leaves the others alone. */
export const Results = z.array(z.object({ id: Id, done: z.boolean(), refused: Refused.nullable() }))

export const BatchRow = z.object({
  redemptionId: Id,
  number: z.string(),
  voucherNumber: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  providerName: z.string(),
  amountFen: Fen,
  status: z.enum(keysOf(BATCH_ROW_STATUS)),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Moment.nullable(),
  /** Working days of public notice that this row asks for; the batch stands for the most. */
  noticeDays: z.number(),
  /** The case stands at its decision: nothing but the director's word is missing. */
  decidable: z.boolean(),
})

export const Batch = z.object({
  id: Id,
  number: z.string(),
  authorityId: Id,
  authorityName: z.string(),
  scheme: z.string(),
  status: z.enum(keysOf(BATCH_STATUS)),
  noticeId: Id.nullable(),
  noticeNumber: z.string().nullable(),
  closesOn: Day.nullable(),
  provisional: z.boolean(),
  announcedAt: Moment.nullable(),
  createdBy: z.string(),
  createdAt: Moment,
  endedAt: Moment.nullable(),
  reason: z.string().nullable(),
  /** Rows that were not removed. */
  rows: z.number(),
  held: z.number(),
  totalFen: Fen,
  approvedFen: Fen,
})

export const BatchDetail = Batch.extend({
  list: z.array(BatchRow),
  /** The working days of its notice rest on an assumption of a rulebook. */
  noticeAssumed: z.boolean(),
  abilities: z.array(z.string()),
})

const Added = z.object({ id: Id, number: z.string(), rows: z.number(), results: Results })

export const batches = {
  batches: query({
    path: '/batches',
    summary: { zh: '兑付批次', en: 'Batches' },
    query: PageQuery.extend({ status: z.enum(keysOf(BATCH_STATUS)).optional(), scheme: Scheme.optional() }),
    returns: Page(Batch),
    allow: 'batch.read',
  }),
  batchCandidates: query({
    path: '/batch-candidates',
    summary: { zh: '待编入批次的兑付申请', en: 'Passed requests that wait for a batch' },
    query: PageQuery.extend({ scheme: Scheme.optional() }),
    returns: Page(
      z.object({
        id: Id,
        number: z.string(),
        voucherNumber: z.string(),
        scheme: z.string(),
        organisationName: z.string(),
        providerName: z.string(),
        amountFen: Fen,
        passedAt: Moment.nullable(),
      }),
    ),
    allow: 'batch.read',
  }),
  batch: query({
    path: '/batches/{id}',
    summary: { zh: '一个批次', en: 'A batch with its rows' },
    params: ById,
    returns: BatchDetail,
    allow: 'batch.read',
  }),
  createBatch: command({
    path: '/batches',
    summary: { zh: '建立批次', en: 'Collect passed requests in a batch' },
    body: z.object({ scheme: Scheme, redemptionIds: Ids.optional().describe('All that wait, unless given') }),
    returns: Added,
    allow: 'batch.manage',
    refuses: [
      'batch_nothing_waits',
      'redemption_in_other_batch',
      'redemption_not_passed',
      'redemption_other_scheme',
    ],
  }),
  addToBatch: command({
    path: '/batches/{id}/rows',
    summary: { zh: '编入批次', en: 'Add requests to a batch' },
    params: ById,
    body: z.object({ redemptionIds: Ids }),
    returns: Added,
    allow: 'batch.manage',
    refuses: ['batch_wrong_status'],
  }),
  removeFromBatch: command({
    path: '/batches/{id}/removals',
    summary: { zh: '移出批次', en: 'Remove a request from a batch' },
    params: ById,
    body: z.object({ redemptionId: Id, reason: Reason }),
    returns: z.object({ id: Id }),
    allow: 'batch.manage',
    refuses: ['batch_wrong_status', 'batch_row_missing'],
  }),
  dissolveBatch: command({
    path: '/batches/{id}/dissolution',
    summary: { zh: '解散批次（公示中的一并撤回）', en: 'Dissolve a batch, taking its open notice back' },
    params: ById,
    body: z.object({ reason: Reason }),
    returns: z.object({ id: Id }),
    allow: 'batch.manage',
    refuses: ['batch_wrong_status', 'notice_not_open'],
  }),
  publishBatch: command({
    path: '/batches/{id}/notice',
    summary: { zh: '发布公示', en: 'Open the public notice; the list is frozen' },
    params: ById,
    body: z.object({ title: z.object({ zh: Line(200, 2), en: Line(200, 2) }).optional() }),
    returns: z.object({
      noticeId: Id,
      number: z.string(),
      closesOn: Day,
      provisional: z.boolean(),
      digest: z.string(),
    }),
    allow: 'batch.manage',
    refuses: ['batch_wrong_status', 'batch_empty', 'notice_already_open'],
  }),
  decideBatch: command({
    path: '/batches/{id}/decisions',
    summary: { zh: '作出兑付决定', en: 'Decide rows of a batch, with a result for each' },
    params: ById,
    body: z.object({
      rows: z
        .array(
          z.object({ redemptionId: Id, decision: z.enum(['approve', 'decline']), reason: Reason.optional() }),
        )
        .min(1)
        .max(1000),
    }),
    returns: z.object({ id: Id, status: z.enum(keysOf(BATCH_STATUS)), approvedFen: Fen, results: Results }),
    allow: 'batch.decide',
    refuses: [
      'batch_wrong_status',
      'batch_row_missing',
      'batch_row_held',
      'batch_row_decided',
      'decided_what_reviewed',
    ],
  }),
  announceBatch: command({
    path: '/batches/{id}/announcement',
    summary: { zh: '公告结果', en: 'Announce the result' },
    params: ById,
    body: z.object({ text: z.object({ zh: Paragraphs(4000, 2), en: Paragraphs(4000, 2) }).optional() }),
    returns: z.object({ id: Id, announcedAt: Moment }),
    allow: 'batch.decide',
    refuses: ['batch_wrong_status', 'batch_result_incomplete', 'notice_not_closed', 'notice_announced'],
  }),
}
