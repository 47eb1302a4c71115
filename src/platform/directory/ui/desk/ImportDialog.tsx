import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Box,
  Button,
  Dialog,
  Field,
  FileDrop,
  FileLink,
  Form,
  Row,
  StateTag,
  Table,
  TextArea,
  TextInput,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { columns, readProviders, template, textOf } from './provider-rows.ts'

const said = {
  title: { zh: '导入服务机构名单', en: 'Import a list of providers' },
  list: { zh: '名单代码', en: 'Code of the list' },
  listHint: {
    zh: '办法或协议引用的名单，例如 hebei-provincial-voucher。',
    en: 'As the rulebook or the agreement names it, such as hebei-provincial-voucher.',
  },
  batch: { zh: '批次', en: 'Batch' },
  file: { zh: '名单文件（CSV）', en: 'The list as a CSV file' },
  good: {
    zh: 'UTF-8 或 GB 18030 编码，第一行为表头。.xlsx 请另存为 CSV，或复制单元格粘贴到下方。',
    en: 'UTF-8 or GB 18030, the first line is the header. Save an .xlsx as CSV, or copy its cells into the box below.',
  },
  paste: { zh: '或粘贴单元格', en: 'Or paste the cells' },
  template: { zh: '下载模板', en: 'Template' },
  missing: { zh: '缺少表头：{heads}。', en: 'Missing columns: {heads}.' },
  read: { zh: '读到 {count} 行。', en: '{count} rows read.' },
  many: { zh: '一次最多 3000 行，请分批导入。', en: 'At most 3,000 rows at once; split the list.' },
  send: { zh: '导入', en: 'Import' },
  report: {
    zh: '导入结果：新增 {added}，未变 {unchanged}，未导入 {refused}',
    en: '{added} added, {unchanged} unchanged, {refused} not imported',
  },
  row: { zh: '行', en: 'Row' },
  name: { zh: '机构名称', en: 'Name' },
  result: { zh: '结果', en: 'Result' },
  added: { zh: '新增', en: 'added' },
  unchanged: { zh: '未变', en: 'unchanged' },
  refused: { zh: '未导入', en: 'not imported' },
} as const satisfies Record<string, Text>

const MOST = 3000
const tones = { added: 'good', unchanged: 'plain', refused: 'alarm' } as const

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const form = useForm({ list: '', batch: '', text: '' })
  const command = useCommand(directory.importProviders)
  const { rows, missing } = readProviders(form.values.text)
  const send = ({ list, batch }: typeof form.values) =>
    rows.length > 0 && rows.length <= MOST && command.run({ body: { list, batch, rows } })
  if (command.answer) return <Report report={command.answer} onClose={onClose} />
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={command.refusal}>
        <Field name="list" label={said.list} hint={t(said.listHint)} required>
          <TextInput {...form.bind('list')} maxLength={80} />
        </Field>
        <Field name="batch" label={said.batch} required>
          <TextInput {...form.bind('batch')} maxLength={100} />
        </Field>
        <Field label={said.file}>
          <FileDrop
            files={[]}
            multiple={false}
            accept=".csv,.txt,.tsv"
            good={said.good}
            onAdd={([file]) => void (file && textOf(file).then((text) => form.set('text', text)))}
          />
        </Field>
        <FileLink
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(template)}`}
          download="providers.csv"
        >
          {t(said.template)}
        </FileLink>
        <Field name="text" label={said.paste} required>
          <TextArea {...form.bind('text')} rows={5} />
        </Field>
        {form.values.text !== '' && (
          <Box tone={missing.length > 0 || rows.length > MOST ? 'wait' : 'info'}>
            {missing.length > 0
              ? t(said.missing, { heads: missing.map((head) => t(head)).join(t({ zh: '、', en: ', ' })) })
              : rows.length > MOST
                ? t(said.many)
                : t(said.read, { count: rows.length })}
          </Box>
        )}
        <Row>
          <Button kind="primary" type="submit" busy={command.pending} disabled={rows.length === 0}>
            {t(said.send)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}

type ReportRows = NonNullable<ReturnType<typeof useCommand<typeof directory.importProviders>>['answer']>

/** What became of each row; those that were refused stand first. */
function Report({ report, onClose }: { report: ReportRows; onClose: () => void }) {
  const t = useText()
  const { added, unchanged, refused } = report
  const rows = [...report.rows].sort(
    (a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused'),
  )
  const headOf = (path: string) => {
    const key = path.split('.').at(-1)
    const column = columns.find((one) => one.key === key)
    return column ? `${t(column.head)}: ` : ''
  }
  return (
    <Dialog
      open
      title={t(said.title)}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose}>
          {t(words.close)}
        </Button>
      }
    >
      <Table
        caption={t(said.report, { added, unchanged, refused })}
        rows={rows}
        rowKey={(row) => String(row.row)}
        columns={[
          { key: 'row', head: said.row, cell: (row) => row.row },
          { key: 'name', head: said.name, cell: (row) => row.name ?? '—' },
          {
            key: 'result',
            head: said.result,
            cell: (row) => (
              <>
                <StateTag tone={tones[row.outcome]}>{t(said[row.outcome])}</StateTag>
                {row.problems.map((problem) => (
                  <div key={`${problem.path}${problem.text.zh}`}>
                    {headOf(problem.path)}
                    {t(problem.text)}
                  </div>
                ))}
              </>
            ),
          },
        ]}
      />
    </Dialog>
  )
}
