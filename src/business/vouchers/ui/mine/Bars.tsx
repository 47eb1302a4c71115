import type { Text } from '#core/text.ts'
import { useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { AssumedMark, Box, Link } from '#web/kit/index.ts'
import { vouchers } from '../../browser.ts'

const said = {
  barred: {
    zh: '{authority}已决定：自 {from} 起不受理本单位申领，{to} 起恢复。',
    en: '{authority} decided to take no claims of yours from {from}; you may claim again on {to}.',
  },
  why: { zh: '理由：{reason}（{clause}）', en: 'Reason: {reason} ({clause})' },
  see: { zh: '查看决定和救济途径', en: 'The decision and how to contest it' },
} as const satisfies Record<string, Text>

/** Who is barred reads the term and the reason before filling anything in. */
export function Bars() {
  const t = useText()
  const { data } = useAskedLater(vouchers.bars)
  return (data?.rows ?? []).map((bar) => (
    <Box key={bar.id} tone="alarm">
      <p>
        {t(said.barred, { authority: bar.authorityName, from: bar.fromDay, to: bar.toDay })}{' '}
        {bar.assumed && <AssumedMark />}
      </p>
      <p>{t(said.why, { reason: bar.reason, clause: bar.clause })}</p>
      <Link to="/recoveries">{t(said.see)}</Link>
    </Box>
  ))
}
