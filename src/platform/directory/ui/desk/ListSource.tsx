import type { Text } from '#core/text.ts'
import { Uploader, type useUploads } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import { Field, FileDrop, FileLink, TextArea, textOf } from '#web/kit/index.ts'

const said = {
  template: { zh: '下载模板', en: 'Template' },
  file: { zh: '名单文件（xlsx）', en: 'The list as xlsx' },
  csv: { zh: '或 CSV 文件', en: 'Or a CSV file' },
  csvGood: {
    zh: 'UTF-8 或 GB 18030 编码，表头与模板相同。',
    en: 'UTF-8 or GB 18030, with the heads of the template.',
  },
  paste: { zh: '或粘贴单元格（含表头）', en: 'Or paste the cells, with their heads' },
} as const satisfies Record<string, Text>

type Props = {
  template: { href: string; download: string }
  xlsx: ReturnType<typeof useUploads>
  /** What a good workbook looks like. */
  good: Text
  /** The form's own field for cells. */
  cells: { value: string; onChange: (text: string) => void }
}

/** Where the rows of a list come from: a workbook, or cells out of a CSV file or the clipboard. One hides the other. */
export function ListSource({ template, xlsx, good, cells }: Props) {
  const t = useText()
  return (
    <>
      <FileLink {...template}>{t(said.template)}</FileLink>
      {cells.value === '' && (
        <Field label={said.file}>
          <Uploader uploads={xlsx} accept=".xlsx" multiple={false} good={good} />
        </Field>
      )}
      {xlsx.files.length === 0 && (
        <>
          <Field label={said.csv}>
            <FileDrop
              files={[]}
              multiple={false}
              accept=".csv,.txt,.tsv"
              good={said.csvGood}
              onAdd={([file]) => void (file && textOf(file).then(cells.onChange))}
            />
          </Field>
          <Field name="text" label={said.paste}>
            <TextArea {...cells} rows={5} />
          </Field>
        </>
      )}
    </>
  )
}
