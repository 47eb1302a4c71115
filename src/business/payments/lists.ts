import { columns as c, type Lists } from '#core/list-table.ts'
import type { payments } from './contract.ts'
import { BATCH_ROW_STATUS, BATCH_STATUS, CAUSES, RECOVERY_STATUS, ROW_STATUS, RUN_STATUS } from './rules.ts'

const PROPOSAL_STATUS = {
  open: { zh: '待处理', en: 'open' },
  followed: { zh: '已作出追回决定', en: 'followed' },
  dismissed: { zh: '不予追回', en: 'dismissed' },
} as const
const said = (yes: boolean) => (yes ? { zh: '是', en: 'yes' } : { zh: '', en: '' })
/** The bank's reason in its reader's language, where it has one. */
const why = (row: { reason: string | null; reasonEn: string | null }, language: 'zh' | 'en') =>
  (language === 'en' && row.reasonEn) || row.reason

type Request = Record<'number' | 'voucherNumber' | 'organisationName' | 'providerName', string> & {
  amountFen: bigint | null
}
/** A request, as it waits for a batch and as it stands in one. */
const requestColumns = [
  c.code('兑付编号', 'Redemption', (row: Request) => row.number),
  c.code('券号', 'Voucher', (row: Request) => row.voucherNumber),
  c.text('单位', 'Organisation', (row: Request) => row.organisationName),
  c.text('服务机构', 'Provider', (row: Request) => row.providerName),
  c.yuan('金额', 'Amount', (row: Request) => row.amountFen),
]

const batchLists: Lists<typeof payments> = {
  batches: {
    title: { zh: '兑付批次', en: 'Batches' },
    columns: [
      c.code('批次', 'Batch', (row) => row.number),
      c.text('部门', 'Authority', (row) => row.authorityName),
      c.text('状态', 'State', (row, language) => BATCH_STATUS[row.status][language]),
      c.code('公示编号', 'Notice', (row) => row.noticeNumber),
      c.day('公示截止', 'Closes', (row) => row.closesOn),
      c.count('行数', 'Rows', (row) => row.rows),
      c.count('暂缓', 'Held', (row) => row.held),
      c.yuan('合计', 'Total', (row) => row.totalFen),
      c.yuan('已批准', 'Approved', (row) => row.approvedFen),
      c.moment('建立时间', 'Made', (row) => row.createdAt),
    ],
  },
  batch: {
    title: { zh: '批次明细', en: 'Rows of a batch' },
    columns: [
      ...requestColumns,
      c.text('状态', 'State', (row, language) => BATCH_ROW_STATUS[row.status][language]),
      c.text('理由', 'Reason', (row) => row.reason),
      c.text('决定人', 'Decided by', (row) => row.decidedBy),
      c.moment('决定时间', 'Decided', (row) => row.decidedAt),
    ],
  },
  batchCandidates: {
    title: { zh: '待编批的兑付申请', en: 'Requests that wait for a batch' },
    columns: [...requestColumns, c.moment('审核通过', 'Passed', (row) => row.passedAt)],
  },
}

