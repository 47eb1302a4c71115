import type { Text } from '#core/text.ts'
import { Choice, Choices, DateInput, Field, MoneyInput, NumberInput, Select } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { FACTS, type FactId, type FactValue } from '../../browser.ts'
import { help, units } from './questions.ts'
import { RegionSelect } from './RegionSelect.tsx'

const yesNo = [
  { value: 'true', label: words.yes },
  { value: 'false', label: words.no },
] as const

/** One fact, asked for in the form of its kind; null takes the answer back. */
export function FactQuestion({
  fact,
  value,
  onChange,
}: {
  fact: FactId
  value: FactValue | undefined
  onChange: (value: FactValue | null) => void
}) {
  const t = useText()
  const { kind } = FACTS[fact]
  const label = titled(FACTS[fact].label)
  const hint = help[fact]
  return (
    <Field
      label={label}
      required
      group={kind === 'bool' || kind === 'set' || kind === 'path'}
      hint={hint ? t(hint) : undefined}
    >
      <Answer fact={fact} value={value} onChange={onChange} label={label} />
    </Field>
  )
}

/** A word of the fact table at the head of a field. */
export const titled = ({ zh, en }: Text): Text => ({ zh, en: en.charAt(0).toUpperCase() + en.slice(1) })

type AnswerProps = {
  fact: FactId
  value: FactValue | undefined
  onChange: (value: FactValue | null) => void
  label: Text
}

function Answer({ fact, value, onChange, label }: AnswerProps) {
  const t = useText()
  const spec: { kind: string; codes?: Record<string, Text> } = FACTS[fact]
  const options = Object.entries(spec.codes ?? {}).map(([code, name]) => ({ value: code, label: name }))
  const list = Array.isArray(value) ? value : []
  const unit = units[fact]
  switch (spec.kind) {
    case 'count':
    case 'bp':
      return (
        <NumberInput
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          unit={unit ? t(unit) : undefined}
        />
      )
    case 'fen':
      return (
        <MoneyInput
          value={typeof value === 'string' ? BigInt(value) : null}
          onChange={(fen) => onChange(fen === null ? null : fen.toString())}
        />
      )
    case 'day':
      return (
        <DateInput value={typeof value === 'string' ? value : ''} onChange={(day) => onChange(day || null)} />
      )
    case 'bool':
      return (
        <Choice
          inline
          value={typeof value === 'boolean' ? (String(value) as 'true' | 'false') : ''}
          onChange={(next) => onChange(next === 'true')}
          options={yesNo}
        />
      )
    case 'code':
      return (
        <Select
          value={typeof value === 'string' ? value : ''}
          onChange={(next) => onChange(next || null)}
          options={options}
        />
      )
    case 'path':
      return <RegionSelect value={list} onChange={onChange} what={label} />
    default:
      return (
        <Choices value={list} onChange={(next) => onChange(next.length ? next : null)} options={options} />
      )
  }
}
