import { useEffect, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { TextInput } from './inputs.tsx'

/** Over a list that the server keeps: asks it a moment after the last key. */
export function Search({
  value,
  onChange,
  label,
}: {
  value: string
  onChange: (text: string) => void
  label: Text
}) {
  const t = useText()
  const [typed, setTyped] = useState(value)
  const send = useRef(onChange)
  send.current = onChange
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => send.current(typed), 300)
    return () => clearTimeout(timer)
  }, [typed, value])
  return (
    <TextInput
      type="search"
      label={t(label)}
      placeholder={t(label)}
      value={typed}
      onChange={setTyped}
      maxLength={100}
    />
  )
}
