import { useState } from 'react'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useList, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Checkbox,
  Empty,
  ExportButton,
  Link,
  More,
  PageHead,
  Skeleton,
  Table,
} from '#web/kit/index.ts'
import { Search } from '#web/kit/Search.tsx'
import { directory } from '../../browser.ts'
import { type Authority, AuthorityDialog } from './AuthorityDialog.tsx'
import { EstablishDialog } from './EstablishDialog.tsx'
import './desk.css'

const said = {
  title: { zh: '主管部门', en: 'Authorities' },
  lead: {
    zh: '还没有负责人的部门，由平台管理员邀请首批人员；负责人接受后，其余人员由负责人邀请。没有设置邮件服务器时，请到{outbox}取邀请链接转交。',
    en: 'Where an authority has no director yet, you invite its first people; once a director has accepted, the director invites the others. Without a mail server, pass on the links from the {outbox}.',
  },
  outbox: { zh: '发件箱', en: 'outbox' },
  q: { zh: '部门名称、区划名称或代码', en: 'Name, region or region code' },
  name: { zh: '部门', en: 'Authority' },
  region: { zh: '区域', en: 'Region' },
  people: { zh: '在岗人数', en: 'People' },
  open: { zh: '待接受的邀请', en: 'Open invitations' },
  act: { zh: '办理', en: 'Action' },
  invite: { zh: '邀请人员', en: 'Invite people' },
  led: { zh: '由负责人邀请', en: 'its director invites' },
  unled: { zh: '只看没有负责人的', en: 'Only those without a director' },
  establish: { zh: '设立主管部门', en: 'Establish an authority' },
  none: { zh: '没有符合条件的主管部门。', en: 'No authority fits.' },
} as const satisfies Record<string, Text>

const Filters = z.object({ q: z.string().max(100).optional(), unled: z.enum(['true']).optional() })

/** Where an administrator brings the first people into the authorities of the node. */
export function AuthoritiesPage() {
  const t = useText()
  const [{ q, unled }, set] = useFilters(Filters)
  const query = { ...(q ? { q } : {}), ...(unled ? { unled } : {}) }
  const list = useList(directory.authorities, { query: { ...query, limit: 50 } })
  const [chosen, setChosen] = useState<string | null>(null)
  const [founding, setFounding] = useState(false)
  const may = useMay()
  const shown = list.rows.find((row) => row.id === chosen)
  const [before, after] = t(said.lead).split('{outbox}')
  return (
    <>
      <PageHead
        title={said.title}
        lead={
          <>
            {before}
            <Link to="/admin/outbox">{t(said.outbox)}</Link>
            {after}
          </>
        }
        actions={
          may('organisation.establish') && (
            <Button onClick={() => setFounding(true)}>{t(said.establish)}</Button>
          )
        }
      />
      <div className="d-filters">
        <Search label={said.q} value={q ?? ''} onChange={(text) => set({ q: text || undefined })} />
        <Checkbox
          value={unled === 'true'}
          label={said.unled}
          onChange={(on) => set({ unled: on ? 'true' : undefined })}
        />
        <ExportButton endpoint={directory.authorities} input={{ query }} />
      </div>
      {list.loading ? <Skeleton lines={8} /> : <Rows rows={list.rows} onChoose={setChosen} />}
      <More {...list} />
      {founding && <EstablishDialog onClose={() => setFounding(false)} />}
      {shown && <AuthorityDialog authority={shown} onClose={() => setChosen(null)} />}
    </>
  )
}

function Rows({ rows, onChoose }: { rows: readonly Authority[]; onChoose: (id: string) => void }) {
  const t = useText()
  return (
    <Table
      caption={said.title}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      empty={<Empty title={t(said.none)} />}
      columns={[
        { key: 'name', head: said.name, cell: (row) => row.name },
        { key: 'region', head: said.region, cell: (row) => t(row.regionName) },
        { key: 'people', head: said.people, right: true, cell: (row) => row.people },
        { key: 'open', head: said.open, right: true, cell: (row) => row.invitations.length },
        {
          key: 'act',
          head: said.act,
          cell: (row) =>
            row.abilities.includes('authority.invite') ? (
              <Button small aria-label={`${t(said.invite)} ${row.name}`} onClick={() => onChoose(row.id)}>
                {t(said.invite)}
              </Button>
            ) : (
              <span className="x-quiet">{t(said.led)}</span>
            ),
        },
      ]}
    />
  )
}
