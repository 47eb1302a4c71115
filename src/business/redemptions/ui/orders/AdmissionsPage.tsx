import type { Text } from '#core/text.ts'
import { directory } from '#platform/directory/browser.ts'
import { useAsked, useList, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Card, Empty, Facts, More, PageHead, RegionTag, Row, Stack, StateTag } from '#web/kit/index.ts'
import { serviceText } from './ordering.ts'

const said = {
  title: { zh: '我的入库资格', en: 'My admissions' },
  lead: {
    zh: '只有合同日期在入库期间、服务在入库范围内的订单可以用券。',
    en: 'Vouchers pay only for orders whose contract is dated within the admission and whose service is in its scope.',
  },
  none: {
    zh: '本单位不在任何服务机构库内。请向所在省市主管部门申请入库。',
    en: 'Your organisation is in no list of providers. Apply to the authority of your province.',
  },
  coming: { zh: '尚未生效', en: 'not yet in force' },
  admitted: { zh: '在库', en: 'admitted' },
  over: { zh: '已到期', en: 'over' },
  withdrawn: { zh: '已取消', en: 'withdrawn' },
  closed: { zh: '机构已注销', en: 'closed' },
  authority: { zh: '入库部门', en: 'Admitted by' },
  list: { zh: '名录', en: 'List' },
  dates: { zh: '入库期间', en: 'Dates' },
  open: { zh: '{from} 起', en: 'from {from}' },
  to: { zh: '{from} 至 {to}', en: '{from} to {to}' },
  scope: { zh: '服务范围', en: 'Scope' },
  all: { zh: '该类机构可提供的全部服务', en: 'all that its class may offer' },
  since: { zh: '自 {from} 取消：{reason}', en: 'withdrawn from {from}: {reason}' },
  finish_running: {
    zh: '此前签订合同的在办订单按各券办法办理，见订单页面；此后新签的合同不能用券。',
    en: 'Orders with earlier contracts go on where the rules of the voucher let them, see each order; no contract signed from then on is paid by a voucher.',
  },
  stop_running: {
    zh: '在办的用券订单一并终止；已验收的订单仍可兑付。',
    en: 'Running orders paid by vouchers stop with it; accepted ones can still be redeemed.',
  },
} as const satisfies Record<string, Text>

const tones = {
  coming: 'wait',
  admitted: 'good',
  over: 'plain',
  withdrawn: 'alarm',
  closed: 'plain',
} as const

/** In which lists one's organisation (or its host) stands, for what and when. */
export function AdmissionsPage() {
  const t = useText()
  const me = useMe()
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  if (!seat) return <PageHead title={said.title} />
  return (
    <Stack>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Admissions id={seat.organisation.id} name={seat.organisation.name} />
    </Stack>
  )
}

function Admissions({ id, name }: { id: string; name: string }) {
  const t = useText()
  const { host } = useAsked(directory.get, { params: { id } })
  const list = useList(directory.providers, { query: { q: host?.name ?? name, all: 'true', limit: 100 } })
  const own = list.rows.filter(
    (row) => row.organisation.id === id || row.host?.id === id || row.organisation.id === host?.id,
  )
  return (
    <Stack>
      {own.length === 0 && !list.loading && <Empty title={t(said.none)} />}
      {own.map((row) => (
        <Card
          key={row.id}
          title={row.organisation.name}
          actions={
            <Row>
              <RegionTag code={row.regionCode} name={row.regionName} />
              <StateTag tone={tones[row.state]}>{t(said[row.state])}</StateTag>
            </Row>
          }
        >
          <Facts
            facts={[
              { label: said.authority, value: row.authority.name },
              { label: said.list, value: t(row.names.list) },
              {
                label: said.dates,
                value: row.lastDay
                  ? t(said.to, { from: row.from, to: row.lastDay })
                  : t(said.open, { from: row.from }),
              },
              {
                label: said.scope,
                value: row.scope
                  ? row.scope.map((kind) => t(serviceText(kind))).join(t({ zh: '、', en: ', ' }))
                  : t(said.all),
              },
            ]}
          />
          {row.withdrawal && (
            <Box tone="alarm">
              <p>{t(said.since, { from: row.withdrawal.from, reason: row.withdrawal.reason })}</p>
              <p>{t(said[row.withdrawal.effect])}</p>
            </Box>
          )}
        </Card>
      ))}
      <More {...list} rows={own} />
    </Stack>
  )
}
