import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { uuidv7 } from '#core/id.ts'
import { dayOf } from '#core/time.ts'
import { cases } from '#platform/cases/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { insertBar } from '#business/vouchers/index.ts'
import { inbox } from '#platform/notices/browser.ts'
import { type Community, claimAndPass, claimBody, makeCommunity, openBudget } from '#test/community.ts'
import { told as toldOnce } from '#test/jobs.ts'
import { type TestNode, testNode } from '#test/node.ts'

let node: TestNode
let community: Community
let budgetId: string
before(async () => {
  node = await testNode()
  community = await makeCommunity(node)
  budgetId = await openBudget(community, 100_000_000n)
})
after(() => node.dispose())

const told = async (title: RegExp) => toldOnce(node, await community.as(community.firm.clerk), title)

test('the firm reads that its claim arrived and its voucher was issued, each once, and a mail is written', async () => {
  await claimAndPass(community, community.firm.clerk)
  const issued = /^科技创新券 冀券-2026-\d{6} 已发放$/
  const first = await told(issued)
  assert.equal(first.filter((row) => /已受理$/.test(row.title.zh)).length, 1)
  assert.equal(first.filter((row) => issued.test(row.title.zh)).length, 1)
  assert.equal((await told(issued)).length, first.length, 'read again, nothing is told twice')
  const mails = await node.database.db.selectFrom('mail').select('subject').execute()
  assert.ok(mails.some(({ subject }) => subject.includes('已发放 · Voucher')))
})

test('a supplement and a refusal carry their reasons', async () => {
  const as = await community.as(community.firm.clerk)
  const { caseId } = await node.call(vouchers.fileClaim, { body: claimBody }, as)
  const county = await community.as(community.county.reviewer)
  const act = (action: 'take' | 'request_supplement' | 'refuse', body: object) =>
    node.call(cases.act, { params: { id: caseId, action }, body }, county)
  await act('take', {})
  await act('request_supplement', { reason: '请补充合同意向书。', fields: ['contract'] })
  const asked = (await told(/需要补正$/)).find((row) => row.title.zh.endsWith('需要补正'))
  assert.match(
    asked?.body.zh ?? '',
    /请补充合同意向书。请在期限内/,
    'one full stop, though the officer wrote one',
  )
  assert.match(asked?.body.en ?? '', /supplement/)
})

test('a claim that leaves the queue without a voucher is told with the reason', async () => {
  const finance = await community.as(community.province.finance)
  const money = { params: { id: budgetId }, body: { reason: '专项检查' } }
  await node.call(vouchers.freeze, money, finance)
  await claimAndPass(community, community.firm.clerk, { contractFen: 4_000_000n, amountFen: 1_000_000n })
  const fromDay = dayOf(node.clock.now())
  await node.database.db.transaction().execute((tx) =>
    insertBar(tx, {
      ...{ organisationId: community.firm.id, authorityId: community.province.id, fromDay },
      ...{ toDay: fromDay.add({ years: 3 }), reason: '虚假兑付', clause: '第二十条', decisionId: uuidv7() },
    }),
  )
  await node.call(vouchers.unfreeze, money, finance)
  const found = (await told(/不再符合发券条件$/)).find((row) => row.title.zh.endsWith('不再符合发券条件'))
  assert.match(found?.body.zh ?? '', /虚假兑付/)
  assert.match(found?.body.en ?? '', /barred/)
})

test('a stranger reads none of it', async () => {
  const { rows } = await node.call(inbox.list, { query: {} }, await community.as(community.lab.clerk))
  assert.equal(rows.length, 0)
})
