import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { timeline } from '#platform/audit/index.ts'
import {
  actor,
  app,
  authority,
  byName,
  call,
  change,
  clock,
  database,
  decide,
  evidence,
  type Json,
  objections,
  publish,
  told,
  waiting,
} from '#test/notices.ts'
import { digestText } from './browser.ts'
import { openNotice } from './index.ts'

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
  assert.equal(notice.daysLeft, 5)
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
    sql`update public_notice set basis_en = 'x' where id = ${id}`,
    sql`delete from public_notice where id = ${id}`,
  ]
  for (const attempt of attempts)
    await assert.rejects(attempt.execute(database.db), { constraint: 'public_notice_frozen' })
  const again = change((tx, ctx) =>
    openNotice(tx, ctx, {
      title: { zh: '', en: '' },
      basis: { zh: '', en: '' },
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

test('who objected stands in no history, signed in or not', async () => {
  const { id } = await publish()
  const report = { kind: 'anonymous', statement: '发票是假的，请核查。', fileId: await evidence('firm') }
  assert.equal((await call('firm', 'POST', objections(id, 1), report)).status, 'lead')
  assert.equal((await call('firm', 'POST', objections(id, 2), byName)).status, 'open')
  const { rows } = await timeline(database.db, 'public_notice', id)
  const objected = rows.filter(({ command }) => command === 'notices.object')
  assert.deepEqual(
    objected.map(({ by }) => by),
    ['异议人', '匿名举报人'],
  )
  const kept = await database.db
    .selectFrom('event')
    .select('id')
    .where('actorUser', '=', actor('firm').userId)
    .where('command', '=', 'notices.object')
    .execute()
  assert.deepEqual(kept, [])
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
  assert.equal((await call('', 'GET', `/notices?q=${encodeURIComponent('查无此项')}`)).rows.length, 0)
  assert.equal(
    (await call('', 'GET', `/notices?q=${encodeURIComponent('拟兑付')}`)).rows.length,
    numbers.length,
  )
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
