import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Link, PageHead, Stack } from '#web/kit/index.ts'
import { keysOf, RECOVERY_STATUS } from '../../rules.ts'
import { RecoveryList } from '../RecoveryList.tsx'

const said = {
  title: { zh: '需退回的款项', en: 'Money to return' },
  lead: {
    zh: '应退多少、何时之前、怎样退。逾期未退的，可能影响今后申领。',
    en: 'How much, until when, and how. Money that stays away may bar you from claiming.',
  },
  own: {
    zh: '发现多领或不应领的款项，可以主动退回：打开“我的拨付”中的该笔兑付登记。主动退回不影响今后申领。',
    en: 'Money that should not have come can be returned of your own will: open its redemption under “My payments”. It bars you from nothing.',
  },
  mine: { zh: '我的拨付', en: 'My payments' },
} as const satisfies Record<string, Text>

const Filters = z.object({ status: z.enum(keysOf(RECOVERY_STATUS)).optional() })

/** What a payee has to give back, or offered to. */
export function RecoveriesMinePage() {
  const t = useText()
  const [{ status }, set] = useFilters(Filters)
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack>
        <RecoveryList at="/recoveries/$id" status={status} onStatus={(next) => set({ status: next })} />
        <Box>
          {t(said.own)} <Link to="/payments/mine">{t(said.mine)}</Link>
        </Box>
      </Stack>
    </>
  )
}
