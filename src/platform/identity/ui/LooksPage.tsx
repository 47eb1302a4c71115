import { roleNames } from '#core/actor.ts'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Empty, Link, Moment, More, PageHead, Skeleton, StateTag, Table } from '#web/kit/index.ts'
import { identity } from '../contract.ts'

type Look = ReturnsOf<typeof identity.looks>['rows'][number]

const said = {
  title: { zh: '谁查看过', en: 'Who looked' },
  lead: {
    zh: '其他单位的人查看本单位资料和办件的记录。',
    en: 'When people of other organisations looked at yours and at its cases.',
  },
  none: { zh: '还没有其他单位的人查看过。', en: 'Nobody of another organisation has looked yet.' },
  when: { zh: '时间', en: 'When' },
  who: { zh: '查看人', en: 'Who' },
  what: { zh: '查看了什么', en: 'What' },
  outcome: { zh: '结果', en: 'Outcome' },
  seen: { zh: '已查看', en: 'seen' },
  refused: { zh: '被拒绝', en: 'refused' },
} as const satisfies Record<string, Text>

/** What the log names by the endpoint, in words. */
const subjects: Record<string, Text> = {
  case: { zh: '办件', en: 'a case' },
  organisation: { zh: '单位档案', en: 'the profile' },
  file: { zh: '附件', en: 'a file' },
  voucher: { zh: '科技创新券', en: 'a voucher' },
  redemption: { zh: '兑付申请', en: 'a redemption request' },
  service_order: { zh: '服务订单', en: 'a service order' },
  invoice: { zh: '发票', en: 'an invoice' },
  recovery: { zh: '追回', en: 'a recovery' },
  payment_run: { zh: '拨付单', en: 'a payment run' },
}

/** Where the thing that was looked at stands for its own organisation. */
const places: Record<string, string> = {
  case: '/cases/$id',
  organisation: '/organisation',
  voucher: '/vouchers/$id',
  service_order: '/orders/$id',
}

function What({ row: { what, subject } }: { row: Look }) {
  const t = useText()
  const name = t((subject && subjects[subject.kind]) ?? what)
  const to = subject && places[subject.kind]
  return to ? (
    <Link to={to} params={{ id: subject.id }}>
      {name}
    </Link>
  ) : (
    name
  )
}

/** The access log of one's own organisation. */
export function LooksPage() {
  const t = useText()
  const list = useList(identity.looks, { query: { limit: 50 } })
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      {list.loading ? (
        <Skeleton lines={8} />
      ) : (
        <Table
          caption={said.title}
          hideCaption
          rows={list.rows.map((row, at) => ({ ...row, key: `${row.at}${at}` }))}
          rowKey={(row) => row.key}
          empty={<Empty title={t(said.none)} />}
          columns={[
            { key: 'when', head: said.when, cell: (row) => <Moment at={row.at} /> },
            {
              key: 'who',
              head: said.who,
              cell: (row) => (row.who === roleNames.public.zh ? t(roleNames.public) : row.who),
            },
            {
              key: 'what',
              head: said.what,
              cell: (row) => <What row={row} />,
            },
            {
              key: 'outcome',
              head: said.outcome,
              cell: (row) => (
                <StateTag tone={row.outcome === 'refused' ? 'alarm' : 'plain'}>
                  {t(said[row.outcome])}
                </StateTag>
              ),
            },
          ]}
        />
      )}
      <More {...list} />
    </>
  )
}
