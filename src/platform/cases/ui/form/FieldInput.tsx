import { useEffect, useRef, useState } from 'react'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import {
  Button,
  Choice,
  DateInput,
  Field as Labelled,
  MoneyInput,
  NumberInput,
  Row,
  Select,
  TextArea,
  TextInput,
} from '#web/kit/index.ts'
import type { Field } from '../../programme.ts'
import type { FormValue } from '../../state.ts'
import { FieldValue, type Known } from './FieldValue.tsx'

type Given = {
  field: Field
  value: FormValue | undefined
  /** The papers that are there already, by their names. */
  known?: readonly Known[]
  onChange: (value: FormValue) => void
}

/** One field of a programme's form, with its label, why it is asked, and the input its type needs. */
export function FieldInput({ name, required, ...given }: Given & { name: string; required?: boolean }) {
  const t = useText()
  const { field } = given
  return (
    <Labelled
      name={name}
      label={field.label}
      required={required ?? field.required}
      hint={field.hint && t(field.hint)}
      group={field.type === 'yesno'}
    >
      <Input {...given} />
    </Labelled>
  )
}

const text = (value: FormValue | undefined) => (typeof value === 'string' ? value : '')

function Input({ field, value, known = [], onChange }: Given) {
  const t = useText()
  switch (field.type) {
    case 'longtext':
      return <TextArea value={text(value)} onChange={onChange} rows={5} />
    case 'number':
      return (
        <NumberInput
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          unit={field.unit && t(field.unit)}
        />
      )
    case 'money':
      return (
        <MoneyInput
          value={typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : null}
          onChange={(fen) => onChange(fen === null ? null : fen.toString())}
        />
      )
    case 'date':
      return <DateInput value={text(value)} onChange={onChange} />
    case 'choice':
      return <Select value={text(value)} onChange={onChange} options={field.options ?? []} />
    case 'yesno':
      return (
        <Choice
          inline
          value={value === true ? 'yes' : value === false ? 'no' : ''}
          onChange={(one) => onChange(one === 'yes')}
          options={[
            { value: 'yes', label: words.yes },
            { value: 'no', label: words.no },
          ]}
        />
      )
    case 'file':
      return <Files field={field} value={value} known={known} onChange={onChange} />
    default:
      return <TextInput value={text(value)} onChange={onChange} maxLength={500} />
  }
}

/** What was there before stays beside what is added now, unless it is taken away. */
function Files({ field, value, known = [], onChange }: Given) {
  const t = useText()
  const [before, setBefore] = useState<readonly string[]>(Array.isArray(value) ? value : [])
  const uploads = useUploads('evidence')
  const all = [...before, ...uploads.ids].join(' ')
  const tell = useRef(onChange)
  tell.current = onChange
  useEffect(() => tell.current(all === '' ? null : all.split(' ')), [all])
  return (
    <>
      {before.length > 0 && (
        <Row>
          <FieldValue field={field} value={[...before]} known={known} />
          <Button kind="quiet" small icon="cross" onClick={() => setBefore([])}>
            {t({ zh: '不再使用原附件', en: 'Leave out what was there' })}
          </Button>
        </Row>
      )}
      <Uploader
        uploads={uploads}
        accept={(field.accept ?? []).map((kind) => `.${kind}`).join(',')}
        {...(field.good ? { good: field.good } : {})}
      />
    </>
  )
}
