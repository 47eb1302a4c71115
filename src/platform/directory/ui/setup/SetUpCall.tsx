import type { Text } from '#core/text.ts'
import { useAskedLater, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Link } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'

const said = {
  empty: {
    zh: '这是一个新的平台，还没有运营单位。第一位注册的人登记运营单位，并成为平台管理员。',
    en: 'This node is new and nobody runs it yet. Whoever signs up first names its operator and becomes its administrator.',
  },
  go: { zh: '开始初始设置', en: 'Set it up' },
} as const satisfies Record<string, Text>

/** On the home page, as long as nobody runs the node. A demo node is run by its own story. */
export function SetUpCall() {
  const t = useText()
  const me = useMe()
  const state = useAskedLater(directory.setUpState, {}, me?.demo === false)
  if (!state.data?.needed) return null
  return (
    <Box>
      <p>{t(said.empty)}</p>
      <Link to="/set-up" as="primary">
        {t(said.go)}
      </Link>
    </Box>
  )
}
