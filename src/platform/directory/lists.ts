import { columns as c, type Lists } from '#core/list-table.ts'
import { kindNames } from '#platform/identity/browser.ts'
import type { directory } from './contract.ts'
import { providerStates } from './rules.ts'
import { statusWords } from './ui/desk/desk-words.ts'

export const directoryLists: Lists<typeof directory> = {
  list: {
    title: { zh: '单位名录', en: 'Organisations' },
    columns: [
      c.text('单位', 'Organisation', (row) => row.name),
      c.text('类别', 'Kind', (row, language) => kindNames[row.kind][language]),
      c.code('统一社会信用代码', 'Credit code', (row) => row.uscc),
      c.text('所在地', 'Region', (row, language) => row.regionName[language]),
      c.code('区划代码', 'Region code', (row) => row.regionCode),
      c.text('依托单位', 'Host', (row) => row.host?.name ?? null),
      c.text('孵化载体', 'Incubator', (row) => row.sponsor?.name ?? null),
      c.text('状态', 'Status', (row, language) => statusWords[row.status][language]),
    ],
  },
  providers: {
    title: { zh: '服务机构库', en: 'Service providers' },
    columns: [
      c.text('服务机构', 'Provider', (row) => row.organisation.name),
      c.text('依托单位', 'Host', (row) => row.host?.name ?? null),
      c.text('所在地', 'Region', (row, language) => row.regionName[language]),
      c.text('名录', 'List', (row, language) => row.names.list[language]),
      c.text('机构类别', 'Class', (row, language) => row.names.providerClass[language]),
      c.text('服务范围', 'Scope', (row, language) => row.names.scope[language]),
      c.text('入库部门', 'Admitted by', (row) => row.authority.name),
      c.day('入库日期', 'From', (row) => row.from),
      c.day('截止日期', 'Last day', (row) => row.lastDay),
      c.text('状态', 'State', (row, language) => providerStates[row.state][language]),
      c.text('移出原因', 'Why withdrawn', (row) => row.withdrawal?.reason ?? null),
    ],
  },
}
