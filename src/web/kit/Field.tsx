import { createContext, type ReactNode, useContext, useEffect, useId } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { useFormParts } from './form.ts'
import { Icon } from './Icon.tsx'

type Control = {
  id: string
  name: string | undefined
  required: boolean
  invalid: boolean
  describedBy: string | undefined
  labelledBy: string
}
const ControlContext = createContext<Control | null>(null)

/** What an input needs to be tied to its label, hint and error; usable outside a Field too. */
export function useControl() {
  const control = useContext(ControlContext)
  const own = useId()
  return {
    name: control?.name,
    labelledBy: control?.labelledBy,
    aria: {
      id: control?.id ?? own,
      'aria-describedby': control?.describedBy,
      'aria-invalid': control?.invalid || undefined,
      'aria-required': control?.required || undefined,
    },
  }
}

export type FieldProps = {
  label: Text | string
  /** Name of the value in the form, as the contract calls it; its errors are found by it. */
  name?: string
  /** Why we ask, or what a good answer looks like. */
  hint?: ReactNode
  /** Where a filled-in value came from: register, earlier case. */
  source?: ReactNode
  required?: boolean
  /** An error the form does not know of. */
  error?: string | null
  /** Several controls under one label (radio buttons). */
  group?: boolean
  children: ReactNode
}

export function Field({ label, name, hint, source, required = false, error, group, children }: FieldProps) {
  const t = useText()
  const form = useFormParts()
  const own = useId()
  const id = name && form ? form.idOf(name) : own
  const register = form?.register
  const said = t(label)
  useEffect(
    () => (name && register ? register(name, { label: said, required }) : undefined),
    [name, said, required, register],
  )
  const issue = error ?? (name ? form?.issueOf(name) : null) ?? null
  const describedBy = [issue && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  const control = { id, name, required, invalid: !!issue, describedBy, labelledBy: `${id}-label` }
  const Label = group ? 'div' : 'label'
  return (
    <div
      className={`x-field${issue ? ' x-field-bad' : ''}`}
      {...(group ? { role: 'group', 'aria-labelledby': `${id}-label`, 'aria-describedby': describedBy } : {})}
    >
      <Label className="x-label" id={`${id}-label`} {...(group ? {} : { htmlFor: id })}>
        {said}
        {!required && form && <span className="x-quiet x-optional">{t(words.optional)}</span>}
      </Label>
      {hint && (
        <div className="x-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <ControlContext.Provider value={control}>{children}</ControlContext.Provider>
      {source && <div className="x-source">{source}</div>}
      {issue && (
        <div className="x-error" id={`${id}-error`}>
          <Icon name="warning" />
          {issue}
        </div>
      )}
    </div>
  )
}
