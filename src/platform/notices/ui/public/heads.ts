import type { Text } from '#core/text.ts'

/** A list is frozen with its heads in Chinese; these are the English of the heads the product writes. */
const english: Record<string, string> = {
  兑付编号: 'Redemption',
  创新券: 'Voucher',
  服务机构: 'Service provider',
  服务内容: 'Service',
}

/** Storage keeps no order of heads: ours as a reader looks for them, then any others. */
export const inOrder = (heads: readonly string[]): string[] => {
  const known = Object.keys(english)
  const placeOf = (head: string) => (head in english ? known.indexOf(head) : known.length)
  return heads.toSorted((one, other) => placeOf(one) - placeOf(other))
}

export const headOf = (frozen: string): Text => ({ zh: frozen, en: english[frozen] ?? frozen })
