import { Refusal } from '#core/refusal.ts'
import { runJob } from '#core/jobs.ts'
import { caseNode, officer, theSystem } from '#test/cases.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { registerOutcome, registerRelation } from './index.ts'
import { loadCalendar } from '#platform/calendar/index.ts'
import { recheckCase, sweepDeadlines } from './jobs.ts'

const outcomes: string[] = []
registerOutcome('voucher.issue', {
  before: async (_tx, _ctx, caseFile, { reason }) => {
    if (reason === 'veto')
      throw new Refusal('veto', { kind: 'conflict', zh: '否', en: 'no' }, { n: caseFile.number })
  },
  approved: async (_tx, _ctx, caseFile) => void outcomes.push(`approved ${caseFile.id}`),
  ended: async (_tx, _ctx, caseFile) => void outcomes.push(`${caseFile.status} ${caseFile.id}`),
  resumed: async (_tx, _ctx, caseFile) => void outcomes.push(`resumed ${caseFile.id}`),
})
registerOutcome('voucher.redeem', async () => {})

const node = await caseNode()
after(() => node.dispose())

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && error.status === 409
const day = (iso: string) => node.clock.set(`${iso}T10:00:00+08:00`)
const county = officer('county')
const city = officer('city')
const head = officer('province', ['director'])
const get = (id: string, actor = county) => node.call(actor, 'get', { params: { id } })

/** A file nobody has used yet, as an upload leaves it. */
const upload = () =>
  node.db.transaction().execute(async (tx) => {
    const [sha256, now] = ['c'.repeat(64), node.clock.now()]
    await tx
      .insertInto('fileBlob')
      .values({ sha256, size: 9n, mediaType: 'application/pdf', storedAt: now })
      .execute()
    const owner = { ownerOrganisation: null, uploadedBy: null, visitor: 'here' }
    const file = { sha256, name: '合同.pdf', purpose: 'evidence', at: now, ...owner }
    return (await tx.insertInto('file').values(file).returning('id').executeTakeFirstOrThrow()).id
  })

test('a claim goes from county to city to its outcome, and its number, clock and timeline tell so', async () => {
  day('2026-03-02')
  const { caseFile } = await node.open()
  assert.match(caseFile.number, /^冀申-2026-\d{6}$/)
  const atCounty = await get(caseFile.id)
  assert.equal(atCounty.form.staff, 86, 'known facts are not typed again')
  assert.equal(atCounty.deadline?.due, '2026-03-09')
  assert.equal(atCounty.deadline?.days.length, 7, 'five working days and a weekend')
  assert.equal(atCounty.dueAt, '2026-03-09T16:00:00Z', 'until 24:00 in Shanghai')
  await node.act(county, caseFile.id, 'take')
  await node.act(county, caseFile.id, 'pass')
  await node.act(city, caseFile.id, 'pass')
  const done = await get(caseFile.id, city)
  assert.equal(done.status, 'approved')
  assert.equal(done.dueAt, null)
  assert.deepEqual(
    done.timeline.map((step) => `${step.action} by ${step.role}`),
    ['submit by applicant_clerk', 'take by reviewer', 'pass by reviewer', 'pass by reviewer'],
  )
  assert.ok(outcomes.includes(`approved ${caseFile.id}`))
  assert.equal(await recheckCase(node.db, caseFile.id), null)
})

test('a county reviewer may not act on the city stage, and is told where the case stands', async () => {
  const { caseFile } = await node.open()
  await node.act(county, caseFile.id, 'pass')
  await assert.rejects(node.act(county, caseFile.id, 'pass'), (error) => {
    assert.ok(refusedWith('case_not_your_stage')(error))
    assert.match((error as Refusal).text.zh, /市级审核，办理中/)
    assert.match((error as Refusal).text.en, /“City review”, in progress/)
    return true
  })
  const other = officer('county', ['reviewer'], '131003')
  const answer = node.call(other, 'act', { params: { id: caseFile.id, action: 'pass' }, body: {} })
  await assert.rejects(answer, (error) => error instanceof Refusal && error.status === 404)
})

