import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { constraintOf } from '#core/db.ts'
import { auditLedger, balance } from '#platform/ledger/index.ts'
import { figures } from '#business/figures/browser.ts'
import { type Community, claimAndPass, makeCommunity, openBudget, SCHEME } from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { accountsOf, carryOverOf } from './budgets.store.ts'
import { vouchers } from './contract.ts'

/** 1,000,000 allotted, 200,000 of it released, a voucher of 80,000 issued. */
let node: TestNode
let community: Community
let id: string
before(async () => {
  node = await testNode()
  community = await makeCommunity(node)
  id = await openBudget(community, 100_000_000n, 20_000_000n)
  await claimAndPass(community, community.firm.clerk)
})
after(() => node.dispose())

const refusedWith = (code: string, zh?: RegExp) => (error: unknown) => {
  const { code: found, text } = error as { code?: string; text?: { zh: string } }
  return found === code && (zh?.test(text?.zh ?? '') ?? true)
}
const money = async () => {
  const { figures: told } = await node.call(figures.budget, { params: { id } }, {})
  return [told.budgetFen, told.releasedFen, told.availableFen, told.reservedFen]
}
const by = async (who = community.province.finance) => community.as(who)
const takeBack = async (amountFen: bigint, who = by()) =>
  node.call(vouchers.takeBack, { params: { id }, body: { amountFen, reason: '多释放一期' } }, await who)
const cut = async (amountFen: bigint, to: 'appropriation' | 'carry_over' = 'appropriation', of = id) =>
  node.call(vouchers.cut, { params: { id: of }, body: { amountFen, to, reason: '下达文号有误' } }, await by())

test('a release that was too much is taken back, but for what vouchers reserve; then it can be released again', async () => {
  await assert.rejects(takeBack(12_000_001n), refusedWith('budget_reserved', /最多可收回120,000元/))
  await takeBack(12_000_000n)
  assert.deepEqual(await money(), [100_000_000n, 8_000_000n, 0n, 8_000_000n])
  await assert.rejects(takeBack(1n), refusedWith('budget_reserved', /最多可收回0元/))
  const body = { amountFen: 5_000_000n, reason: '第二期' }
  await node.call(vouchers.release, { params: { id }, body }, await by())
  assert.deepEqual(await money(), [100_000_000n, 13_000_000n, 5_000_000n, 8_000_000n])
})

test('an allotment that was too much is cut, up to what is not released and came from there', async () => {
  await assert.rejects(cut(87_000_001n), refusedWith('budget_cut_too_much', /最多可调减870,000元/))
  await assert.rejects(cut(1n, 'carry_over'), refusedWith('budget_cut_too_much', /最多可调减0元/))
  await cut(80_000_000n)
  assert.deepEqual(await money(), [20_000_000n, 13_000_000n, 5_000_000n, 8_000_000n])
  const appropriation = await balance(node.database.db, accountsOf(id).appropriation)
  assert.equal(appropriation.balanceFen, -20_000_000n)
  const { steps } = await node.call(figures.budget, { params: { id } }, {})
  assert.deepEqual(steps.map(({ kind, amountFen }) => [kind, amountFen]).slice(-2), [
    ['release', 5_000_000n],
    ['cut', 80_000_000n],
  ])
  const headers = { cookie: await node.auth.cookieFor(community.province.auditor.userId) }
  const told = await (await node.app.request(`/api/timeline/budget/${id}`, { headers })).text()
  assert.match(told, /收回额度/)
  assert.match(told, /taken back/)
})

test('what was carried in is carried out again; nobody else does it, and not once the year is closed', async () => {
  const finance = await by()
  await node.call(vouchers.closeYear, { params: { id }, body: { reason: '年度结束' } }, finance)
  await assert.rejects(takeBack(1n), refusedWith('budget_not_open'))
  await assert.rejects(cut(1n), refusedWith('budget_not_open'))
  const next = await node.call(vouchers.openBudget, { body: { scheme: SCHEME, year: 2027 } }, finance)
  const body = { amountFen: 10_000_000n, reason: '结转', from: 'carry_over' as const }
  await node.call(vouchers.allot, { params: { id: next.id }, body }, finance)
  await assert.rejects(cut(1n, 'appropriation', next.id), refusedWith('budget_cut_too_much'))
  await cut(4_000_000n, 'carry_over', next.id)
  const carried = await balance(node.database.db, carryOverOf(community.province.id, SCHEME))
  assert.equal(carried.balanceFen, 12_000_000n - 6_000_000n)
  const { figures: told } = await node.call(figures.budget, { params: { id: next.id } }, {})
  assert.equal(told.budgetFen, 6_000_000n)
  await assert.rejects(takeBack(1n, by(community.city.finance)), refusedWith('not_found'))
  await assert.rejects(takeBack(1n, by(community.province.director)), refusedWith('not_allowed'))
  assert.deepEqual(await auditLedger(node.database.db), [])
})

test('the database refuses a step that takes back more than was done, and a step without its amount', async () => {
  const step = (kind: string, fen: number | null) =>
    sql`insert into budget_step (budget_id, kind, amount_fen, reason, actor_label, at)
      values (${id}, ${kind}, ${fen}, 'x', 'x', now())`.execute(node.database.db)
  for (const kind of ['take_back', 'cut', 'carry_out'])
    await assert.rejects(step(kind, 900_000_000), (e) => constraintOf(e) === 'budget_step_undoes', kind)
  await assert.rejects(step('take_back', null), (e) => constraintOf(e) === 'budget_step_has_amount')
})
