import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { makeOrganisation, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { factsOf } from './index.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)
const { call } = w
const { actor } = w.province.reviewer

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const heads = '统一社会信用代码,企业名称,证书或登记编号,有效期起,有效期至'
const list = {
  key: 'hnte',
  name: '河北省2026年第一批高新技术企业名单',
  documentNumber: '冀高企认〔2026〕1号',
  publishedOn: '2026-02-27',
  trial: false,
} as const

let seed = 400_000
async function firm(name: string, regionCode = '131002') {
  const uscc = makeUscc(regionCode, ++seed)
  const made = await database.db
    .transaction()
    .execute((tx) =>
      makeOrganisation(
        { tx, database, now: w.clock.now() },
        { kind: 'enterprise', name, uscc, regionCode },
        { owner: 'applicant_owner' },
      ),
    )
  return { ...made, uscc, owner: (await made.people()).owner }
}
type Firm = Awaited<ReturnType<typeof firm>>

const line = ({ uscc, name }: Pick<Firm, 'uscc' | 'name'>, number: string, to = '2029-01-31') =>
  `${uscc},${name},${number},2026-02-01,${to}`
const load = (lines: readonly string[], more: object = {}, by = w.province.reviewer) =>
  call(
    directory.importRegister,
    { body: { ...list, text: [heads, ...lines].join('\n'), ...more } },
    { actor: by.actor },
  )
const outcomes = ({ rows }: Awaited<ReturnType<typeof load>>) => rows.map((row) => row.outcome)
const numberOf = async ({ id }: Firm) =>
  (await factsOf(database.db, id, dayOf(w.clock.now()))).hnte?.value.number
const factsHeld = ({ id }: Firm) =>
  database.db.selectFrom('fact').selectAll().where('organisationId', '=', id).orderBy('id').execute()

test('a list is read row by row: recorded, named differently, unknown, elsewhere, and each fault in words; a trial records nothing', async () => {
  const one = await firm('名单示例一有限公司')
  const two = await firm('名单示例二有限公司')
  const wrong = await firm('名单示例三有限公司')
  const beijing = await firm('名单示例京有限公司', '110105')
  const lines = [
    line(one, 'GR001'),
    line({ ...two, name: '名单示例二（集团）有限公司' }, 'GR002'),
    line({ uscc: makeUscc('131002', 499_999), name: '尚未注册有限公司' }, 'GR003'),
    line(beijing, 'GR004'),
    line({ uscc: `${one.uscc.slice(0, 17)}Z`, name: '写错代码有限公司' }, 'GR005'),
    line(one, 'GR006'),
    `${wrong.uscc},${wrong.name},GR007,2026-02-01,2025-01-31`,
    `${makeUscc('131002', 499_998)},来日有限公司,GR008,2026-04-01,2029-01-31`,
    `${makeUscc('131002', 499_997)},过期有限公司,GR009,2023-02-01,2026-02-01`,
    `${makeUscc('131002', 499_996)},,GR010,三月,2029-01-31`,
  ]
  const told = [
    ...['recorded', 'recorded', 'unknown', 'refused', 'refused'],
    ...['refused', 'refused', 'refused', 'refused', 'refused'],
  ]
  const trial = await load(lines, { trial: true })
  assert.deepEqual([outcomes(trial), trial.listId], [told, null])
  assert.deepEqual([await factsHeld(one), await factsHeld(two)], [[], []])
  const report = await load(lines)
  assert.deepEqual(outcomes(report), told)
  assert.deepEqual(report.counts, { recorded: 2, replaced: 0, unchanged: 0, unknown: 1, refused: 7 })
  const said = (at: number) => report.rows[at]?.problems.map(({ text }) => text.zh).join('；') ?? ''
  assert.match(report.rows[1]?.remarks[0]?.zh ?? '', /名单上为“名单示例二（集团）有限公司”/)
  assert.match(said(2), /尚无该代码的单位/)
  assert.match(said(3), /名单示例京有限公司不在本部门辖区（现在北京市朝阳区）/)
  assert.match(said(4), /代码/)
  assert.match(said(5), /与第2行重复/)
  assert.match(said(6), /2026-02-01）晚于有效期至（2025-01-31）/)
  assert.match(said(7), /2026-04-01起才有效/)
  assert.match(said(8), /已过期/)
  assert.match(said(9), /不能为空.*不是日期/)
  const { rows } = await call(directory.profile, { params: { id: one.id } }, { actor: one.owner.actor })
  assert.deepEqual(
    rows.map((row) => [row.standingLabel.zh, row.source, row.validFrom?.toString(), row.validTo?.toString()]),
    [
      [
        '来自登记',
        '《河北省2026年第一批高新技术企业名单》（冀高企认〔2026〕1号，2026-02-27）',
        '2026-02-01',
        '2029-01-31',
      ],
    ],
  )
})

test('the same file again changes nothing; another list replaces; an old one imported late takes nothing away', async () => {
  const one = await firm('重复示例有限公司')
  const more = { documentNumber: '冀高企认〔2026〕2号' }
  const later = { documentNumber: '冀高企认〔2026〕3号' }
  assert.deepEqual(outcomes(await load([line(one, 'GR101')], more)), ['recorded'])
  assert.deepEqual(outcomes(await load([line(one, 'GR101')], more)), ['unchanged'])
  assert.deepEqual(outcomes(await load([line(one, 'GR101')], later)), ['unchanged'])
  assert.deepEqual(outcomes(await load([line(one, 'GR102', '2030-01-31')], later)), ['replaced'])
  const old = await load([line(one, 'GR101')], more)
  assert.match(old.rows[0]?.problems[0]?.text.zh ?? '', /已被后来的内容替代/)
  const shorter = await load([line(one, 'GR103', '2028-01-31')], { documentNumber: '冀高企认〔2025〕9号' })
  assert.match(shorter.rows[0]?.problems[0]?.text.zh ?? '', /有效期更长的记录（GR102，至2030-01-31）/)
  assert.equal(await numberOf(one), 'GR102')
  assert.equal((await factsHeld(one)).length, 2)
  await assert.rejects(
    load([line(one, 'GR101')], { ...more, publishedOn: '2026-02-26' }),
    refused('register_list_differs'),
  )
})

test('a list comes from a reviewer or director of a province or a city, for its own region', async () => {
  const here = await firm('市级示例有限公司')
  const there = await firm('外市示例有限公司', '130104')
  const lines = [line(here, 'GR201'), line(there, 'GR202')]
  for (const by of [w.firm.owner, w.province.auditor, w.province.finance, w.operator.administrator])
    await assert.rejects(load(lines, {}, by), refused('not_allowed'))
  await assert.rejects(load(lines, {}, w.county.director), refused('register_of_above'))
  await assert.rejects(load(lines, { publishedOn: '2026-03-03' }), refused('register_to_come'))
  await assert.rejects(load(lines, { text: undefined }), refused('import_source'))
  const report = await load(lines, { documentNumber: '廊科〔2026〕8号' }, w.city.director)
  assert.deepEqual(outcomes(report), ['recorded', 'refused'])
  const params = { id: report.listId ?? '' }
  const rows = async (by = w.city.auditor) =>
    (await call(directory.registerRows, { params, query: {} }, { actor: by.actor })).rows
  assert.deepEqual(
    (await rows()).map((row) => [row.number, row.state, row.abilities]),
    [['GR201', 'in_force', []]],
  )
  assert.deepEqual((await rows(w.city.reviewer))[0]?.abilities, ['register.import'])
  await assert.rejects(rows(w.province.auditor), refused('not_found'))
  const lists = await call(directory.registerLists, { query: {} }, { actor: w.city.auditor.actor })
  assert.deepEqual(
    lists.rows.map((row) => [row.documentNumber, row.rows, row.inForce, row.withdrawn]),
    [['廊科〔2026〕8号', 1, 1, 0]],
  )
  const seen = async (by: typeof w.county.reviewer) => {
    const page = await call(directory.registerLists, { query: {} }, { actor: by.actor })
    return [page.imports, page.rows.length > 0]
  }
  assert.deepEqual(await seen(w.city.reviewer), [true, true])
  assert.deepEqual(await seen(w.city.auditor), [false, true])
  assert.deepEqual(await seen(w.county.director), [false, false])
})

test('two imports at once, of one list and of two, in other orders: each firm has one fact in force, nothing twice', async () => {
  const firms: Firm[] = []
  for (let at = 0; at < 6; at++) firms.push(await firm(`并发示例第${at}号有限公司`))
  const lines = firms.map((one, at) => line(one, `GR30${at}`))
  const race = { documentNumber: '冀高企认〔2026〕4号' }
  const both = await Promise.all([load(lines, race), load(lines.toReversed(), race, w.province.director)])
  const all = both.flatMap(outcomes)
  assert.equal(all.filter((outcome) => outcome === 'recorded').length, 6)
  assert.equal(all.filter((outcome) => outcome === 'unchanged').length, 6)
  const next = (number: string) => firms.map((one) => line(one, number, '2030-01-31'))
  const replaced = await Promise.all([
    load(next('GR31A'), { documentNumber: '冀高企认〔2026〕5号' }),
    load(next('GR31B'), { documentNumber: '冀高企认〔2026〕6号' }, w.province.director),
  ])
  assert.deepEqual(new Set(replaced.flatMap(outcomes)), new Set(['replaced']))
  await Promise.all([
    load(next('GR32A'), { documentNumber: '冀高企认〔2026〕10号' }),
    load(next('GR32B').toReversed(), { documentNumber: '冀高企认〔2026〕11号' }, w.province.director),
  ])
  for (const one of firms) {
    const held = await factsHeld(one)
    assert.equal(held.length, 5)
    assert.equal(held.filter(({ supersededAt }) => supersededAt === null).length, 1)
  }
})

test('a wrong row is taken back once, with a reason, by who keeps the list: what it replaced counts again, and the file does not bring it back', async () => {
  const one = await firm('撤回示例有限公司')
  const wrong = { documentNumber: '冀高企认〔2026〕7号' }
  await load([line(one, 'GR401', '2028-01-31')], { documentNumber: '冀高企认〔2025〕7号' })
  await load([line(one, 'GR402')], wrong)
  const [first, second] = await factsHeld(one)
  const takeBack = (id = second?.id ?? '', by = w.province.director) =>
    call(
      directory.takeRegisterRowBack,
      { params: { id }, body: { reason: '企业名称相近，误列' } },
      { actor: by.actor },
    )
  await assert.rejects(takeBack(first?.id), refused('register_row_replaced'))
  for (const by of [w.city.director, w.county.reviewer])
    await assert.rejects(takeBack(second?.id, by), refused('not_found'))
  await assert.rejects(takeBack(second?.id, one.owner), refused('not_allowed'))
  const raced = await Promise.allSettled([takeBack(), takeBack(second?.id, w.province.reviewer)])
  assert.deepEqual(raced.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const lost = raced.find((one) => one.status === 'rejected')
  assert.ok(refused('register_row_taken_back')(lost?.reason))
  assert.equal(await numberOf(one), 'GR401')
  const again = await load([line(one, 'GR402')], wrong)
  assert.match(again.rows[0]?.problems[0]?.text.zh ?? '', /已撤回（企业名称相近，误列）/)
  assert.equal(await numberOf(one), 'GR401')
  const corrected = { documentNumber: '冀高企认〔2026〕7号更正' }
  assert.deepEqual(outcomes(await load([line(one, 'GR402')], corrected)), ['replaced'])
  const { rows } = await call(
    directory.profile,
    { params: { id: one.id }, query: { history: 'true' } },
    { actor: one.owner.actor },
  )
  assert.deepEqual(
    rows.map((row) => [(row.value as { number: string }).number, row.state, row.reason]),
    [
      ['GR402', 'in_force', null],
      ['GR402', 'withdrawn', '企业名称相近，误列'],
      ['GR401', 'superseded', null],
    ],
  )
})

test('the register speaks for itself beside an officer: what he confirmed is replaced, and what a firm declares waits', async () => {
  const one = await firm('申报示例有限公司')
  const value = { number: 'GR501', validTo: '2029-01-31' }
  const declare = () =>
    call(
      directory.declare,
      { params: { id: one.id }, body: { key: 'hnte', value, validFrom: '2026-02-01' } },
      { actor: one.owner.actor },
    )
  const declared = await declare()
  const decision = { confirm: true, reason: '与证书一致' }
  await call(
    directory.decideFact,
    { params: { id: declared.id }, body: decision },
    { actor: w.county.reviewer.actor },
  )
  assert.deepEqual(outcomes(await load([line(one, 'GR501')], { documentNumber: '冀高企认〔2026〕8号' })), [
    'replaced',
  ])
  await declare()
  assert.deepEqual(
    (await factsHeld(one)).map((row) => [row.standing, row.supersededAt === null, row.declaredBy === null]),
    [
      ['confirmed', false, false],
      ['confirmed', true, true],
      ['declared', true, false],
    ],
  )
})

test('the database holds it too: no row outside the reach of the list, none of another key, no list of a county, nothing undone', async () => {
  const beijing = await firm('越界示例有限公司', '110105')
  const here = await firm('守则示例有限公司')
  const { listId } = await load([line(here, 'GR601')], { documentNumber: '冀高企认〔2026〕9号' })
  const row = (more: object) => ({
    ...{
      organisationId: here.id,
      key: 'smeNational',
      value: '{}',
      standing: 'confirmed' as const,
      source: '',
    },
    ...{ registerListId: listId, declaredAt: w.clock.now() },
    ...{ validFrom: Temporal.PlainDate.from('2026-02-01'), validTo: Temporal.PlainDate.from('2029-01-31') },
    ...more,
  })
  const add = (more: object) =>
    database.db
      .insertInto('fact')
      .values(row(more) as never)
      .execute()
  await assert.rejects(add({}), { constraint: 'fact_of_register' })
  await assert.rejects(add({ key: 'hnte', organisationId: beijing.id }), { constraint: 'fact_of_register' })
  const of = { key: 'hnte', name: '县里的名单', documentNumber: '1', publishedOn: '2026-02-01' } as const
  const county = {
    ...of,
    authorityId: w.county.id,
    importedBy: w.county.director.userId,
    importedAt: w.clock.now(),
  }
  await assert.rejects(
    database.db
      .insertInto('registerList')
      .values(county as never)
      .execute(),
    {
      constraint: 'register_list_level',
    },
  )
  const [fact] = await factsHeld(here)
  const takeBack = { params: { id: fact?.id ?? '' }, body: { reason: '误列' } }
  await call(directory.takeRegisterRowBack, takeBack, { actor })
  const undo = database.db
    .updateTable('fact')
    .set({ supersededAt: null })
    .where('id', '=', fact?.id ?? '')
  await assert.rejects(undo.execute(), { constraint: 'fact_withdrawn_stays' })
})
