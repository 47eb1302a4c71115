import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useCommand, useFilters, useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Card,
  Checkbox,
  Empty,
  Link,
  Moment,
  More,
  PageHead,
  Row,
  Skeleton,
  Stack,
  StateTag,
} from '#web/kit/index.ts'
import { inbox, type Message } from '../../contract.ts'

const said = {
  title: { zh: '消息', en: 'Messages' },
  unread: { zh: '只看未读', en: 'Unread only' },
  count: { zh: '未读 {count} 条', en: '{count} unread' },
  new: { zh: '未读', en: 'unread' },
  read: { zh: '标为已读', en: 'Mark as read' },
  open: { zh: '查看', en: 'Open' },
  none: { zh: '没有消息。', en: 'No messages.' },
} as const satisfies Record<string, Text>

/** Where a message leads, by what it is about. */
const places: Record<string, string> = {
  case: '/cases/$id',
  public_notice: '/notices/$id',
  voucher: '/vouchers/$id',
  service_order: '/orders/$id',
  organisation: '/organisation',
  organisation_moved: '/desk/organisations/$id',
  dispute: '/organisation',
  admission: '/admissions',
  admission_review: '/desk/providers',
  delegation: '/organisation/leave',
  redemption: '/cases/$id',
  payment_run: '/desk/payments/$id',
  invoice: '/invoices/$id',
  invoice_conflict: '/desk/invoice-conflicts',
}

const Filters = z.object({ unread: z.enum(['true']).optional() })

export function InboxPage() {
  const t = useText()
  const [filters, set] = useFilters(Filters)
  const list = useList(inbox.list, {
    query: { ...(filters.unread ? { unread: 'true' } : {}), limit: 50 },
  })
  return (
    <>
      <PageHead
        title={said.title}
        tags={list.first && <StateTag tone="info">{t(said.count, { count: list.first.unread })}</StateTag>}
      />
      <Stack>
        <Checkbox
          value={filters.unread === 'true'}
          label={said.unread}
          onChange={(on) => set({ unread: on ? 'true' : undefined })}
        />
        {list.loading && <Skeleton lines={6} />}
        {!list.loading && list.rows.length === 0 && <Empty title={t(said.none)} />}
        {list.rows.map((message) => (
          <OneMessage key={message.id} message={message} />
        ))}
        <More {...list} />
      </Stack>
    </>
  )
}

function OneMessage({ message }: { message: z.output<typeof Message> }) {
  const t = useText()
  const command = useCommand(inbox.read)
  const to = places[message.subject.kind]
  const read = () => message.readAt === null && void command.run({ params: { id: message.id } })
  return (
    <Card
      title={t(message.title)}
      {...(message.readAt ? { tone: 'soft' as const } : {})}
      actions={message.readAt === null && <StateTag tone="info">{t(said.new)}</StateTag>}
    >
      <p>{t(message.body)}</p>
      <Row>
        <span className="x-quiet">
          <Moment at={message.at} />
        </span>
        {to && (
          <Link to={to} params={{ id: message.subject.id }} onClick={read}>
            {t(said.open)}
          </Link>
        )}
        {message.readAt === null && (
          <Button small kind="quiet" busy={command.pending} onClick={read}>
            {t(said.read)}
          </Button>
        )}
      </Row>
    </Card>
  )
}
