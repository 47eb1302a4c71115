import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { constraintOf } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { filesModule } from '#platform/files/index.ts'
import { makeFile, makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { requireGoodStanding } from './index.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database, { modules: [filesModule] })
const { call } = w

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
let seed = 100_000
const code = () => makeUscc('131002', ++seed)
const rivalFile = () => makeFile(database, w.clock.now(), '另一份执照.pdf')

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

test('a verified holder is not held up by somebody who shows no licence', async () => {
  const { id } = w.firm
  const uscc = (await call(directory.get, { params: { id } })).uscc as string
  const rival = await somebody('没有执照的人')
  const register = async (papers: { licenceFileId?: string } = {}) =>
    call(directory.register, { body: { ...firmOf(uscc), ...papers } }, { actor: await rival.actor() })
  await assert.rejects(register(), refused('claim_without_licence'))
  await requireGoodStanding(database.db, id)
  const behind = database.db
    .insertInto('organisationDispute')
    .values({
      ...{ organisationId: id, claimantId: rival.userId, claimedName: '别家', statement: '' },
      ...{ statusBefore: 'verified', openedAt: w.clock.now() },
    })
    .execute()
  await assert.rejects(behind, (error) => constraintOf(error) === 'organisation_dispute_licence')
  const { disputeId } = await register({ licenceFileId: await rivalFile() })
  await assert.rejects(register(), refused('claim_without_licence'), 'still against a verified holder')
  await call(
    directory.withdrawDispute,
    { params: { id: disputeId as string }, body: {} },
    { actor: await rival.actor() },
  )
  await requireGoodStanding(database.db, id)
})

test('two who register one code at once: one holds it, the other’s claim becomes a dispute', async () => {
  for (let round = 0; round < 30; round++) {
    const uscc = code()
    const [a, b] = [await somebody('甲'), await somebody('乙')]
    const register = async (who: typeof a) =>
      call(directory.register, { body: firmOf(uscc) }, { actor: await who.actor() })
    const both = await Promise.all([register(a), register(b)])
    assert.equal(both.filter((one) => one.organisation !== null && one.disputeId === null).length, 1)
    assert.equal(both.filter((one) => one.organisation === null && one.disputeId !== null).length, 1)
    const { rows } = await database.pool.query('select status from organisation where uscc = $1', [uscc])
    assert.deepEqual(rows, [{ status: 'disputed' }])
  }
})

async function disputed() {
  const uscc = code()
  const [holder, rival] = [await somebody('占用人'), await somebody('真主人')]
  const first = await call(directory.register, { body: firmOf(uscc) }, { actor: await holder.actor() })
  const second = await call(
    directory.register,
    {
      body: {
        ...firmOf(uscc, '真正的示例有限公司'),
        statement: '这是我公司的代码',
        licenceFileId: await rivalFile(),
      },
    },
    { actor: await rival.actor() },
  )
  return { uscc, holder, rival, id: first.organisation?.id as string, disputeId: second.disputeId as string }
}

test('while a code is disputed both see it and no money moves; the county gives it to the rightful one', async () => {
  const { holder, rival, id, disputeId, uscc } = await disputed()
  await assert.rejects(requireGoodStanding(database.db, id), refused('organisation_disputed'))
  for (const who of [holder, rival]) {
    const { rows } = await call(directory.disputes, {}, { actor: await who.actor() })
    assert.ok(rows.some((row) => row.id === disputeId))
  }
  assert.equal((await call(directory.disputes, {}, { actor: w.rival.owner })).rows.length, 0)
  await assert.rejects(
    call(directory.register, { body: firmOf(uscc) }, { actor: await rival.actor() }),
    refused('dispute_open_already'),
  )
  await assert.rejects(
    call(directory.register, { body: firmOf(uscc) }, { actor: await holder.actor() }),
    refused('already_yours'),
  )
  const account = { name: '占用人', bank: '某银行', number: '6222000000001234' }
  await call(
    directory.declare,
    { params: { id }, body: { key: 'bankAccount', value: account } },
    { actor: await holder.actor() },
  )
  const decide = (actor: typeof w.county.reviewer) =>
    call(
      directory.decideDispute,
      { params: { id: disputeId }, body: { outcome: 'transferred', reason: '执照原件在申请人处' } },
      { actor },
    )
  await assert.rejects(decide(w.elsewhere.reviewer), refused('not_found'))
  const done = await decide(w.county.reviewer)
  assert.equal(done.status, 'transferred')
  assert.equal((await holder.actor()).organisationId, null)
  assert.ok((await rival.actor()).roles.has('applicant_owner'))
  const card = await call(directory.get, { params: { id } }, { actor: await rival.actor() })
  assert.equal(card.status, 'verified')
  const { rows } = await call(
    directory.profile,
    { params: { id }, query: { history: 'true' } },
    { actor: await rival.actor() },
  )
  assert.deepEqual(
    rows.map((row) => row.state),
    ['rejected'],
  )
  await assert.rejects(decide(w.county.director), refused('dispute_decided'))
})

test('two officers decide one dispute at once: one decision stands', async () => {
  for (let round = 0; round < 20; round++) {
    const { id, disputeId } = await disputed()
    const decide = (actor: typeof w.county.reviewer, outcome: 'kept' | 'transferred') =>
      call(
        directory.decideDispute,
        { params: { id: disputeId }, body: { outcome, reason: '核对执照' } },
        { actor },
      )
    const both = await Promise.allSettled([
      decide(w.county.reviewer, 'kept'),
      decide(w.city.reviewer, 'transferred'),
    ])
    const won = both.filter((one) => one.status === 'fulfilled')
    assert.equal(won.length, 1)
    const lost = both.find((one) => one.status === 'rejected')
    assert.ok(lost?.status === 'rejected' && refused('dispute_decided')(lost.reason))
    const { rows } = await database.pool.query(
      'select count(*)::int n from membership where organisation_id = $1 and valid_to is null',
      [id],
    )
    assert.equal(rows[0].n, 1)
  }
})

test('a claimant who withdraws leaves the holder as he was', async () => {
  const { rival, holder, id, disputeId } = await disputed()
  const withdraw = async (who: typeof rival) =>
    call(directory.withdrawDispute, { params: { id: disputeId }, body: {} }, { actor: await who.actor() })
  await assert.rejects(withdraw(holder), refused('not_found'))
  assert.equal((await withdraw(rival)).status, 'withdrawn')
  assert.equal((await call(directory.get, { params: { id } })).status, 'unverified')
})
