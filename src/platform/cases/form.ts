import type { Text } from '#core/text.ts'
import { type Field, fieldsOf, type Programme } from './programme.ts'
import type { Form, FormValue } from './state.ts'

/** Checks and prefills the form of a programme. Browser-safe. */

/** A fact of the registry profile as it stood when the case was filed: what it says, how sure it is, and whence. */
export type Fact = { value: FormValue; standing: 'declared' | 'evidenced' | 'confirmed'; source?: string }
export type Facts = Record<string, Fact>

export type FieldProblem = { field: string; label: Text; why: 'missing' | 'malformed' | 'unknown' }

const isText = (most: number) => (value: FormValue) =>
  typeof value === 'string' && value.length <= most && !value.includes('\0')
const matches = (pattern: RegExp) => (value: FormValue) => typeof value === 'string' && pattern.test(value)
const isDay = (value: FormValue) =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  new Date(value).toJSON()?.slice(0, 10) === value
const isFileList = (value: FormValue) =>
  Array.isArray(value) && value.length > 0 && value.every((id) => /^[0-9a-f-]{36}$/.test(id))

const fits: Record<Field['type'], (value: FormValue, field: Field) => boolean> = {
  text: isText(500),
  longtext: isText(10_000),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  money: matches(/^\d{1,15}$/),
  date: isDay,
  choice: (value, field) => (field.options ?? []).some((option) => option.value === value),
  region: matches(/^\d{6}$/),
  uscc: matches(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  file: isFileList,
  yesno: (value) => typeof value === 'boolean',
}

const isEmpty = (value: FormValue | undefined) =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/** What keeps a form from being submitted. With `only`, just these fields are looked at, and no others may be given. */
export function checkForm(programme: Programme, form: Form, only?: readonly string[]): FieldProblem[] {
  const fields = fieldsOf(programme)
  const known = only ? fields.filter((field) => only.includes(field.id)) : fields
  const strangers = Object.keys(form).filter((id) => !known.some((field) => field.id === id))
  return [
    ...known.flatMap((field) => problemOf(field, form[field.id])),
    ...strangers.map((id) => ({
      field: id,
      label: fields.find((field) => field.id === id)?.label ?? { zh: id, en: id },
      why: 'unknown' as const,
    })),
  ]
}

function problemOf(field: Field, value: FormValue | undefined): FieldProblem[] {
  const { id, label, required } = field
  if (isEmpty(value)) return required ? [{ field: id, label, why: 'missing' }] : []
  return fits[field.type](value as FormValue, field) ? [] : [{ field: id, label, why: 'malformed' }]
}

/** What the form need not ask: values of the profile and of earlier cases, by the fields' own `from`. */
export function prefill(
  programme: Programme,
  facts: Facts,
  earlier: Readonly<Record<string, Form>> = {},
): Form {
  const values = fieldsOf(programme).map((field) => [field.id, knownValue(field, facts, earlier)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)) as Form
}

function knownValue(
  field: Field,
  facts: Facts,
  earlier: Readonly<Record<string, Form>>,
): FormValue | undefined {
  const { from } = field
  if (!from) return undefined
  const value = 'fact' in from ? facts[from.fact]?.value : earlier[from.programme]?.[from.field]
  return isEmpty(value) || !fits[field.type](value as FormValue, field) ? undefined : value
}

/** The uploads a form names. */
export function fileIdsOf(programme: Programme, form: Form): string[] {
  const named = fieldsOf(programme).filter((field) => field.type === 'file')
  return named.flatMap(({ id }) => {
    const value = form[id]
    return Array.isArray(value) ? value : []
  })
}
