import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import {
  type Community,
  claimAndPass,
  claimBody,
  fitFirm,
  makeCommunity,
  openBudget,
} from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'

let node: TestNode
let community: Community
let budgetId: string
before(async () => {
  node = await testNode()
  community = await makeCommunity(node)
  budgetId = await openBudget(community, 100_000_000n, 8_000_000n)
})
after(() => node.dispose())

const refusedWith = (code: string) => (error: unknown) => (error as { code?: string }).code === code
type Who = Community['firm']['owner']
const decision = async (kind: 'issue' | 'refusal', id: string, who: Who) =>
  node.call(payments.decision, { params: { kind, id } }, await community.as(who))
const newFirm = (name: string) =>
  node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))

test('a voucher is issued by a decision that prints: who, by which rules, for which days, assumed ones marked', async () => {
  const id = await claimAndPass(community, community.firm.clerk)
  const print = await decision('issue', id, community.firm.owner)
  assert.deepEqual(
    [print.title.zh, print.number, print.result.en, print.appeal],
    ['科技创新券发放决定书', '冀券-2026-000001', 'The voucher is issued.', null],
  )
  assert.equal(print.amounts.at(-1)?.amountFen, 8_000_000n)
  assert.match(print.clauses[0]?.en ?? '', /^Hebei provincial voucher/)
  assert.equal(print.reasons[0]?.zh, '材料齐全，符合条件')
  const [days] = print.consequences
  assert.match(days?.zh ?? '', /至2027年3月2日（假定）之间签订，最迟于\S+（假定）申请兑付/)
  assert.match(days?.en ?? '', /\(assumed\).*\(assumed\)/)
  const { rows } = await node.call(vouchers.list, { query: {} }, await community.as(community.firm.owner))
  const params = { id: rows[0]?.id as string }
  const voucher = await node.call(vouchers.get, { params }, await community.as(community.firm.owner))
  assert.deepEqual(voucher.assumed, { use: true, redeem: true })
  const stranger = await newFirm('三河示例阀门有限公司')
  await assert.rejects(decision('issue', id, stranger.owner), refusedWith('not_found'))
})

test('a claim that waits for money has no such decision yet; issued later, it says when', async () => {
  const firm = await newFirm('大厂示例铸造有限公司')
  const id = await claimAndPass(community, firm.clerk)
  await assert.rejects(decision('issue', id, firm.owner), refusedWith('not_found'))
  node.clock.set('2026-04-07T09:00:00+08:00')
  const body = { amountFen: 8_000_000n, reason: '追加额度' }
  await node.call(
    vouchers.release,
    { params: { id: budgetId }, body },
    await community.as(community.province.finance),
  )
  const print = await decision('issue', id, firm.owner)
  assert.equal(print.decidedOn, '2026-03-02')
  assert.match(print.consequences[0]?.zh ?? '', /排队等候额度，于2026年4月7日发放/)
  assert.match(print.consequences[0]?.en ?? '', /waited for money.*issued on/)
})

test('a claim that leaves the queue without a voucher prints why, by which rules and who had passed it', async () => {
  const firm = await newFirm('文安示例板材有限公司')
  const id = await claimAndPass(community, firm.clerk)
  const closing = { params: { id: firm.id }, body: { on: '2026-04-01', evidence: '准予注销登记通知书' } }
  await node.call(directory.close, closing, await community.as(community.county.reviewer))
  const money = { params: { id: budgetId }, body: { amountFen: 100n, reason: '追加额度' } }
  await node.call(vouchers.release, money, await community.as(community.province.finance))
  const print = await decision('issue', id, community.province.director)
  assert.deepEqual(
    [print.title.zh, print.decidedOn, print.decidedBy, print.amounts.length],
    ['不予发放科技创新券决定书', '2026-04-07', '系统', 1],
  )
  assert.match(print.reasons[0]?.zh ?? '', /单位已注销/)
  assert.match(print.consequences[0]?.en ?? '', /^Passed by .* on 7 April 2026/)
  assert.match(print.appeal?.en ?? '', /administrative review/)
})

test('a refused claim prints with the rulebook it was judged by', async () => {
  const firm = await newFirm('永清示例泵业有限公司')
  const { caseId } = await node.call(vouchers.fileClaim, { body: claimBody }, await community.as(firm.clerk))
  const reviewer = await community.as(community.county.reviewer)
  await node.call(cases.act, { params: { id: caseId, action: 'take' }, body: {} }, reviewer)
  const body = { reason: '服务内容与主营业务无关' }
  await node.call(cases.act, { params: { id: caseId, action: 'refuse' }, body }, reviewer)
  const print = await decision('refusal', caseId, firm.owner)
  assert.match(print.clauses[0]?.zh ?? '', /^河北省级科技创新券/)
  assert.match(print.appeal?.zh ?? '', /在平台申请复核/)
})
