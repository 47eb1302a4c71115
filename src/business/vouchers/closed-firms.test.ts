import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { constraintOf } from '#core/db.ts'
import { runJob } from '#core/jobs.ts'
import { directory } from '#platform/directory/browser.ts'
import { auditLedger } from '#platform/ledger/index.ts'
import { inbox } from '#platform/notices/browser.ts'
import { actorOfUser } from '#platform/identity/index.ts'
import {
  type Community,
  claimAndPass,
  claimBody,
  fitFirm,
  makeCommunity,
  openBudget,
  pass,
} from '#test/community.ts'
import { told } from '#test/jobs.ts'
import { refusedWith } from '#test/payments.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { waitText } from './queue-words.ts'
import { vouchers } from './contract.ts'

/** A firm is closed (注销) while its accepted claim waits for money: the claim would wait for ever. */
describe('a queue with a closed firm', () => {
  let node: TestNode
  let community: Community
  let budgetId: string
  before(async () => {
    node = await testNode()
    community = await makeCommunity(node)
    budgetId = await openBudget(community, 1_000_000_000n, 1_000_000n)
  })
  after(() => node.dispose())

  type Firm = Community['firm']
  const newFirm = (name: string) =>
    node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))
  const close = async ({ id }: Firm) => {
    const body = { on: '2026-03-01', evidence: '准予注销登记通知书（廊安）登记企销字〔2026〕12号' }
    await node.call(directory.close, { params: { id }, body }, await community.as(community.county.reviewer))
  }
  const claimOf = async (id: string) =>
    node.call(vouchers.claim, { params: { id } }, await community.as(community.province.director))
  const release = async (amountFen: bigint) => {
    const input = { params: { id: budgetId }, body: { amountFen, reason: '追加额度' } }
    return node.call(vouchers.release, input, await community.as(community.province.finance))
  }
  const place = () => ({ dataDir: node.config.dataDir, url: node.config.url, demo: false })
  const night = () => runJob({ ...node, place: place() }, 'vouchers.lapse')

  test('leaves the queue with its reason, whatever its place and however short the money; those behind move up', async () => {
    const [head, gone, last] = [await newFirm('甲机械'), await newFirm('乙机械'), await newFirm('丙机械')]
    const first = await claimAndPass(community, head.clerk)
    const claim = await claimAndPass(community, gone.clerk)
    const behind = await claimAndPass(community, last.clerk)
    await close(gone)
    assert.deepEqual([(await claimOf(claim)).onHold, (await claimOf(behind)).queuePlace], ['closed', 3])
    await night()
    const refused = await claimOf(claim)
    assert.equal(refused.status, 'refused')
    assert.match(waitText(refused)?.zh ?? '', /单位已注销.*就此退出/)
    assert.match(waitText(refused)?.en ?? '', /closed.*leaves the queue/)
    assert.equal((await claimOf(behind)).queuePlace, 2)
    const [desk] = await told(node, await community.as(community.province.finance), /不再符合发券条件/)
    assert.match(desk?.body.zh ?? '', /单位已注销/)
    const filer = { actor: await actorOfUser(node.database.db, gone.clerk.userId, node.clock.now()) }
    const { rows } = await node.call(inbox.list, { query: {} }, filer)
    assert.match(rows[0]?.body.zh ?? '', /没有为其预留资金/)
    await night()
    const events = await node.database.db
      .selectFrom('event')
      .select('changes')
      .where('subjectId', '=', claim)
      .where('subjectKind', '=', 'claim')
      .execute()
    const ended = events.filter(({ changes }) => (changes as { status?: string }).status === 'refused')
    assert.equal(ended.length, 1, 'told once')
    assert.equal((await release(16_000_000n)).issued, 2)
    assert.equal((await claimOf(first)).status, 'issued')
    assert.deepEqual(await auditLedger(node.database.db), [])
  })

  test('money that comes finds it gone, and the officer who would approve it is told', async () => {
    const [gone, last] = [await newFirm('丁机械'), await newFirm('戊机械')]
    const claim = await claimAndPass(community, gone.clerk)
    const behind = await claimAndPass(community, last.clerk)
    await close(gone)
    assert.equal((await release(8_000_000n)).issued, 1)
    assert.deepEqual([(await claimOf(claim)).status, (await claimOf(behind)).status], ['refused', 'issued'])
    const late = await newFirm('己机械')
    const { caseId } = await node.call(
      vouchers.fileClaim,
      { body: claimBody as never },
      await community.as(late.clerk),
    )
    await pass(community, caseId, community.county.reviewer)
    await close(late)
    await assert.rejects(pass(community, caseId, community.city.reviewer), refusedWith('claim_firm_closed'))
    const queued = node.database.db
      .updateTable('claim')
      .set({ status: 'queued' })
      .where('caseId', '=', caseId)
    await assert.rejects(queued.execute(), (error) => constraintOf(error) === 'claim_of_closed')
  })

  test('closed at the moment of issue: a voucher before it was closed, or the claim is refused', async () => {
    for (let tried = 0; tried < 8; tried++) {
      const firm = await newFirm(`庚${tried}机械`)
      const claim = await claimAndPass(community, firm.clerk)
      const behind = await claimAndPass(community, (await newFirm(`辛${tried}机械`)).clerk)
      await Promise.all(
        tried % 2 ? [close(firm), release(8_000_000n), night()] : [release(8_000_000n), close(firm)],
      )
      await night()
      const { status, voucherId } = await claimOf(claim)
      assert.equal(status, voucherId ? 'issued' : 'refused')
      const other = await claimOf(behind)
      assert.equal(other.status, voucherId ? 'queued' : 'issued')
      if (other.status === 'queued') await release(8_000_000n)
      assert.equal((await claimOf(behind)).status, 'issued')
    }
    assert.deepEqual(await auditLedger(node.database.db), [])
  })
})