const runLists: Lists<typeof payments> = {
  paymentsDue: {
    title: { zh: '待拨付', en: 'Payments due' },
    columns: [
      c.code('兑付编号', 'Redemption', (row) => row.number),
      c.code('券号', 'Voucher', (row) => row.voucherNumber),
      c.text('申请单位', 'Applicant', (row) => row.organisationName),
      c.text('收款单位', 'Payee', (row) => row.payeeName),
      c.text('收款账户', 'Account', (row) => row.account),
      c.text('账户已变更', 'Account changed', (row, language) => said(row.accountChanged)[language]),
      c.text('暂缓拨付', 'Held', (row, language) => said(row.held || row.disputed !== null)[language]),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.moment('批准时间', 'Approved', (row) => row.decidedAt),
    ],
  },
  runs: {
    title: { zh: '拨付单', en: 'Payment runs' },
    columns: [
      c.code('拨付单', 'Run', (row) => row.number),
      c.text('部门', 'Authority', (row) => row.authorityName),
      c.text('状态', 'State', (row, language) => RUN_STATUS[row.status][language]),
      c.count('行数', 'Rows', (row) => row.rows),
      c.yuan('合计', 'Total', (row) => row.totalFen),
      c.yuan('已支付', 'Paid', (row) => row.paidFen),
      c.yuan('未支付', 'Not paid', (row) => row.unpaidFen),
      c.yuan('待回单', 'Open', (row) => row.openFen),
      c.yuan('停止支付', 'Stopped', (row) => row.stoppedFen),
      c.text('经办', 'Prepared by', (row) => row.preparedBy),
      c.moment('经办时间', 'Prepared', (row) => row.preparedAt),
      c.text('复核', 'Approved by', (row) => row.approvedBy),
      c.moment('复核时间', 'Approved', (row) => row.approvedAt),
    ],
  },
  run: {
    title: { zh: '拨付单明细', en: 'Rows of a payment run' },
    columns: [
      c.count('行', 'Row', (row) => row.rowNo),
      c.code('兑付编号', 'Redemption', (row) => row.redemptionNumber),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      c.text('收款户名', 'Account name', (row) => row.payee.name),
      c.text('开户行', 'Bank', (row) => row.payee.bank),
      c.code('账号', 'Account number', (row) => row.payee.number),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.text('状态', 'State', (row, language) => ROW_STATUS[row.status][language]),
      c.text('原因', 'Reason', why),
      c.code('银行流水号', 'Bank reference', (row) => row.bankReference),
      c.day('支付日期', 'Paid on', (row) => row.paidOn),
    ],
  },
  payments: {
    title: { zh: '拨付记录', en: 'Payments' },
    columns: [
      c.code('兑付编号', 'Redemption', (row) => row.redemptionNumber),
      c.code('拨付单', 'Run', (row) => row.runNumber),
      c.text('拨付部门', 'Paid by', (row) => row.authorityName),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      c.text('收款账户', 'Account', (row) => row.account),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.text('状态', 'Status', (row, language) => ROW_STATUS[row.status][language]),
      c.text('原因', 'Reason', why),
      c.day('支付日期', 'Paid on', (row) => row.paidOn),
    ],
  },
}

export const paymentLists: Lists<typeof payments> = {
  ...batchLists,
  ...runLists,
  imports: {
    title: { zh: '回单导入记录', en: 'Imports of confirmations' },
    columns: [
      c.text('文件', 'File', (row) => row.name),
      c.moment('导入时间', 'Imported', (row) => row.at),
      c.text('导入人', 'By', (row) => row.by),
      c.yuan('入账金额', 'Booked', (row) => row.paidFen),
    ],
  },
  proposals: {
    title: { zh: '追回建议', en: 'Proposals to recover' },
    columns: [
      c.code('兑付编号', 'Redemption', (row) => row.redemptionNumber),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      c.text('事由', 'Cause', (row, language) => CAUSES[row.cause][language]),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.text('说明', 'Note', (row) => row.note),
      c.moment('提出时间', 'Proposed', (row) => row.at),
      c.text('状态', 'State', (row, language) => PROPOSAL_STATUS[row.status][language]),
      c.text('理由', 'Reason', (row) => row.reason),
    ],
  },
  recoveries: {
    title: { zh: '追回', en: 'Recoveries' },
    columns: [
      c.code('编号', 'Number', (row) => row.number),
      c.code('兑付编号', 'Redemption', (row) => row.redemptionNumber),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      c.text('事由', 'Cause', (row, language) => CAUSES[row.cause][language]),
      c.yuan('应退', 'Demanded', (row) => row.demandedFen),
      c.yuan('已退', 'Returned', (row) => row.returnedFen),
      c.day('期限', 'Due', (row) => row.dueOn),
      c.text('已逾期', 'Overdue', (row, language) => said(row.overdue)[language]),
      c.text('状态', 'State', (row, language) => RECOVERY_STATUS[row.status][language]),
      c.text('理由', 'Reason', (row) => row.reason),
      c.text('依据', 'Clause', (row) => row.clause),
      c.moment('决定时间', 'Decided', (row) => row.decidedAt),
    ],
  },
}
