import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#core/id.ts'
import { runJob } from '#core/jobs.ts'
import {
  authority,
  byName,
  call,
  change,
  clock,
  database,
  decide,
  load,
  node,
  objections,
  publish,
  told,
  waiting,
} from '#test/notices.ts'
import { announce, closeNotice, openNotice, withdrawNotice } from './index.ts'

test('it closes after its last day and not before; a held row follows alone', async () => {
  clock.set('2026-11-02T09:00:00+08:00')
  const { id, closesOn } = await publish()
  assert.equal(closesOn.toString(), '2026-11-09')
  await call('', 'POST', objections(id, 2), byName)
  await assert.rejects(
    change((tx, ctx) => closeNotice(tx, ctx, id)),
    { code: 'notice_not_due' },
  )
  clock.set('2026-11-09T23:59:59+08:00')
  await runJob(node, 'notices.close_due')
  assert.equal((await call('', 'GET', `/notices/${id}`)).status, 'open')
  await assert.rejects(
    change((tx, ctx) => announce(tx, ctx, { noticeId: id, text: { zh: '公告', en: 'a' } })),
    { code: 'notice_not_closed' },
  )
  clock.set('2026-11-10T00:00:00+08:00')
  assert.equal(
    (await call('', 'POST', objections(id, 1), byName)).code,
    'notice_over',
    'even before the job has run',
  )
  told.length = 0
  await runJob(node, 'notices.close_due')
  const closed = await call('', 'GET', `/notices/${id}`)
  assert.deepEqual([closed.status, closed.daysLeft, closed.announcedAt], ['closed', null, null])
  assert.deepEqual(
    told.filter((line) => line.includes('lhl')),
    ['closed lhl (closed)'],
  )
  const [objection] = await waiting(id)
  told.length = 0
  await decide('director', objection?.id, 'rejected')
  assert.deepEqual(told, ['cleared 2 (closed)'])
  clock.advance({ days: 2 })
  await change((tx, ctx) =>
    announce(tx, ctx, { noticeId: id, text: { zh: '最终兑付名单', en: 'Final list' } }),
  )
  const announced = await call('', 'GET', `/notices/${id}`)
  assert.equal(announced.announcement.zh, '最终兑付名单')
  assert.ok(announced.announcedAt > announced.endedAt)
  await assert.rejects(
    change((tx, ctx) => announce(tx, ctx, { noticeId: id, text: { zh: '', en: '' } })),
    { code: 'notice_announced' },
  )
})

test('a day that depends on next year’s calendar closes nothing until that year is loaded', async () => {
  clock.set('2026-12-28T09:00:00+08:00')
  const { id, provisional } = await publish()
  assert.equal(provisional, true)
  clock.set('2027-01-20T09:00:00+08:00')
  await runJob(node, 'notices.close_due')
  const still = await call('', 'GET', `/notices/${id}`)
  assert.deepEqual([still.status, still.provisional], ['open', true])
  assert.equal((await call('', 'POST', objections(id, 1), byName)).httpStatus, 200)
  await assert.rejects(
    change((tx, ctx) => closeNotice(tx, ctx, id)),
    { code: 'notice_not_due' },
  )
  await load({
    year: 2027,
    source: '测试用，并非真实通知',
    holidays: [{ from: '2027-01-01', to: '2027-01-03', nameZh: '元旦', nameEn: "New Year's Day" }],
    makeupWorkdays: [{ day: '2027-01-09', nameZh: '元旦', nameEn: "New Year's Day" }],
  })
  await runJob(node, 'notices.close_due')
  const closed = await call('', 'GET', `/notices/${id}`)
  assert.deepEqual([closed.status, closed.provisional, closed.closesOn], ['closed', false, '2027-01-05'])
})

test('a withdrawn notice says why, and the batch may be shown again', async () => {
  clock.set('2027-02-01T09:00:00+08:00')
  const { id } = await publish()
  const notice = await database.db
    .selectFrom('publicNoticeCard')
    .select(['subjectKind', 'subjectId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const same = () =>
    change((tx, ctx) =>
      openNotice(tx, ctx, {
        title: { zh: '重新公示', en: 'Again' },
        basis: { zh: '第十二条', en: 'Article 12' },
        authority,
        regionPath: ['130000'],
        subject: { kind: notice.subjectKind as string, id: notice.subjectId as string },
        workingDays: 5,
        rows: [{ subjectId: uuidv7(), organisationName: '甲' }],
      }),
    )
  await assert.rejects(same(), { code: 'notice_already_open' })
  await change((tx, ctx) => withdrawNotice(tx, ctx, { id, reason: '名单有误' }))
  assert.equal((await call('', 'GET', `/notices/${id}`)).endReason, '名单有误')
  assert.equal((await call('', 'POST', objections(id, 1), byName)).code, 'notice_over')
  assert.ok((await same()).id)
})
