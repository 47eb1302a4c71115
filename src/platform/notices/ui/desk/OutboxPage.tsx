import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Checkbox, Empty, Folded, Moment, More, PageHead, Skeleton, StateTag, Table } from '#web/kit/index.ts'
import { inbox } from '../../contract.ts'

const said = {
  title: { zh: '发件箱', en: 'Outbox' },
  lead: {
    zh: '平台发出的邮件。没有设置邮件服务器时，邮件留在这里；点开主题，把其中的链接转交收件人。',
    en: 'Mail of this platform. Without a mail server it stays here: open a subject and pass its link on.',
  },
  none: { zh: '没有邮件。', en: 'No mail.' },
  only: { zh: '只看未发出的', en: 'Only what was not sent' },
  to: { zh: '收件人', en: 'To' },
  subject: { zh: '主题', en: 'Subject' },
  at: { zh: '时间', en: 'Time' },
  state: { zh: '状态', en: 'State' },
  sent: { zh: '已发出', en: 'sent' },
  waits: { zh: '未发出', en: 'not sent' },
  failed: { zh: '第 {attempts} 次未成功：{error}', en: 'attempt {attempts} failed: {error}' },
} as const satisfies Record<string, Text>

const Filters = z.object({ unsent: z.enum(['true']).optional() })

/** Mail that was sent or waits to be. */
export function OutboxPage() {
  const t = useText()
  const [{ unsent }, set] = useFilters(Filters)
  const list = useList(inbox.outbox, { query: { limit: 50, ...(unsent ? { unsent } : {}) } })
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Checkbox
        value={unsent === 'true'}
        label={said.only}
        onChange={(on) => set({ unsent: on ? 'true' : undefined })}
      />
      {list.loading ? (
        <Skeleton lines={8} />
      ) : (
        <Table
          caption={said.title}
          hideCaption
          rows={list.rows}
          rowKey={(row) => row.id}
          empty={<Empty title={t(said.none)} />}
          columns={[
            {
              key: 'subject',
              head: said.subject,
              cell: (row) => (
                <Folded title={row.subject}>
                  <pre className="x-pre">{row.body}</pre>
                </Folded>
              ),
            },
            { key: 'to', head: said.to, cell: (row) => row.to },
            { key: 'at', head: said.at, cell: (row) => <Moment at={row.at} /> },
            {
              key: 'state',
              head: said.state,
              cell: (row) =>
                row.sentAt ? (
                  <StateTag tone="good">{t(said.sent)}</StateTag>
                ) : row.error ? (
                  <StateTag tone="alarm">
                    {t(said.failed, { attempts: row.attempts, error: row.error })}
                  </StateTag>
                ) : (
                  <StateTag tone="wait">{t(said.waits)}</StateTag>
                ),
            },
          ]}
        />
      )}
      <More {...list} />
    </>
  )
}
