import type { Text } from '#core/text.ts'
import { useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Link, Row, Stack } from '#web/kit/index.ts'
import { Standing } from './Standing.tsx'
import { WorkCard } from './WorkCard.tsx'
import { soonest, useMine, useOthers, type WaitingList } from './waiting.ts'

const said = {
  claim: { zh: '申领科技创新券', en: 'Claim a voucher' },
  all: { zh: '我的待办', en: 'My work' },
} as const satisfies Record<string, Text>

/** The home page of a firm or a provider: the soonest of what waits, the rest behind one link. */
export function OwnWork() {
  const t = useText()
  const may = useMay()
  return (
    <Stack>
      <Standing />
      <WorkCard
        mine={first(useMine())}
        others={first(useOthers())}
        shown={5}
        actions={
          <Row>
            {may('claim.file') && <Link to="/voucher-claims/new">{t(said.claim)}</Link>}
            <Link to="/mine">{t(said.all)}</Link>
          </Row>
        }
      />
    </Stack>
  )
}

const first = (list: WaitingList): WaitingList => ({ ...list, rows: soonest(list.rows) })
