import { columns as c, type Lists } from '#core/list-table.ts'
import { kindNames } from '#platform/identity/browser.ts'
import type { directory } from './contract.ts'
import { fullNameOf, type Region } from './regions.ts'
import { readRegions } from './regions.store.ts'
import { factText } from './ui/mine/factWords.ts'
import { providerStates, registerStates } from './rules.ts'
import { statusWords } from './ui/desk/desk-words.ts'

const yesNo = (yes: boolean) => (yes ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })

const reviewWords = {
  reviewed: { zh: '应复核', en: 'to be reviewed' },
  withdrawn: { zh: '应移出', en: 'to be withdrawn' },
}
const outcomeWords = {
  open: { zh: '待复核', en: 'open' },
  kept: { zh: '保留', en: 'kept' },
  withdrawn: { zh: '已移出', en: 'withdrawn' },
}

/** A region by its newest name: what is declared today names the regions of today. */
const placeNow = (regions: readonly Region[], code: string) => {
  const name = fullNameOf(regions, code, '9999-12-31')
  return name.zh === '' ? undefined : name
}

export const directoryLists: Lists<typeof directory> = {
  authorities: {
    title: { zh: '主管部门', en: 'Authorities' },
    columns: [
      c.text('部门', 'Authority', (row) => row.name),
      c.text('区域', 'Region', (row, language) => row.regionName[language]),
      c.code('区划代码', 'Region code', (row) => row.regionCode),
      c.count('在岗人数', 'People', (row) => row.people),
      c.count('待接受的邀请', 'Open invitations', (row) => row.invitations.length),
    ],
  },
  pending: {
    title: { zh: '待核实的档案事项', en: 'Facts waiting to be checked' },
    columns: async (_first, db) => {
      const regions = await readRegions(db)
      const place = (code: string) => placeNow(regions, code)
      return [
        c.text('单位', 'Organisation', (row) => row.organisationName),
        c.text('事项', 'Fact', (row, language) => row.label[language]),
        c.code('年度', 'Year', (row) => (row.year === null ? null : String(row.year))),
        c.text('申报内容', 'Declared', (row, language) => factText(row.key, row.value, place)[language]),
        c.text('来源', 'Source', (row) => row.source),
        c.text('附有证明', 'With evidence', (row, language) => yesNo(row.fileId !== null)[language]),
        c.text('填报人', 'Given by', (row) => row.declaredBy),
        c.moment('填报时间', 'Given', (row) => row.declaredAt),
      ]
    },
  },
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
  registerLists: {
    title: { zh: '登记名单', en: 'Register lists' },
    columns: [
      c.text('事项', 'Fact', (row, language) => row.label[language]),
      c.text('名单', 'List', (row) => row.name),
      c.code('文号', 'Document number', (row) => row.documentNumber),
      c.day('发布日期', 'Published', (row) => row.publishedOn),
      c.count('记录', 'Rows', (row) => row.rows),
      c.count('有效', 'In force', (row) => row.inForce),
      c.count('撤回', 'Taken back', (row) => row.withdrawn),
      c.text('导入人', 'Imported by', (row) => row.importedBy),
      c.moment('导入时间', 'Imported', (row) => row.importedAt),
    ],
  },
  registerRows: {
    title: { zh: '登记名单的记录', en: 'Rows of a register list' },
    columns: [
      c.text('单位', 'Organisation', (row) => row.organisation.name),
      c.code('统一社会信用代码', 'Credit code', (row) => row.organisation.uscc),
      c.code('证书或登记编号', 'Number', (row) => row.number),
      c.day('有效期起', 'Valid from', (row) => row.validFrom),
      c.day('有效期至', 'Valid to', (row) => row.validTo),
      c.text('状态', 'State', (row, language) => registerStates[row.state][language]),
      c.text('撤回理由', 'Why taken back', (row) => row.withdrawal?.reason ?? null),
    ],
  },
  admissionReviews: {
    title: { zh: '入库资格复核', en: 'Reviews of admissions' },
    columns: [
      c.text('服务机构', 'Provider', (row) => row.organisation.name),
      c.text('名录', 'List', (row, language) => row.list[language]),
      c.code('起因', 'Cause', (row) => row.cause.number),
      c.text('查明', 'Found', (row) => row.cause.reason),
      c.text('按办法', 'By the rules', (row, language) => reviewWords[row.expected][language]),
      c.moment('启动', 'Opened', (row) => row.openedAt),
      c.text('结果', 'Outcome', (row, language) => outcomeWords[row.outcome ?? 'open'][language]),
      c.text('办理人', 'By', (row) => row.endedBy),
      c.text('理由', 'Reason', (row) => row.reason),
    ],
  },
}
