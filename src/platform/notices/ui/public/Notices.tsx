import { useState } from 'react'
import { z } from 'zod'
import { directory } from '#platform/directory/browser.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater, useFilters, useList } from '#web/api.ts'
import {
  Button,
  Empty,
  Link,
  Moment,
  More,
  PageHead,
  Row,
  Select,
  Skeleton,
  Stack,
  Table,
  TextInput,
  ExportButton,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { notices } from '../../browser.ts'
import { NoticeState } from './NoticeState.tsx'
import { statusWords } from './notice-words.ts'

const said = {
  title: { zh: '公示与公告', en: 'Public notices' },
  lead: {
    zh: '公示是拨付前的拟办名单，任何人都可以在公示期内提出异议；公示期满并作出决定后发布公告。',
    en: 'A notice lists what is proposed before money is paid; anyone may object until it closes. The announcement follows the decision.',
  },
  q: { zh: '编号、标题或单位', en: 'Number, title or authority' },
  status: { zh: '状态', en: 'State' },
  region: { zh: '地区', en: 'Region' },
  any: { zh: '不限', en: 'Any' },
  none: { zh: '没有符合条件的公示', en: 'No notice fits' },
  noneHow: {
    zh: '换个条件再查；公示结束后仍可在这里查到。',
    en: 'Try other filters; ended notices stay here.',
  },
  number: { zh: '编号', en: 'Number' },
  what: { zh: '公示', en: 'Notice' },
  by: { zh: '发布单位', en: 'Published by' },
  rows: { zh: '条目', en: 'Rows' },
  opened: { zh: '发布', en: 'Opened' },
  closes: { zh: '截止', en: 'Closes' },
} as const satisfies Record<string, Text>

const Filters = z.object({
  status: z.enum(['open', 'closed', 'withdrawn']).optional(),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  q: z.string().max(50).optional(),
})

export function Notices() {
  const t = useText()
  const [filters] = useFilters(Filters)
  const found = useList(notices.list, { query: { ...filters, limit: 30 } })
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack>
        <NoticeFilters />
        <ExportButton endpoint={notices.list} input={{ query: filters }} />
        {found.loading ? (
          <Skeleton />
        ) : (
          <Table
            caption={said.title}
            hideCaption
            rows={found.rows}
            rowKey={(row) => row.id}
            empty={<Empty title={t(said.none)}>{t(said.noneHow)}</Empty>}
            columns={[
              {
                key: 'what',
                head: said.what,
                names: true,
                cell: (row) => (
                  <>
                    <Link to="/notices/$id" params={{ id: row.id }}>
                      {t(row.title)}
                    </Link>
                    <span className="x-quiet x-block">{row.number}</span>
                  </>
                ),
              },
              { key: 'state', head: said.status, cell: (row) => <NoticeState notice={row} /> },
              { key: 'by', head: said.by, cell: (row) => row.authorityName },
              { key: 'rows', head: said.rows, right: true, cell: (row) => row.rowCount },
              {
                key: 'opened',
                head: said.opened,
                cell: (row) => <Moment at={row.openedAt} dayOnly />,
              },
              {
                key: 'closes',
                head: said.closes,
                cell: (row) => <span className="x-time">{row.closesOn}</span>,
              },
            ]}
          />
        )}
        <More {...found} />
      </Stack>
    </>
  )
}

function NoticeFilters() {
  const t = useText()
  const [filters, setFilters] = useFilters(Filters)
  const [typed, setTyped] = useState(filters.q ?? '')
  const regions = useAskedLater(directory.regions)
  const provinces = (regions.data?.rows ?? []).filter((row) => row.level !== 'county')
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setFilters({ q: typed.trim() || undefined })
        }}
      >
        <Row>
          <Select
            label={t(said.status)}
            value={filters.status ?? ''}
            none={{ zh: '全部状态', en: 'Any state' }}
            onChange={(status) => setFilters({ status: status || undefined })}
            options={(['open', 'closed', 'withdrawn'] as const).map((value) => ({
              value,
              label: statusWords[value],
            }))}
          />
          <Select
            label={t(said.region)}
            value={filters.region ?? ''}
            none={{ zh: '全部地区', en: 'Any region' }}
            onChange={(region) => setFilters({ region: region || undefined })}
            options={provinces.map((row) => ({ value: row.code, label: row.name }))}
          />
          <TextInput
            type="search"
            width="short"
            label={t(said.q)}
            placeholder={t(said.q)}
            value={typed}
            onChange={setTyped}
            maxLength={50}
          />
          <Button type="submit" icon="search">
            {t(words.search)}
          </Button>
        </Row>
      </form>
    </search>
  )
}
