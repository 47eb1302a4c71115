import { z } from 'zod'
import {
  ById,
  command,
  Day,
  Fen,
  Id,
  Line,
  Moment,
  Page,
  PageQuery,
  Paragraphs,
  query,
  RegionCode,
  TextSchema,
  Words,
} from '#core/contract.ts'
import { PlaceCursor } from '#core/page.ts'

export const NoticeStatus = z.enum(['open', 'closed', 'withdrawn'])
export const RowStatus = z.enum(['listed', 'held', 'cleared', 'removed'])
export const ObjectionStatus = z.enum(['open', 'lead', 'upheld', 'rejected'])

export const Notice = z.object({
  id: Id,
  number: z.string(),
  title: TextSchema,
  /** The rule and clause under which it is published. */
  basis: TextSchema,
  authorityId: Id,
  authorityName: z.string(),
  subjectKind: z.string(),
  rowCount: z.number().int(),
  openedAt: Moment,
  closesOn: Day,
  provisional: z.boolean(),
  status: NoticeStatus,
  endedAt: Moment.nullable(),
  endReason: z.string().nullable(),
  announcedAt: Moment.nullable(),
  /** Working days that are left after today, 0 on the closing day; null once it has ended. */
  daysLeft: z.number().int().nullable(),
})

export const NoticeDetail = Notice.extend({
  digest: z.string(),
  workingDays: z.number().int(),
  explanation: z.array(
    z.object({ day: Day, counts: z.boolean(), provisional: z.boolean(), why: TextSchema }),
  ),
  announcement: TextSchema.nullable(),
  totalFen: Fen,
  held: z.number().int(),
  removed: z.number().int(),
  abilities: z.array(z.string()),
})

export const NoticeRow = z.object({
  rowNo: z.number().int(),
  subjectId: Id,
  organisationName: z.string(),
  display: z.record(z.string(), z.string()),
  amountFen: Fen.nullable(),
  status: RowStatus,
})

const RowParams = z.object({ id: Id, row: z.coerce.number().int().min(1).max(1_000_000) })

export const NewObjection = z.object({
  kind: z.enum(['real_name', 'anonymous']),
  name: Line(60).optional(),
  contact: Line(120).optional(),
  statement: Paragraphs(4_000, 5),
  fileId: Id.optional(),
})

export const Objection = z.object({
  id: Id,
  noticeId: Id,
  noticeNumber: z.string(),
  rowNo: z.number().int(),
  organisationName: z.string(),
  kind: z.enum(['real_name', 'anonymous']),
  name: z.string().nullable(),
  contact: z.string().nullable(),
  statement: z.string(),
  fileId: Id.nullable(),
  at: Moment,
  status: ObjectionStatus,
  decidedAt: Moment.nullable(),
  decidedByLabel: z.string().nullable(),
  reason: z.string().nullable(),
})

export const notices = {
  list: query({
    path: '/notices',
    query: PageQuery.extend({
      cursor: PlaceCursor().optional(),
      status: NoticeStatus.optional(),
      region: RegionCode.optional(),
      q: Words(50).optional(),
    }),
    returns: Page(Notice),
    allow: 'notice.read',
    summary: { zh: '查看公示', en: 'List public notices' },
  }),
  get: query({
    path: '/notices/{id}',
    params: ById,
    returns: NoticeDetail,
    allow: 'notice.read',
    summary: { zh: '查看一份公示', en: 'Read a public notice' },
  }),
  rows: query({
    path: '/notices/{id}/rows',
    params: ById,
    query: PageQuery.extend({
      cursor: z
        .string()
        .regex(/^\d{1,7}$/)
        .optional(),
      q: Words(50).optional(),
      status: RowStatus.optional(),
    }),
    returns: Page(NoticeRow),
    allow: 'notice.read',
    summary: { zh: '查看公示名单', en: 'Read the list of a notice' },
  }),
  row: query({
    path: '/notices/{id}/rows/{row}',
    params: RowParams,
    returns: z.object({ notice: Notice, row: NoticeRow }),
    allow: 'notice.read',
    summary: { zh: '查看公示名单中的一行', en: 'Read one row of a notice' },
  }),
  object: command({
    path: '/notices/{id}/rows/{row}/objections',
    params: RowParams,
    body: NewObjection,
    returns: z.object({ receipt: z.string(), status: ObjectionStatus }),
    allow: 'notice.object',
    refuses: [
      'notice_over',
      'notice_row_removed',
      'objection_needs_evidence',
      'objection_needs_contact',
      'objection_too_many',
      'file_gone',
    ],
    summary: { zh: '对公示名单提出异议', en: 'Object to a row of a notice' },
  }),
  receipt: query({
    path: '/objections/receipts/{receipt}',
    params: z.object({ receipt: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/) }),
    returns: z.object({
      noticeId: Id,
      noticeNumber: z.string(),
      rowNo: z.number().int(),
      at: Moment,
      status: ObjectionStatus,
      decidedAt: Moment.nullable(),
      reason: z.string().nullable(),
    }),
    allow: 'notice.read',
    summary: { zh: '凭回执号查询异议处理情况', en: 'Follow an objection by its receipt' },
  }),
  objections: query({
    path: '/objections',
    query: PageQuery.extend({ noticeId: Id.optional(), waiting: z.stringbool().optional() }),
    returns: Page(Objection),
    allow: 'objection.read',
    summary: { zh: '查看本单位公示收到的异议', en: 'Read the objections to our notices' },
  }),
  decide: command({
    path: '/objections/{id}/decision',
    params: ById,
    body: z.object({ decision: z.enum(['upheld', 'rejected']), reason: Paragraphs(2_000, 5) }),
    returns: z.object({ status: ObjectionStatus, rowStatus: RowStatus }),
    allow: 'objection.decide',
    refuses: ['objection_decided'],
    summary: { zh: '处理异议', en: 'Decide an objection' },
  }),
}

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
    query: PageQuery.extend({ cursor: PlaceCursor().optional(), unread: z.stringbool().optional() }),
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
    query: PageQuery.extend({ unsent: z.stringbool().optional() }),
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
