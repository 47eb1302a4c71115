import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { uuidv7 } from '#core/id.ts'
import { dayOf } from '#core/time.ts'
import { makeFile, makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { bankAccountOf, factsOf, recordFact } from './index.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)
const { call } = w

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
let seed = 100_000
const _code = () => makeUscc('131002', ++seed)
const fileId = await makeFile(database, w.clock.now())

async function somebody(name: string) {
  const user = await database.db.transaction().execute((tx) => makeUser(tx, name))
  return { ...user, actor: () => w.actorOf(user.userId) }
}
const _firmOf = (uscc: string, name = '新设示例有限公司') => ({
  kind: 'enterprise' as const,
  name,
  uscc,
  regionCode: '131002',
})

test('a fact says how well it is known; what was confirmed stays until an officer decides on the new word', async () => {
  const { id } = w.firm
  const today = dayOf(w.clock.now())
  const declare = (body: object) =>
    call(directory.declare, { params: { id }, body: body as never }, { actor: w.firm.clerk })
  const decide = (factId: string, confirm: boolean, actor = w.county.reviewer) =>
    call(directory.decideFact, { params: { id: factId }, body: { confirm, reason: '核对年报' } }, { actor })
  await assert.rejects(declare({ key: 'staff', value: 35 }), (error: Refusal) => {
    assert.equal(error.code, 'fact_value_wrong')
    assert.match(error.text.zh, /^“职工总数（人）”须写明会计年度/)
    assert.doesNotMatch(error.text.en, /[\u3000-\u9fff]/)
    return true
  })
  await assert.rejects(declare({ key: 'staff', value: -1, year: 2025 }), /invalid input at body.value/)
  const first = await declare({ key: 'staff', value: 35, year: 2025, fileId })
  assert.equal(first.standing, 'evidenced')
  assert.equal((await factsOf(database.db, id, today)).staff, undefined)
  assert.equal((await factsOf(database.db, id, today, { confirmedOnly: false })).staff?.value, 35)
  await assert.rejects(decide(first.id, true, w.elsewhere.reviewer), refused('not_found'))
  const decided = await decide(first.id, true)
  assert.deepEqual([decided.state, decided.standingLabel.zh], ['in_force', '已核实（附证明）'])
  await assert.rejects(decide(first.id, false), refused('fact_decided'))
  const second = await declare({ key: 'staff', value: 60, year: 2025 })
  assert.equal((await factsOf(database.db, id, today)).staff?.value, 35)
  assert.equal((await decide(second.id, false)).state, 'rejected')
  const third = await declare({ key: 'staff', value: 61, year: 2025 })
  const fourth = await declare({ key: 'staff', value: 62, year: 2025 })
  await assert.rejects(decide(third.id, true), refused('fact_decided'))
  assert.equal((await decide(fourth.id, true)).standingLabel.en, 'declared and confirmed')
  const listed = { organisationId: id, key: 'ipClassI' as const, value: 2, source: '专利登记簿' }
  await database.db.transaction().execute((tx) => recordFact(tx, listed, w.clock.now()))
  const profile = await call(directory.profile, { params: { id }, query: {} }, { actor: w.firm.owner })
  const { standing, standingLabel, source } = profile.rows.find(({ key }) => key === 'ipClassI')!
  assert.deepEqual([standing, standingLabel.zh, source], ['confirmed', '来自登记', '专利登记簿'])
  assert.equal((await factsOf(database.db, id, today)).staff?.value, 62)
  const { rows } = await call(
    directory.profile,
    { params: { id }, query: { history: 'true' } },
    { actor: w.firm.owner },
  )
  assert.deepEqual(
    rows.filter((row) => row.key === 'staff').map((row) => [row.value, row.state]),
    [
      [62, 'in_force'],
      [61, 'superseded'],
      [60, 'rejected'],
      [35, 'superseded'],
    ],
  )
})

test('what an officer has checked is confirmed under one reason, each by itself with its own answer', async () => {
  const { firm, rival, county, elsewhere } = w
  const declare = (who: typeof firm, body: object) =>
    call(directory.declare, { params: { id: who.id }, body: body as never }, { actor: who.owner })
  const confirm = (facts: string[], actor = county.reviewer) =>
    call(directory.confirmFacts, { body: { facts, reason: '与年报原件一致' } }, { actor })
  const good = await declare(firm, { key: 'ipClassI', value: 3 })
  const stale = await declare(firm, { key: 'stStaff', value: 8, year: 2025 })
  const newer = await declare(firm, { key: 'stStaff', value: 9, year: 2025 })
  const foreign = await declare(rival, { key: 'ipClassI', value: 1 })
  const { results } = await confirm([foreign.id, stale.id, newer.id, good.id, good.id])
  const told = results.map((row) => [row.id, row.done?.state ?? row.refused?.code])
  assert.deepEqual(told, [
    [foreign.id, 'not_found'],
    [stale.id, 'fact_decided'],
    [newer.id, 'in_force'],
    [good.id, 'in_force'],
  ])
  assert.equal(results[2]?.done?.reason, '与年报原件一致')
  const known = await factsOf(database.db, firm.id, dayOf(w.clock.now()))
  assert.deepEqual([known.stStaff?.value, known.ipClassI?.value], [9, 3])
  await assert.rejects(confirm([foreign.id]), refused('not_found'))
  await assert.rejects(confirm([uuidv7()]), refused('not_found'))
  await assert.rejects(confirm([foreign.id], elsewhere.auditor), refused('not_allowed'))
  const again = await confirm([good.id, newer.id])
  assert.deepEqual(
    again.results.map((row) => row.refused?.code),
    ['fact_decided', 'fact_decided'],
  )
})

test('two officers who confirm the same facts at once, in other orders: each fact is confirmed once', async () => {
  const { firm, rival, province } = w
  const declared: string[] = []
  for (const year of [2019, 2020, 2021, 2022]) {
    const body = { key: 'staff' as const, value: year - 2000, year }
    for (const { id, owner } of [firm, rival])
      declared.push((await call(directory.declare, { params: { id }, body }, { actor: owner })).id)
  }
  const by = (facts: string[], actor: typeof province.reviewer) =>
    call(directory.confirmFacts, { body: { facts, reason: '与年报原件一致' } }, { actor })
  const both = await Promise.all([
    by(declared, province.reviewer),
    by(declared.toReversed(), province.director),
  ])
  for (const id of declared) {
    const answers = both.flatMap(({ results }) => results.filter((row) => row.id === id))
    assert.equal(answers.filter((row) => row.done).length, 1)
    assert.equal(answers.find((row) => row.refused)?.refused?.code, 'fact_decided')
  }
})

test('amounts are exact, recognitions lapse by their day, and accounts are masked for those who do not pay', async () => {
  const { id } = w.rival
  const declare = (body: object) =>
    call(directory.declare, { params: { id }, body: body as never }, { actor: w.rival.owner })
  const confirm = (factId: string) =>
    call(
      directory.decideFact,
      { params: { id: factId }, body: { confirm: true, reason: '属实' } },
      { actor: w.elsewhere.reviewer },
    )
  await confirm((await declare({ key: 'revenueFen', value: '900719925474099', year: 2025 })).id)
  await confirm(
    (await declare({ key: 'smeProvincial', value: { number: '冀科企2025', validTo: '2026-06-30' } })).id,
  )
  const account = { name: '石家庄示例新材料有限公司', bank: '示例银行', number: '6222000000005678' }
  await confirm((await declare({ key: 'bankAccount', value: account })).id)
  const on = (day: string) => factsOf(database.db, id, Temporal.PlainDate.from(day))
  assert.equal((await on('2026-06-30')).revenueFen?.value, 900719925474099n)
  assert.ok((await on('2026-06-30')).smeProvincial)
  assert.equal((await on('2026-07-01')).smeProvincial, undefined)
  assert.equal((await bankAccountOf(database.db, id, w.clock.now()))?.number, account.number)
  const seen = async (actor: typeof w.rival.owner) => {
    const { rows } = await call(directory.profile, { params: { id } }, { actor })
    const found = rows.find((row) => row.key === 'bankAccount')
    return (found?.value as typeof account | undefined)?.number
  }
  assert.equal(await seen(w.rival.owner), account.number)
  assert.equal(await seen(w.elsewhere.reviewer), '**** **** 5678')
  assert.equal(await seen(w.elsewhere.preparer), account.number)
})

test('ties bar in both directions, through the host of a laboratory and through a group, in their days only', async () => {
  const { tiesBetween } = await import('./ties.ts')
  const day = Temporal.PlainDate.from('2026-03-02')
  const between = (a: string, b: string, on = day) => tiesBetween(database.db, a, b, on)
  assert.deepEqual(await between(w.firm.id, w.lab.id), [])
  const add = (
    actor: typeof w.firm.owner,
    id: string,
    otherId: string,
    kind: 'co_built' | 'ownership',
    from = '2026-01-01',
  ) =>
    call(
      directory.addTie,
      { params: { id }, body: { otherId, kind, above: true, evidence: '共建联合实验室协议', from } },
      { actor },
    )
  const tie = await add(w.firm.owner, w.firm.id, w.university.id, 'co_built')
  assert.equal(tie.standing, 'declared')
  for (const [a, b] of [
    [w.firm.id, w.lab.id],
    [w.lab.id, w.firm.id],
  ] as const) {
    assert.deepEqual(
      (await between(a, b)).map((t) => t.kind),
      ['co_built'],
    )
  }
  assert.deepEqual(await between(w.firm.id, w.lab.id, Temporal.PlainDate.from('2025-12-31')), [])
  await assert.rejects(add(w.firm.owner, w.firm.id, w.university.id, 'co_built'), refused('tie_known'))
  await assert.rejects(add(w.firm.owner, w.firm.id, w.firm.id, 'co_built'), refused('tie_to_itself'))
  const end = (actor: typeof w.firm.owner) =>
    call(
      directory.endTie,
      { params: { id: tie.id }, body: { on: '2026-03-01', reason: '协议到期' } },
      { actor },
    )
  await assert.rejects(end(w.firm.owner), refused('not_allowed'))
  await end(w.county.reviewer)
  assert.deepEqual(await between(w.firm.id, w.lab.id), [])
  await add(w.city.reviewer, w.firm.id, w.team.id, 'ownership')
  await add(w.elsewhere.reviewer, w.rival.id, w.team.id, 'ownership')
  const group = await between(w.rival.id, w.firm.id)
  assert.equal(group[0]?.kind, 'ownership')
  assert.match(group[0]?.detail.zh ?? '', /创业团队/)
  assert.equal((await between(w.lab.id, w.university.id))[0]?.kind, 'subordination')
})

const labs = [
  {
    name: '材料表征开放实验室',
    hostUscc: makeUscc('120104', 7, '12'),
    hostName: '津沽示例大学',
    providerClass: 'recognised_open_lab',
    regionCode: '120104',
    scope: ['testing'],
    from: '2026-01-01',
  },
  {
    name: '工艺研究所',
    uscc: makeUscc('130104', 8, '12'),
    providerClass: 'public_institute',
    regionCode: '130104',
    from: '2026-01-01',
    lastDay: '2026-12-31',
  },
  {
    name: '写错的机构',
    uscc: '123',
    providerClass: 'public_institute',
    regionCode: '130104',
    from: '2026-01-01',
  },
  {
    name: '无处可寻',
    uscc: makeUscc('130104', 9),
    providerClass: 'public_institute',
    regionCode: '139999',
    from: '2026-01-01',
  },
  { name: '', providerClass: '?' },
]

test('a list of providers is taken in row by row, told what became of each, and found by everybody', async () => {
  const list = 'jingjinji-voucher-agreement'
  const load = (actor: typeof w.firm.owner) =>
    call(directory.importProviders, { body: { list, batch: '第一批', rows: labs } }, { actor })
  await assert.rejects(load(w.firm.owner), refused('not_allowed'))
  const report = await load(w.province.director)
  assert.deepEqual(
    report.rows.map((row) => row.outcome),
    ['added', 'added', 'refused', 'refused', 'refused'],
  )
  assert.match(report.rows[2]?.problems[0]?.text.zh ?? '', /18位/)
  assert.match(report.rows[3]?.problems[0]?.text.zh ?? '', /139999/)
  assert.ok((report.rows[4]?.problems.length ?? 0) > 1)
  const again = await load(w.province.director)
  assert.equal(again.unchanged, 2)
  const find = async (query: object) =>
    (await call(directory.providers, { query })).rows.map((row) => row.organisation.name)
  assert.deepEqual(await find({ q: '津沽' }), ['材料表征开放实验室'])
  assert.deepEqual(await find({ q: '%' }), [])
  assert.deepEqual(await find({ region: '130000' }), ['工艺研究所'])
  assert.deepEqual(await find({ service: 'testing', list }), ['材料表征开放实验室', '工艺研究所'])
  const page = await call(directory.providers, { query: { limit: 1 } })
  assert.equal(
    (await call(directory.providers, { query: { limit: 1, cursor: page.next as string } })).next,
    null,
  )
})

test('an admission is withdrawn by its authority from a day with an effect; the first who registers the code joins it', async () => {
  const { admissionsOf } = await import('./providers.ts')
  const { rows } = await call(directory.providers, { query: { q: '工艺' } })
  const admission = rows[0] as (typeof rows)[number]
  const withdraw = (actor: typeof w.province.director, from = '2026-03-10') =>
    call(
      directory.withdrawProvider,
      {
        params: { id: admission.id },
        body: { from, reason: '出具虚假报告', effect: 'stop_running' },
      },
      { actor },
    )
  await assert.rejects(withdraw(w.city.director), refused('not_found'))
  await assert.rejects(withdraw(w.province.director, '2026-03-01'), refused('withdrawal_day'))
  assert.equal((await withdraw(w.province.director)).state, 'admitted')
  await assert.rejects(withdraw(w.province.director), refused('admission_withdrawn'))
  const dated = database.db
    .updateTable('providerAdmission')
    .set({ withdrawnFrom: Temporal.PlainDate.from('2026-03-01') })
    .where('id', '=', admission.id)
  await assert.rejects(dated.execute(), { constraint: 'provider_admission_not_back' })
  const [kept] = await admissionsOf(database.db, admission.organisation.id)
  assert.deepEqual(kept?.withdrawal, { from: '2026-03-10', reason: '出具虚假报告', effect: 'stop_running' })
  w.clock.set('2026-03-10T00:00:00+08:00')
  assert.deepEqual((await call(directory.providers, { query: { q: '工艺' } })).rows, [])
  assert.equal(
    (await call(directory.providers, { query: { q: '工艺', all: 'true' } })).rows[0]?.state,
    'withdrawn',
  )
  const clerk = await somebody('研究所工作人员')
  const body = {
    kind: 'institute' as const,
    name: '工艺研究所',
    uscc: labs[1]?.uscc as string,
    regionCode: '130104',
  }
  const joined = await call(directory.register, { body }, { actor: await clerk.actor() })
  assert.equal(joined.organisation?.id, admission.organisation.id)
  assert.equal(joined.organisation?.status, 'unverified')
})
