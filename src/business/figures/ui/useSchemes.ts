import { useQuery } from '@tanstack/react-query'
import type { Text } from '#core/text.ts'
import { call } from '#web/api.ts'

/** Names that the figures only decorate themselves with: they and the contracts that bring them come after the page. */
const MINUTES = 5 * 60_000

type Signal = { signal: AbortSignal }

async function readSchemes({ signal }: Signal) {
  const { vouchers } = await import('#business/vouchers/browser.ts')
  return call(vouchers.rulebooks, {}, { signal })
}

async function readRegions({ signal }: Signal) {
  const { directory } = await import('#platform/directory/browser.ts')
  return call(directory.regions, {}, { signal })
}

/** Schemes are codes in the ledger; their names come with the rulebooks. */
export function useSchemes(): (scheme: string) => Text {
  const { data } = useQuery({ queryKey: ['schemes'], queryFn: readSchemes, staleTime: MINUTES })
  const names = new Map((data?.rows ?? []).map((row) => [row.scheme, row.schemeTitle]))
  return (scheme) => names.get(scheme) ?? { zh: scheme, en: scheme }
}

/** The short name of a region; its code while the list is on its way. */
export function useRegionName(): (code: string) => Text | string {
  const { data } = useQuery({ queryKey: ['regions'], queryFn: readRegions, staleTime: MINUTES })
  return (code) => data?.rows.find((row) => row.code === code)?.name ?? code
}
