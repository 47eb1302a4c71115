import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { directory } from '#platform/directory/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { claimAndPass, type Community, fitFirm, makeCommunity, openBudget, type Who } from './community.ts'
import { testNode } from './node.ts'

const node = await testNode()
after(node.dispose)

let community: Community
let other: Awaited<ReturnType<typeof fitFirm>>
let budgetId: string
let voucherId: string
before(async () => {
  community = await makeCommunity(node)
  other = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '廊坊示例材料有限公司', node.clock.now()))
  budgetId = await openBudget(community, 50_000_000n)
  await claimAndPass(community, community.firm.owner)
  const mine = await community.as(community.firm.owner)
  const { rows } = await node.call(vouchers.list, { query: {} }, mine)
  voucherId = rows[0]?.id ?? ''
})

type Page = {
  rows: {
    what: string
    by: string
    sentence: { zh: string }
    why: { zh: string } | null
    changes: { label: { zh: string }; value: { zh: string } }[]
  }[]
  next: string | null
  subject: { kind: { zh: string }; name: string; at: string; looks: boolean }
}
async function read(who: Who | null, path: string): Promise<{ status: number; body: Page }> {
  const headers: Record<string, string> = who ? { cookie: await node.auth.cookieFor(who.userId) } : {}
  const answer = await node.app.request(`/api/timeline/${path}`, { headers })
  return { status: answer.status, body: (await answer.json()) as Page }
}
const told = ({ changes }: Page['rows'][number]) => changes.map((one) => `${one.label.zh} ${one.value.zh}`)

test('a voucher tells its firm and its officers who did what, when and why, and nobody else', async () => {
  const reason = '项目取消，不再需要检测服务'
  const mine = await community.as(community.firm.owner)
  await node.call(vouchers.giveBack, { params: { id: voucherId }, body: { reason } }, mine)
  const { status, body } = await read(community.firm.clerk, `voucher/${voucherId}`)
  assert.equal(status, 200)
  assert.match(body.subject.name, /^冀券-2026-/)
  assert.deepEqual({ ...body.subject, name: '' }, {
    kind: { zh: '科技创新券', en: 'Voucher' },
    name: '',
    at: `/vouchers/${voucherId}`,
    looks: false,
  } as never)
  const [back, issued] = body.rows
  assert.equal(body.rows.length, 2)
  assert.match(back?.by ?? '', /廊坊示例精密机械有限公司/)
  assert.equal(issued?.sentence.zh, '申领审核通过，发券')
  assert.equal(back?.why?.zh, reason)
  assert.deepEqual(told(back as never), ['状态 已退回', '退回预算 80,000.00 元'])
  assert.deepEqual(told(issued as never), ['券面 80,000.00 元', '使用截止 2027-03-02', '兑付截止 2027-05-31'])
  const first = await read(community.county.reviewer, `voucher/${voucherId}?limit=1`)
  assert.equal(first.body.rows.length, 1)
  const rest = await read(
    community.county.reviewer,
    `voucher/${voucherId}?cursor=${encodeURIComponent(first.body.next ?? '')}`,
  )
  assert.deepEqual(rest.body.rows, [issued])
  assert.equal((await read(other.owner, `voucher/${voucherId}`)).status, 404)
  assert.equal((await read(null, `voucher/${voucherId}`)).status, 404)
  assert.equal((await read(community.lab.owner, `voucher/${voucherId}`)).status, 404)
})

test('who looked is told to the inspector, not to a reviewer', async () => {
  await node.call(
    vouchers.get,
    { params: { id: voucherId } },
    await community.as(community.province.reviewer),
  )
  const organisation = `organisation/${community.firm.id}`
  await node.call(
    directory.get,
    { params: { id: community.firm.id } },
    await community.as(community.county.reviewer),
  )
  const reviewer = await read(community.county.reviewer, `${organisation}?looks=true`)
  assert.equal(reviewer.body.subject.looks, false)
  assert.ok(reviewer.body.rows.every(({ what }) => what === 'done'))
  const auditor = await read(community.county.auditor, `${organisation}?looks=true`)
  assert.deepEqual(
    auditor.body.rows.filter(({ what }) => what === 'seen').map(({ sentence }) => sentence.zh),
    [directory.get.summary.zh],
  )
})

test('an account that a firm declares is told as declared, never with its number', async () => {
  const number = '6222000011112222'
  const value = { name: community.firm.name, bank: '示例银行廊坊支行', number }
  await node.call(
    directory.declare,
    { params: { id: community.firm.id }, body: { key: 'bankAccount', value } },
    await community.as(community.firm.owner),
  )
  const { body } = await read(community.county.reviewer, `organisation/${community.firm.id}`)
  assert.deepEqual(told(body.rows[0] as never), ['单位信息 收款账户'])
  assert.ok(!JSON.stringify(body).includes(number))
})

test('a budget tells its region’s officers each step with its amount and its reason; the public reads the steps, not the people', async () => {
  const { body } = await read(community.province.auditor, `budget/${budgetId}`)
  assert.deepEqual(
    body.rows.map((row) => [row.sentence.zh, ...told(row)]),
    [
      ['释放额度', '事项 释放额度', '金额 500,000.00 元'],
      ['下达预算', '事项 下达', '金额 500,000.00 元'],
      ['建立年度预算'],
    ],
  )
  assert.equal(body.rows[0]?.why?.zh, '第一批额度')
  assert.equal((await read(community.firm.owner, `budget/${budgetId}`)).status, 404)
  assert.equal((await read(null, `budget/${budgetId}`)).status, 404)
})
