import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { followOnce, runJob } from '#core/jobs.ts'
import { directory } from '#platform/directory/browser.ts'
import { auditLedger } from '#platform/ledger/index.ts'
import { makeFile, makeUser } from '#test/actors.ts'
import { type Community, claimAndPass, fitFirm, makeCommunity, openBudget } from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { vouchers } from './contract.ts'
import { actorOfUser } from '#platform/identity/index.ts'

type Firm = Community['firm']

/** Somebody disputes a firm's code while its claim waits: it keeps its place, and nobody waits for it. */
describe('a queue with a firm in dispute', () => {
  let node: TestNode
  let community: Community
  let budgetId: string
  before(async () => {
    node = await testNode()
    community = await makeCommunity(node)
    budgetId = await openBudget(community, 100_000_000n, 1_000_000n)
  })
  after(() => node.dispose())

  const newFirm = (name: string) =>
    node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))
  const release = async (amountFen: bigint) =>
    node.call(
      vouchers.release,
      { params: { id: budgetId }, body: { amountFen, reason: '追加额度' } },
      await community.as(community.province.finance),
    )
  const claimOf = async (caseId: string, firm: Firm) =>
    node.call(vouchers.claim, { params: { id: caseId } }, await community.as(firm.clerk))
  const place = () => ({ dataDir: node.config.dataDir, url: node.config.url, demo: false })

  let rivals = 0
  async function disputed(firm: Firm) {
    const { db } = node.database
    const rival = await db.transaction().execute((tx) => makeUser(tx, `异议人${++rivals}`))
    const licenceFileId = await makeFile(node.database, node.clock.now())
    const { uscc } = await db
      .selectFrom('organisation')
      .select('uscc')
      .where('id', '=', firm.id)
      .executeTakeFirstOrThrow()
    const body = {
      ...{ kind: 'enterprise' as const, name: firm.name, uscc: uscc ?? '', regionCode: '131002' },
      ...{ statement: '这是我公司的代码', licenceFileId },
    }
    const actor = await actorOfUser(db, rival.userId, node.clock.now())
    const made = await node.call(directory.register, { body }, { actor })
    return made.disputeId as string
  }
  const settle = async (id: string) =>
    node.call(
      directory.decideDispute,
      { params: { id }, body: { outcome: 'kept', reason: '证照一致' } },
      await community.as(community.county.reviewer),
    )

  test('it keeps its place while others are served, and is served once the dispute is decided', async () => {
    const [a, b] = [await newFirm('甲争议机械'), await newFirm('乙机械')]
    const first = await claimAndPass(community, a.clerk)
    const second = await claimAndPass(community, b.clerk)
    const dispute = await disputed(a)
    assert.equal((await release(8_000_000n)).issued, 1)
    assert.equal((await claimOf(second, b)).status, 'issued')
    const waiting = await claimOf(first, a)
    assert.deepEqual([waiting.status, waiting.queuePlace, waiting.onHold], ['queued', 1, true])
    assert.equal((await release(8_000_000n)).issued, 0, 'the money stays, nobody else waits')
    await settle(dispute)
    while ((await followOnce(node.database, 'vouchers.disputes', node.clock.now())) > 0);
    await runJob({ ...node, place: place() }, 'vouchers.serve')
    assert.equal((await claimOf(first, a)).status, 'issued')
    assert.deepEqual(await auditLedger(node.database.db), [])
  })

  test('disputed at the moment of issue: a voucher before the dispute, or none', async () => {
    for (let tried = 0; tried < 6; tried++) {
      const firm = await newFirm(`丁${tried}机械`)
      const caseId = await claimAndPass(community, firm.clerk)
      assert.equal((await claimOf(caseId, firm)).status, 'queued')
      const [dispute] = await Promise.all([disputed(firm), release(8_000_000n)])
      const claim = await claimOf(caseId, firm)
      const events = node.database.db.selectFrom('event').select('id')
      const eventOf = async (subjectId: string, command: string) => {
        const found = events.where('subjectId', '=', subjectId).where('command', '=', command)
        return (await found.orderBy('id', 'desc').executeTakeFirstOrThrow()).id
      }
      if (claim.status === 'issued') {
        const issued = await eventOf(claim.voucherId as string, 'vouchers.release')
        assert.ok(issued < (await eventOf(dispute, 'directory.register')))
      } else assert.equal(claim.onHold, true)
      await settle(dispute)
      await runJob({ ...node, place: place() }, 'vouchers.serve')
      assert.equal((await claimOf(caseId, firm)).status, 'issued')
    }
  })
})
