import { registerJob } from '#core/jobs.ts'
import { type Handlers, module } from '#core/module.ts'
import { pageOf } from '#core/page.ts'
import { TextSchema } from '#core/contract.ts'
import { abilities, may } from '#core/policy.ts'
import { coreRefusals } from '#core/refusal.ts'
import { registerTimeline, tells } from '#platform/audit/index.ts'
import { currentVisitor, registerFileSubject, rememberVisitor } from '#platform/files/index.ts'
import { inbox, notices } from './contract.ts'
import { inboxPage, readMessage, tell } from './inbox.ts'
import * as inboxStore from './inbox.store.ts'
import { noticeLists } from './lists.ts'
import { outboxPage } from './mail.ts'
import { closeDueNotices, dueNotices } from './notice.ts'
import { decideObjection, objectTo } from './objections.ts'
import './finding.ts'
import './policy.ts'
import './reliance.ts'
import * as store from './store.ts'
import { rowWords } from './ui/public/notice-words.ts'
import { byReceipt, noticeDetail, noticePage, oneRow, rowPage } from './view.ts'

const noticeHandlers = {
  list: ({ db, now }, { query }) => noticePage(db, now, query),
  get: async ({ db, actor, now }, { params }) => {
    const { notice, view } = await noticeDetail(db, now, params.id)
    return {
      ...view,
      abilities: abilities(actor, ['notice.object', 'objection.read', 'objection.decide'], notice),
    }
  },
  rows: ({ db }, { params, query }) => rowPage(db, params.id, query),
  row: ({ db, now }, { params }) => oneRow(db, now, params.id, params.row),
  object: async ({ tx, actor, now, event }, { params, body }) => {
    const input = { noticeId: params.id, rowNo: params.row, ...body, visitor: currentVisitor() }
    const unnamed = body.kind === 'anonymous' ? '匿名举报人' : '异议人'
    return objectTo(tx, { actor, now, event: (draft) => event({ ...draft, unnamed }) }, input)
  },
  receipt: ({ db }, { params }) => byReceipt(db, params.receipt),
  objections: async ({ db, visible, looked }, { query: { noticeId, waiting, cursor, limit } }) => {
    const found = await store.listObjections(db, visible(store.objectionColumns), {
      noticeId,
      waiting,
      after: cursor,
      limit,
    })
    const page = pageOf(found, limit)
    for (const { id } of page.rows) looked({ kind: 'objection', id })
    return page
  },
  decide: async ({ tx, actor, now, place, authorise, event }, { params, body }) => {
    const objection = (await store.findObjection(tx, { id: params.id })) ?? coreRefusals.refuse('not_found')
    const notice = (await store.findNotice(tx, objection.noticeId)) ?? coreRefusals.refuse('not_found')
    authorise(notice)
    const decided = await decideObjection(tx, { actor, now, event }, { id: params.id, ...body })
    if (decided.objectorUser)
      await tellObjector(tx, { now, url: place.url }, decided.objectorUser, notice, body)
    return decided
  },
} satisfies Handlers<typeof notices>

type Decided = { decision: 'upheld' | 'rejected'; reason: string }
function tellObjector(
  tx: Parameters<typeof tell>[0],
  ctx: Parameters<typeof tell>[1],
  userId: string,
  notice: store.NoticeRecord,
  { decision, reason }: Decided,
) {
  const upheld = decision === 'upheld'
  const title = {
    zh: `您对${notice.number}的异议已处理`,
    en: `Your objection to ${notice.number} was decided`,
  }
  const body = {
    zh: `${upheld ? '异议成立，该行已移出名单' : '异议不成立'}。理由：${reason}`,
    en: `${upheld ? 'Upheld: the row left the list' : 'Rejected'}. Reason: ${reason}`,
  }
  return tell(tx, ctx, {
    to: { userId },
    text: { title, body },
    subject: { kind: 'public_notice', id: notice.id },
  })
}

/** Evidence of an objection is read by those who read the objection. */
registerFileSubject('objection', async (db, actor, id) => {
  const objection = await store.findObjection(db, { id })
  const notice = objection && (await store.findNotice(db, objection.noticeId))
  return !!notice && may(actor, 'objection.read', notice)
})

/** The history of a notice is the authority's; what the public needs of it stands on the notice itself. */
registerTimeline('public_notice', {
  kind: { zh: '公示', en: 'Public notice' },
  sees: async (db, actor, id) => {
    const notice = await store.findNotice(db, id)
    if (!notice || !may(actor, 'objection.read', notice)) return null
    return { name: notice.number, at: `/notices/${id}`, looks: true }
  },
  tells: {
    rows: tells.text('行数', 'Rows'),
    closesOn: tells.text('截止', 'Closes'),
    rowNo: tells.text('行', 'Row'),
    row: tells.oneOf('该行', 'The row', rowWords),
    announced: tells.by('公告', 'Announced', (value) => TextSchema.safeParse(value).data ?? null),
  },
})

/** Nightly just after midnight, when days end, and hourly for whatever was missed while the node was down. */
registerJob(
  'notices.close_due',
  async ({ database, now, act }) => {
    for (const id of await dueNotices(database.db, now)) {
      await act('notices.close_due', 'notice.close', async ({ tx, actor, event }) => {
        let left = false
        const noted: typeof event = (draft) => {
          left = true
          event(draft)
        }
        await closeDueNotices(tx, { actor, now, event: noted }, [id])
        // Somebody else was quicker: the run itself is what happened.
        if (!left) event({ subject: { kind: 'public_notice', id }, changes: { checked: true } })
      })
    }
  },
  { cron: '1 * * * *' },
)

export const noticesModule = module({
  name: 'notices',
  contract: notices,
  handlers: noticeHandlers,
  lists: noticeLists,
  raw: { paths: [], mount: ({ app }) => void app.use('/api/notices/*', rememberVisitor) },
})

const inboxHandlers = {
  list: async ({ db, actor, authorise }, { query }) => {
    authorise({ userId: actor.userId })
    return inboxPage(db, actor, query)
  },
  unread: async ({ db, actor, authorise }) => {
    authorise({ userId: actor.userId })
    return { unread: await inboxStore.countUnread(db, actor) }
  },
  read: async ({ tx, actor, now, authorise, event }, { params }) => {
    authorise({ userId: actor.userId })
    const answer = await readMessage(tx, { actor, now }, params.id)
    event({ subject: { kind: 'message', id: params.id }, changes: { read: true } })
    return answer
  },
  outbox: async ({ db, place, may }, { query }) => {
    if (!place.demo && !may('outbox.read_all', {})) coreRefusals.refuse('not_found')
    return outboxPage(db, query)
  },
} satisfies Handlers<typeof inbox>

export const inboxModule = module({ name: 'inbox', contract: inbox, handlers: inboxHandlers })
