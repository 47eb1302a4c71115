import { Refusal } from '#core/refusal.ts'
import { caseNode, claimForm, officer, programmeText, theSystem } from '#test/cases.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { loadProgrammes, readProgrammes, registerOutcome } from './index.ts'
import { recheckCase } from './jobs.ts'

registerOutcome('voucher.issue', async () => {})
registerOutcome('voucher.redeem', async () => {})

const node = await caseNode()
after(() => node.dispose())

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && error.status === 409
const day = (iso: string) => node.clock.set(`${iso}T10:00:00+08:00`)
const county = officer('county')
const head = officer('province', ['director'])
const get = (id: string, actor = county) => node.call(actor, 'get', { params: { id } })

test('a new version changes nothing for a case filed under the old one', async () => {
  day('2026-07-01')
  const { caseFile } = await node.open()
  const next = JSON.parse(programmeText('voucher-claim'))
  next.version = 2
  next.effectiveFrom = '2026-07-02'
  next.stages[1].workingDays = 3
  const load = (document: unknown) =>
    node.through(theSystem, async (ctx) => {
      ctx.event({ subject: { kind: 'programme', id: crypto.randomUUID() } })
      return loadProgrammes(ctx.tx, readProgrammes([{ path: 'v.json', text: JSON.stringify(document) }]), {
        now: ctx.now,
        by: 'pack',
      })
    })
  assert.deepEqual(await load(next), ['voucher-claim@2'])
  assert.deepEqual(await load(next), [], 'the same again is nothing new')
  await assert.rejects(
    load({ ...next, numberPrefix: '冀新' }),
    /v\.json: voucher-claim@2 is published with another text/,
  )
  day('2026-07-02')
  const fresh = await node.open()
  assert.equal(fresh.caseFile.programmeVersion, 2)
  assert.equal(fresh.state.dueOn, '2026-07-07')
  const old = await get(caseFile.id)
  assert.equal(old.programmeVersion, 1)
  await node.act(county, caseFile.id, 'request_supplement', { reason: '缺件' })
  await node.act(node.clerk, caseFile.id, 'supply', { data: { form: {} } })
  assert.equal((await get(caseFile.id)).state.clock?.workingDays, 5)
  const repin = sql`update case_file set programme_version = 2 where id = ${caseFile.id}`.execute(node.db)
  await assert.rejects(repin, /keeps its number and the programme version/)
})

test('the history can only grow', async () => {
  await assert.rejects(sql`update case_action set reason = 'x'`.execute(node.db), /only grows/)
  await assert.rejects(sql`delete from programme_version`.execute(node.db), /only grows/)
})

test('two clerks do not overwrite each other’s draft unseen', async () => {
  const save = (form: object, version: number, label = '甲') =>
    node.call({ ...node.clerk, label }, 'saveDraft', {
      params: { programme: 'voucher-claim' },
      body: { form, version },
    })
  assert.equal((await save({ amount: '100' }, 0)).version, 1)
  assert.equal((await save({ amount: '200' }, 1, '乙')).version, 2)
  await assert.rejects(save({ amount: '300' }, 1), (error) => {
    assert.ok(refusedWith('draft_changed')(error))
    assert.match((error as Refusal).text.zh, /乙已于您之后保存/)
    return true
  })
  await assert.rejects(save({ amount: '300' }, 0), refusedWith('draft_changed'))
  const read = () => node.call(node.clerk, 'draft', { params: { programme: 'voucher-claim' } })
  assert.deepEqual((await read()).draft?.form, { amount: '200' })
  await node.open()
  assert.equal((await read()).draft, null, 'submitted, it is gone')
})

test('a form that lacks something is refused with every field; hostile text is refused, not stored', async () => {
  await assert.rejects(
    node.open('voucher-claim', { ...claimForm, purpose: '', amount: '1.5', stranger: 'x' }),
    (error) => {
      assert.match((error as Refusal).text.zh, /需要解决的技术问题、申领金额、stranger/)
      return true
    },
  )
  const nul = { form: { purpose: 'a\0b' }, version: 0 }
  await assert.rejects(
    node.call(node.clerk, 'saveDraft', { params: { programme: 'voucher-claim' }, body: nul }),
    /InvalidInput|invalid/i,
  )
})

test('in bulk each case has its own result', async () => {
  day('2026-07-06')
  const good = await node.open()
  const taken = await node.open()
  await node.act(officer('county'), taken.caseFile.id, 'take')
  const stranger = crypto.randomUUID()
  const ids = [good.caseFile.id, taken.caseFile.id, stranger]
  const { results } = await node.call(county, 'bulk', {
    body: { action: 'pass', cases: ids.map((id) => ({ id })) },
  })
  assert.deepEqual(
    results.map((row) => row.done?.stage ?? row.refused?.code),
    ['city_review', 'case_taken', 'not_found'],
  )
})

test('an extension by order moves every running deadline of the region, the due column too', async () => {
  day('2026-07-13')
  const { caseFile } = await node.open()
  const before = (await get(caseFile.id)).state.dueOn
  const body = { workingDays: 5, order: '冀科政函〔2026〕9号', reason: '防汛应急响应' }
  const { extended } = await node.call(head, 'extend', { body })
  assert.ok(extended >= 1)
  const moved = await get(caseFile.id)
  assert.ok((moved.state.dueOn ?? '') > (before ?? ''))
  assert.equal(moved.timeline.at(-1)?.data.order, body.order)
  assert.equal(await recheckCase(node.db, caseFile.id), null)
})

test('a column changed behind the engine’s back is found', async () => {
  const { caseFile } = await node.open()
  await sql`update case_file set stage = 'city_review', due_at = null where id = ${caseFile.id}`.execute(
    node.db,
  )
  assert.deepEqual((await recheckCase(node.db, caseFile.id))?.columns, ['stage', 'dueAt'])
})

test('the list shows only one’s own region, page by page, due first', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await node.call(county, 'list', { query: { limit: '3', ...(cursor ? { cursor } : {}) } })
    seen.push(...page.rows.map((row) => row.id))
    cursor = page.next ?? undefined
  } while (cursor)
  const { count } = await node.db
    .selectFrom('caseFile')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(BigInt(new Set(seen).size), count)
  assert.equal(seen.length, Number(count))
  const tianjin = await node.call(officer('province', ['reviewer'], '120000'), 'list', { query: {} })
  assert.equal(tianjin.rows.length, 0)
  const found = await node.call(county, 'list', { query: { q: '精密%' } })
  assert.equal(found.rows.length, 0, 'a percent sign is a character')
  await assert.rejects(node.call(county, 'list', { query: { cursor: 'zzz' } }), /InvalidInput|invalid/i)
})
