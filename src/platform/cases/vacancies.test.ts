import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { authorityAt } from '#platform/directory/index.ts'
import type { MemberRole } from '#platform/identity/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { ANCI, claimBody, fitFirm, HEBEI, LANGFANG, organisation, person, type Who } from '#test/community.ts'
import { told } from '#test/jobs.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { actorOfUser } from '#platform/identity/index.ts'

let node: TestNode
let province: Who
before(async () => {
  node = await testNode({ at: '2026-03-02T09:00:00+08:00' })
})
after(() => node.dispose())

const CLAIM = 'voucher-claim'
const GUANGYANG = '131003'
const as = async ({ userId }: Who) => ({
  actor: await actorOfUser(node.database.db, userId, node.clock.now()),
})

/** Somebody takes a role at the authority of a region. */
const joins = (region: string, role: MemberRole): Promise<Who> =>
  node.database.db.transaction().execute(async (tx) => {
    const { id, name } = await authorityAt(tx, region)
    return person(tx, id, `${name}${role}`, [role], node.clock.now())
  })
const firmAt = (name: string, region: string) =>
  node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now(), region))

const served = async () => {
  const { programmes } = await node.call(cases.programmes, { query: {} })
  return programmes.filter((one) => one.served).map(({ id }) => id)
}
const desks = async (region: string) => {
  const { desks } = await node.call(cases.desks, { params: { programme: CLAIM }, query: { region } })
  return desks.map(({ authority, role, vacant }) => `${authority} ${role}${vacant ? ' vacant' : ''}`)
}
const vacancies = async (who: Who) => {
  const { rows } = await node.call(cases.vacancies, {}, await as(who))
  return rows.map((row) => [row.regionCode, row.role, row.waiting, row.own, row.led] as const)
}

test('a programme is served from the first place whose every step somebody can take', async () => {
  assert.deepEqual(await served(), [], 'nobody works anywhere')
  assert.deepEqual(await desks(ANCI), [
    '廊坊市安次区科学技术局 reviewer vacant',
    '廊坊市科学技术局 reviewer vacant',
  ])
  await joins(ANCI, 'reviewer')
  assert.deepEqual(await served(), [], 'the city has nobody yet')
  await joins(LANGFANG, 'reviewer')
  assert.deepEqual(await served(), [CLAIM])
  const one = await node.call(cases.programme, { params: { programme: CLAIM }, query: {} })
  assert.equal(one.served, true)
  assert.deepEqual(await desks(ANCI), ['廊坊市安次区科学技术局 reviewer', '廊坊市科学技术局 reviewer'])
  assert.deepEqual(await desks(GUANGYANG), [
    '廊坊市广阳区科学技术局 reviewer vacant',
    '廊坊市科学技术局 reviewer',
  ])
})

test('a director is told which roles his own office lacks', async () => {
  const county = await joins('131022', 'director')
  assert.deepEqual(await vacancies(county), [['131022', 'reviewer', 0, true, true]])
  await joins('131022', 'reviewer')
  assert.deepEqual(await vacancies(county), [])
  province = await joins(HEBEI, 'director')
  const lacked = (await vacancies(province)).map(([, role]) => role)
  assert.deepEqual(lacked.toSorted(), ['approver', 'finance', 'preparer', 'reviewer'])
})

test('where a case waits for a role that nobody holds, the levels above, the operator and the firm know', async () => {
  const city = await joins(LANGFANG, 'director')
  const administrator = await node.database.db.transaction().execute(async (tx) => {
    const now = node.clock.now()
    const id = await organisation(tx, { kind: 'operator', name: '平台运营单位', regionCode: HEBEI }, now)
    return person(tx, id, '平台管理员', ['administrator'], now)
  })
  const firm = await firmAt('广阳示例新材料有限公司', GUANGYANG)
  const { caseId } = await node.call(vouchers.fileClaim, { body: claimBody }, await as(firm.clerk))
  const seen = async (who: Who) =>
    (await node.call(cases.get, { params: { id: caseId } }, await as(who))).vacant
  assert.equal(await seen(firm.owner), true)
  assert.deepEqual(await vacancies(city), [[GUANGYANG, 'reviewer', 1, false, false]])
  assert.deepEqual(await vacancies(administrator), [[GUANGYANG, 'reviewer', 1, false, false]])
  const elsewhere = await joins('130100', 'director')
  assert.ok(
    (await vacancies(elsewhere)).every(([code]) => code === '130100'),
    'another city sees its own',
  )
  await assert.rejects(async () => node.call(cases.vacancies, {}, await as(firm.owner)), {
    code: 'not_allowed',
  })

  await joins(GUANGYANG, 'reviewer')
  assert.equal(await seen(firm.owner), false)
  assert.deepEqual(await vacancies(administrator), [])
})

