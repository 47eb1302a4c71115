import type { Text } from '#core/text.ts'
import { useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Link, Row } from '#web/kit/index.ts'

const said = {
  alone: {
    zh: '您的个人账号已建好，还没有加入单位。登记单位后才能申领、接单；同事已登记单位的，请让其发邀请给您。',
    en: 'You have an account, and are in no organisation yet. Register one to claim or to sell; if a colleague has registered it already, ask for an invitation instead.',
  },
  go: { zh: '登记单位', en: 'Register an organisation' },
  state: { zh: '查看我的登记与争议', en: 'My registration and disputes' },
} as const satisfies Record<string, Text>

/** On the home page of whoever signed up and is in no organisation yet. */
export function JoinCall() {
  const t = useText()
  const me = useMe()
  if (!me?.user || me.seats.length > 0) return null
  return (
    <Box>
      <p>{t(said.alone)}</p>
      <Row>
        <Link to="/organisation/join" as="primary">
          {t(said.go)}
        </Link>
        <Link to="/organisation">{t(said.state)}</Link>
      </Row>
    </Box>
  )
}
