import { columns as c, type Lists } from '#core/list-table.ts'
import type { audit } from './contract.ts'
import { whyRefused } from './ui/refused-words.ts'

export const auditLists: Lists<typeof audit> = {
  refused: {
    title: { zh: '被拒绝的操作', en: 'Refused attempts' },
    columns: [
      c.moment('时间', 'When', (row) => row.at),
      c.text('操作人', 'Who', (row) => row.by),
      c.text('想做什么', 'What was tried', (row, language) => row.sentence[language]),
      c.text('为何被拒绝', 'Why it was refused', (row, language) => whyRefused(row)[language]),
    ],
  },
}
