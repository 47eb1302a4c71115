import type { Text } from '#core/text.ts'
import { cases } from '#platform/cases/browser.ts'
import { useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box } from '#web/kit/index.ts'

const said = {
  vacant: {
    zh: '{step}：{authority}还没有{role}。现在可以提交，但要等该部门配备人员后才有人办理。',
    en: '{step}: {authority} has no {role} yet. You can submit now, but it waits until that authority has one.',
  },
  there: { zh: '当地主管部门', en: 'the authority there' },
} as const satisfies Record<string, Text>

/** Before a claim is sent: the steps that nobody in the firm's own region can take yet. */
export function ClaimDesks({ programme, region }: { programme: string; region: string | undefined }) {
  const t = useText()
  const { data } = useAskedLater(
    cases.desks,
    { params: { programme }, query: { region: region ?? '' } },
    region !== undefined,
  )
  const vacant = (data?.desks ?? []).filter((desk) => desk.vacant)
  if (vacant.length === 0) return null
  return (
    <Box tone="wait">
      {vacant.map(({ stage, title, authority, roleName }) => (
        <p key={stage}>
          {t(said.vacant, { step: t(title), authority: authority ?? t(said.there), role: t(roleName) })}
        </p>
      ))}
    </Box>
  )
}
