import { formatFen } from '#core/money.ts'

/** Bare 元, as sentences carry it. Browser-safe. */
export const yuan = (fen: bigint): string => formatFen(fen, { bare: true })
