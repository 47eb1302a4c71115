import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Link, PageHead, Stack } from '#web/kit/index.ts'
import { keysOf, RECOVERY_STATUS } from '../../rules.ts'
import { RecoveryList } from '../RecoveryList.tsx'
import { Proposals } from './Proposals.tsx'

const said = {
  title: { zh: '追回', en: 'Recoveries' },
  lead: {
    zh: '已拨付的款项经查实不应支付的，作出追回决定；退回的款项逐笔登记入账，原有账目不作改动。',
    en: 'Money that should not have been paid is demanded back. What returns is booked piece by piece; nothing booked before is changed.',
  },
  decide: { zh: '作出追回决定', en: 'Decide a recovery' },
} as const satisfies Record<string, Text>

const Filters = z.object({ status: z.enum(keysOf(RECOVERY_STATUS)).optional() })

/** The authority's recoveries, and what the invoices propose. */
export function RecoveriesPage() {
  const t = useText()
  const may = useMay()
  const [{ status }, set] = useFilters(Filters)
  const actions = may('recovery.decide') && (
    <Link to="/desk/recoveries/new" as="plain" icon="plus">
      {t(said.decide)}
    </Link>
  )
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} actions={actions} />
      <Stack>
        <Proposals />
        <RecoveryList at="/desk/recoveries/$id" status={status} onStatus={(next) => set({ status: next })} />
      </Stack>
    </>
  )
}
