import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, Dialog, RefusalLine, Row, StateTag, Table } from '#web/kit/index.ts'
import type { directory } from '../../browser.ts'

const said = {
  tried: {
    zh: '试算结果（尚未记录）：新增 {recorded}，替代 {replaced}，未变 {unchanged}，未注册 {unknown}，不记录 {refused}',
    en: 'Tried, nothing recorded yet: {recorded} new, {replaced} replacing, {unchanged} unchanged, {unknown} not registered, {refused} refused',
  },
  done: {
    zh: '导入结果：新增 {recorded}，替代 {replaced}，未变 {unchanged}，未注册 {unknown}，不记录 {refused}',
    en: 'Imported: {recorded} new, {replaced} replacing, {unchanged} unchanged, {unknown} not registered, {refused} refused',
  },
  record: { zh: '记录这 {count} 行', en: 'Record these {count}' },
  back: { zh: '返回修改', en: 'Back to the list' },
  row: { zh: '行', en: 'Row' },
  name: { zh: '企业名称', en: 'Name' },
  result: { zh: '结果', en: 'Result' },
} as const satisfies Record<string, Text>

const outcomes = {
  recorded: { zh: '新增', en: 'new' },
  replaced: { zh: '替代此前的记录', en: 'replaces an earlier one' },
  unchanged: { zh: '未变', en: 'unchanged' },
  unknown: { zh: '未注册', en: 'not registered' },
  refused: { zh: '不记录', en: 'refused' },
} as const satisfies Record<string, Text>
const tones = {
  recorded: 'good',
  replaced: 'info',
  unchanged: 'plain',
  unknown: 'wait',
  refused: 'alarm',
} as const
/** What has to be looked at stands first. */
const rank = { refused: 0, unknown: 1, replaced: 2, recorded: 2, unchanged: 3 } as const

const heads: Record<string, Text> = {
  uscc: { zh: '统一社会信用代码', en: 'Credit code' },
  name: { zh: '企业名称', en: 'Name' },
  number: { zh: '证书或登记编号', en: 'Number' },
  validFrom: { zh: '有效期起', en: 'Valid from' },
  validTo: { zh: '有效期至', en: 'Valid to' },
}

type Report = z.output<typeof directory.importRegister.returns>
type Line = Report['rows'][number]

const order = ({ outcome, remarks }: Line) => rank[outcome] - (remarks.length > 0 ? 0.5 : 0)

type Props = {
  title: Text
  report: Report
  busy: boolean
  refusal: ApiRefusal | null
  onRecord: () => void
  onBack: () => void
  onClose: () => void
}

/** What becomes of each row: of a trial, to be recorded or put right; of an import, what became of it. */
export function RegisterReport({ title, report, busy, refusal, onRecord, onBack, onClose }: Props) {
  const t = useText()
  const { counts } = report
  const isTrial = report.listId === null
  const count = counts.recorded + counts.replaced
  const close = (
    <Button kind={isTrial ? 'plain' : 'primary'} onClick={onClose}>
      {t(isTrial ? words.cancel : words.close)}
    </Button>
  )
  return (
    <Dialog
      open
      side
      title={t(title)}
      onClose={onClose}
      foot={
        <Row>
          {isTrial && count > 0 && (
            <Button kind="primary" busy={busy} onClick={onRecord}>
              {t(said.record, { count })}
            </Button>
          )}
          {isTrial && <Button onClick={onBack}>{t(said.back)}</Button>}
          {close}
        </Row>
      }
    >
      {refusal && <RefusalLine refusal={refusal} />}
      <Table
        caption={t(isTrial ? said.tried : said.done, counts)}
        rows={[...report.rows].sort((a, b) => order(a) - order(b))}
        rowKey={(row) => String(row.row)}
        columns={[
          { key: 'row', head: said.row, width: '4em', cell: (row) => row.row },
          { key: 'name', head: said.name, width: '11em', cell: (row) => row.name ?? '—' },
          { key: 'result', head: said.result, cell: (row) => <Result line={row} /> },
        ]}
      />
    </Dialog>
  )
}

function Result({ line: { outcome, problems, remarks } }: { line: Line }) {
  const t = useText()
  const headOf = (path: string) => {
    const head = heads[path.split('.').at(-1) ?? '']
    return head ? `${t(head)}${t({ zh: '：', en: ': ' })}` : ''
  }
  return (
    <>
      <StateTag tone={tones[outcome]}>{t(outcomes[outcome])}</StateTag>
      {problems.map(({ path, text }) => (
        <div key={`${path}${text.zh}`}>
          {headOf(path)}
          {t(text)}
        </div>
      ))}
      {remarks.map((text) => (
        <div key={text.zh}>{t(text)}</div>
      ))}
    </>
  )
}
