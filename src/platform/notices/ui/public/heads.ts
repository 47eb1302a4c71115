import type { Text } from '#core/text.ts'

/** A list is frozen with its heads in Chinese; these are the English of the heads the product writes. */
const english: Record<string, string> = {
  兑付编号: 'Redemption',
  创新券: 'Voucher',
  服务机构: 'Service provider',
  服务内容: 'Service',
}

export const headOf = (frozen: string): Text => ({ zh: frozen, en: english[frozen] ?? frozen })
