import { columns as c, type Lists } from '#core/list-table.ts'
import type { redemptions } from './contract.ts'
import { STATUS } from './rules.ts'

export const redemptionLists: Lists<typeof redemptions> = {
  list: {
    title: { zh: '兑付申请', en: 'Redemption requests' },
    columns: [
      c.code('编号', 'Number', (row) => row.number),
      c.code('订单', 'Order', (row) => row.orderNumber),
      c.code('券号', 'Voucher', (row) => row.voucherNumber),
      c.text('申请单位', 'Applicant', (row) => row.organisationName),
      c.text('服务机构', 'Provider', (row) => row.providerName),
      c.yuan('申请金额', 'Asked for', (row) => row.amountFen),
      c.yuan('核定金额', 'Approved', (row) => row.approvedFen),
      c.moment('提交时间', 'Filed', (row) => row.filedAt),
      c.text('状态', 'Status', (row, language) => STATUS[row.status][language]),
    ],
  },
}
