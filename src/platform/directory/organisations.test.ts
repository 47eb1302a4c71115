import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor } from '#core/actor.ts'
import { constraintOf } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { filesModule } from '#platform/files/index.ts'
import { files } from '#platform/files/browser.ts'
import { makeFile, makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { type Founding, foundOrganisation, requireGoodStanding } from './index.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database, { modules: [filesModule] })
const { call } = w

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
let seed = 100_000
const code = () => makeUscc('131002', ++seed)
const fileId = await makeFile(database, w.clock.now())

async function somebody(name: string) {
  const user = await database.db.transaction().execute((tx) => makeUser(tx, name))
  return { ...user, actor: () => w.actorOf(user.userId) }
}
const firmOf = (uscc: string, name = '新设示例有限公司') => ({
  kind: 'enterprise' as const,
  name,
  uscc,
  regionCode: '131002',
})

test('a firm registers with its code, and is verified by an officer of its county once the licence is there', async () => {
  const founder = await somebody('周一')
  const uscc = code()
  const wrong = (text: string) => call(directory.register, { body: firmOf(text) }, { actor: w.firm.owner })
  await assert.rejects(wrong(`${uscc.slice(0, 17)}${uscc.at(-1) === '0' ? '1' : '0'}`), refused('uscc_check'))
  await assert.rejects(wrong('12345'), refused('uscc_length'))
  await assert.rejects(
    call(directory.register, { body: { ...firmOf(uscc), regionCode: '131099' } }, { actor: w.firm.owner }),
    refused('region_unknown'),
  )
  const made = await call(
    directory.register,
    { body: firmOf(` ${uscc.toLowerCase()} `) },
    { actor: await founder.actor() },
  )
  const id = made.organisation?.id as string
  assert.equal(made.organisation?.status, 'unverified')
  assert.equal(made.organisation?.uscc, uscc)
  assert.equal(made.organisation?.regionName.zh, '河北省廊坊市安次区')
  await assert.rejects(requireGoodStanding(database.db, id), refused('organisation_unverified'))
  const owner = await founder.actor()
  assert.ok(owner.roles.has('applicant_owner'))
  const verify = (actor: typeof w.county.reviewer, accept = true) =>
    call(directory.verify, { params: { id }, body: { accept, remark: '与营业执照一致' } }, { actor })
  await assert.rejects(verify(w.county.reviewer), refused('licence_missing'))
  const waits = async () => {
    const { rows } = await call(directory.list, { query: { waits: 'true' } }, { actor: w.county.reviewer })
    return rows.some((row) => row.id === id)
  }
  assert.equal(await waits(), false)
  await call(directory.licence, { params: { id }, body: { fileId } }, { actor: owner })
  assert.equal(await waits(), true)
  const papers = (actor: typeof w.county.reviewer) =>
    call(files.of, { params: { kind: 'organisation', id } }, { actor })
  assert.equal((await papers(w.county.reviewer)).files[0]?.name, '营业执照.pdf')
  await assert.rejects(papers(w.elsewhere.reviewer), refused('not_found'))
  await assert.rejects(papers(w.rival.owner), refused('not_found'))
  await assert.rejects(verify(w.elsewhere.reviewer), refused('not_found'))
  await assert.rejects(
    call(directory.verify, { params: { id }, body: { accept: true, remark: '自批' } }, { actor: owner }),
    refused('not_allowed'),
  )
  assert.equal((await verify(w.county.reviewer, false)).status, 'unverified')
  assert.equal((await verify(w.county.reviewer)).status, 'verified')
  await requireGoodStanding(database.db, id)
  await assert.rejects(verify(w.county.reviewer), refused('verified_already'))
  const card = await call(directory.get, { params: { id } })
  assert.equal(card.licence, null)
  assert.deepEqual(card.abilities, [])
  assert.equal(
    (await call(directory.get, { params: { id } }, { actor: owner })).licence?.remark,
    '与营业执照一致',
  )
})

test('founders without a code apply through an incubator that answers for them', async () => {
  const founder = await somebody('创始人')
  const body = { kind: 'team' as const, name: '新材料创业团队', regionCode: '131002' }
  await assert.rejects(
    call(directory.register, { body }, { actor: await founder.actor() }),
    refused('sponsor_unfit'),
  )
  await assert.rejects(
    call(directory.register, { body: { ...body, sponsorId: w.firm.id } }, { actor: await founder.actor() }),
    refused('sponsor_unfit'),
  )
  const made = await call(
    directory.register,
    { body: { ...body, sponsorId: w.incubator.id } },
    { actor: await founder.actor() },
  )
  const id = made.organisation?.id as string
  const sponsor = (actor: typeof w.incubator.clerk) =>
    call(directory.sponsor, { params: { id }, body: { accept: true, remark: '在孵项目' } }, { actor })
  await assert.rejects(sponsor(w.firm.owner), refused('not_allowed'))
  assert.equal((await sponsor(w.incubator.clerk)).status, 'verified')
  const person = {
    name: '吴工',
    paperKind: 'id_card' as const,
    post: '首席科学家',
    core: true,
    from: '2026-01-01',
  }
  const add = async (paperNumber: string) =>
    call(
      directory.addPerson,
      { params: { id }, body: { ...person, paperNumber } },
      { actor: await founder.actor() },
    )
  await assert.rejects(add('110105194912310021'), refused('paper_number_wrong'))
  const added = await add('11010519491231002x')
  assert.equal(added.paper, '110*************2X')
  assert.ok(
    !JSON.stringify(
      (await call(directory.people, { params: { id } }, { actor: w.county.reviewer })).rows,
    ).includes('194912'),
  )
  await assert.rejects(
    call(directory.people, { params: { id } }, { actor: w.rival.owner }),
    refused('not_found'),
  )
})

test('names and places have histories; older papers keep the name of their day', async () => {
  const { id } = w.firm
  w.clock.set('2026-03-10T09:00:00+08:00')
  const rename = (name: string, from: string) =>
    call(
      directory.rename,
      { params: { id }, body: { name, from, evidence: '准予变更登记通知书' } },
      { actor: w.county.director },
    )
  await assert.rejects(rename('早于成立', '2020-01-01'), refused('day_not_later'))
  assert.equal((await rename('廊坊示例智能装备有限公司', '2026-03-09')).name, '廊坊示例智能装备有限公司')
  await assert.rejects(rename('廊坊示例智能装备有限公司', '2026-03-10'), refused('name_as_before'))
  const move = (subject: string, regionCode: string, actor: Actor) =>
    call(
      directory.move,
      { params: { id: subject }, body: { regionCode, from: '2026-03-09', evidence: '迁入通知' } },
      { actor },
    )
  await assert.rejects(move(id, '131002', w.city.director.actor), refused('region_as_before'))
  const moved = await move(id, '131003', w.city.director.actor)
  assert.equal(moved.regionName.zh, '河北省廊坊市广阳区')
  const card = await call(directory.get, { params: { id } })
  assert.equal(card.names.length, 2)
  assert.equal(card.regions[1]?.regionCode, '131002')
  const uscc = card.uscc as string
  assert.equal(uscc.slice(2, 8), '131002')
  await assert.rejects(
    call(directory.profile, { params: { id } }, { actor: w.county.reviewer }),
    refused('not_found'),
    'the county it left sees no more of it',
  )
})

test('a unit takes no name that another unit of its host has', async () => {
  const found = async (founding: Omit<Founding, 'regionCode'>) =>
    (await database.db
      .transaction()
      .execute((tx) =>
        foundOrganisation(tx, { status: 'verified', regionCode: '131002', ...founding }, w.clock.now()),
      )) as string
  const hostId = await found({ kind: 'institute', name: '示例学院', uscc: code() })
  const unit = (name: string) => found({ kind: 'institute', name, hostId })
  const [, id] = [await unit('材料实验室'), await unit('力学实验室')]
  w.clock.set('2026-03-12T09:00:00+08:00')
  const rename = (name: string) =>
    call(
      directory.rename,
      { params: { id }, body: { name, from: '2026-03-12', evidence: '学院通知' } },
      { actor: w.county.director },
    )
  await assert.rejects(rename('材料实验室'), refused('unit_name_taken'))
  assert.equal((await rename('结构力学实验室')).name, '结构力学实验室')
})

test('nobody gives an authority another region, which is its reach; nor does the database', async () => {
  const { id } = w.county
  await assert.rejects(
    call(
      directory.move,
      { params: { id }, body: { regionCode: '130000', from: '2026-03-09', evidence: '机构改革' } },
      { actor: w.county.director },
    ),
    refused('authority_stays'),
  )
  const widened = database.db
    .updateTable('organisation')
    .set({ regionCode: '130000', regionPath: ['130000'] })
    .where('id', '=', id)
    .execute()
  await assert.rejects(widened, (error) => constraintOf(error) === 'organisation_authority_stays')
})

test('two officers who record another new name one after the other: the second day must lie later', async () => {
  const { id } = w.firm
  const names = ['甲', '乙', '丙', '丁'].map((one) => `廊坊示例${one}字有限公司`)
  const done = await Promise.allSettled(
    names.map((name) =>
      call(
        directory.rename,
        { params: { id }, body: { name, from: '2026-03-10', evidence: '变更通知' } },
        { actor: w.city.director.actor },
      ),
    ),
  )
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
  const card = await call(directory.get, { params: { id } })
  assert.deepEqual(
    card.names.map(({ validTo }) => validTo),
    [null, '2026-03-10', '2026-03-09'],
  )
})

test('the administrator sets up an authority once; its director comes by letter', async () => {
  const body = {
    name: '广阳区科技局（示例）',
    regionCode: '131003',
    directorEmail: 'Director@Example.test',
  }
  const establish = () => call(directory.establish, { body }, { actor: w.operator.administrator })
  const made = await establish()
  assert.equal(made.level, 'county')
  const of = (regionCode: string) =>
    call(directory.establish, { body: { ...body, regionCode } }, { actor: w.operator.administrator })
  assert.equal((await of('131071')).level, 'county', 'a development zone')
  await assert.rejects(of('139999'), refused('region_unknown'))
  await assert.rejects(establish(), refused('authority_known'))
  await assert.rejects(
    call(directory.establish, { body }, { actor: w.province.director }),
    refused('not_allowed'),
  )
})

test('officers list only what lies in their region', async () => {
  const names = async (actor: typeof w.county.reviewer) =>
    (await call(directory.list, { query: { limit: 200 } }, { actor })).rows
  const county = await names(w.county.reviewer)
  assert.ok(county.length > 5 && county.every((row) => row.regionCode === '131002'))
  assert.ok((await names(w.elsewhere.reviewer)).some((row) => row.id === w.rival.id))
  assert.ok(!(await names(w.elsewhere.reviewer)).some((row) => row.id === w.firm.id))
  assert.deepEqual((await call(directory.pending, {}, { actor: w.elsewhere.reviewer })).rows, [])
})

test('whoever comes first to an empty node sets it up; the second finds it done', async () => {
  await using empty = await testDatabase()
  const { loadRegions } = await import('./regions.store.ts')
  const { makeCalls } = await import('#test/actors.ts')
  const file = (await import('../../../communities/jingjinji/regions.json', { with: { type: 'json' } }))
    .default
  await empty.db.transaction().execute((tx) => loadRegions(tx, file, { now: w.clock.now() }))
  const calls = makeCalls(empty, { clock: w.clock, modules: [] })
  const [a, b] = await empty.db
    .transaction()
    .execute(async (tx) => [await makeUser(tx, '甲'), await makeUser(tx, '乙')])
  assert.equal((await calls.call(directory.setUpState, {})).needed, true)
  const body = { name: '京津冀协创平台', regionCode: '130000' }
  const setUp = async (userId: string) =>
    calls.call(directory.setUp, { body }, { actor: await calls.actorOf(userId) })
  const both = await Promise.allSettled([setUp(a?.userId as string), setUp(b?.userId as string)])
  assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1)
  const late = both.find((one) => one.status === 'rejected')
  assert.ok(late?.status === 'rejected' && refused('set_up_done')(late.reason))
  assert.equal((await calls.call(directory.setUpState, {})).needed, false)
})
