import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { formatMoment } from '#core/time.ts'
import { writeTable } from '#platform/tables/index.ts'
import { paymentRefusals } from './refusals.ts'
import { sumFen, yuan } from './rules.ts'
import { RUN } from './runs.ts'
import { findRun, rowsOfRun } from './runs.store.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * The payment file for the finance office: what was sent, with whole account numbers. The columns behind the amount are left
 * empty for the bank's answer, so that the same sheet can be filled in and imported.
 * @throws Refusal run_not_sent
 */
export async function paymentFile({ db, authorise, looked }: QueryCtx, id: string): Promise<Response> {
  const run = (await findRun(db, id)) ?? coreRefusals.refuse('not_found')
  authorise({ authorityId: run.authorityId })
  if (run.status !== 'sent' && run.status !== 'closed')
    paymentRefusals.refuse('run_not_sent', { number: run.number })
  const rows = (await rowsOfRun(db, id)).filter(({ status }) => ['sent', 'paid', 'unpaid'].includes(status))
  looked({ kind: RUN, id })
  const bytes = await writeTable({
    sheets: [
      {
        name: run.number,
        notes: [
          `${run.authorityName} 科技创新券兑付拨付单 ${run.number}`,
          `共${rows.length}笔，合计${yuan(sumFen(rows))}元；经办：${run.preparedByLabel}；复核：${run.approvedByLabel}；发出：${run.sentAt ? formatMoment(run.sentAt) : ''}`,
        ],
        columns: [
          { key: 'run', title: '拨付单号', kind: 'code' },
          { key: 'rowNo', title: '行号', kind: 'integer', width: 8 },
          { key: 'redemption', title: '兑付编号', kind: 'code' },
          { key: 'payee', title: '收款单位', kind: 'text', width: 32 },
          { key: 'bank', title: '开户行', kind: 'text', width: 28 },
          { key: 'account', title: '收款账号', kind: 'code', width: 26 },
          { key: 'amountFen', title: '金额（元）', kind: 'money' },
          { key: 'result', title: '支付结果', kind: 'text', width: 12 },
          { key: 'paidOn', title: '支付日期', kind: 'day' },
          { key: 'reference', title: '银行流水号', kind: 'code' },
          { key: 'reason', title: '未支付原因', kind: 'text' },
        ],
        rows: rows.map((row) => ({
          run: run.number,
          rowNo: row.rowNo,
          redemption: row.redemptionNumber,
          payee: row.payee.name,
          bank: row.payee.bank,
          account: row.payee.number,
          amountFen: row.amountFen,
        })),
      },
    ],
  })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': XLSX,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${run.number}.xlsx`)}`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
