import type { z } from 'zod'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { BigTable, Empty, Link, More, Select, Skeleton, StateTag, ExportButton } from '#web/kit/index.ts'
import { Search } from '#web/kit/Search.tsx'
import { kindNames, organisationKinds } from '#platform/identity/browser.ts'
import { directory } from '../../browser.ts'
import { statuses } from '../../rules.ts'
import { statusTones, statusWords } from './desk-words.ts'
import type { Filters } from './OrganisationsDesk.tsx'

const said = {
  caption: { zh: '本区域的单位', en: 'Organisations of my region' },
  q: { zh: '名称或统一社会信用代码', en: 'Name or credit code' },
  status: { zh: '核实状态', en: 'Standing' },
  kind: { zh: '类别', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  code: { zh: '统一社会信用代码', en: 'Credit code' },
  region: { zh: '所在地', en: 'Region' },
  yourTurn: { zh: '待核对证照', en: 'licence to compare' },
  sponsorsTurn: { zh: '待孵化载体推荐', en: 'waits for its incubator' },
  itsTurn: { zh: '待单位补交', en: 'the organisation’s turn' },
  none: { zh: '没有符合条件的单位。', en: 'No organisation fits.' },
} as const satisfies Record<string, Text>

type Listed = ReturnsOf<typeof directory.list>['rows'][number]
type Given = { filters: z.output<typeof Filters>; set: (change: Partial<z.input<typeof Filters>>) => void }

export function OrganisationList({ filters, set }: Given) {
  const t = useText()
  const { q, status, kind } = filters
  const query = { ...(q ? { q } : {}), ...(status ? { status } : {}), ...(kind ? { kind } : {}), limit: 50 }
  const list = useList(directory.list, { query })
  return (
    <>
      <div className="d-filters">
        <Search label={said.q} value={q ?? ''} onChange={(text) => set({ q: text || undefined })} />
        <Select
          label={t(said.status)}
          none={said.status}
          value={status ?? ''}
          options={statuses.map((value) => ({ value, label: statusWords[value] }))}
          onChange={(value) => set({ status: value || undefined })}
        />
        <Select
          label={t(said.kind)}
          none={said.kind}
          value={kind ?? ''}
          options={organisationKinds.map((value) => ({ value, label: kindNames[value] }))}
          onChange={(value) => set({ kind: value || undefined })}
        />
        <ExportButton endpoint={directory.list} input={{ query: { q, status, kind } }} />
      </div>
      {list.loading ? (
        <Skeleton lines={8} />
      ) : (
        <BigTable
          caption={said.caption}
          rows={list.rows}
          rowKey={(row) => row.id}
          onEnd={list.hasMore ? list.more : () => {}}
          empty={<Empty title={t(said.none)} />}
          columns={[
            {
              key: 'name',
              head: said.name,
              pixels: 280,
              cell: (row) => (
                <Link to="/desk/organisations/$id" params={{ id: row.id }}>
                  {row.name}
                </Link>
              ),
            },
            { key: 'kind', head: said.kind, cell: (row) => t(kindNames[row.kind]) },
            { key: 'code', head: said.code, pixels: 200, cell: (row) => row.uscc ?? '—' },
            { key: 'region', head: said.region, pixels: 200, cell: (row) => t(row.regionName) },
            {
              key: 'status',
              head: said.status,
              cell: (row) => <Standing row={row} />,
            },
          ]}
        />
      )}
      <More {...list} />
    </>
  )
}

/** Of those that are not verified, whose turn it is. */
function Standing({ row: { status, kind, waitsSince } }: { row: Listed }) {
  const t = useText()
  if (status !== 'unverified') return <StateTag tone={statusTones[status]}>{t(statusWords[status])}</StateTag>
  if (!waitsSince) return <StateTag tone="plain">{t(said.itsTurn)}</StateTag>
  return <StateTag tone="wait">{t(kind === 'team' ? said.sponsorsTurn : said.yourTurn)}</StateTag>
}
