import type { Reader } from '#core/db.ts'
import type { Text } from '#core/text.ts'
import { type Named, useProviderWords } from '#platform/directory/index.ts'
import { agreementsOnRecord } from './agreements.store.ts'
import { classWords, listWords } from './provider-words.ts'
import { everyRulebook } from './rulebooks.store.ts'
import { SERVICE_KINDS } from './words.ts'

const named = (words: Iterable<readonly [string, Text]>): Named[] =>
  [...words].map(([code, name]) => ({ code, name }))

/** Lists, classes and services as the published rulebooks and agreements call them. */
async function vocabulary(db: Reader) {
  const books = await everyRulebook(db)
  return {
    lists: named(listWords(books, await agreementsOnRecord(db))),
    classes: named(classWords(books)),
    services: named(Object.entries(SERVICE_KINDS)),
  }
}

/** The library of providers is kept by the directory; what its codes are called, the rulebooks say. */
export function registerProviderWords(): void {
  useProviderWords(vocabulary)
}
