import { createContext, useCallback, useContext, useState } from 'react'
import type { Text } from '#core/text.ts'

export type FieldFacts = { label: string; required: boolean }

/** What the fields of a form see of it. */
export type FormParts = {
  idOf: (name: string) => string
  issueOf: (name: string) => string | null
  register: (name: string, facts: FieldFacts) => () => void
  /** An input says that what was typed is no value (letters in an amount); null takes it back. */
  setFault: (name: string, fault: Text | null) => void
}

export const FormContext = createContext<FormParts | null>(null)
export const useFormParts = (): FormParts | null => useContext(FormContext)

export type FormState<V extends Record<string, unknown>> = {
  values: V
  set: <K extends keyof V>(name: K, value: V[K]) => void
  setAll: (values: V) => void
  /** `<TextInput {...form.bind('name')} />` */
  bind: <K extends keyof V>(name: K) => { value: V[K]; onChange: (value: V[K]) => void }
  changed: boolean
}

/** The values of a form as typed. */
export function useForm<V extends Record<string, unknown>>(initial: V | (() => V)): FormState<V> {
  const [values, setValues] = useState(initial)
  const [changed, setChanged] = useState(false)
  const set = useCallback(<K extends keyof V>(name: K, value: V[K]) => {
    setChanged(true)
    setValues((before) => ({ ...before, [name]: value }))
  }, [])
  const setAll = useCallback((next: V) => {
    setChanged(false)
    setValues(next)
  }, [])
  return {
    values,
    set,
    setAll,
    changed,
    bind: (name) => ({ value: values[name], onChange: (value) => set(name, value) }),
  }
}
