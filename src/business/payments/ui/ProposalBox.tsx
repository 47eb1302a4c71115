import type { Text } from '#core/text.ts'
import { useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Moment, Money } from '#web/kit/index.ts'
import { payments } from '../contract.ts'

const said = {
  taken: { zh: '已提交的发票被红字冲减', en: 'A red-letter invoice took back, of what was presented,' },
  waits: {
    zh: '主管部门正在决定是否追回；决定作出前，未支付的款项暂不支付。',
    en: 'The authority decides whether money has to come back; until then, what is not paid yet waits.',
  },
} as const satisfies Record<string, Text>

/** What a red-letter invoice left undecided about a redemption: for the payee as for the authority. */
export function ProposalBox({ caseId }: { caseId: string }) {
  const t = useText()
  const { data } = useAskedLater(payments.proposals, { query: { redemptionId: caseId, status: 'open' } })
  return (data?.rows ?? []).map((row) => (
    <Box key={row.id} tone="alarm">
      {t(said.taken)} <Money fen={row.amountFen} /> (<Moment at={row.at} dayOnly />)<div>{t(said.waits)}</div>
    </Box>
  ))
}
