import { columns as c, type Lists } from '#core/list-table.ts'
import type { orders } from './contract.ts'
import { ORDER_STATUS } from './rules.ts'

export const orderLists: Lists<typeof orders> = {
  list: {
    title: { zh: '服务订单', en: 'Service orders' },
    columns: [
      c.code('订单编号', 'Order', (row) => row.number),
      c.text('内容', 'What', (row) => row.title),
      c.text('委托方', 'Buyer', (row) => row.buyer.name),
      c.text('服务机构', 'Provider', (row) => row.provider.name),
      c.code('合同编号', 'Contract', (row) => row.contractNo),
      c.yuan('金额', 'Price', (row) => row.priceFen),
      c.day('交付期限', 'Due', (row) => row.deliverBy),
      c.text('状态', 'Status', (row, language) => ORDER_STATUS[row.status][language]),
      c.moment('下单时间', 'Placed', (row) => row.createdAt),
    ],
  },
}
