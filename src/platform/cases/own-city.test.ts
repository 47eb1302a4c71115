import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { authorityAt } from '#platform/directory/index.ts'
import { actorOfUser, type MemberRole } from '#platform/identity/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { claimBody, fitFirm, person, type Who } from '#test/community.ts'
import { told } from '#test/jobs.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { recheckCase } from './jobs.ts'

/** 定州: a county that the province administers, so that no city stands between them (S98, S145). */
const DINGZHOU = '130682'
const CLAIM = 'voucher-claim'

let node: TestNode
before(async () => {
  node = await testNode({ at: '2026-03-02T09:00:00+08:00' })
})
after(() => node.dispose())

const as = async ({ userId }: Who) => ({
  actor: await actorOfUser(node.database.db, userId, node.clock.now()),
})
const joins = (role: MemberRole, name: string): Promise<Who> =>
  node.database.db.transaction().execute(async (tx) => {
    const { id } = await authorityAt(tx, DINGZHOU)
    return person(tx, id, name, [role], node.clock.now())
  })

/** A pass written past the rules. */
const write = (caseId: string, seq: number, actorUser: string) =>
  node.database.db
    .insertInto('caseAction')
    .values({
      ...{ caseId, seq, at: node.clock.now(), action: 'pass', actorUser, actorLabel: '定州' },
      ...{ data: '{}', provisional: false },
    })
    .execute()

test('where the province administers a county itself, its bureau reviews in the place of the city, by two people', async () => {
  const one = await joins('reviewer', '定州甲')
  const director = await joins('director', '定州局长')
  const firm = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '定州示例精密机械有限公司', node.clock.now(), DINGZHOU))
  const { desks } = await node.call(cases.desks, {
    params: { programme: CLAIM },
    query: { region: DINGZHOU },
  })
  assert.deepEqual(
    desks.map(({ authority, vacant }) => [authority, vacant]),
    [
      ['定州市科学技术局', false],
      ['定州市科学技术局', false],
    ],
  )
  const { caseId } = await node.call(vouchers.fileClaim, { body: claimBody }, await as(firm.clerk))
  const act = async (who: Who, action: 'take' | 'pass' | 'release', reason = '材料齐全') =>
    node.call(cases.act, { params: { id: caseId, action }, body: { reason } }, await as(who))
  await act(one, 'pass')
  const { rows } = await node.call(cases.vacancies, {}, await as(director))
  assert.deepEqual(
    rows.map(({ role, aside }) => [role, aside]),
    [['reviewer', 1]],
    'the second review is another person’s, who is not there yet',
  )
  await told(node, await as(director), /无人可办$/)
  const other = await joins('reviewer', '定州乙')
  const waiting = async (who: Who) =>
    (await node.call(cases.list, { query: { desk: 'true' } as never }, await as(who))).rows.map(
      ({ stage }) => stage,
    )
  assert.deepEqual(await waiting(other), ['city_review'])
  assert.equal(await recheckCase(node.database.db, caseId), null)
  assert.deepEqual((await node.call(cases.vacancies, {}, await as(director))).rows, [])
  await assert.rejects(() => act(one, 'pass'), { code: 'case_decided_before' })
  const { seq } = (await node.call(cases.get, { params: { id: caseId } }, await as(other))).state
  await assert.rejects(write(caseId, seq + 1, one.userId), { constraint: 'case_second_review' })
  await act(other, 'take')
  await act(director, 'release')
  // The second reviewer twice at once, beside the first: one of the three gets through.
  const tries = await Promise.allSettled([act(other, 'pass'), act(one, 'pass'), act(other, 'pass')])
  assert.equal(tries.filter((tried) => tried.status === 'fulfilled').length, 1)
  assert.equal(tries[1]?.status, 'rejected')
  const { status } = await node.call(cases.get, { params: { id: caseId } }, await as(other))
  assert.equal(status, 'approved')
})
