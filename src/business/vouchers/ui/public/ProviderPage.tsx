import { directory, providerStates, providerTones } from '#platform/directory/browser.ts'
import type { Text } from '#core/text.ts'
import { useAsked, useParams } from '#web/api.ts'
import { Card, Empty, Facts, Link, PageHead, RegionTag, Stack, StateTag, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { classWords, listWords, scopeWords } from '../../provider-words.ts'
import { useRegions, useRulebooks } from './useRulebooks.ts'

const said = {
  up: { zh: '服务机构', en: 'Providers' },
  uscc: { zh: '统一社会信用代码', en: 'Credit code' },
  noCode: { zh: '无独立代码，属于{host}', en: 'none of its own; part of {host}' },
  region: { zh: '所在地', en: 'Region' },
  host: { zh: '所属单位', en: 'Host' },
  names: { zh: '曾用名', en: 'Earlier names' },
  admissions: { zh: '入库情况', en: 'Admissions' },
  none: { zh: '该单位没有入库记录。', en: 'This organisation was never admitted.' },
  list: { zh: '名录', en: 'Admitted by' },
  kind: { zh: '类别', en: 'Class' },
  scope: { zh: '服务范围', en: 'Scope' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  state: { zh: '状态', en: 'State' },
  open: { zh: '长期', en: 'open' },
  withdrawn: { zh: '自 {from} 移出：{reason}', en: 'Withdrawn from {from}: {reason}' },
  finish: { zh: '已确认的订单可以做完。', en: 'Confirmed orders may be finished.' },
  stop: { zh: '在办订单停止。', en: 'Running orders stop.' },
  before: {
    zh: '服务合同须在机构入库之后签订；双方有隶属、共建、产权等关联关系的，不能用券。',
    en: 'The contract must be signed after the admission, and no voucher is paid between related parties.',
  },
} as const satisfies Record<string, Text>

/** A provider with every admission it has or had. */
export function ProviderPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const organisation = useAsked(directory.get, { params: { id } })
  const { rows } = useAsked(directory.providers, {
    query: { q: organisation.name, all: 'true', limit: 200 },
  })
  const regions = useRegions()
  const own = rows.filter((row) => row.organisation.id === id)
  const earlier = organisation.names.filter((one) => one.name !== organisation.name)
  const { host } = organisation
  return (
    <>
      <PageHead title={organisation.name} up={{ to: '/providers', label: said.up }} lead={t(said.before)} />
      <Stack gap="l">
        <Card>
          <Facts
            facts={[
              {
                label: said.uscc,
                value: organisation.uscc ?? t(said.noCode, { host: host?.name ?? '' }),
              },
              {
                label: said.region,
                value: (
                  <RegionTag code={organisation.regionCode} name={regions.nameOf(organisation.regionCode)} />
                ),
              },
              host && {
                label: said.host,
                value: (
                  <Link to="/providers/$id" params={{ id: host.id }}>
                    {host.name}
                  </Link>
                ),
              },
              earlier.length > 0 && {
                label: said.names,
                value: earlier.map((one) => one.name).join(t({ zh: '、', en: ', ' })),
              },
            ]}
          />
        </Card>
        <Card title={t(said.admissions)}>
          <Admissions rows={own} />
        </Card>
      </Stack>
    </>
  )
}

type Row = ReturnType<typeof useAsked<typeof directory.providers>>['rows'][number]

function Admissions({ rows }: { rows: readonly Row[] }) {
  const t = useText()
  const { books, agreements } = useRulebooks()
  const [classes, lists] = [classWords(books), listWords(books, agreements)]
  return (
    <Table
      caption={said.admissions}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      empty={<Empty title={t(said.none)} />}
      columns={[
        { key: 'list', head: said.list, cell: (row) => t(lists.get(row.list) ?? row.list) },
        {
          key: 'kind',
          head: said.kind,
          cell: (row) => t(classes.get(row.providerClass) ?? row.providerClass),
        },
        {
          key: 'scope',
          head: said.scope,
          cell: (row) => t(scopeWords(row.scope, row.providerClass, books)),
        },
        { key: 'from', head: said.from, cell: (row) => row.from },
        { key: 'to', head: said.to, cell: (row) => row.lastDay ?? t(said.open) },
        {
          key: 'state',
          head: said.state,
          cell: (row) => (
            <>
              <StateTag tone={providerTones[row.state]}>{t(providerStates[row.state])}</StateTag>
              {row.withdrawal && (
                <div className="x-note">
                  {t(said.withdrawn, { from: row.withdrawal.from, reason: row.withdrawal.reason })}{' '}
                  {t(row.withdrawal.effect === 'finish_running' ? said.finish : said.stop)}
                </div>
              )}
            </>
          ),
        },
      ]}
    />
  )
}
