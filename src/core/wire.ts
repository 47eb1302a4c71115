import { z } from 'zod'

/** What a handler may return for a schema: strings may still be Temporal values. */
export type Sent<T> = T extends string
  ? string extends T
    ? string | Temporal.Instant | Temporal.PlainDate
    : T
  : T extends bigint | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Sent<Item>[]
      : T extends object
        ? { [K in keyof T]: Sent<T[K]> }
        : T

/**
 * A handler's result as JSON: times as ISO strings, amounts as digits, and nothing that the schema does not name.
 * @throws ZodError when the result does not fit the schema, which is a defect of the handler
 */
export function toWire(schema: z.ZodType, result: unknown): unknown {
  return z.encode(schema, withoutTemporal(result) as never)
}

function withoutTemporal(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString()
  if (Array.isArray(value)) return value.map(withoutTemporal)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutTemporal(inner)]))
}
