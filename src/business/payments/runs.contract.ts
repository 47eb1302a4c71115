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
  query,
  Words,
  TextSchema,
} from '#core/contract.ts'
import { Reason, Refused } from './batches.contract.ts'
import { keysOf, OUTCOMES, ROW_STATUS, RUN_STATUS } from './rules.ts'

const Account = z.object({ name: z.string(), bank: z.string(), number: z.string() })

export const RunRow = z.object({
  id: Id,
  rowNo: z.number(),
  redemptionId: Id,
  redemptionNumber: z.string(),
  /** `revoked`: a stopped row is not due again. */
  redemptionStatus: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  amountFen: Fen,
  /** The number is whole for those who prepare and approve, masked for others. */
  payee: Account,
  status: z.enum(keysOf(ROW_STATUS)),
  reason: z.string().nullable(),
  /** Null: as the bank or an officer wrote it. */
  reasonEn: z.string().nullable(),
  bankReference: z.string().nullable(),
  paidOn: Day.nullable(),
})

export const Run = z.object({
  id: Id,
  number: z.string(),
  authorityId: Id,
  authorityName: z.string(),
  status: z.enum(keysOf(RUN_STATUS)),
  preparedBy: z.string(),
  preparedAt: Moment,
  approvedBy: z.string().nullable(),
  approvedAt: Moment.nullable(),
  sentAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  reason: z.string().nullable(),
  rows: z.number(),
  totalFen: Fen,
  /** sent = paid + unpaid + open; stopped rows were never sent. */
  sentFen: Fen,
  paidFen: Fen,
  unpaidFen: Fen,
  openFen: Fen,
  stoppedFen: Fen,
})

const Due = z.object({
  redemptionId: Id,
  number: z.string(),
  voucherNumber: z.string(),
  organisationName: z.string(),
  payeeId: Id,
  payeeName: z.string(),
  amountFen: Fen,
  decidedAt: Moment.nullable(),
  /** Masked; null: none is confirmed. */
  account: z.string().nullable(),
  accountChanged: z.boolean(),
  /** Why the last attempt did not pay. */
  lastReason: z.string().nullable(),
  lastReasonEn: z.string().nullable(),
  /** A red-letter invoice is not decided upon yet; nothing is paid meanwhile. */
  held: z.boolean(),
  /** Whose code is in dispute, if one is; nothing is paid meanwhile. */
  disputed: z.enum(['payee', 'holder']).nullable(),
})

const ReportLine = z.object({
  line: z.number(),
  runNumber: z.string().nullable(),
  rowNo: z.number().nullable(),
  amountFen: Fen.nullable(),
  payeeName: z.string().nullable(),
  outcome: z.enum(keysOf(OUTCOMES)),
  detail: TextSchema.nullable(),
})
export const ConfirmationReport = z.object({
  lines: z.array(ReportLine),
  counts: z.partialRecord(z.enum(keysOf(OUTCOMES)), z.number()),
  paidFen: Fen,
})

const Import = z.object({
  id: Id,
  name: z.string(),
  fileId: Id.nullable(),
  by: z.string(),
  at: Moment,
  paidFen: Fen,
})

const Sides = z.object({ ledgerFen: Fen, rowsFen: Fen, differenceFen: Fen })

