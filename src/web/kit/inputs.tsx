import { type ReactNode, useEffect, useState } from 'react'
import { formatFen, parseYuan } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { useLanguage, useText } from '../i18n/text.ts'
import { useControl } from './Field.tsx'
import { useFormParts } from './form.ts'

type Shared<V> = {
  value: V
  onChange: (value: V) => void
  disabled?: boolean
  readOnly?: boolean
  /** Needed only outside a Field. */
  label?: string
}

type TextInputProps = Shared<string> & {
  type?: 'text' | 'email' | 'password' | 'tel' | 'search'
  autoComplete?: string
  maxLength?: number
  placeholder?: string
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel'
  width?: 'short' | 'middle' | 'full'
}

export function TextInput({
  value,
  onChange,
  label,
  width = 'full',
  type = 'text',
  ...rest
}: TextInputProps) {
  const { aria, name } = useControl()
  return (
    <input
      {...rest}
      {...aria}
      {...(name ? { name } : {})}
      type={type}
      aria-label={label}
      className={`x-input x-input-${width}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

export function TextArea({
  value,
  onChange,
  label,
  rows = 4,
  ...rest
}: Shared<string> & { rows?: number; maxLength?: number }) {
  const { aria } = useControl()
  return (
    <textarea
      {...rest}
      {...aria}
      rows={rows}
      aria-label={label}
      className="x-input x-input-full"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** A day, `YYYY-MM-DD`, by the browser's own picker; '' for none. */
export function DateInput({
  value,
  onChange,
  label,
  ...rest
}: Shared<string> & { min?: string; max?: string }) {
  const { aria } = useControl()
  return (
    <input
      {...rest}
      {...aria}
      type="date"
      aria-label={label}
      className="x-input x-input-short"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

type TypedProps<V> = Shared<V | null> & {
  read: (text: string) => V | null
  show: (value: V) => string
  fault: Text
  unit?: ReactNode
  after?: (value: V) => string | null
  inputMode: 'numeric' | 'decimal'
}

/** An input whose text is read as a value; text that is none stays as typed and is reported to the form. */
function TypedInput<V>({ value, onChange, label, read, show, fault, unit, after, ...rest }: TypedProps<V>) {
  const { aria, name } = useControl()
  const form = useFormParts()
  const [typed, setTyped] = useState(value === null ? '' : show(value))
  const [editing, setEditing] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a value set from outside replaces what was typed
  useEffect(() => {
    if (!editing && read(typed) !== value) setTyped(value === null ? '' : show(value))
  }, [value])
  const change = (text: string) => {
    const next = text.trim() === '' ? null : read(text)
    setTyped(text)
    if (name) form?.setFault(name, text.trim() !== '' && next === null ? fault : null)
    onChange(next)
  }
  const leave = () => {
    setEditing(false)
    if (value !== null) setTyped(show(value))
  }
  const said = value === null ? null : after?.(value)
  return (
    <span className="x-typed">
      <input
        {...rest}
        {...aria}
        type="text"
        autoComplete="off"
        aria-label={label}
        className="x-input x-input-short x-right"
        value={typed}
        onFocus={() => setEditing(true)}
        onBlur={leave}
        onChange={(event) => change(event.target.value)}
      />
      {unit && <span className="x-unit">{unit}</span>}
      {said && <span className="x-quiet">{said}</span>}
    </span>
  )
}

const faults = {
  money: {
    zh: '请填写金额，单位元，最多两位小数，例如 12,000.50。',
    en: 'Give an amount in yuan with at most two decimals, such as 12,000.50.',
  },
  number: { zh: '请填写整数，例如 35。', en: 'Give a whole number, such as 35.' },
} as const satisfies Record<string, Text>

/** Typed in yuan (`1,234.5`, `3万`), held in fen. */
export function MoneyInput(props: Shared<bigint | null>) {
  const t = useText()
  const spoken = useLanguage()
  return (
    <TypedInput
      {...props}
      inputMode="decimal"
      read={parseYuan}
      show={(fen) => formatFen(fen, { bare: true })}
      fault={faults.money}
      unit={t({ zh: '元', en: 'CNY' })}
      after={(fen) => (spoken === 'zh' && fen >= 1_000_000n ? `= ${formatFen(fen, { unit: '万元' })}` : null)}
    />
  )
}

const WHOLE = /^\d{1,15}$/

type NumberProps = Shared<number | null> & {
  unit?: ReactNode
  /** A year: no thousands marks. */
  year?: boolean
}

export function NumberInput({ unit, year = false, ...props }: NumberProps) {
  return (
    <TypedInput
      {...props}
      inputMode="numeric"
      read={(text) => (WHOLE.test(text.replaceAll(',', '').trim()) ? Number(text.replaceAll(',', '')) : null)}
      show={(value) => (year ? String(value) : value.toLocaleString('en-US'))}
      fault={faults.number}
      unit={unit}
    />
  )
}

export type Option<V extends string = string> = {
  value: V
  label: Text | string
  hint?: Text | string
  disabled?: boolean
}

/** A native select; '' is none. */
export function Select<V extends string>({
  value,
  onChange,
  label,
  options,
  none,
  disabled,
}: Shared<V | ''> & {
  options: readonly Option<V>[]
  /** Says what no choice means; without it the first line asks to choose. */
  none?: Text | string
}) {
  const t = useText()
  const { aria } = useControl()
  return (
    <select
      {...aria}
      disabled={disabled}
      aria-label={label}
      className="x-input x-input-middle"
      value={value}
      onChange={(event) => onChange(event.target.value as V | '')}
    >
      <option value="">{t(none ?? { zh: '请选择', en: 'Choose' })}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {t(option.label)}
        </option>
      ))}
    </select>
  )
}