test('what a business module refuses undoes the whole action', async () => {
  const { caseFile } = await node.open()
  await assert.rejects(node.act(county, caseFile.id, 'pass', { reason: 'veto' }), refusedWith('veto'))
  assert.equal((await get(caseFile.id)).timeline.length, 1)
})

test('a supplement stops the county clock and starts the city clock anew', async () => {
  day('2026-04-01')
  const { caseFile } = await node.open()
  assert.equal((await get(caseFile.id)).state.dueOn, '2026-04-09', 'Qingming, 4 to 6 April, does not count')
  day('2026-04-02')
  await node.act(county, caseFile.id, 'request_supplement', {
    reason: '合同缺少签章页',
    data: { fields: ['contract'] },
  })
  assert.equal((await get(caseFile.id)).state.dueOn, '2026-04-10', 'the applicant has five working days')
  day('2026-04-09')
  const wrong = node.act(node.clerk, caseFile.id, 'supply', { data: { form: { amount: '1' } } })
  await assert.rejects(wrong, (error) => error instanceof Refusal && error.code === 'case_form_incomplete')
  const strange = node.act(node.clerk, caseFile.id, 'supply', {
    data: { form: { contract: [crypto.randomUUID()] } },
  })
  await assert.rejects(strange, (error) => error instanceof Refusal && error.code === 'file_gone')
  const contract = await upload()
  await node.act(node.clerk, caseFile.id, 'supply', { data: { form: { contract: [contract] } } })
  const paused = await get(caseFile.id)
  assert.equal(
    paused.state.dueOn,
    '2026-04-16',
    'the request and the answer day do not count: five days after 9 April',
  )
  assert.match(JSON.stringify(paused.deadline?.days), /等待补正/)
  await node.act(county, caseFile.id, 'pass')
  assert.equal((await get(caseFile.id)).state.dueOn, '2026-04-23')
  day('2026-04-15')
  await node.act(city, caseFile.id, 'request_supplement', { reason: '请说明技术问题' })
  day('2026-04-17')
  const kept = { purpose: '轴承失效分析', contract: [contract] }
  await node.act(node.clerk, caseFile.id, 'supply', { data: { form: kept } })
  const reset = await get(caseFile.id)
  assert.equal(reset.state.clock?.startedOn, '2026-04-17')
  assert.equal(reset.state.dueOn, '2026-05-06', 'ten working days after, Labour Day off')
  assert.equal(reset.form.purpose, '轴承失效分析')
  const again = node.act(city, caseFile.id, 'request_supplement', { reason: '再补' })
  await assert.rejects(again, refusedWith('case_rounds_used'))
})

test('an unanswered supplement lapses after its day, never by a provisional one', async () => {
  day('2026-04-20')
  const { caseFile } = await node.open()
  await node.act(county, caseFile.id, 'request_supplement', { reason: '缺件' })
  day('2026-04-27')
  await runJob(node as never, 'cases.sweep')
  assert.equal((await get(caseFile.id)).status, 'supplement', 'the last day lasts until midnight')
  day('2026-04-28')
  await runJob(node as never, 'cases.sweep')
  assert.equal((await get(caseFile.id)).status, 'lapsed')
  assert.ok(outcomes.includes(`lapsed ${caseFile.id}`))

  day('2026-12-29')
  const late = await node.open()
  await node.act(county, late.caseFile.id, 'request_supplement', { reason: '缺件' })
  const waiting = await get(late.caseFile.id)
  assert.equal(waiting.provisional, true, 'the notice of 2027 is not out')
  day('2027-02-01')
  await runJob(node as never, 'cases.sweep')
  assert.equal((await get(late.caseFile.id)).status, 'supplement')
  assert.equal((await get(late.caseFile.id)).overdue, false)
  const notice2027 = {
    year: 2027,
    source: '测试用，并非真实通知',
    holidays: [{ from: '2027-01-01', to: '2027-01-03', nameZh: '元旦', nameEn: "New Year's Day" }],
    makeupWorkdays: [],
  }
  await node.db
    .transaction()
    .execute((tx) => loadCalendar(tx, notice2027, { now: node.clock.now(), by: 'pack' }))
  await runJob(node as never, 'cases.sweep')
  const settled = await get(late.caseFile.id)
  assert.equal(settled.status, 'lapsed', 'once the year is known, the deadline is firm, and it has passed')
  assert.deepEqual(
    settled.timeline.slice(-2).map((step) => [step.action, step.dueOn]),
    [
      ['set_deadline', '2027-01-06'],
      ['lapse', null],
    ],
  )
})

