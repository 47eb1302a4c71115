import { z } from 'zod'
import { ById, command, Id, Moment, Page, PageQuery, query, TextSchema } from '#core/contract.ts'

export const Message = z.object({
  id: Id,
  subject: z.object({ kind: z.string(), id: Id }),
  title: TextSchema,
  body: TextSchema,
  at: Moment,
  readAt: Moment.nullable(),
})

export const inbox = {
  list: query({
    path: '/inbox',
    query: PageQuery.extend({ unread: z.stringbool().optional() }),
    returns: Page(Message).extend({ unread: z.number().int() }),
    allow: 'inbox.read',
    summary: { zh: '查看消息', en: 'Read my messages' },
  }),
  unread: query({
    path: '/inbox/unread',
    returns: z.object({ unread: z.number().int() }),
    allow: 'inbox.read',
    summary: { zh: '未读消息数', en: 'Count my unread messages' },
  }),
  read: command({
    path: '/inbox/{id}/read',
    params: ById,
    returns: z.object({ unread: z.number().int() }),
    allow: 'inbox.read',
    summary: { zh: '将消息标为已读', en: 'Mark a message as read' },
  }),
  outbox: query({
    path: '/outbox',
    query: PageQuery,
    returns: Page(
      z.object({
        id: Id,
        to: z.string(),
        subject: z.string(),
        body: z.string(),
        at: Moment,
        sentAt: Moment.nullable(),
        attempts: z.number().int(),
        error: z.string().nullable(),
      }),
    ),
    allow: 'outbox.read',
    summary: { zh: '查看发件箱', en: 'Read the outbox of mail' },
  }),
}