export const runs = {
  paymentsDue: query({
    path: '/payments-due',
    summary: { zh: '待拨付的兑付', en: 'Approved redemptions that are not paid yet' },
    query: PageQuery,
    returns: Page(Due),
    allow: 'run.read',
  }),
  runs: query({
    path: '/payment-runs',
    summary: { zh: '拨付单', en: 'Payment runs' },
    query: PageQuery.extend({ status: z.enum(keysOf(RUN_STATUS)).optional() }),
    returns: Page(Run),
    allow: 'run.read',
  }),
  run: query({
    path: '/payment-runs/{id}',
    summary: { zh: '一张拨付单', en: 'A payment run with its rows' },
    params: ById,
    returns: Run.extend({ list: z.array(RunRow), abilities: z.array(z.string()) }),
    allow: 'run.read',
  }),
  prepareRun: command({
    path: '/payment-runs',
    summary: { zh: '经办拨付单', en: 'Prepare a payment run' },
    body: z.object({
      redemptionIds: z.array(Id).min(1).max(1000).optional().describe('All that are due, unless given'),
      acceptChanged: z
        .array(Id)
        .max(1000)
        .default([])
        .describe('Redemptions to be paid to an account confirmed after their approval'),
    }),
    returns: z.object({
      id: Id,
      number: z.string(),
      rows: z.number(),
      totalFen: Fen,
      refused: z.array(z.object({ redemptionId: Id, refused: Refused })),
    }),
    allow: 'run.prepare',
    refuses: ['run_nothing_to_pay', 'payee_missing', 'payee_changed', 'payment_running', 'payment_not_due'],
  }),
  approveRun: command({
    path: '/payment-runs/{id}/approval',
    summary: { zh: '复核拨付单', en: 'Approve a payment run' },
    params: ById,
    body: z.object({}),
    returns: z.object({ id: Id, stopped: z.number(), totalFen: Fen }),
    allow: 'run.approve',
    refuses: ['run_wrong_status', 'run_own_preparation', 'run_all_stopped'],
  }),
  cancelRun: command({
    path: '/payment-runs/{id}/cancellation',
    summary: { zh: '取消拨付单', en: 'Cancel a run before it is sent' },
    params: ById,
    body: z.object({ reason: Reason }),
    returns: z.object({ id: Id }),
    allow: 'run.file',
    refuses: ['run_wrong_status'],
  }),
  sendRun: command({
    path: '/payment-runs/{id}/sending',
    summary: { zh: '发出拨付单', en: 'Send a run: its rows are fixed and the payment file is made' },
    params: ById,
    body: z.object({}),
    returns: z.object({ id: Id, stopped: z.number(), sentFen: Fen }),
    allow: 'run.file',
    refuses: ['run_wrong_status', 'run_all_stopped'],
  }),
  runFile: query({
    path: '/payment-runs/{id}/file',
    summary: { zh: '拨付文件（xlsx）', en: 'The payment file for the finance office (xlsx)' },
    params: ById,
    returns: z.unknown(),
    raw: true,
    allow: 'run.file',
    refuses: ['run_not_sent'],
  }),
  confirm: command({
    path: '/payment-imports',
    summary: { zh: '导入银行回单', en: 'Import the bank’s confirmation' },
    body: z.object({
      fileId: Id.optional(),
      csv: z.string().max(900_000).optional(),
      name: Line(200).optional(),
    }),
    returns: ConfirmationReport.extend({ id: Id }),
    allow: 'run.confirm',
    refuses: ['confirmation_source', 'bank_reference_used', 'file_gone', 'table_no_header', 'table_empty'],
  }),
  imports: query({
    path: '/payment-imports',
    summary: { zh: '回单导入记录', en: 'Imports of the bank’s confirmations' },
    query: PageQuery,
    returns: Page(Import),
    allow: 'run.read',
  }),
  import: query({
    path: '/payment-imports/{id}',
    summary: { zh: '一次回单导入', en: 'An import, line by line' },
    params: ById,
    returns: Import.extend({ report: ConfirmationReport }),
    allow: 'run.read',
  }),
  reconciliation: query({
    path: '/payment-reconciliation',
    summary: { zh: '对账：账本与拨付明细', en: 'Reconciliation of the ledger with the rows' },
    returns: z.object({
      asOf: Moment,
      balanced: z.boolean(),
      runs: z.array(Run),
      budgets: z.array(
        z.object({
          budgetId: Id,
          scheme: z.string(),
          year: z.number(),
          payable: Sides,
          paid: Sides,
          receivable: Sides,
        }),
      ),
    }),
    allow: 'run.read',
  }),
  payments: query({
    path: '/payments',
    summary: { zh: '本单位的拨付', en: 'Payments to my organisation' },
    query: PageQuery.extend({
      status: z.enum(keysOf(ROW_STATUS)).optional(),
      redemptionId: Id.optional(),
      /** A part of the redemption's or the run's number, or words of the payee's name. */
      q: Words(100).optional(),
    }),
    returns: Page(
      z.object({
        id: Id,
        redemptionId: Id,
        redemptionNumber: z.string(),
        runNumber: z.string(),
        authorityName: z.string(),
        organisationName: z.string(),
        amountFen: Fen,
        status: z.enum(keysOf(ROW_STATUS)),
        reason: z.string().nullable(),
        reasonEn: z.string().nullable(),
        account: z.string(),
        paidOn: Day.nullable(),
      }),
    ),
    allow: 'payment.read',
  }),
}
