import type { Text } from '#core/text.ts'
import { type Agreement, type Rulebook, SERVICE_KINDS } from './rules.ts'

/** How rulebooks and agreements name what the library keeps as codes. Browser-safe. */

/** Classes by their code, as the newest rulebook that has one names it. */
export function classWords(books: readonly Rulebook[]): Map<string, Text> {
  const byAge = [...books].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  return new Map(byAge.flatMap((book) => book.providers.classes.map((one) => [one.id, one.says] as const)))
}

/** Lists by their code: the scheme of a rulebook, or an agreement. */
export function listWords(books: readonly Rulebook[], agreements: readonly Agreement[]): Map<string, Text> {
  const byAge = [...books].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  return new Map([
    ...byAge.map((book) => [book.scheme, book.title] as const),
    ...agreements.map((one) => [one.id, one.title] as const),
  ])
}

/** What a provider may be paid for: its own scope, else that of its class. */
export function scopeWords(
  scope: readonly string[] | null,
  providerClass: string,
  books: readonly Rulebook[],
): Text {
  const own = scope ?? classScope(providerClass, books)
  if (!own)
    return {
      zh: '可提供办法支持范围内的各类服务',
      en: 'For every service that the rulebook pays for',
    }
  const known: Record<string, Text> = SERVICE_KINDS
  const names = own.map((code) => known[code] ?? { zh: code, en: code })
  return {
    zh: `限：${names.map((name) => name.zh).join('、')}`,
    en: `Only for: ${names.map((name) => name.en).join(', ')}`,
  }
}

const classScope = (providerClass: string, books: readonly Rulebook[]) =>
  books.flatMap((book) => book.providers.classes).find((one) => one.id === providerClass)?.scope ?? null
