import { formatFen, type MoneyUnit } from '#core/money.ts'
import { useLanguage } from '../i18n/text.ts'

type MoneyProps = {
  fen: bigint | null
  /** `summary` rounds to two decimals of 万元 or 亿元 and keeps the exact value on hover. */
  as?: 'exact' | 'summary'
  /** Only the figure, where the head of the column names 元. */
  bare?: boolean
}

/** An amount; the exact fen are in the element and on hover. */
export function Money({ fen, as = 'exact', bare }: MoneyProps) {
  const spoken = useLanguage()
  if (fen === null) return <span className="x-quiet">—</span>
  const exact = formatFen(fen, { locale: spoken, fixed: true })
  const shown =
    as === 'summary'
      ? summary(fen, spoken)
      : formatFen(fen, { locale: spoken, fixed: true, bare: bare ?? false })
  return (
    <data className="x-money" value={fen.toString()} title={exact}>
      {shown}
    </data>
  )
}

/** `3,082.00 万元`, `10.00 亿元`; in English millions of yuan, and below one million the yuan themselves. Rounded half up; only for summaries. */
export function summary(fen: bigint, spoken: 'zh' | 'en'): string {
  const size = fen < 0n ? -fen : fen
  if (size < 1_000_000n) return formatFen(fen, { locale: spoken })
  if (spoken === 'en' && size < 100_000_000n) return formatFen(fen, { locale: spoken })
  if (spoken === 'en') return `CNY ${scaled(fen, 100_000_000n)} million`
  const unit: MoneyUnit = size >= 10_000_000_000n ? '亿元' : '万元'
  return `${scaled(fen, unit === '亿元' ? 10_000_000_000n : 1_000_000n)} ${unit}`
}

function scaled(fen: bigint, unit: bigint): string {
  const size = fen < 0n ? -fen : fen
  const hundredths = (size * 100n + unit / 2n) / unit
  return `${fen < 0n ? '-' : ''}${formatFen(hundredths, { bare: true, fixed: true })}`
}
