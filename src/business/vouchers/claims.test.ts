import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { auditLedger, balance, trialBalance } from '#platform/ledger/index.ts'
import { figures } from '#business/figures/browser.ts'
import {
  type Community,
  claimAndPass,
  claimBody,
  fitFirm,
  makeCommunity,
  openBudget,
  pass,
  SCHEME,
} from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { runJob } from '#core/jobs.ts'
import { accountsOf, carryOverOf } from './budgets.store.ts'
import { vouchers } from './contract.ts'
import { lapsing } from './endings.ts'

const refusedWith = (code: string) => (error: unknown) => (error as { code?: string }).code === code

describe('a claim, from filing to the voucher', () => {
  let node: TestNode
  let community: Community
  let budgetId: string
  before(async () => {
    node = await testNode()
    community = await makeCommunity(node)
    budgetId = await openBudget(community, 100_000_000n, 20_000_000n)
  })
  after(() => node.dispose())

  const left = async () => (await balance(node.database.db, accountsOf(budgetId).available)).availableFen
  const release = async (amountFen: bigint) =>
    node.call(
      vouchers.release,
      { params: { id: budgetId }, body: { amountFen, reason: '追加额度' } },
      await community.as(community.province.finance),
    )
  const newFirm = (name: string) =>
    node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))

  test('county and city review it, and the amount is reserved in the budget', async () => {
    const caseId = await claimAndPass(community, community.firm.clerk)
    const { rows } = await node.call(vouchers.list, { query: {} }, await community.as(community.firm.owner))
    assert.equal(rows.length, 1)
    assert.match(rows[0]?.number ?? '', /^冀券-2026-000001$/)
    assert.equal(rows[0]?.faceFen, 8_000_000n)
    assert.equal(rows[0]?.useBy, '2027-03-02')
    const available = await balance(node.database.db, accountsOf(budgetId).available)
    assert.equal(available.availableFen, 12_000_000n)
    const claim = await node.call(
      vouchers.claim,
      { params: { id: caseId } },
      await community.as(community.city.reviewer),
    )
    assert.equal(claim.status, 'issued')
    assert.equal(claim.check.passes, true)
  })

  test('the same key answers the same claim, another content is refused', async () => {
    const firm = await newFirm('固安示例仪表有限公司')
    const as = { ...(await community.as(firm.clerk)), key: 'one-form' }
    const first = await node.call(vouchers.fileClaim, { body: claimBody }, as)
    const again = await node.call(vouchers.fileClaim, { body: claimBody }, as)
    assert.deepEqual(again, first)
    await assert.rejects(
      node.call(vouchers.fileClaim, { body: { ...claimBody, amountFen: 100n } }, as),
      refusedWith('key_reused'),
    )
  })

  test('too much is refused with what to ask for', async () => {
    const firm = await newFirm('永清示例装备有限公司')
    await assert.rejects(
      node.call(
        vouchers.fileClaim,
        { body: { ...claimBody, amountFen: 19_000_000n } },
        await community.as(firm.clerk),
      ),
      (error: { code: string; text: { zh: string } }) =>
        error.code === 'claim_above_limit' && /120,000|100,000/.test(error.text.zh),
    )
  })

  test('short money queues in order of acceptance, and a release serves the queue first', async () => {
    const [a, b, c] = [await newFirm('甲示例'), await newFirm('乙示例'), await newFirm('丙示例')]
    await claimAndPass(community, a.clerk, { amountFen: 10_000_000n })
    await claimAndPass(community, b.clerk, { amountFen: 10_000_000n })
    const small = await claimAndPass(community, c.clerk, { amountFen: 1_000_000n })
    const waiting = await node.call(vouchers.claim, { params: { id: small } }, await community.as(c.clerk))
    assert.equal(
      waiting.status,
      'queued',
      'the money left would do for the small one, but another waits before it',
    )
    assert.equal(waiting.queuePlace, 2)
    const released = await node.call(
      vouchers.release,
      { params: { id: budgetId }, body: { amountFen: 10_000_000n, reason: '第二批额度' } },
      await community.as(community.province.finance),
    )
    assert.equal(released.issued, 2)
    const { figures: found } = await node.call(figures.budget, { params: { id: budgetId } }, {})
    assert.equal(found.issuedFen, found.reservedFen + found.redeemedFen + found.lapsedFen)
    assert.equal(found.releasedFen, found.availableFen + found.reservedFen + found.redeemedFen)
    assert.equal(found.queuedFen, 0n)
  })

  test('a fact that nobody confirmed does not pass the last review', async () => {
    const firm = await newFirm('丁示例')
    const { caseId } = await node.call(
      vouchers.fileClaim,
      { body: claimBody },
      await community.as(firm.clerk),
    )
    await pass(community, caseId, community.county.reviewer)
    await node.database.db
      .updateTable('fact')
      .set({ supersededAt: node.clock.now() })
      .where('organisationId', '=', firm.id)
      .where('key', '=', 'ipClassI')
      .execute()
    await assert.rejects(
      pass(community, caseId, community.city.reviewer),
      (error: { code: string; text: { zh: string } }) =>
        error.code === 'claim_facts_unconfirmed' && error.text.zh.includes('Ⅰ类知识产权'),
    )
  })

  test('a voucher given back returns its money to the open year and frees the firm’s year', async () => {
    const firm = await newFirm('戊示例')
    await release(5_000_000n)
    await claimAndPass(community, firm.clerk, { amountFen: 5_000_000n })
    const as = await community.as(firm.owner)
    const voucher = (await node.call(vouchers.list, { query: {} }, as)).rows[0]
    const before = await left()
    await node.call(
      vouchers.giveBack,
      { params: { id: voucher?.id as string }, body: { reason: '项目取消' } },
      as,
    )
    assert.equal(await left(), before + 5_000_000n)
    await assert.rejects(
      node.call(
        vouchers.giveBack,
        { params: { id: voucher?.id as string }, body: { reason: '再退一次' } },
        as,
      ),
      refusedWith('voucher_not_active'),
    )
    const page = await node.call(vouchers.get, { params: { id: voucher?.id as string } }, as)
    assert.deepEqual([page.status, page.remainingFen, page.returnedFen], ['returned', 0n, 5_000_000n])
  })

  test('nothing is issued from a frozen budget; unfreezing serves the queue', async () => {
    const finance = await community.as(community.province.finance)
    await node.call(vouchers.freeze, { params: { id: budgetId }, body: { reason: '专项检查' } }, finance)
    const firm = await newFirm('己示例')
    const caseId = await claimAndPass(community, firm.clerk, { amountFen: 3_000_000n })
    const as = await community.as(firm.clerk)
    assert.equal((await node.call(vouchers.claim, { params: { id: caseId } }, as)).status, 'queued')
    const { issued } = await node.call(
      vouchers.unfreeze,
      { params: { id: budgetId }, body: { reason: '检查结束' } },
      finance,
    )
    assert.equal(issued, 1)
    assert.equal((await node.call(vouchers.claim, { params: { id: caseId } }, as)).status, 'issued')
  })

  test('another authority, and another role, can’t move the money', async () => {
    const body = { amountFen: 100n, reason: '试一试' }
    const city = await community.as(community.city.finance)
    await assert.rejects(
      node.call(vouchers.release, { params: { id: budgetId }, body }, city),
      refusedWith('not_found'),
    )
    const reviewer = await community.as(community.province.reviewer)
    await assert.rejects(
      node.call(vouchers.release, { params: { id: budgetId }, body }, reviewer),
      refusedWith('not_allowed'),
    )
    await assert.rejects(
      node.call(vouchers.release, { params: { id: budgetId }, body }, {}),
      refusedWith('sign_in_required'),
    )
  })

  test('money of the next year, released early, serves the queue when its year has begun', async () => {
    const finance = await community.as(community.province.finance)
    await node.call(vouchers.freeze, { params: { id: budgetId }, body: { reason: '年末清理' } }, finance)
    const firm = await newFirm('庚示例')
    const caseId = await claimAndPass(community, firm.clerk, { amountFen: 3_000_000n })
    const status = async () => {
      const claim = await node.call(
        vouchers.claim,
        { params: { id: caseId } },
        await community.as(firm.clerk),
      )
      return claim.status
    }
    const next = await node.call(vouchers.openBudget, { body: { scheme: SCHEME, year: 2027 } }, finance)
    const body = { amountFen: 5_000_000n, reason: '提前下达' }
    const params = { id: next.id }
    await node.call(vouchers.allot, { params, body: { ...body, from: 'appropriation' } }, finance)
    assert.equal((await node.call(vouchers.release, { params, body }, finance)).issued, 0)
    const nightly = () => runJob({ ...node, place: { dataDir: '', url: '', demo: false } }, 'vouchers.lapse')
    node.clock.set('2026-12-31T23:59:59+08:00')
    await nightly()
    assert.equal(await status(), 'queued')
    node.clock.set('2027-01-01T00:10:00+08:00')
    await nightly()
    assert.equal(await status(), 'issued')
    const { figures: found } = await node.call(figures.budget, { params }, {})
    assert.equal(found.reservedFen, 3_000_000n)
  })

  test('after the year is closed what lapses goes to the carry-over account', async () => {
    const finance = await community.as(community.province.finance)
    const free = await left()
    const allotted = (await balance(node.database.db, accountsOf(budgetId).allotted)).availableFen
    const closed = await node.call(
      vouchers.closeYear,
      { params: { id: budgetId }, body: { reason: '年度结束' } },
      finance,
    )
    assert.equal(closed.carriedFen, free + allotted)
    node.clock.set('2027-06-01T09:00:00+08:00')
    const due = await lapsing(node.database.db, node.clock.now())
    assert.ok(due.length >= 4)
    await runJob({ ...node, place: { dataDir: '', url: '', demo: false } }, 'vouchers.lapse')
    const { figures: found } = await node.call(figures.budget, { params: { id: budgetId } }, {})
    assert.equal(found.reservedFen, 0n)
    assert.equal(found.issuedFen, found.lapsedFen)
    const carried = await balance(node.database.db, carryOverOf(community.province.id, SCHEME))
    assert.equal(carried.balanceFen, 100_000_000n)
  })

  test('a stranger finds neither claim nor voucher', async () => {
    const stranger = await newFirm('外单位示例')
    const mine = await node.call(vouchers.list, { query: {} }, await community.as(stranger.owner))
    assert.equal(mine.rows.length, 0)
    const { rows } = await node.call(vouchers.list, { query: {} }, await community.as(community.firm.owner))
    await assert.rejects(
      node.call(vouchers.get, { params: { id: rows[0]?.id as string } }, await community.as(stranger.owner)),
      refusedWith('not_found'),
    )
  })

  test('the books are sound', async () => {
    assert.equal((await trialBalance(node.database.db)).totalFen, 0n)
    assert.deepEqual(await auditLedger(node.database.db), [])
  })
})
