import { columns as c, type Lists } from '#core/list-table.ts'
import { CLAIM_STATUS, VOUCHER_STATUS, type vouchers } from './contract.ts'
import { honoursText } from './queue-words.ts'
import { SERVICE_KINDS } from './words.ts'

export const voucherLists: Lists<typeof vouchers> = {
  claims: {
    title: { zh: '科技创新券申领', en: 'Voucher claims' },
    columns: [
      c.code('编号', 'Number', (row) => row.number),
      c.text('申请单位', 'Applicant', (row) => row.organisationName),
      c.text('服务', 'Service', (row, language) => SERVICE_KINDS[row.serviceKind][language]),
      c.text('用途', 'Purpose', (row) => row.purpose),
      c.yuan('合同金额', 'Contract', (row) => row.contractFen),
      c.yuan('申领金额', 'Amount claimed', (row) => row.amountFen),
      c.text('状态', 'Status', (row, language) => CLAIM_STATUS[row.status][language]),
      c.count('排队名次', 'Place in the queue', (row) => row.queuePlace),
      c.text('优先支持', 'First by', (row, language) => honoursText(row.priority)[language]),
      c.moment('通过时间', 'Accepted', (row) => row.acceptedAt),
    ],
  },
  list: {
    title: { zh: '科技创新券', en: 'Vouchers' },
    columns: [
      c.code('券号', 'Number', (row) => row.number),
      c.text('持券单位', 'Holder', (row) => row.organisationName),
      c.text('发券部门', 'Issued by', (row) => row.authorityName),
      c.text('服务', 'Service', (row, language) => SERVICE_KINDS[row.serviceKind][language]),
      c.count('年度', 'Year', (row) => row.year),
      c.yuan('券面', 'Face value', (row) => row.faceFen),
      c.yuan('余额', 'Left', (row) => row.remainingFen),
      c.day('生效', 'Valid from', (row) => row.validFrom),
      c.day('使用截止', 'Use by', (row) => row.useBy),
      c.day('兑付截止', 'Redeem by', (row) => row.redeemBy),
      c.text('状态', 'Status', (row, language) => VOUCHER_STATUS[row.status][language]),
    ],
  },
}
