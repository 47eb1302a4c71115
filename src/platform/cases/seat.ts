/** Where a desk lies on the path of a case. Browser-safe. */

/** GB/T 2260: the code of a city ends in two zeros, that of a province in four. */
const isCity = (code: string) => code.endsWith('00') && !code.endsWith('0000')

/**
 * A county that the province administers itself (省直管县市: 定州, 辛集) has no city above it and is listed beside the cities
 * (S98, S145): its own bureau reviews in the place of the city.
 */
export function seatLevel<L extends string | undefined>(level: L, path: readonly string[]): L | 'county' {
  return level === 'city' && path.length > 1 && !path.some(isCity) ? 'county' : level
}
