import fc from 'fast-check'
import { z } from 'zod'

/** Input made from a contract's own schemas, as a browser would send it. */

type Schema = {
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

const plain = (arb: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => arb
const DAYS = [
  '2026-03-02',
  '2026-03-31',
  '2025-02-28',
  '2024-02-29',
  '1990-01-01',
  '2099-12-31',
  '0001-01-01',
  '9999-12-31',
]
const MOMENTS = ['2026-03-02T09:00:00+08:00', '2026-03-02T01:00:00Z', '9999-12-31T23:59:59Z']
const WORDS = ['材料齐全，符合条件', 'a b', '检测', '“引号” \\ % _', '=1+1', '<b>', "'; --", '{name}', '$&']

/** Values that fit a schema, or nearly: bounds are met, ids are partly those of things that exist. */
export function fitting(schema: z.ZodType, ids: readonly string[]): fc.Arbitrary<unknown> {
  return ofJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, ids)
}

function ofJson(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const within = (inner: Schema) => ofJson(inner, ids)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(within))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') return objectOf(schema, within)
  if (type === 'array') {
    const { minItems = 0, maxItems = 4 } = schema
    const items = schema.items ? within(schema.items) : plain(fc.jsonValue())
    return fc.array(items, { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 4)) })
  }
  if (type === 'string') return textOf(schema, ids)
  if (type === 'integer') return numberOf(schema, true)
  if (type === 'number') return numberOf(schema, false)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  return fc.jsonValue()
}

function objectOf(schema: Schema, within: (inner: Schema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (schema.properties) {
    const required = schema.required ?? []
    const record = Object.fromEntries(Object.entries(schema.properties).map(([key, s]) => [key, within(s)]))
    return fc.record(record, { requiredKeys: required as never })
  }
  if (typeof schema.additionalProperties !== 'object') return fc.constant({})
  const keys = within({ type: 'string', ...schema.propertyNames }).map(String)
  return fc.dictionary(keys, within(schema.additionalProperties), { maxKeys: 4 })
}

function numberOf({ minimum = -10, maximum = 2_000 }: Schema, whole: boolean): fc.Arbitrary<unknown> {
  const [min, max] = [Math.max(minimum, -1e9), Math.min(maximum, 1e9)]
  const middle = fc.integer({ min: Math.ceil(min), max: Math.max(Math.ceil(min), Math.floor(max)) })
  return fc.oneof(middle, fc.constantFrom(min, max, ...(whole ? [] : [0.5, 1e-9])))
}

function textOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.format === 'uuid') return fc.constantFrom(...ids)
  if (schema.format === 'date') return fc.constantFrom(...DAYS)
  if (schema.format === 'date-time') return fc.constantFrom(...MOMENTS)
  if (schema.format === 'email') return fc.constantFrom('a@example.test', 'person-3@example.test')
  const { minLength = 0, maxLength = 200, pattern } = schema
  const sized = fc.constantFrom(...WORDS).map((word) => word.padEnd(minLength, '示例').slice(0, maxLength))
  const longest = fc.constant('长'.repeat(Math.min(maxLength, 5_000)))
  if (!pattern || /\\p\{C/.test(pattern))
    return fc.oneof({ weight: 4, arbitrary: sized }, { weight: 1, arbitrary: longest })
  try {
    return fc.stringMatching(new RegExp(pattern))
  } catch {
    return sized
  }
}

/** Wrong in one place: another type, a missing or an unknown member, a bound overstepped, a naughty text. */
export function damaged(fit: fc.Arbitrary<unknown>, naughty: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(fit, naughty, fc.nat(), fc.constantFrom('replace', 'remove', 'add', 'wrap'))
    .map(([value, bad, at, how]) => {
      const copy = structuredClone(value)
      const places = placesOf(copy)
      const place = places[at % Math.max(places.length, 1)]
      if (!place) return how === 'wrap' ? [copy] : bad
      const { holder, key } = place
      if (how === 'remove') delete holder[key]
      else if (how === 'add')
        holder[['extra', '__proto__x', 'constructor', 'toString'][at % 4] as string] = bad
      else holder[key] = how === 'wrap' ? [holder[key]] : bad
      return copy
    })
}

type Place = { holder: Record<string, unknown>; key: string }

function placesOf(value: unknown): Place[] {
  if (value === null || typeof value !== 'object') return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])])
}
