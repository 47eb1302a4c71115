import { z } from 'zod'
import type { Text } from './text.ts'

/** Amount in fen: bigint in code, decimal digits on the wire. At most 10^15 fen either way. */
export const Fen = z.codec(z.string().regex(/^-?\d{1,16}$/), z.bigint(), {
  decode: (digits) => BigInt(digits),
  encode: (fen) => fen.toString(),
})
/** An amount above zero. */
export const PositiveFen = z.codec(z.string().regex(/^[1-9]\d{0,14}$/), z.bigint(), {
  decode: (digits) => BigInt(digits),
  encode: (fen) => fen.toString(),
})
export const Id = z.uuid()
export const ById = z.object({ id: Id })
/** A legal day, YYYY-MM-DD, from 1900 to 2199: calendars reckon with it, and the year 1 is a slip of the pen. */
export const Day = z.iso.date().regex(/^(19|20|21)/)
/** A moment, ISO 8601 with zone. */
export const Moment = z.iso.datetime({ offset: true })
export const TextSchema = z.object({ zh: z.string(), en: z.string() })
export const RegionCode = z.string().regex(/^\d{6}$/)
/** Letters that show nothing, a blank that is no space, and what breaks a line where no newline stands. */
const BLANK = '\\u034f\\u115f\\u1160\\u2028\\u2029\\u2800\\u3164\\uffa0'
/** The two joiners are letters' and emoji's own: each stands behind a sign that it can join, which no Chinese character is. */
const seen = (unseen: string) =>
  new RegExp(`^(?:[^${unseen}]|[^${unseen}\\p{Script=Han}\\0-\\x7f\\s][\\u200c\\u200d])*$`, 'u')
/** Texts without signs that nobody sees: a mark of writing direction shows a name or an amount otherwise than it is. */
export const SEEN = {
  line: seen(`\\p{Cc}\\p{Cf}\\p{Cs}${BLANK}`),
  paragraphs: seen(`\\p{Cf}\\p{Cs}\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f${BLANK}`),
}
/** A line a person typed: trimmed, one line, no control characters. */
export const Line = (max: number, min = 1) => z.string().trim().min(min).max(max).regex(SEEN.line)
/** Paragraphs a person typed: tab and newline are the only control characters. */
export const Paragraphs = (max: number, min = 1) => z.string().trim().min(min).max(max).regex(SEEN.paragraphs)
/** What somebody looks for: nothing that is kept or shown to others, so signs that came along with it do no harm. */
export const Words = (max: number) => z.string().trim().max(max)

/** One page of a list; `next` is the cursor of the next page. */
export const Page = <R extends z.ZodType>(row: R) =>
  z.object({ rows: z.array(row), next: z.string().nullable() })
/** The cursor is the id of the last row; a list in another order says which cursor it takes. */
export const PageQuery = z.object({
  cursor: Id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

type Schema = z.ZodType
export type EndpointSpec<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> = {
  path: string
  summary: Text
  params?: P
  query?: Q
  body?: B
  returns: R
  /** The permission asked for; see the policy of the module. */
  allow: string
  refuses?: readonly string[]
}

export type Endpoint<
  K extends 'query' | 'command' = 'query' | 'command',
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> = Omit<EndpointSpec<P, Q, B, R>, 'refuses'> & {
  kind: K
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  refuses: readonly string[]
  /** Answers with a file or other raw response instead of JSON. */
  raw?: boolean
}

type None = z.ZodUndefined

/** Reads; never writes. */
export function query<P extends Schema = None, Q extends Schema = None, R extends Schema = Schema>(
  spec: EndpointSpec<P, Q, None, R> & { raw?: boolean },
): Endpoint<'query', P, Q, None, R> {
  return { ...spec, kind: 'query', method: 'GET', refuses: spec.refuses ?? [] }
}

/** Changes one thing, through the write door. */
export function command<P extends Schema = None, B extends Schema = None, R extends Schema = Schema>(
  spec: EndpointSpec<P, None, B, R> & { method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' },
): Endpoint<'command', P, None, B, R> {
  return { ...spec, kind: 'command', method: spec.method ?? 'POST', refuses: spec.refuses ?? [] }
}

export type ParamsOf<E> =
  E extends Endpoint<infer _K, infer P, infer _Q, infer _B, infer _R> ? z.output<P> : never
export type QueryOf<E> =
  E extends Endpoint<infer _K, infer _P, infer Q, infer _B, infer _R> ? z.output<Q> : never
export type BodyOf<E> =
  E extends Endpoint<infer _K, infer _P, infer _Q, infer B, infer _R> ? z.output<B> : never
export type ReturnsOf<E> =
  E extends Endpoint<infer _K, infer _P, infer _Q, infer _B, infer R> ? z.output<R> : never

type Given<Name extends string, V> = [V] extends [undefined]
  ? { [N in Name]?: undefined }
  : { [N in Name]: V }
type GivenLoose<Name extends string, V> = [V] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<string, never> extends V
    ? { [N in Name]?: V }
    : { [N in Name]: V }

/** What a handler is given. */
export type InputOf<E> = Given<'params', ParamsOf<E>> & Given<'query', QueryOf<E>> & Given<'body', BodyOf<E>>

type QueryIn<E> = E extends Endpoint<infer _K, infer _P, infer Q, infer _B, infer _R> ? z.input<Q> : never
/** What a caller gives. Amounts as bigint; query values before their defaults. */
export type CallInput<E> = Given<'params', ParamsOf<E>> &
  GivenLoose<'query', QueryIn<E>> &
  Given<'body', BodyOf<E>>

export type Contract = Record<string, Endpoint>

/** Fills `{id}` in the path. */
export function pathTo(endpoint: Endpoint, params: Record<string, unknown> = {}): string {
  return endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
}

/** The body of every refused or failed answer (RFC 9457), with our additions. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  text: TextSchema,
  data: z.record(z.string(), z.unknown()).optional(),
  issues: z.array(z.object({ path: z.string(), text: TextSchema })).optional(),
  request: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>