test('an overdue review goes to the director of its level and is never approved by time', async () => {
  day('2026-05-06')
  const { caseFile } = await node.open()
  const director = officer('county', ['director'])
  await assert.rejects(node.act(director, caseFile.id, 'pass'), refusedWith('case_not_your_stage'))
  day('2026-05-18')
  const swept = await node.through(theSystem, ({ tx, ...ctx }) => sweepDeadlines(tx, ctx))
  assert.ok(swept >= 1)
  const late = await get(caseFile.id)
  assert.deepEqual([late.status, late.escalated, late.overdue], ['open', true, true])
  const { rows } = await node.call(director, 'list', { query: { desk: 'true', overdue: 'true' } })
  assert.ok(rows.some((row) => row.id === caseFile.id))
  await node.act(director, caseFile.id, 'pass')
  assert.equal((await get(caseFile.id)).stage, 'city_review')
})

test('who steps aside cannot act any more, and the case waits for others', async () => {
  day('2026-06-01')
  const { caseFile } = await node.open()
  await node.act(county, caseFile.id, 'take')
  await node.act(county, caseFile.id, 'recuse', { reason: '申请单位法定代表人是我的亲属' })
  await assert.rejects(node.act(county, caseFile.id, 'pass'), refusedWith('case_recused'))
  const again = node.act(county, caseFile.id, 'recuse', { reason: '再次回避' })
  await assert.rejects(again, refusedWith('case_recused'), 'once is enough')
  const second = officer('county')
  const { rows } = await node.call(second, 'list', { query: { desk: 'true' } })
  const row = rows.find((found) => found.id === caseFile.id)
  assert.equal(row?.assignee, null)
  const own = await node.call(county, 'list', { query: { desk: 'true' } })
  assert.ok(!own.rows.some((found) => found.id === caseFile.id), 'it does not wait for who stepped aside')
  await node.act(second, caseFile.id, 'pass')
})

test('a director may say that somebody steps aside; who a register calls related may not act', async () => {
  const { caseFile } = await node.open()
  const second = officer('county')
  const aside = { reason: '申请单位来信反映', data: { userId: second.userId } }
  await assert.rejects(node.act(county, caseFile.id, 'recuse', aside), refusedWith('case_not_your_stage'))
  await node.act(officer('county', ['director']), caseFile.id, 'recuse', aside)
  await assert.rejects(node.act(second, caseFile.id, 'take'), refusedWith('case_recused'))
  const cousin = officer('county')
  registerRelation(
    async (_db, { userId }, organisationId) => userId === cousin.userId && organisationId === node.firm,
  )
  await assert.rejects(node.act(cousin, caseFile.id, 'pass'), refusedWith('case_related'))
  await node.act(county, caseFile.id, 'pass')
})

test('a refusal is appealed once; who refused decides neither the appeal nor the case again', async () => {
  day('2026-06-02')
  const { caseFile } = await node.open()
  const both = { ...county, roles: new Set([...county.roles, 'director']) }
  await assert.rejects(
    node.act(both, caseFile.id, 'refuse'),
    (error) => (error as Refusal).code === 'case_reason_missing',
  )
  await node.act(both, caseFile.id, 'refuse', { reason: '属于法定检测' })
  assert.ok(outcomes.includes(`refused ${caseFile.id}`))
  await node.act(node.clerk, caseFile.id, 'appeal', { reason: '不属于法定检测' })
  const promoted = { ...both, level: 'province' as const, regionCode: '130000' }
  await assert.rejects(
    node.act(promoted, caseFile.id, 'overturn', { reason: 'x' }),
    refusedWith('case_decided_before'),
  )
  await node.act(head, caseFile.id, 'overturn', { reason: '检测目的为工艺改进' })
  assert.ok(outcomes.includes(`resumed ${caseFile.id}`))
  await assert.rejects(node.act(county, caseFile.id, 'pass'), refusedWith('case_decided_before'))
  const second = officer('county')
  await node.act(second, caseFile.id, 'refuse', { reason: '材料不实' })
  await assert.rejects(
    node.act(node.clerk, caseFile.id, 'appeal', { reason: 'y' }),
    refusedWith('case_appealed_already'),
  )
})

