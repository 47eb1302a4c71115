import type { Text } from '#core/text.ts'
import { useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Empty, Link, PageHead, Row, Stack } from '#web/kit/index.ts'
import { Bars } from '#business/vouchers/browser.tsx'
import { Standing } from './Standing.tsx'
import { WaitingTable } from './WaitingTable.tsx'
import { useMine, useOthers } from './waiting.ts'

const said = {
  title: { zh: '我的待办', en: 'My work' },
  mine: { zh: '等本单位办理', en: 'Waiting for us' },
  others: { zh: '等其他方办理', en: 'Waiting for others' },
  none: { zh: '没有等您办理的事项。', en: 'Nothing waits for you.' },
  noneOthers: { zh: '没有在办事项。', en: 'Nothing is under way.' },
  claim: { zh: '申领科技创新券', en: 'Claim a voucher' },
  order: { zh: '下单', en: 'Place an order' },
  redeem: { zh: '申请兑付', en: 'Ask for redemption' },
  alone: { zh: '您还没有加入单位。', en: 'You are in no organisation yet.' },
  join: { zh: '登记单位', en: 'Register an organisation' },
} as const satisfies Record<string, Text>

/** One list of everything that waits for me, then what waits for others. */
export function MinePage() {
  const t = useText()
  const may = useMay()
  const me = useMe()
  const mine = useMine()
  const others = useOthers()
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  const actions = may('claim.file') && (
    <Row>
      <Link to="/voucher-claims/new" as="primary">
        {t(said.claim)}
      </Link>
      <Link to="/orders/new" as="plain">
        {t(said.order)}
      </Link>
      <Link to="/redemptions/new" as="plain">
        {t(said.redeem)}
      </Link>
    </Row>
  )
  return (
    <Stack gap="l">
      <PageHead title={said.title} actions={actions} />
      {!seat && (
        <Empty title={t(said.alone)}>
          <Link to="/organisation/join" as="primary">
            {t(said.join)}
          </Link>
        </Empty>
      )}
      <Standing />
      {may('claim.file') && <Bars />}
      <section>
        <h2>
          {t(said.mine)} {mine.rows.length > 0 && <span className="x-count">{mine.rows.length}</span>}
        </h2>
        <WaitingTable title={said.mine} list={mine} none={said.none} />
      </section>
      <section>
        <h2>
          {t(said.others)} {others.rows.length > 0 && <span className="x-count">{others.rows.length}</span>}
        </h2>
        <WaitingTable title={said.others} list={others} none={said.noneOthers} />
      </section>
    </Stack>
  )
}
