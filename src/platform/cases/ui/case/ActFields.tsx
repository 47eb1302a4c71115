import { useText } from '#web/i18n/text.ts'
import { Choices, Field, type FormState } from '#web/kit/index.ts'
import { fieldsOf } from '../../programme.ts'
import type { FormValue } from '../../state.ts'
import { FieldInput } from '../form/FieldInput.tsx'
import type { Detail } from '../words.ts'
import type { ByHand, Values } from './ActPanel.tsx'
import { said } from './act-words.ts'
import { useCasePapers } from './papers.ts'

/** The fields an action is about: those to ask for, those asked for, those to correct. */
export function ActFields({
  detail,
  action,
  form,
}: {
  detail: Detail
  action: ByHand
  form: FormState<Values>
}) {
  const t = useText()
  const papers = useCasePapers(detail)
  const fields = fieldsOf(detail.programme)
  if (action === 'request_supplement')
    return (
      <Field name="fields" label={said.fields} hint={t(said.fieldsHint)} group>
        <Choices
          {...form.bind('fields')}
          inline
          options={fields.map(({ id, label }) => ({ value: id, label }))}
        />
      </Field>
    )
  if (action !== 'supply' && action !== 'correct') return null
  const asked = action === 'supply' ? (detail.state.supplement?.fields ?? []) : []
  const shown = asked.length > 0 ? fields.filter(({ id }) => asked.includes(id)) : fields
  return (
    <div className="c-first x-stack x-gap-m">
      {action === 'supply' && detail.state.supplement?.reason && (
        <blockquote className="c-quote">{detail.state.supplement.reason}</blockquote>
      )}
      {shown.map((field) => (
        <FieldInput
          key={field.id}
          name={`form.${field.id}`}
          field={field}
          known={papers}
          value={form.values[`form.${field.id}`] as FormValue}
          onChange={(value) => form.set(`form.${field.id}`, value)}
          required={asked.includes(field.id) || field.required}
        />
      ))}
    </div>
  )
}
