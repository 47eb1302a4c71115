import { columns as c, type Lists } from '#core/list-table.ts'
import { BUDGET_STATUS } from '#business/vouchers/browser.ts'
import { schemeTitles } from '#business/vouchers/index.ts'
import { ACCOUNTS, CODES } from './account-words.ts'
import type { BudgetFigures as Budget, figures } from './contract.ts'
import { definitions, drillKinds } from './ui/figure-words.ts'

export const figureLists: Lists<typeof figures> = {
  budgets: {
    title: { zh: '科技创新券资金总览', en: 'Voucher budgets' },
    columns: async (_first, db) => {
      const titles = await schemeTitles(db)
      return [
        c.text('办法', 'Scheme', (row, language) => titles.get(row.scheme)?.[language] ?? row.scheme),
        c.text('部门', 'Authority', (row) => row.authorityName),
        c.count('年度', 'Year', (row) => row.year),
        c.text('状态', 'State', (row, language) => BUDGET_STATUS[row.status][language]),
        ...definitions.map((one) => c.yuan<Budget>(one.label.zh, one.label.en, one.of)),
        c.count('券数', 'Vouchers', (row) => row.vouchers),
        c.count('单位数', 'Firms', (row) => row.firms),
      ]
    },
  },
  entries: {
    title: { zh: '账户明细', en: 'The entries of an account' },
    columns: [
      c.text('序号', 'No.', (row) => row.no),
      c.moment('发生时间', 'Happened', (row) => row.eventAt),
      c.moment('记账时间', 'Booked', (row) => row.bookedAt),
      c.text('事项', 'What', (row, language) => CODES[row.code]?.[language] ?? row.code),
      c.text('对方账户', 'Other account', (row, language) =>
        row.other ? ACCOUNTS[row.other][language] : '',
      ),
      c.code('编号', 'Number', (row) => row.about?.number ?? ''),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.yuan('余额', 'Balance', (row) => row.balanceFen),
    ],
  },
  drill: {
    title: { zh: '数字背后的明细', en: 'The rows behind a figure' },
    columns: [
      c.code('编号', 'Number', (row) => row.number),
      c.text('类别', 'Kind', (row, language) => drillKinds[row.what][language]),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      c.day('日期', 'Day', (row) => row.on),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
    ],
  },
}
