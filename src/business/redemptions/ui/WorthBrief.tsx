import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Money, StateTag } from '#web/kit/index.ts'

const said = {
  pays: { zh: '券付', en: 'The voucher pays' },
  not: { zh: '不能用券，原因 {count} 条，见测算', en: 'The voucher may not pay: {count} reasons' },
} as const satisfies Record<string, Text>

/** The gist of a preview beside the button, for a phone where the rest stands below. */
export function WorthBrief({
  answer,
}: {
  answer: { amountFen: bigint | null; refusals: readonly unknown[] } | null
}) {
  const t = useText()
  if (!answer) return null
  if (answer.refusals.length > 0 || answer.amountFen === null)
    return <StateTag tone="alarm">{t(said.not, { count: answer.refusals.length })}</StateTag>
  return (
    <StateTag tone="info">
      {t(said.pays)} <Money fen={answer.amountFen} />
    </StateTag>
  )
}
