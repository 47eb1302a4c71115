import { useState } from 'react'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useFilters, useList, useParams, useMay } from '#web/api.ts'
import {
  Box,
  Button,
  Card,
  Empty,
  Facts,
  Folded,
  Link,
  Moment,
  Money,
  More,
  PageHead,
  Row,
  Select,
  Skeleton,
  Stack,
  StateTag,
  Table,
  TextInput,
  ExportButton,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { notices } from '../../browser.ts'
import { headOf, inOrder } from './heads.ts'
import { DigestCheck } from './DigestCheck.tsx'
import { NoticeState } from './NoticeState.tsx'
import { rowTones, rowWords } from './notice-words.ts'

const said = {
  up: { zh: '公示与公告', en: 'Public notices' },
  number: { zh: '编号', en: 'Number' },
  by: { zh: '发布单位', en: 'Published by' },
  basis: { zh: '依据', en: 'Basis' },
  opened: { zh: '发布时间', en: 'Opened' },
  closes: { zh: '截止日', en: 'Closes' },
  closesText: {
    zh: '{day}（共 {days} 个工作日，发布当日不计）',
    en: '{day} ({days} working days, the first day not counted)',
  },
  ended: { zh: '结束时间', en: 'Ended' },
  total: { zh: '名单合计', en: 'Total of the list' },
  totalText: { zh: '{count} 条', en: 'rows: {count}' },
  held: {
    zh: '其中 {held} 条有异议正在核查，{removed} 条已移除',
    en: '{held} objected to and being checked, {removed} removed',
  },
  explained: { zh: '截止日是怎么算的', en: 'How the closing day is counted' },
  day: { zh: '日期', en: 'Day' },
  counts: { zh: '是否计入', en: 'Counted' },
  why: { zh: '说明', en: 'Why' },
  announcement: { zh: '公告', en: 'Announcement' },
  withdrawn: { zh: '本公示已撤回：', en: 'This notice was withdrawn: ' },
  list: { zh: '公示名单', en: 'The list' },
  frozen: {
    zh: '名单自发布起冻结，不能增删改。',
    en: 'Frozen since it was opened: nothing is added, dropped or changed.',
  },
  q: { zh: '在名单中查找', en: 'Find in the list' },
  state: { zh: '状态', en: 'State' },
  any: { zh: '全部', en: 'All' },
  none: { zh: '名单中没有符合条件的条目', en: 'No row fits' },
  row: { zh: '序号', en: 'Row' },
  who: { zh: '单位', en: 'Organisation' },
  amount: { zh: '金额', en: 'Amount' },
  yuan: { zh: '元', en: 'CNY' },
  more: { zh: '内容', en: 'Details' },
  object: { zh: '提出异议', en: 'Object' },
  see: { zh: '查看', en: 'See' },
  how: { zh: '怎样提出异议', en: 'How to object' },
  how1: {
    zh: '在名单中找到有疑问的条目，点“提出异议”。',
    en: 'Find the row in the list and choose “Object”.',
  },
  how2: {
    zh: '实名异议写明姓名和联系方式，只有发布单位的审核人、负责人和审计人可见，查看留痕；该条目暂停办理，其他条目照常。',
    en: 'By name: your name and contact are seen only by the reviewers, directors and auditors of the publisher, and each look is on record; that row waits, the others go on.',
  },
  how3: {
    zh: '匿名反映须附证据，作为线索核查，不暂停办理。',
    en: 'Without a name: attach evidence; it is followed up as a lead and holds nothing.',
  },
  how4: {
    zh: '提交后得到回执号，凭它查询办理结果。',
    en: 'You get a receipt number and can follow the decision by it.',
  },
} as const satisfies Record<string, Text>

export function NoticePage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const notice = useAsked(notices.get, { params: { id } })
  const may = useMay()
  return (
    <>
      <PageHead
        title={notice.title}
        up={{ to: '/notices', label: said.up }}
        tags={<NoticeState notice={notice} />}
        actions={
          <Button icon="print" onClick={() => window.print()}>
            {t({ zh: '打印', en: 'Print' })}
          </Button>
        }
      />
      <Stack gap="l">
        {notice.status === 'withdrawn' && (
          <Box tone="alarm">
            <strong>{t(said.withdrawn)}</strong>
            {notice.endReason}
          </Box>
        )}
        {notice.announcement && (
          <Card title={t(said.announcement)}>
            <p>{t(notice.announcement)}</p>
            {notice.announcedAt && (
              <p className="x-quiet">
                {notice.authorityName} <Moment at={notice.announcedAt} />
              </p>
            )}
          </Card>
        )}
        <About notice={notice} />
        {notice.status === 'open' && <HowTo />}
        <Card title={t(said.list)}>
          <p className="x-quiet">{t(said.frozen)}</p>
          <NoticeRows notice={notice} />
          <DigestCheck noticeId={notice.id} digest={notice.digest} />
        </Card>
        <HistoryCard kind="public_notice" id={notice.id} when={may('objection.read')} />
      </Stack>
    </>
  )
}

