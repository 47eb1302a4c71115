import { useId } from 'react'
import { useText } from '../i18n/text.ts'
import { useControl } from './Field.tsx'
import type { Option } from './inputs.tsx'

/** One of a few, all seen at once. Stands in a `<Field group>`. */
export function Choice<V extends string>({
  value,
  onChange,
  options,
  inline,
}: {
  value: V | ''
  onChange: (value: V) => void
  options: readonly Option<V>[]
  inline?: boolean
}) {
  const { aria, labelledBy } = useControl()
  const name = useId()
  return (
    <div className={`x-choices${inline ? ' x-inline' : ''}`} role="radiogroup" aria-labelledby={labelledBy}>
      {options.map((option, at) => (
        <Tick
          key={option.value}
          type="radio"
          id={at === 0 ? aria.id : undefined}
          name={name}
          checked={value === option.value}
          onChange={() => onChange(option.value)}
          option={option}
        />
      ))}
    </div>
  )
}

/** Any of a few. Stands in a `<Field group>`. */
export function Choices<V extends string>({
  value,
  onChange,
  options,
  inline,
}: {
  value: readonly V[]
  onChange: (value: V[]) => void
  options: readonly Option<V>[]
  inline?: boolean
}) {
  const { aria } = useControl()
  const toggle = (one: V) => onChange(value.includes(one) ? value.filter((v) => v !== one) : [...value, one])
  return (
    <div className={`x-choices${inline ? ' x-inline' : ''}`}>
      {options.map((option, at) => (
        <Tick
          key={option.value}
          type="checkbox"
          id={at === 0 ? aria.id : undefined}
          checked={value.includes(option.value)}
          onChange={() => toggle(option.value)}
          option={option}
        />
      ))}
    </div>
  )
}

/** One box to tick, with its sentence. */
export function Checkbox({
  value,
  onChange,
  label,
  hint,
  disabled,
}: {
  value: boolean
  onChange: (value: boolean) => void
  label: Option['label']
  hint?: Option['label']
  disabled?: boolean
}) {
  const { aria } = useControl()
  const option = { value: 'yes', label, ...(hint ? { hint } : {}), ...(disabled ? { disabled } : {}) }
  return (
    <Tick type="checkbox" id={aria.id} checked={value} onChange={() => onChange(!value)} option={option} />
  )
}

function Tick({
  type,
  id,
  name,
  checked,
  onChange,
  option,
}: {
  type: 'radio' | 'checkbox'
  id: string | undefined
  name?: string
  checked: boolean
  onChange: () => void
  option: Option
}) {
  const t = useText()
  return (
    <label className="x-tick">
      <input
        type={type}
        {...(id ? { id } : {})}
        {...(name ? { name } : {})}
        checked={checked}
        disabled={option.disabled}
        onChange={onChange}
      />
      <span>
        {t(option.label)}
        {option.hint && <span className="x-hint x-block">{t(option.hint)}</span>}
      </span>
    </label>
  )
}
