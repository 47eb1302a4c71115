import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, thePublic } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import { type JobNode, runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { movableClock } from '#core/time.ts'
import { loadCalendar } from '#platform/calendar/index.ts'
import { filesModule } from '#platform/files/index.ts'
import { testDatabase, type TestDatabase } from '#test/database.ts'
import { digestText } from './browser.ts'
import {
  announce,
  closeNotice,
  inboxModule,
  type NoticeCtx,
  noticesModule,
  onNoticeRow,
  openNotice,
  tell,
  useAddressBook,
  useSmtp,
  withdrawNotice,
} from './index.ts'

const clock = movableClock('2026-09-28T09:00:00+08:00')
const dataDir = mkdtempSync(join(tmpdir(), 'xiechuang-notices-'))
const authority = { id: uuidv7(), name: '河北省科学技术厅' }
let database: TestDatabase
let app: ReturnType<typeof createHttp>['app']
let node: JobNode
const people = new Map<string, Actor>()

async function person(name: string, role: string, organisationId: string): Promise<void> {
  const userId = uuidv7()
  await sql`insert into auth."user" (id, name, email) values (${userId}, ${name}, ${`${name}@example.cn`})`.execute(
    database.db,
  )
  people.set(name, {
    ...thePublic,
    kind: 'user',
    userId,
    organisationId,
    label: name,
    roles: new Set(['public', 'user', role]),
  })
}

const actor = (name: string): Actor => people.get(name) ?? thePublic
const change = <T>(work: (tx: Tx, ctx: NoticeCtx) => Promise<T>) =>
  database.db.transaction().execute((tx) => work(tx, { actor: actor('director'), now: clock.now() }))

before(async () => {
  database = await testDatabase()
  for (const year of [2025, 2026])
    await load(
      JSON.parse(
        readFileSync(
          join(import.meta.dirname, `../../../communities/jingjinji/calendars/${year}.json`),
          'utf8',
        ),
      ),
    )
  await person('director', 'director', authority.id)
  await person('reviewer', 'reviewer', authority.id)
  await person('stranger', 'director', uuidv7())
  await person('firm', 'applicant_owner', uuidv7())
  const place = { dataDir, url: 'https://node.example', demo: false }
  const log = createLog('silent')
  const actorOf = async (headers: Headers) => actor(headers.get('x-test') ?? '')
  const http = createHttp({
    database,
    modules: [filesModule, noticesModule, inboxModule],
    actorOf,
    clock,
    place,
    log,
    measures: createMeasures(),
  })
  app = http.app
  node = { database, door: http.door, clock, place, log }
})
after(async () => {
  await database.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

const load = (file: unknown) =>
  database.db.transaction().execute((tx) => loadCalendar(tx, file, { now: clock.now(), by: 'pack' }))

const told: string[] = []
onNoticeRow('test_batch', async (_tx, changed) => {
  const which = 'row' in changed ? `${changed.row.rowNo}` : changed.rows.map((row) => row.status[0]).join('')
  told.push(`${changed.kind} ${which} (${changed.notice.status})`)
})

type Json = Record<string, any>
async function call(
  who: string,
  method: string,
  path: string,
  body?: Json,
): Promise<Json & { httpStatus: number }> {
  const init = {
    method,
    headers: { 'x-test': who, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }
  const answer = await app.request(`/api${path}`, init)
  return { ...((await answer.json()) as Json), httpStatus: answer.status }
}

async function evidence(who: string): Promise<string> {
  const body = Buffer.from(`%PDF-1.7 ${Math.random()}`)
  const answer = await app.request('/api/files?name=e.pdf', {
    method: 'POST',
    body: body as never,
    headers: { 'x-test': who, 'content-type': 'application/pdf' },
  })
  return ((await answer.json()) as { id: string }).id
}

const publish = (rows = 3, workingDays = 5) =>
  change((tx, ctx) =>
    openNotice(tx, ctx, {
      title: { zh: '2026年第一批创新券拟兑付名单', en: 'First redemptions of 2026' },
      basis: '冀科区〔2020〕1号 第十二条',
      authority,
      regionPath: ['130000'],
      subject: { kind: 'test_batch', id: uuidv7() },
      workingDays,
      rows: Array.from({ length: rows }, (_, i) => ({
        subjectId: uuidv7(),
        organisationName: `廊坊市第${i + 1}精密机械有限公司`,
        display: { 券号: `冀券-2026-00000${i + 1}`, 联系: '电话13812345678' },
        amountFen: 1_000_000n + BigInt(i),
      })),
    }),
  )
const byName = {
  kind: 'real_name',
  name: '张三',
  contact: '13800001111',
  statement: '该单位与服务机构有隶属关系。',
}
const objections = (id: string, row: number) => `/notices/${id}/rows/${row}/objections`
const waiting = async (id: string) =>
  (await call('director', 'GET', `/objections?noticeId=${id}&waiting=true`)).rows as Json[]
const decide = (who: string, id: string, decision: string) =>
  call(who, 'POST', `/objections/${id}/decision`, { decision, reason: '经核实，材料属实。' })

test('a notice shows a frozen list with its digest, masked, and counts its days across a holiday', async () => {
  clock.set('2026-09-28T09:00:00+08:00')
  const { id, number, digest } = await publish()
  const notice = await call('', 'GET', `/notices/${id}`)
  assert.equal(notice.number, number)
  assert.match(number, /^公示-2026-\d{6}$/)
  assert.equal(
    notice.closesOn,
    '2026-10-10',
    'the 29th, the 30th, 8 and 9 October, and the 10th, a make-up Saturday',
  )
  assert.equal(notice.daysLeft, 6)
  assert.equal(notice.totalFen, '3000003')
  assert.equal(notice.explanation.filter((day: Json) => day.counts).length, 5)
  const first = await call('', 'GET', `/notices/${id}/rows?limit=2`)
  const rest = await call('', 'GET', `/notices/${id}/rows?limit=2&cursor=${first.next}`)
  const rows = [...first.rows, ...rest.rows] as Json[]
  assert.deepEqual(
    rows.map((row) => row.rowNo),
    [1, 2, 3],
  )
  assert.equal(rows[0]?.display.联系, '电话138****5678')
  const frozen = rows.map((row) => ({ ...row, amountFen: BigInt(row.amountFen) })) as never
  assert.equal(
    createHash('sha256').update(digestText(frozen)).digest('hex'),
    digest,
    'anyone can check the digest',
  )
  assert.equal(notice.digest, digest)
  const row = await call('', 'GET', `/notices/${id}/rows/2`)
  assert.equal(row.row.organisationName, '廊坊市第2精密机械有限公司')
  assert.equal((await call('', 'GET', `/notices/${id}/rows/4`)).httpStatus, 404)
})

test('the database lets nobody touch a published list', async () => {
  const { id } = await publish()
  const attempts = [
    sql`update public_notice_row set amount_fen = 1 where notice_id = ${id}`,
    sql`update public_notice_row set organisation_name = 'x' where notice_id = ${id}`,
    sql`delete from public_notice_row where notice_id = ${id}`,
    sql`insert into public_notice_row (notice_id, row_no, subject_id, organisation_name, display) values (${id}, 99, uuidv7(), 'x', '{}')`,
    sql`update public_notice set digest = repeat('0', 64) where id = ${id}`,
    sql`update public_notice set working_days = 1 where id = ${id}`,
    sql`delete from public_notice where id = ${id}`,
  ]
  for (const attempt of attempts)
    await assert.rejects(attempt.execute(database.db), { constraint: 'public_notice_frozen' })
  const again = change((tx, ctx) =>
    openNotice(tx, ctx, {
      title: { zh: '', en: '' },
      basis: '',
      authority,
      regionPath: [],
      subject: { kind: 'x', id },
      workingDays: 5,
      rows: [],
    }),
  )
  await assert.rejects(again, { code: 'notice_empty' })
})

test('an objection by name holds its row and no other; who objected is seen by the deciding authority alone', async () => {
  clock.set('2026-09-29T10:00:00+08:00')
  const { id } = await publish()
  told.length = 0
  const answer = await call('', 'POST', objections(id, 2), byName)
  assert.equal(answer.httpStatus, 200, JSON.stringify(answer))
  assert.match(answer.receipt, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  const { rows } = await call('', 'GET', `/notices/${id}/rows`)
  assert.deepEqual(
    rows.map((row: Json) => row.status),
    ['listed', 'held', 'listed'],
  )
  assert.deepEqual(told, ['held 2 (open)'])
  assert.equal((await call('', 'GET', `/notices/${id}`)).held, 1)

  const followed = await call('', 'GET', `/objections/receipts/${answer.receipt}`)
  assert.equal(followed.status, 'open')
  const everything = [followed, rows, await call('', 'GET', `/notices/${id}`)]
  const { rows: events } = await sql`select * from event where subject_id = ${id}`.execute(database.db)
  assert.doesNotMatch(
    JSON.stringify([everything, events], (_, v) => (typeof v === 'bigint' ? String(v) : v)),
    /张三|13800001111/,
  )

  const [seen] = await waiting(id)
  assert.equal(seen?.contact, '13800001111')
  assert.equal((await call('stranger', 'GET', `/objections?noticeId=${id}`)).rows.length, 0)
  assert.equal((await call('firm', 'GET', '/objections')).httpStatus, 403)
  const looks = await database.db
    .selectFrom('accessLog')
    .select('actorLabel')
    .where('subjectId', '=', seen?.id)
    .execute()
  assert.deepEqual(looks, [{ actorLabel: 'director' }])
})

test('an anonymous report needs evidence, is kept as a lead and holds nothing', async () => {
  const { id } = await publish()
  told.length = 0
  const anonymous = { kind: 'anonymous', statement: '发票是假的，请核查。' }
  assert.equal((await call('', 'POST', objections(id, 1), anonymous)).code, 'objection_needs_evidence')
  assert.equal(
    (await call('', 'POST', objections(id, 1), { ...byName, contact: undefined })).code,
    'objection_needs_contact',
  )
  const fileId = await evidence('')
  const answer = await call('', 'POST', objections(id, 1), { ...anonymous, name: '李四', fileId })
  assert.equal(answer.status, 'lead')
  assert.equal((await call('', 'GET', `/notices/${id}/rows/1`)).row.status, 'listed')
  assert.deepEqual(told, [])
  const [lead] = await waiting(id)
  assert.equal(lead?.name, null, 'a name given by mistake is not kept')
  const file = (who: string) => app.request(`/api/files/${fileId}`, { headers: { 'x-test': who } })
  assert.equal((await file('reviewer')).status, 200)
  assert.equal((await file('stranger')).status, 404)
  const proved = await decide('director', lead?.id, 'upheld')
  assert.deepEqual([proved.status, proved.rowStatus], ['upheld', 'removed'])
  assert.equal((await call('', 'POST', objections(id, 1), byName)).code, 'notice_row_removed')
})

test('decisions: rejected clears the row, upheld removes it, twice is refused, also when two officers race', async () => {
  const { id } = await publish()
  told.length = 0
  await call('firm', 'POST', objections(id, 1), byName)
  await call('', 'POST', objections(id, 1), { ...byName, name: '王五' })
  await call('', 'POST', objections(id, 3), byName)
  const [third, second, first] = await waiting(id)
  assert.equal((await decide('reviewer', first?.id, 'rejected')).httpStatus, 403)
  assert.equal((await decide('stranger', first?.id, 'rejected')).httpStatus, 404)
  assert.equal(
    (await decide('director', first?.id, 'rejected')).rowStatus,
    'held',
    'another objection still holds it',
  )
  assert.equal((await decide('director', second?.id, 'rejected')).rowStatus, 'cleared')
  const race = await Promise.all([
    decide('director', third?.id, 'upheld'),
    decide('director', third?.id, 'rejected'),
  ])
  assert.deepEqual(race.map((answer) => answer.httpStatus).sort(), [200, 409])
  assert.equal(told.filter((line) => /^(removed|cleared) 3/.test(line)).length, 1)
  assert.deepEqual(told.slice(0, 3), ['held 1 (open)', 'held 3 (open)', 'cleared 1 (open)'])
  const { rows } = await call('firm', 'GET', '/inbox')
  assert.match(rows[0].body.zh, /异议不成立/)
})

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
        basis: '第十二条',
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

test('the public list is paged, filtered and searched', async () => {
  const numbers: string[] = []
  for (let cursor = ''; ; ) {
    const page = await call(
      '',
      'GET',
      `/notices?limit=3&region=130000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    numbers.push(...page.rows.map((row: Json) => row.number))
    if (!page.next) break
    cursor = page.next
  }
  assert.equal(new Set(numbers).size, numbers.length)
  const total = await sql<{ n: number }>`select count(*)::int as n from public_notice`.execute(database.db)
  assert.equal(numbers.length, total.rows[0]?.n)
  assert.equal((await call('', 'GET', '/notices?region=120000')).rows.length, 0)
  assert.ok(
    (await call('', 'GET', '/notices?status=closed')).rows.every((row: Json) => row.status === 'closed'),
  )
  assert.equal((await call('', 'GET', `/notices?q=${encodeURIComponent('重新公示')}`)).rows.length, 1)
  assert.equal((await call('', 'GET', `/notices?q=${encodeURIComponent('%')}`)).rows.length, 0)
})

test('one address sends ten objections a day, signed-in people as many as they need', async () => {
  clock.advance({ days: 1 })
  const { id } = await publish()
  const answers = []
  for (let i = 0; i < 11; i++)
    answers.push((await call('', 'POST', objections(id, 1), byName)).code ?? 'taken')
  assert.deepEqual(answers, [...Array(10).fill('taken'), 'objection_too_many'])
  assert.equal((await call('firm', 'POST', objections(id, 1), byName)).httpStatus, 200)
})

test('messages reach a person, an organisation or a role; each reads for himself', async () => {
  const send = (to: Parameters<typeof tell>[2]['to'], zh: string) =>
    change((tx) =>
      tell(
        tx,
        { now: clock.now() },
        {
          to,
          text: { title: { zh, en: zh }, body: { zh, en: zh } },
          subject: { kind: 'test', id: uuidv7() },
        },
      ),
    )
  await send({ organisationId: authority.id }, '致全体')
  const forDirector = await send({ organisationId: authority.id, role: 'director' }, '致负责人')
  await send({ userId: actor('reviewer').userId! }, '致本人')
  const titles = async (who: string) =>
    (await call(who, 'GET', '/inbox')).rows.map((row: Json) => row.title.zh)
  assert.deepEqual(await titles('director'), ['致负责人', '致全体'])
  assert.deepEqual(await titles('reviewer'), ['致本人', '致全体'])
  assert.deepEqual(await titles('stranger'), [])
  assert.equal((await call('', 'GET', '/inbox')).httpStatus, 403)
  assert.equal((await call('reviewer', 'POST', `/inbox/${forDirector}/read`)).httpStatus, 404)
  assert.equal((await call('director', 'POST', `/inbox/${forDirector}/read`)).unread, 1)
  assert.equal((await call('director', 'POST', `/inbox/${forDirector}/read`)).unread, 1)
  assert.equal((await call('reviewer', 'GET', '/inbox/unread')).unread, 2)
  assert.deepEqual(
    (await call('director', 'GET', '/inbox?unread=true')).rows.map((row: Json) => row.title.zh),
    ['致全体'],
  )
})

test('a message becomes mail; without a server it stays in the outbox, with one it is sent once', async () => {
  useAddressBook(async () => [{ userId: uuidv7(), email: 'firm@example.cn' }])
  const write = () =>
    change((tx) =>
      tell(
        tx,
        { now: clock.now(), url: 'https://node.example/' },
        {
          to: { userId: actor('firm').userId! },
          text: {
            title: { zh: '补正\r\nBcc: x@y', en: 'Supplement' },
            body: { zh: '请补正材料', en: 'Please supplement' },
          },
          subject: { kind: 'test', id: uuidv7() },
        },
      ),
    )
  await write()
  const stored = await database.db.selectFrom('mail').selectAll().execute()
  assert.equal(stored.length, 1)
  assert.doesNotMatch(stored[0]?.subject ?? '', /[\r\n]/)
  const id = stored[0]?.id
  await runJob(node, 'notices.send_mail', { id })
  assert.equal(
    (await call('firm', 'GET', '/outbox')).httpStatus,
    404,
    'no demo: only the administrator reads the outbox',
  )

  const received: string[] = []
  const server = createServer((socket) => {
    let data = false
    socket.write('220 test\r\n')
    socket.on('error', () => {})
    socket.on('data', (piece) => {
      const text = piece.toString()
      received.push(text)
      if (data) {
        if (!text.includes('\r\n.\r\n')) return
        data = false
      } else if (/^DATA/i.test(text)) {
        data = true
        return void socket.write('354 go\r\n')
      } else if (/^QUIT/i.test(text)) return void socket.end('221 bye\r\n')
      socket.write('250 ok\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  useSmtp(database, `smtp://127.0.0.1:${port}?ignoreTLS=true`, 'xiechuang@node.example')
  await runJob(node, 'notices.send_mail', { id })
  const sent = await database.db
    .selectFrom('mail')
    .selectAll()
    .where('id', '=', id!)
    .executeTakeFirstOrThrow()
  assert.ok(sent.sentAt)
  const wire = received.join('')
  assert.match(wire, /RCPT TO:<firm@example.cn>/)
  assert.doesNotMatch(wire, /^Bcc:/im)
  const count = received.length
  await runJob(node, 'notices.send_mail', { id })
  assert.equal(received.length, count, 'a second run sends nothing')
  server.close()
  await write()
  const waitingMail = await database.db
    .selectFrom('mail')
    .selectAll()
    .where('sentAt', 'is', null)
    .executeTakeFirstOrThrow()
  await assert.rejects(runJob(node, 'notices.send_mail', { id: waitingMail.id }))
  const failed = await database.db
    .selectFrom('mail')
    .selectAll()
    .where('id', '=', waitingMail.id)
    .executeTakeFirstOrThrow()
  assert.equal(failed.attempts, 1)
  assert.match(failed.error ?? '', /ECONNREFUSED/)
})
