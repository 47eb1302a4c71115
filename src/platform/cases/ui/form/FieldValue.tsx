import { momentText } from '#web/i18n/dates.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { addressOf } from '#web/api.ts'
import { bytesText, FileLink, Money, StateTag } from '#web/kit/index.ts'
import { files, type StoredFile } from '#platform/files/browser.ts'
import type { z } from 'zod'
import type { Field } from '../../programme.ts'
import type { FormValue } from '../../state.ts'

export type Known = z.output<typeof StoredFile>

/** A value of a form in words: amounts with their unit, choices by their label, files as links. */
export function FieldValue({
  field,
  value,
  known = [],
}: {
  field: Field
  value: FormValue | undefined
  known?: readonly Known[]
}) {
  const t = useText()
  if (value === undefined || value === null || value === '') return <span className="x-quiet">—</span>
  if (field.type === 'money' && typeof value === 'string') return <Money fen={BigInt(value)} />
  if (field.type === 'yesno') return <>{t(value ? words.yes : words.no)}</>
  if (field.type === 'file' && Array.isArray(value)) return <FileLinks ids={value} known={known} />
  if (field.type === 'choice') {
    const option = field.options?.find((one) => one.value === value)
    return <>{option ? t(option.label) : String(value)}</>
  }
  const unit = field.unit ? ` ${t(field.unit)}` : ''
  if (typeof value === 'number') return <>{value.toLocaleString('en-US') + unit}</>
  if (field.type === 'longtext') return <span className="c-text">{String(value)}</span>
  return <>{(field.type === 'date' ? momentText(String(value)).slice(0, 10) : String(value)) + unit}</>
}

const said = {
  nth: { zh: '附件 {count}', en: 'File {count}' },
  elsewhere: { zh: '同一文件另有 {count} 处使用', en: 'the same file is used in {count} other places' },
}

function FileLinks({ ids, known }: { ids: readonly string[]; known: readonly Known[] }) {
  const t = useText()
  return (
    <ul className="c-plain">
      {ids.map((id, at) => {
        const file = known.find((one) => one.id === id)
        const others = file ? file.usedBefore.uses.length + file.usedBefore.elsewhere : 0
        return (
          <li key={id}>
            <FileLink href={addressOf(files.get, { params: { id } })} download={file?.name ?? ''}>
              {file ? file.name : t(said.nth, { count: at + 1 })}
            </FileLink>{' '}
            {file && <span className="x-quiet">{bytesText(file.size)}</span>}{' '}
            {others > 0 && <StateTag tone="wait">{t(said.elsewhere, { count: others })}</StateTag>}
          </li>
        )
      })}
    </ul>
  )
}
