import { columns as c, type Lists } from '#core/list-table.ts'
import type { cases } from './contract.ts'
import { statusNames } from './state.ts'

/** The queue as it is taken away. */
export const caseLists: Lists<typeof cases> = {
  list: {
    title: { zh: '办件清单', en: 'Cases' },
    columns: [
      c.code('编号', 'Number', (row) => row.number),
      c.text('申请单位', 'Applicant', (row) => row.applicant),
      c.text('现名称', 'Name now', (row) => row.nameNow ?? ''),
      c.text('事项', 'Programme', (row, language) => row.title[language]),
      c.text('环节', 'Stage', (row, language) => row.stageTitle[language]),
      c.text('状态', 'Status', (row, language) => statusNames[row.status][language]),
      c.day('到期日', 'Due', (row) => row.dueOn),
      c.count('剩余工作日', 'Working days left', (row) => row.daysLeft),
      c.text('暂定', 'Provisional', (row, language) =>
        row.provisional ? { zh: '是', en: 'yes' }[language] : '',
      ),
      c.yuan('金额', 'Amount', (row) => row.amountFen),
      c.moment('提交时间', 'Filed', (row) => row.submittedAt),
    ],
  },
}