test('the only reviewer steps aside: the director is told at once whom the case waits for, and somebody new takes it', async () => {
  const bazhou = '131081'
  const director = await joins(bazhou, 'director')
  const reviewer = await joins(bazhou, 'reviewer')
  const firm = await firmAt('霸州示例家具装备有限公司', bazhou)
  const { caseId } = await node.call(vouchers.fileClaim, { body: claimBody }, await as(firm.clerk))
  const asideTo = async (who: Who) => {
    const { rows } = await node.call(cases.vacancies, {}, await as(who))
    return rows.map(({ regionCode, role, waiting, aside }) => [regionCode, role, waiting, aside])
  }
  const seen = async () => {
    const found = await node.call(cases.get, { params: { id: caseId } }, await as(firm.owner))
    return [found.vacant, found.aside]
  }
  assert.deepEqual([await seen(), await asideTo(director)], [[false, false], []])
  const recuse = { params: { id: caseId, action: 'recuse' as const }, body: { reason: '与申请人有亲属关系' } }
  await node.call(cases.act, recuse, await as(reviewer))
  assert.deepEqual(await seen(), [false, true])
  assert.deepEqual(await asideTo(director), [[bazhou, 'reviewer', 1, 1]])
  const [message] = await told(node, await as(director), /无人可办$/)
  assert.match(message?.body.zh ?? '', /邀请另一位同事担任审核人/)

  const other = await joins(bazhou, 'reviewer')
  assert.deepEqual([await seen(), await asideTo(director)], [[false, false], []])
  const pass = { params: { id: caseId, action: 'pass' as const }, body: { reason: '材料齐全' } }
  await node.call(cases.act, pass, await as(other))
})

test('the only director steps aside from an appeal: another one decides it', async () => {
  const sanhe = '131082'
  const reviewer = await joins(sanhe, 'reviewer')
  const firm = await firmAt('三河示例印刷装备有限公司', sanhe)
  const { caseId } = await node.call(vouchers.fileClaim, { body: claimBody }, await as(firm.clerk))
  const act = async (who: Who, action: 'refuse' | 'appeal' | 'recuse' | 'overturn', reason: string) =>
    node.call(cases.act, { params: { id: caseId, action }, body: { reason } }, await as(who))
  await act(reviewer, 'refuse', '用途不符')
  await act(firm.owner, 'appeal', '用途已说明')
  await act(province, 'recuse', '曾在该单位任职')
  const asideTo = async () => {
    const { rows } = await node.call(cases.vacancies, {}, await as(province))
    return rows.flatMap(({ regionCode, role, aside }) => (aside > 0 ? [[regionCode, role, aside]] : []))
  }
  assert.deepEqual(await asideTo(), [[HEBEI, 'director', 1]])
  await told(node, await as(province), /无人可办$/)
  const deputy = await joins(HEBEI, 'director')
  assert.deepEqual(await asideTo(), [])
  const director = await joins(sanhe, 'director')
  await act(deputy, 'overturn', '用途相符')
  await told(node, await as(director), /无人可办$/)
  assert.deepEqual(await asideTo(), [[sanhe, 'reviewer', 1]], 'whose refusal fell does not review it again')
})

test('the only reviewer works for the applicant, too: the case is told where others of the kind are', async () => {
  const xianghe = '131024'
  const director = await joins(xianghe, 'director')
  const reviewer = await joins(xianghe, 'reviewer')
  const firm = await firmAt('香河示例家具装备有限公司', xianghe)
  await node.database.db
    .insertInto('membership')
    .values({
      userId: reviewer.userId,
      organisationId: firm.id,
      role: 'applicant_clerk',
      manages: false,
      validFrom: node.clock.now(),
    })
    .execute()
  await node.call(vouchers.fileClaim, { body: claimBody }, await as(firm.clerk))
  await told(node, await as(director), /无人可办$/)
  const { rows } = await node.call(cases.vacancies, {}, await as(director))
  assert.deepEqual(
    rows.map(({ role, aside }) => [role, aside]),
    [['reviewer', 1]],
  )
})
