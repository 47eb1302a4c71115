import type { Text } from '#core/text.ts'
import { useAskedLater } from '#web/api.ts'
import { directory } from '#platform/directory/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'

/** Schemes are codes in the ledger; their names come from the newest rulebook of each. */
export function useSchemes(): (scheme: string) => Text {
  const { data } = useAskedLater(vouchers.rulebooks)
  const names = new Map<string, Text>()
  const byAge = [...(data?.rows ?? [])].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  for (const row of byAge) if (row.effectiveFrom <= (data?.today ?? '')) names.set(row.scheme, row.title)
  return (scheme) => names.get(scheme) ?? { zh: scheme, en: scheme }
}

/** The short name of a region; its code while the list is on its way. */
export function useRegionName(): (code: string) => Text | string {
  const { data } = useAskedLater(directory.regions)
  return (code) => data?.rows.find((row) => row.code === code)?.name ?? code
}
