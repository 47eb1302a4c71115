import { columns as c, type Lists } from '#core/list-table.ts'
import type { notices } from './contract.ts'
import { headOf, inOrder } from './ui/public/heads.ts'
import { objectionWords, rowWords, statusWords } from './ui/public/notice-words.ts'

const KINDS = { real_name: { zh: '实名', en: 'by name' }, anonymous: { zh: '匿名', en: 'anonymous' } }

export const noticeLists: Lists<typeof notices> = {
  list: {
    title: { zh: '公示', en: 'Public notices' },
    columns: [
      c.code('编号', 'Number', (row) => row.number),
      c.text('名称', 'Title', (row, language) => row.title[language]),
      c.text('发布部门', 'Published by', (row) => row.authorityName),
      c.text('依据', 'Basis', (row, language) => row.basis[language]),
      c.count('行数', 'Rows', (row) => row.rowCount),
      c.moment('开始', 'Opened', (row) => row.openedAt),
      c.day('截止', 'Closes', (row) => row.closesOn),
      c.text('状态', 'State', (row, language) => statusWords[row.status][language]),
    ],
  },
  // A scheme says what its list shows: those columns are found on the rows themselves.
  rows: {
    title: { zh: '公示名单', en: 'List of a public notice' },
    columns: async (first) => [
      c.count('序号', 'Row', (row) => row.rowNo),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      ...inOrder([...new Set(first.flatMap((row) => Object.keys(row.display)))]).map((key) =>
        c.text<(typeof first)[number]>(key, headOf(key).en, (row) => row.display[key] ?? ''),
      ),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.text('状态', 'State', (row, language) => rowWords[row.status][language]),
    ],
  },
  objections: {
    title: { zh: '异议', en: 'Objections' },
    columns: [
      c.code('公示编号', 'Notice', (row) => row.noticeNumber),
      c.count('行', 'Row', (row) => row.rowNo),
      c.text('单位', 'Organisation', (row) => row.organisationName),
      c.text('方式', 'Kind', (row, language) => KINDS[row.kind][language]),
      c.text('异议人', 'Objector', (row) => row.name),
      c.text('异议内容', 'Statement', (row) => row.statement),
      c.moment('提出时间', 'At', (row) => row.at),
      c.text('状态', 'State', (row, language) => objectionWords[row.status][language]),
      c.text('处理理由', 'Reason', (row) => row.reason),
    ],
  },
}
