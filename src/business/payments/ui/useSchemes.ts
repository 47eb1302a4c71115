import { vouchers } from '#business/vouchers/browser.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater } from '#web/api.ts'

/** Names of schemes; they may come later than the page. */
export function useSchemes(): (scheme: string) => Text {
  const { data } = useAskedLater(vouchers.rulebooks)
  const names = new Map((data?.rows ?? []).map((row) => [row.scheme, row.schemeTitle]))
  return (scheme) => names.get(scheme) ?? { zh: scheme, en: scheme }
}
