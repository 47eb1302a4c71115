import type { FormState } from '#web/kit/index.ts'

/**
 * The form as its check sees it: with the values that lie beside it (files that arrived, rows of a list) under the names
 * their fields carry, so that a missing one is told like any other.
 */
export function checked<V extends Record<string, unknown>>(
  form: FormState<V>,
  beside: Record<string, unknown>,
): FormState<V> {
  return { ...form, values: { ...form.values, ...beside } }
}

/** `lines.0.what` and so on, for the rows of a list. */
export function flat(name: string, rows: readonly Record<string, unknown>[]): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap((row, at) => Object.entries(row).map(([key, value]) => [`${name}.${at}.${key}`, value])),
  )
}
