import type { Text } from '#core/text.ts'
import { useAsked } from '#web/api.ts'
import { Card, Link, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { notices } from '../../browser.ts'
import { NoticeState } from './NoticeState.tsx'

const said = {
  title: { zh: '正在公示', en: 'On notice now' },
  all: { zh: '全部公示', en: 'All notices' },
  what: { zh: '公示', en: 'Notice' },
  left: { zh: '还剩', en: 'Left' },
  by: { zh: '发布单位', en: 'Published by' },
} as const satisfies Record<string, Text>

/** For the home page: what can still be objected to. */
export function OpenNotices() {
  const t = useText()
  const { rows } = useAsked(notices.list, { query: { status: 'open', limit: 5 } })
  if (rows.length === 0) return null
  return (
    <Card title={t(said.title)} actions={<Link to="/notices">{t(said.all)}</Link>}>
      <Table
        caption={said.title}
        hideCaption
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'what',
            head: said.what,
            cell: (row) => (
              <Link to="/notices/$id" params={{ id: row.id }}>
                {t(row.title)}
              </Link>
            ),
          },
          { key: 'by', head: said.by, cell: (row) => row.authorityName },
          { key: 'left', head: said.left, cell: (row) => <NoticeState notice={row} /> },
        ]}
      />
    </Card>
  )
}
