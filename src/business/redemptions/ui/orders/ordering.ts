import type { Text } from '#core/text.ts'
import { type Exclusion, SERVICE_KINDS, type ServiceKind } from '#business/vouchers/browser.ts'

export type OrderLine = {
  key: string
  what: string
  quantity: number | null
  unit: string
  unitPriceFen: bigint | null
}
export type ChosenProvider = { id: string; name: string }

/** The order as typed. */
export type Ordering = {
  voucherId: string
  provider: ChosenProvider | null
  service: ServiceKind | ''
  contains: Exclusion[]
  title: string
  description: string
  lines: OrderLine[]
  contractNo: string
  contractOn: string
  deliverBy: string
  buyerUntil: 'confirmed' | 'delivered'
  buyerFee: number | null
  providerUntil: 'confirmed' | 'delivered'
  providerFee: number | null
  freeWhenLate: boolean
  note: string
}

let count = 0
export const newLine = (): OrderLine => ({
  key: `line-${++count}`,
  what: '',
  quantity: 1,
  unit: '',
  unitPriceFen: null,
})

/** The sum of the lines, tax included; lines not finished count nothing. */
export const priceOf = (lines: readonly OrderLine[]): bigint =>
  lines.reduce((sum, line) => sum + (line.unitPriceFen ?? 0n) * BigInt(line.quantity ?? 0), 0n)

export const serviceText = (kind: string): Text =>
  SERVICE_KINDS[kind as ServiceKind] ?? { zh: kind, en: kind.replaceAll('_', ' ') }

/** What is typed in whole percent is kept in basis points. */
export const BP_PER_PERCENT = 100
