import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, Row } from '#web/kit/index.ts'
import type { directory } from '../../browser.ts'
import { ImportReport, type Outcomes } from './ImportReport.tsx'

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
} as const satisfies Record<string, Text>

type Report = z.output<typeof directory.importRegister.returns>

const outcomes: Outcomes<Report['rows'][number]['outcome']> = {
  name: { zh: '企业名称', en: 'Name' },
  heads: {
    uscc: { zh: '统一社会信用代码', en: 'Credit code' },
    name: { zh: '企业名称', en: 'Name' },
    number: { zh: '证书或登记编号', en: 'Number' },
    validFrom: { zh: '有效期起', en: 'Valid from' },
    validTo: { zh: '有效期至', en: 'Valid to' },
  },
  of: {
    refused: { text: { zh: '不记录', en: 'refused' }, tone: 'alarm', rank: 0 },
    unknown: { text: { zh: '未注册', en: 'not registered' }, tone: 'wait', rank: 1 },
    replaced: { text: { zh: '替代此前的记录', en: 'replaces an earlier one' }, tone: 'info', rank: 2 },
    recorded: { text: { zh: '新增', en: 'new' }, tone: 'good', rank: 2 },
    unchanged: { text: { zh: '未变', en: 'unchanged' }, tone: 'plain', rank: 3 },
  },
}

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
  const foot = (
    <Row>
      {isTrial && count > 0 && (
        <Button kind="primary" busy={busy} onClick={onRecord}>
          {t(said.record, { count })}
        </Button>
      )}
      {isTrial && <Button onClick={onBack}>{t(said.back)}</Button>}
      <Button kind={isTrial ? 'plain' : 'primary'} onClick={onClose}>
        {t(isTrial ? words.cancel : words.close)}
      </Button>
    </Row>
  )
  const caption = t(isTrial ? said.tried : said.done, counts)
  return <ImportReport rows={report.rows} {...{ title, caption, outcomes, refusal, foot, onClose }} />
}
