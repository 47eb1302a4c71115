import type { Reader } from '#core/db.ts'
import type { Text } from '#core/text.ts'
import { type Named, useProviderWords } from '#platform/directory/index.ts'
import { agreementsOnRecord } from './agreements.store.ts'
import { classWords, listWords } from './provider-words.ts'
import { everyRulebook } from './rulebooks.store.ts'
import type { Agreement, Rulebook } from './rules.ts'
import { SERVICE_KINDS } from './words.ts'

const named = (words: Iterable<readonly [string, Text]>): Named[] =>
  [...words].map(([code, name]) => ({ code, name }))

/** A scheme's list is kept by its authority, that of an agreement by each of its members. */
const keepersOf = (list: string, books: readonly Rulebook[], agreements: readonly Agreement[]) => [
  ...new Set([
    ...books.filter(({ scheme }) => scheme === list).map(({ authority }) => authority),
    ...agreements.filter(({ id }) => id === list).flatMap(({ members }) => members),
  ]),
]

/** Lists, classes and services as the published rulebooks and agreements call them. */
async function vocabulary(db: Reader) {
  const books = await everyRulebook(db)
  const agreements = await agreementsOnRecord(db)
  return {
    lists: named(listWords(books, agreements)).map((list) => ({
      ...list,
      keepers: keepersOf(list.code, books, agreements),
    })),
    classes: named(classWords(books)),
    services: named(Object.entries(SERVICE_KINDS)),
  }
}

/** The library of providers is kept by the directory; what its codes are called, the rulebooks say. */
export function registerProviderWords(): void {
  useProviderWords(vocabulary)
}
