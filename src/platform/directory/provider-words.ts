import type { Reader } from '#core/db.ts'
import type { Text } from '#core/text.ts'

export type Named = { code: string; name: Text }
/** `keepers`: the regions whose authorities keep the list, and nobody else admits to it. */
export type NamedList = Named & { keepers: readonly string[] }
export type ProviderWords = { lists: NamedList[]; classes: Named[]; services: Named[] }

let vocabulary: ((db: Reader) => Promise<ProviderWords>) | null = null

/** The module that keeps the rulebooks says what lists, classes and services are called. */
export function useProviderWords(read: (db: Reader) => Promise<ProviderWords>): void {
  vocabulary = read
}

export const providerWords = async (db: Reader): Promise<ProviderWords> =>
  (await vocabulary?.(db)) ?? { lists: [], classes: [], services: [] }
