import type { Text } from '#core/text.ts'
import { useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Link } from '#web/kit/index.ts'

const said = {
  unverified: {
    zh: '单位证照尚未核验，暂不能提交申领、下单和兑付。',
    en: 'The licence is not verified yet, so claims, orders and redemptions can’t be submitted.',
  },
  unsponsored: {
    zh: '孵化载体尚未确认推荐，暂不能提交申领、下单和兑付。',
    en: 'The incubator has not confirmed its sponsorship yet, so claims, orders and redemptions can’t be submitted.',
  },
  disputed: {
    zh: '本单位的统一社会信用代码存在争议，区县核实前暂不能提交申领、下单和兑付。',
    en: 'The credit code is disputed; claims, orders and redemptions wait until the county decides.',
  },
  see: { zh: '查看单位信息', en: 'See the organisation' },
} as const satisfies Record<string, Text>

/** Why this organisation can’t do everything yet; nothing once it is verified. */
export function Standing() {
  const t = useText()
  const me = useMe()
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  if (!seat || seat.organisation.status === 'verified') return null
  const { kind, status } = seat.organisation
  const why = status === 'disputed' ? said.disputed : kind === 'team' ? said.unsponsored : said.unverified
  return (
    <Box tone="wait">
      {t(why)} <Link to="/organisation">{t(said.see)}</Link>
    </Box>
  )
}
