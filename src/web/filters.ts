import { useNavigate, useSearch } from '@tanstack/react-router'
import type { z } from 'zod'

/**
 * What a list is filtered by, kept in the URL. What does not fit the schema is dropped, so that an old link still opens.
 * Give every field a default or make it optional. A change starts the list anew: `cursor` goes.
 */
export function useFilters<S extends z.ZodObject>(
  schema: S,
): [z.output<S>, (change: Partial<z.input<S>>) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const set = (change: Partial<z.input<S>>) =>
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) => ({ ...before, cursor: undefined, ...change }),
      replace: !('cursor' in change),
    })
  return [fitting(schema, search), set]
}

/** The part of the values that fits the schema, with its defaults. */
export function fitting<S extends z.ZodObject>(schema: S, values: Record<string, unknown>): z.output<S> {
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return schema.parse(Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name))))
}

/** `?a=1&b=x`, every value a string; the router's own form would quote `130000`. */
export function readSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}
export function writeSearch(values: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const written = search.toString()
  return written ? `?${written}` : ''
}
