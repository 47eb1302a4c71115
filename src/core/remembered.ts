import type { Kysely } from 'kysely'
import type { Reader } from './db.ts'

/** Other processes' publications are seen after this long, at the latest. */
const AGE_MS = 1000
/** A publication is forgotten for before its transaction ends; nothing is kept until it has. */
const QUIET_MS = 2000
const MOST_KEPT = 1000

type Kept = { value: unknown; until: number }

let memories = new WeakMap<object, Map<string, Kept>>()
let quietUntil = 0

/**
 * Reference data that changes when somebody publishes (rulebooks, programmes, calendars, authorities): read at most once
 * a second in each database. What comes back is shared by its readers: never change it.
 */
export async function remembered<T>(db: Reader, key: string, read: () => Promise<T>): Promise<T> {
  const now = performance.now()
  if (now < quietUntil) return read()
  const memory = memoryOf(db)
  const known = memory.get(key)
  if (known && known.until > now) return known.value as T
  const value = await read()
  if (memory.size >= MOST_KEPT) memory.clear()
  memory.set(key, { value, until: now + AGE_MS })
  return value
}

/** To be called by whoever changes such data, within the transaction: from then on readers in this process ask anew. */
export function forgetRemembered(): void {
  memories = new WeakMap()
  quietUntil = performance.now() + QUIET_MS
}

/** A transaction shares its adapter with the database it runs on, and with nothing else. */
function memoryOf(db: Reader): Map<string, Kept> {
  const { adapter } = (db as Kysely<unknown>).getExecutor()
  const known = memories.get(adapter)
  if (known) return known
  const fresh = new Map<string, Kept>()
  memories.set(adapter, fresh)
  return fresh
}
