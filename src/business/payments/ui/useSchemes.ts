import { vouchers } from '#business/vouchers/browser.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater } from '#web/api.ts'

/** Names of schemes from the newest rulebook of each; they may come later than the page. */
export function useSchemes(): (scheme: string) => Text {
  const { data } = useAskedLater(vouchers.rulebooks)
  const names = new Map<string, Text>()
  const byAge = [...(data?.rows ?? [])].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  for (const row of byAge) if (row.effectiveFrom <= (data?.today ?? '')) names.set(row.scheme, row.title)
  return (scheme) => names.get(scheme) ?? { zh: scheme, en: scheme }
}
