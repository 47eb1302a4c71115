import { type FormEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '../calls.ts'
import { useText } from '../i18n/text.ts'
import { type FieldFacts, FormContext, type FormState } from './form.ts'
import { Icon } from './Icon.tsx'

const said = {
  fillIn: { zh: '请填写“{label}”。', en: 'Fill in “{label}”.' },
  fix: { zh: '有 {count} 处需要修改：', en: '{count} to correct:' },
} as const satisfies Record<string, Text>

type Found = { name: string; text: string }

const empty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const rootOf = (name: string) => name.split('.')[0] ?? name

type FormProps<V extends Record<string, unknown>> = {
  form: FormState<V>
  onSubmit: (values: V) => unknown
  /** The refusal of the command; its issues are shown beside the fields of the same name. */
  refusal?: ApiRefusal | null
  label?: string
  children: ReactNode
}

/** One column, errors beside fields and summed at the top, the first one focused. */
export function Form<V extends Record<string, unknown>>({
  form,
  onSubmit,
  refusal = null,
  label,
  children,
}: FormProps<V>) {
  const t = useText()
  const base = useId()
  const { fields, faults, register, setFault } = useRegister()
  const box = useRef<HTMLFormElement>(null)
  const [missing, setMissing] = useState<readonly Found[]>([])
  const [attempt, setAttempt] = useState(0)
  const [sent, setSent] = useState(form.values)
  const idOf = useCallback((name: string) => `${base}${name.replace(/\W/g, '-')}`, [base])
  const told = (refusal?.issues ?? []).map(({ path, text }) => ({
    name: path.replace(/^(body|query|params)\./, ''),
    text: t(text),
  }))
  const all: readonly Found[] = missing.length > 0 ? missing : told
  // What was changed since is no longer blamed for what it was.
  const found = all.filter(({ name }) => form.values[rootOf(name)] === sent[rootOf(name)])
  const parts = {
    idOf,
    register,
    setFault,
    issueOf: (name: string) =>
      found.find((one) => one.name === name || one.name.startsWith(`${name}.`))?.text ?? null,
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each failed attempt
  useEffect(() => {
    if (found.length > 0)
      box.current
        ?.querySelector<HTMLElement>('[aria-invalid=true], .x-field-bad :is(input,select,textarea,button)')
        ?.focus()
  }, [attempt, refusal])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    const gaps = [...fields.current].flatMap(([name, { label: what, required }]): Found[] => {
      const fault = faults.current.get(name)
      if (fault) return [{ name, text: t(fault) }]
      return required && empty(form.values[name]) ? [{ name, text: t(said.fillIn, { label: what }) }] : []
    })
    setMissing(gaps)
    setSent(form.values)
    setAttempt((count) => count + 1)
    if (gaps.length === 0) void onSubmit(form.values)
  }

  return (
    <FormContext.Provider value={parts}>
      <form ref={box} className="x-form" noValidate onSubmit={submit} aria-label={label}>
        <div role="alert">
          {found.length > 0 && <Summary found={found} idOf={idOf} />}
          {all.length === 0 && refusal && <RefusalLine refusal={refusal} />}
        </div>
        {children}
      </form>
    </FormContext.Provider>
  )
}

/** What the fields told of themselves: their labels, and what was typed that is no value. */
function useRegister() {
  const fields = useRef(new Map<string, FieldFacts>())
  const faults = useRef(new Map<string, Text>())
  const register = useCallback((name: string, facts: FieldFacts) => {
    fields.current.set(name, facts)
    return () => void fields.current.delete(name)
  }, [])
  const setFault = useCallback((name: string, fault: Text | null) => {
    if (fault) faults.current.set(name, fault)
    else faults.current.delete(name)
  }, [])
  return { fields, faults, register, setFault }
}

function Summary({ found, idOf }: { found: readonly Found[]; idOf: (name: string) => string }) {
  const t = useText()
  return (
    <div className="x-box x-box-alarm">
      <strong>
        <Icon name="warning" /> {t(said.fix, { count: found.length })}
      </strong>
      <ul>
        {found.map(({ name, text }) => (
          <li key={`${name}${text}`}>
            <a
              href={`#${idOf(name)}`}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(idOf(name))?.focus()
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A refusal in one box: the sentence says what to do next and names its clause. */
export function RefusalLine({ refusal }: { refusal: ApiRefusal }) {
  const t = useText()
  return (
    <div className="x-box x-box-alarm" data-code={refusal.code}>
      <Icon name="warning" /> {t(refusal.text)}
    </div>
  )
}
