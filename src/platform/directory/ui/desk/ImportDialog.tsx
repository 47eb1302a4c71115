import type { Text } from '#core/text.ts'
import { useUploads } from '#platform/files/browser.tsx'
import { addressOf, useAskedLater, useCommand, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Box, Button, Dialog, Field, Form, Row, Select, TextInput, useForm } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { ImportReport, type Outcomes } from './ImportReport.tsx'
import { ListSource } from './ListSource.tsx'

const said = {
  title: { zh: '导入服务机构名单', en: 'Import a list of providers' },
  what: {
    zh: '逐行核对：没有问题的行入库，有问题的行不导入并写明原因，改好后可把整份名单再导入一次，已入库的行不会重复。',
    en: 'Each row is judged by itself: sound ones are admitted, others are not and say why. Correct them and import the whole list again; a row is never admitted twice.',
  },
  list: { zh: '名单', en: 'List' },
  noList: {
    zh: '没有由本部门管理的名单。名单由制定办法的主管部门或协议各方导入。',
    en: 'Your authority keeps no list. Lists are imported by the authority that made the rulebook, or by the members of an agreement.',
  },
  listHint: { zh: '办法或协议引用的名单。', en: 'As the rulebook or the agreement names it.' },
  batch: { zh: '批次', en: 'Batch' },
  batchHint: { zh: '例如：2026年第一批。', en: 'Such as: first batch of 2026.' },
  good: {
    zh: '请用模板填写，保留表头；“机构类别”和“服务范围”可填的内容见模板第二页。一次最多 3000 行。',
    en: 'Use the template and keep its heads; what class and scope may hold stands on its second sheet. At most 3,000 rows at once.',
  },
  send: { zh: '导入', en: 'Import' },
  report: {
    zh: '导入结果：新增 {added}，未变 {unchanged}，未导入 {refused}',
    en: '{added} added, {unchanged} unchanged, {refused} not imported',
  },
} as const satisfies Record<string, Text>

const outcomes: Outcomes<'added' | 'unchanged' | 'refused'> = {
  name: { zh: '机构名称', en: 'Name' },
  heads: {
    name: { zh: '机构名称', en: 'Name' },
    uscc: { zh: '统一社会信用代码', en: 'Credit code' },
    hostName: { zh: '依托单位', en: 'Host' },
    hostUscc: { zh: '依托单位代码', en: 'Code of the host' },
    providerClass: { zh: '机构类别', en: 'Class' },
    regionCode: { zh: '行政区划代码', en: 'Region code' },
    scope: { zh: '服务范围', en: 'Scope' },
    from: { zh: '入库日期', en: 'From' },
    lastDay: { zh: '截止日期', en: 'Last day' },
  },
  of: {
    refused: { text: { zh: '未导入', en: 'not imported' }, tone: 'alarm', rank: 0 },
    added: { text: { zh: '新增', en: 'added' }, tone: 'good', rank: 1 },
    unchanged: { text: { zh: '未变', en: 'unchanged' }, tone: 'plain', rank: 1 },
  },
}

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const form = useForm({ list: '', batch: '', text: '' })
  const xlsx = useUploads('provider_list', false)
  const command = useCommand(directory.importProviders)
  const me = useMe()
  const region = me?.seats.find((one) => one.membershipId === me.actingAs)?.organisation.regionCode ?? ''
  const known = useAskedLater(directory.providerWords).data?.lists
  const lists = (known ?? []).filter(({ keepers }) => keepers.includes(region))
  const [fileId] = xlsx.ids
  const { text } = form.values
  const send = ({ list, batch }: typeof form.values) =>
    command.run({ body: { list, batch, ...(fileId ? { fileId } : { text }) } })
  if (command.answer) {
    const { added, unchanged, refused, rows } = command.answer
    const caption = t(said.report, { added, unchanged, refused })
    const foot = (
      <Button kind="primary" onClick={onClose}>
        {t(words.close)}
      </Button>
    )
    return <ImportReport title={said.title} {...{ caption, rows, outcomes, foot, onClose }} />
  }
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={command.refusal}>
        <p>{t(said.what)}</p>
        {known && lists.length === 0 && <Box tone="wait">{t(said.noList)}</Box>}
        <Field name="list" label={said.list} hint={t(said.listHint)} required>
          <Select
            {...form.bind('list')}
            options={lists.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Field>
        <Field name="batch" label={said.batch} hint={t(said.batchHint)} required>
          <TextInput {...form.bind('batch')} maxLength={100} />
        </Field>
        <ListSource
          template={{ href: addressOf(directory.providerTemplate), download: 'providers.xlsx' }}
          xlsx={xlsx}
          good={said.good}
          cells={form.bind('text')}
        />
        <Row>
          <Button
            kind="primary"
            type="submit"
            busy={command.pending || xlsx.busy}
            disabled={!fileId && text.trim() === ''}
          >
            {t(said.send)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