test('after the time to appeal a refusal stands', async () => {
  day('2026-06-02')
  const { caseFile } = await node.open()
  await node.act(county, caseFile.id, 'refuse', { reason: '不符合条件' })
  day('2026-06-30')
  await assert.rejects(
    node.act(node.clerk, caseFile.id, 'appeal', { reason: 'z' }),
    refusedWith('case_appeal_closed'),
  )
})

test('of two officers who act on one case at once, one wins and the other reads why not', async () => {
  day('2026-06-03')
  const { caseFile } = await node.open()
  for (const action of ['take', 'pass'] as const) {
    const rivals = action === 'take' ? [officer('county'), officer('county')] : []
    if (action === 'pass') {
      const holder = (await get(caseFile.id)).state.assignee?.userId ?? null
      rivals.push({ ...county, userId: holder }, officer('county'))
    }
    const settled = await Promise.allSettled(rivals.map((rival) => node.act(rival, caseFile.id, action)))
    const lost = settled.filter((one) => one.status === 'rejected')
    assert.equal(lost.length, 1)
    assert.equal((lost[0] as PromiseRejectedResult).reason.status, 409)
  }
  assert.equal((await get(caseFile.id)).timeline.length, 3)
})

test('an officer whose screen is old is told so', async () => {
  const { caseFile } = await node.open()
  await node.act(county, caseFile.id, 'take')
  const old = node.call(county, 'act', { params: { id: caseFile.id, action: 'pass' }, body: { seen: 1 } })
  await assert.rejects(old, refusedWith('case_moved'))
})

test('a redemption passes batch, notice and decision; an objection holds it alone', async () => {
  day('2026-08-03')
  const { caseFile } = await node.open('voucher-redemption')
  const { id } = caseFile
  const province = officer('province')
  await node.act(city, id, 'pass')
  await assert.rejects(
    node.act(province, id, 'notice_opened', { data: { noticeId: 'n' } }),
    refusedWith('case_not_in_stage'),
  )
  const liesWith = async (who: typeof head) =>
    (await node.call(who, 'list', { query: { desk: 'true', limit: '200' } })).rows.some(
      (row) => row.id === id,
    )
  assert.equal(await liesWith(province), false, 'nobody has to act on one case of a batch')
  const batchId = crypto.randomUUID()
  await node.act(province, id, 'enter_batch', { data: { batchId } })
  await assert.rejects(
    node.act(province, id, 'enter_batch', { data: { batchId } }),
    refusedWith('case_not_in_stage'),
  )
  await node.act(province, id, 'notice_opened', { data: { noticeId: crypto.randomUUID() } })
  assert.equal((await get(id)).state.dueOn, '2026-08-12')
  assert.equal(await liesWith(province), false, 'nor on one of a public notice')
  day('2026-08-10')
  await assert.rejects(node.act(theSystem, id, 'notice_closed'), refusedWith('case_too_early'))
  await node.act(province, id, 'hold', { reason: '实名异议' })
  day('2026-08-13')
  await assert.rejects(node.act(theSystem, id, 'notice_closed'), refusedWith('case_wrong_status'))
  await node.act(province, id, 'release_hold', { reason: '异议不成立' })
  await node.act(theSystem, id, 'notice_closed')
  assert.equal(await liesWith(head), true)
  await node.act(head, id, 'approve')
  assert.equal((await get(id)).status, 'approved')
  await node.act(head, id, 'revoke', { reason: '发票系伪造' })
  assert.equal((await get(id)).status, 'revoked')
  assert.equal(await recheckCase(node.db, id), null)
})