type Detail = ReturnType<typeof useAsked<typeof notices.get>>

function About({ notice }: { notice: Detail }) {
  const t = useText()
  const { held, removed } = notice
  return (
    <Card>
      <Facts
        facts={[
          { label: said.number, value: notice.number },
          { label: said.by, value: notice.authorityName },
          { label: said.basis, value: t(notice.basis) },
          { label: said.opened, value: <Moment at={notice.openedAt} /> },
          {
            label: said.closes,
            value: t(said.closesText, { day: notice.closesOn, days: notice.workingDays }),
          },
          notice.endedAt !== null && { label: said.ended, value: <Moment at={notice.endedAt} /> },
          {
            label: said.total,
            value: (
              <>
                {t(said.totalText, { count: notice.rowCount })}
                {notice.totalFen > 0n && (
                  <>
                    {t({ zh: '，', en: ', ' })}
                    <Money fen={notice.totalFen} />
                  </>
                )}
              </>
            ),
            note: held + removed > 0 ? t(said.held, { held, removed }) : null,
          },
        ]}
      />
      <Folded title={t(said.explained)}>
        <Table
          caption={said.explained}
          hideCaption
          rows={notice.explanation}
          rowKey={(row) => row.day}
          columns={[
            { key: 'day', head: said.day, cell: (row) => row.day },
            {
              key: 'counts',
              head: said.counts,
              cell: (row) => (
                <>
                  {t(row.counts ? words.yes : words.no)}
                  {row.provisional && t(words.aside, { text: words.provisional })}
                </>
              ),
            },
            { key: 'why', head: said.why, cell: (row) => t(row.why) },
          ]}
        />
      </Folded>
    </Card>
  )
}

function HowTo() {
  const t = useText()
  return (
    <Card title={t(said.how)} tone="soft">
      <ol>
        {[said.how1, said.how2, said.how3, said.how4].map((step) => (
          <li key={step.zh}>{t(step)}</li>
        ))}
      </ol>
      <Link to="/notices/receipts">{t({ zh: '凭回执号查询', en: 'Follow by a receipt number' })}</Link>
    </Card>
  )
}

const Filters = z.object({
  q: z.string().max(50).optional(),
  row: z.enum(['listed', 'held', 'cleared', 'removed']).optional(),
})

function NoticeRows({ notice }: { notice: Detail }) {
  const t = useText()
  const [filters, setFilters] = useFilters(Filters)
  const [typed, setTyped] = useState(filters.q ?? '')
  const found = useList(notices.rows, {
    params: { id: notice.id },
    query: { q: filters.q, status: filters.row, limit: 50 },
  })
  const keys = inOrder([...new Set(found.rows.flatMap((row) => Object.keys(row.display)))])
  return (
    <Stack>
      <search className="no-print">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setFilters({ q: typed.trim() || undefined })
          }}
        >
          <Row>
            <TextInput
              type="search"
              width="middle"
              label={t(said.q)}
              placeholder={t(said.q)}
              value={typed}
              onChange={setTyped}
              maxLength={50}
            />
            <Select
              label={t(said.state)}
              value={filters.row ?? ''}
              none={said.any}
              onChange={(row) => setFilters({ row: row || undefined })}
              options={(['listed', 'held', 'cleared', 'removed'] as const).map((value) => ({
                value,
                label: rowWords[value],
              }))}
            />
            <Button type="submit" icon="search">
              {t(words.search)}
            </Button>
          </Row>
        </form>
      </search>
      <ExportButton
        endpoint={notices.rows}
        input={{ params: { id: notice.id }, query: { q: filters.q, status: filters.row } }}
      />
      {found.loading ? (
        <Skeleton />
      ) : (
        <Table
          caption={said.list}
          hideCaption
          rows={found.rows}
          rowKey={(row) => String(row.rowNo)}
          empty={<Empty title={t(said.none)} />}
          columns={[
            { key: 'row', head: said.row, right: true, width: '4rem', cell: (row) => row.rowNo },
            { key: 'who', head: said.who, names: true, cell: (row) => row.organisationName },
            ...keys.map((key) => ({
              key: `d-${key}`,
              head: headOf(key),
              cell: (row: (typeof found.rows)[number]) => row.display[key] ?? '',
            })),
            {
              key: 'amount',
              head: said.amount,
              unit: said.yuan,
              right: true,
              cell: (row) => <Money fen={row.amountFen} bare />,
            },
            {
              key: 'state',
              head: said.state,
              cell: (row) => <StateTag tone={rowTones[row.status]}>{t(rowWords[row.status])}</StateTag>,
            },
            {
              key: 'object',
              head: { zh: '办理', en: 'Do' },
              cell: (row) => (
                <Link to="/notices/$id/rows/$row" params={{ id: notice.id, row: String(row.rowNo) }}>
                  {t(notice.status === 'open' && row.status !== 'removed' ? said.object : said.see)}
                  <span className="x-hidden">{row.organisationName}</span>
                </Link>
              ),
            },
          ]}
        />
      )}
      <More {...found} />
    </Stack>
  )
}
