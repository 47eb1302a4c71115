import { columns as c, type Lists } from '#core/list-table.ts'
import type { invoices } from './contract.ts'

const KINDS = { blue: { zh: '蓝字', en: 'blue' }, red: { zh: '红字', en: 'red letter' } }
const CONFLICT = { zh: '版本冲突，待裁定', en: 'two versions, to be decided' }

export const invoiceLists: Lists<typeof invoices> = {
  list: {
    title: { zh: '发票', en: 'Invoices' },
    columns: [
      c.code('发票代码', 'Code', (row) => row.code),
      c.code('发票号码', 'Number', (row) => row.number),
      c.text('类别', 'Kind', (row, language) => KINDS[row.kind][language]),
      c.text('销售方', 'Seller', (row) => row.sellerName),
      c.text('购买方', 'Buyer', (row) => row.buyerName),
      c.day('开票日期', 'Issued', (row) => row.issuedOn),
      c.yuan('价税合计', 'Total', (row) => row.totalFen),
      c.yuan('已占用', 'Presented', (row) => row.presentedFen),
      c.yuan('已冲红', 'Reversed', (row) => row.reversedFen),
      c.yuan('未占用', 'Left', (row) => row.leftFen),
      c.text('备注', 'Remark', (row, language) => (row.inConflict ? CONFLICT[language] : '')),
    ],
  },
}
