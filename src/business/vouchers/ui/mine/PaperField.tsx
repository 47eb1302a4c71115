import { useEffect } from 'react'
import type { Field as FieldSpec } from '#platform/cases/browser.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import { Field } from '#web/kit/index.ts'

/** One attachment of the programme's form, with what a good one looks like; a file used before is told at once. */
export function PaperField({
  field,
  onChange,
}: {
  field: FieldSpec
  onChange: (ids: string[], busy: boolean) => void
}) {
  const t = useText()
  const uploads = useUploads(field.id)
  const all = uploads.ids.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: tells the form what arrived
  useEffect(() => onChange(uploads.ids, uploads.busy), [all, uploads.busy])
  return (
    <Field
      name={`files.${field.id}`}
      label={field.label}
      hint={field.hint ? t(field.hint) : undefined}
      required={field.required}
    >
      <Uploader
        uploads={uploads}
        accept={(field.accept ?? []).map((kind) => `.${kind}`).join(',')}
        {...(field.good ? { good: field.good } : {})}
      />
    </Field>
  )
}
