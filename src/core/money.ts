/** Money is whole fen (分, 1/100 yuan) in bigint; ratios are basis points. Nothing here rounds up or uses floats. Browser-safe. */

export type Fen = bigint
export type MoneyUnit = '元' | '万元' | '亿元'
export type MoneyFormat = {
  /** Unit of the figure; 元 unless told. */
  unit?: MoneyUnit
  /** zh: `94.94 万元`; en: `CNY 949,400` whatever the unit. zh unless told. */
  locale?: 'zh' | 'en'
  /** Only the figure, for a column whose head names the unit. */
  bare?: boolean
  /** Always two decimals of 元, so that columns align. */
  fixed?: boolean
}

/** 10 trillion yuan: the largest amount the platform accepts or stores. */
export const MAX_FEN: Fen = 10n ** 15n

const DECIMALS: Record<MoneyUnit, number> = { 元: 2, 万元: 6, 亿元: 10 }
const LONGEST_TEXT = 40
const FIGURE = /^([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?$/

/** Exact text of an amount, with thousands marks; no digit is ever dropped, whole amounts carry no `.00` unless `fixed`. */
export function formatFen(fen: Fen, options: MoneyFormat = {}): string {
  const { unit = '元', locale = 'zh', bare = false, fixed = false } = options
  const shown = locale === 'en' && !bare ? '元' : unit
  const figure = figureOf(fen, DECIMALS[shown], fixed && shown === '元')
  if (bare) return figure
  return locale === 'en' ? `CNY ${figure}` : `${figure} ${shown}`
}

function figureOf(fen: Fen, decimals: number, fixed: boolean): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = digits.slice(-decimals)
  const part = decimals === 2 ? (fixed || rest !== '00' ? rest : '') : rest.replace(/0+$/, '')
  return `${fen < 0n ? '-' : ''}${whole}${part ? `.${part}` : ''}`
}

/**
 * Reads an amount as people type it: `1,234.5`, `１２３元`, `¥ 300`, `94.94 万元`, `1.2亿`. Without a unit it is 元.
 * Null when it is no amount, is negative, is finer than one fen, groups digits wrongly, or is beyond MAX_FEN.
 */
export function parseYuan(text: string): Fen | null {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return null
  const plain = halfWidth(text)
    .replace(/^\s*(?:人民币|CNY|RMB)?\s*¥?\s*/i, '')
    .trimEnd()
  const unit = /\s*(亿元?|万元?|元)$/.exec(plain)
  const figure = FIGURE.exec(unit ? plain.slice(0, unit.index) : plain)
  if (!figure?.[1]) return null
  const decimals =
    DECIMALS[unit?.[1]?.startsWith('亿') ? '亿元' : unit?.[1]?.startsWith('万') ? '万元' : '元']
  const part = figure[2] ?? ''
  if (part.length > decimals) return null
  const fen = BigInt(figure[1].replaceAll(',', '') + part.padEnd(decimals, '0'))
  return fen > MAX_FEN ? null : fen
}

/** Full-width forms of ASCII, the ideographic space and ￥ only; not NFKC, which would read ② or ½ as digits. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
    .replaceAll('\uffe5', '¥')
}

/** `bp` basis points of an amount, rounded down to the fen. RangeError for negative or fractional input. */
export function shareBp(amountFen: Fen, bp: number | bigint): Fen {
  if (amountFen < 0n || bp < 0) throw new RangeError('shareBp: amount and ratio may not be negative')
  return (amountFen * BigInt(bp)) / 10_000n
}

/**
 * Parts of `total` in proportion to `weights`, which sum to it exactly: each is rounded down, the fen left over go to the
 * largest remainders, earlier ones first. RangeError for negative input or when no weight can carry the total.
 */
export function splitByLargestRemainder(total: Fen, weights: readonly (bigint | number)[]): Fen[] {
  const shares = weights.map(BigInt)
  const sum = shares.reduce((a, b) => a + b, 0n)
  if (total < 0n || shares.some((w) => w < 0n))
    throw new RangeError('splitByLargestRemainder: negative input')
  if (sum === 0n) {
    if (total > 0n) throw new RangeError('splitByLargestRemainder: no weight to carry the total')
    return shares
  }
  const parts = shares.map((w) => (total * w) / sum)
  const left = Number(total - parts.reduce((a, b) => a + b, 0n))
  const byRemainder = shares
    .map((w, at) => ({ at, remainder: (total * w) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder < b.remainder ? 1 : -1))
  for (const { at } of byRemainder.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n
  return parts
}

/** Rounded down to a multiple of `stepFen` (100n for whole yuan, 1_000_000n for whole 万元). */
export function floorTo(fen: Fen, stepFen: Fen): Fen {
  if (fen < 0n || stepFen <= 0n)
    throw new RangeError('floorTo: amount may not be negative, step must be positive')
  return fen - (fen % stepFen)
}

/** The smallest of the amounts. */
export function minFen(first: Fen, ...rest: Fen[]): Fen {
  let least = first
  for (const fen of rest) if (fen < least) least = fen
  return least
}
