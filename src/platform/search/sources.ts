import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { mayAtAll } from '#core/policy.ts'
import type { Text } from '#core/text.ts'
import type { Group, Hit } from './contract.ts'

/** Who searches, and when. */
export type Seeker = { db: Reader; actor: Actor; now: Temporal.Instant }

export type Source = {
  label: Text
  /** Groups are shown in this order. */
  order: number
  /** The permission of the list it searches: who holds it for nothing at all is not searched for. */
  allow: string
  /** At most `limit` hits, under that permission. */
  find: (seeker: Seeker, q: string, limit: number) => Promise<Hit[]>
  /** The page that lists all of them; null where this reader has none. */
  all?: (q: string, actor: Actor) => string | null
}

const sources = new Map<string, Source>()

/** Declares a kind of thing that can be found. */
export function registerSearch(kind: string, source: Source): void {
  const known = sources.get(kind)
  if (known && known !== source) throw new Error(`search source ${kind} declared twice`)
  sources.set(kind, source)
}

const SHOWN = 6

/** One source after the other: a search takes one connection, however many kinds there are. */
export async function findEverywhere(seeker: Seeker, q: string): Promise<Group[]> {
  const groups: Group[] = []
  const inOrder = [...sources].sort(([, one], [, other]) => one.order - other.order)
  for (const [kind, { label, allow, find, all }] of inOrder) {
    if (!mayAtAll(seeker.actor, allow)) continue
    const found = await find(seeker, q, SHOWN + 1)
    if (found.length === 0) continue
    const more = found.length > SHOWN
    groups.push({ kind, label, hits: found.slice(0, SHOWN), more, all: all?.(q, seeker.actor) ?? null })
  }
  return groups
}
