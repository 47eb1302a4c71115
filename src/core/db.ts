import type { Tables } from '#db/types.ts'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'

/** May look, may not write: `insertInto` and its like are not on it. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'fn'>
/** Only the write door (and the migrator) makes one. */
export type Tx = Transaction<Tables>
export type { Tables }

export type Database = AsyncDisposable & {
  db: Kysely<Tables>
  pool: pg.Pool
  dispose: () => Promise<void>
}

export type ConnectOptions = {
  /** Most connections held at once (default 10). */
  max?: number
  /** Let the process end while connections lie idle (tests). */
  allowExitOnIdle?: boolean
  /** Statements that repeat are prepared by name (default); off behind a pooler that shares sessions. */
  prepared?: boolean
  /** The database breaks off a statement that takes longer; no limit unless told. */
  statementLimitMs?: number
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  onError?: (error: Error) => void
}

export function connect(url: string, options: ConnectOptions = {}): Database {
  const { max = 10, allowExitOnIdle = false, onError = () => {}, statementLimitMs: limit } = options
  // Said in the session and not with its start, where poolers refuse what they don't know.
  const onConnect = async (client: pg.ClientBase) =>
    void (await client.query(`set statement_timeout = ${limit}`))
  const pool = new pg.Pool({
    ...(limit && { onConnect }),
    ...{ connectionString: url, max, allowExitOnIdle, types: { getTypeParser } },
    // A server that vanished without a word is noticed; nobody waits for a connection for good.
    ...{ keepAlive: true, connectionTimeoutMillis: 60_000 },
  })
  if (options.prepared ?? true) pool.on('connect', prepareWhatRepeats)
  // Without listeners a server that goes away would end this process: the pool's are for idle connections, these for
  // connections inside a transaction between two statements, whose next statement fails by itself.
  pool.on('connect', (client) => void client.on('error', onError))
  pool.on('error', onError)
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    // Documents keep their own keys: a jsonb's inside is data, not naming.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  let closing: Promise<void> | undefined
  const dispose = () => {
    closing ??= db.destroy()
    return closing
  }
  return { db, pool, dispose, [Symbol.asyncDispose]: dispose }
}

const MOST_NAMES = 500
/**
 * What searches by words is planned for the words: a plan for any words reckons with none, and would read them anew for each row.
 */
const WORDS = /\bsearch_query\(/
const names = new Map<string, string>()
const seenOnce = new Set<string>()

/** A name from the second time on, so that statements built for one occasion don't fill the sessions. */
function nameOf(text: string): string | undefined {
  const name = names.get(text)
  if (name || names.size >= MOST_NAMES || WORDS.test(text)) return name
  if (seenOnce.has(text)) {
    const fresh = `s${names.size}`
    seenOnce.delete(text)
    names.set(text, fresh)
    return fresh
  }
  if (seenOnce.size >= 4 * MOST_NAMES) seenOnce.clear()
  seenOnce.add(text)
  return undefined
}

/** Kysely gives text and values; a name lets the server keep the parsed statement, which saves about a third. */
function prepareWhatRepeats(client: pg.PoolClient): void {
  const plain = client.query.bind(client) as (...args: unknown[]) => unknown
  const named = (text: unknown, values?: unknown, ...rest: unknown[]) => {
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    return name ? plain({ name, text, values }, ...rest) : plain(text, values, ...rest)
  }
  client.query = named as typeof client.query
}

/**
 * Text for a jsonb parameter: bigint as a decimal string, Temporal values as ISO strings. Needed because
 * pg would send an array as a PostgreSQL array and could not send a bigint inside a document at all.
 */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner))

/** The name of the constraint a statement broke, for `store.ts` to turn into a refusal. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}

/** Serialisation failure or deadlock: the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')
}

const AWAY_CODES =
  /^(57P0[1-3]|08\w{3}|53300|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
// pg's own words, where it gives no code.
const AWAY_WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** The database can't be reached at present: nothing is wrong with what was asked. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errors } = error as Error & { code?: unknown; errors?: unknown }
  if (Array.isArray(errors)) return errors.some(isAway) // one for each address of a name
  return AWAY_CODES.test(String(code ?? '')) || AWAY_WORDS.test(error.message)
}

/** The database broke a statement off, at its limit of time. Its words are in the language of the server. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57014'
}

/** There is no room left on a disk, PostgreSQL's or the files': nothing was kept of what was asked. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { code?: unknown }
  return (
    code === '53100' ||
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /No space left on device/.test(error.message)
  )
}

/**
 * PostgreSQL → JavaScript, by type id, for this pool alone (other libraries' pools keep pg's own ways).
 * Amounts and counts are bigint, times Temporal, decimals text; the rest of the text types stay text.
 */
const instant = (text: string) =>
  Temporal.Instant.from(`${text.replace(' ', 'T')}${/[+-]\d\d$/.test(text) ? ':00' : ''}`)
const date = (text: string) => Temporal.PlainDate.from(text)
const asIs = (text: string) => text
const PARSERS = new Map<number, (text: string) => unknown>([
  [20, BigInt],
  [1184, instant],
  [1082, date],
  [1700, asIs],
  [1114, asIs],
  [1083, asIs],
  [1186, asIs],
  [1016, arrayOf(BigInt)],
  [1185, arrayOf(instant)],
  [1182, arrayOf(date)],
  [1231, arrayOf(asIs)],
  [2951, arrayOf(asIs)],
])

// Its declared type is older than its code.
const arrayParser = pg.types.arrayParser as unknown as {
  create: (text: string, parse: (item: string) => unknown) => { parse: () => unknown[] }
}

function arrayOf(parse: (text: string) => unknown) {
  return (text: string) => arrayParser.create(text, parse).parse()
}

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && PARSERS.get(oid)) ||
  pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser

/**
 * pg asks an object parameter for `toPostgres` before anything else and would otherwise send Temporal
 * values as JSON. Declared on the prototypes, because that is the only hook it has, and non-enumerable,
 * so that nothing else ever meets it. Microseconds are all that PostgreSQL keeps: cut here, not rounded,
 * so that a stored time is never later than the one given.
 */
function teach<T extends object>(prototype: T, toText: (value: T) => string): void {
  Object.defineProperty(prototype, 'toPostgres', {
    configurable: true,
    value(this: T) {
      return toText(this)
    },
  })
}
teach(Temporal.Instant.prototype, (value) =>
  value.toString({ fractionalSecondDigits: 6, roundingMode: 'trunc' }),
)
teach(Temporal.PlainDate.prototype, (value) => value.toString())
