import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dayOf } from '#core/time.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { type Community, claimBody, fitFirm, makeCommunity, openBudget, pass } from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { vouchers } from './contract.ts'

type Firm = Community['firm']

/** A new name changes the words of the firm's cases, while one of them is being decided. */
describe('a firm renamed while its case is decided', () => {
  let node: TestNode
  let community: Community
  before(async () => {
    node = await testNode()
    community = await makeCommunity(node)
    await openBudget(community, 1_000_000_000n)
  })
  after(() => node.dispose())

  const newFirm = (name: string) =>
    node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))
  const filed = async (firm: Firm) => {
    const input = { body: claimBody as never }
    const { caseId } = await node.call(vouchers.fileClaim, input, await community.as(firm.clerk))
    await pass(community, caseId, community.county.reviewer)
    node.clock.advance({ hours: 24 })
    return caseId
  }
  const officer = () => community.as(community.county.reviewer)
  const rename = async ({ id }: Firm, name: string) => {
    const body = { name, from: dayOf(node.clock.now()).toString(), evidence: '准予变更登记通知书' }
    return node.call(directory.rename, { params: { id }, body }, await officer())
  }
  const takenBack = async ({ id }: Firm) => {
    const { names } = await node.call(directory.get, { params: { id } }, await officer())
    const entry = names.find(({ correctable }) => correctable)?.id as string
    return node.call(
      directory.correctName,
      { params: { id: entry }, body: { reason: '登记有误' } },
      await officer(),
    )
  }
  const foundBy = async (q: string) => {
    const { rows } = await node.call(cases.list, { query: { q } as never }, await officer())
    return rows.map(({ id }) => id)
  }

  /** As an approval goes: the case, and while somebody waits for it the firm. */
  async function decidedMeanwhile(caseId: string, firm: Firm, change: () => Promise<unknown>): Promise<void> {
    const deciding = await node.database.pool.connect()
    await deciding.query('begin')
    await deciding.query(`set local lock_timeout = '500ms'`)
    await deciding.query('select from case_file where id = $1 for no key update', [caseId])
    const changing = change()
    await Promise.race([changing, waiting()])
    await deciding.query('select from organisation where id = $1 for share', [firm.id])
    await deciding.query('commit')
    deciding.release()
    await changing
  }

  async function waiting(): Promise<void> {
    for (;;) {
      const { rows } = await node.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows.length > 0) return
      await sleep(10)
    }
  }

  test('the new name waits for the decision, which waits for nobody; so does one that is taken back', async () => {
    const firm = await newFirm('甲旧名机械')
    const caseId = await filed(firm)
    await decidedMeanwhile(caseId, firm, () => rename(firm, '甲新名科技'))
    assert.deepEqual(await foundBy('甲新名'), [caseId])
    await decidedMeanwhile(caseId, firm, () => takenBack(firm))
    assert.deepEqual(await foundBy('甲新名'), [])
  })

  test('approved and renamed at the same moment: both are done, without a deadlock', async () => {
    for (let tried = 0; tried < 8; tried++) {
      const firm = await newFirm(`乙${tried}旧名机械`)
      const caseId = await filed(firm)
      await Promise.all([
        pass(community, caseId, community.city.reviewer),
        rename(firm, `乙${tried}新名科技`),
      ])
      const claim = await node.call(
        vouchers.claim,
        { params: { id: caseId } },
        await community.as(firm.clerk),
      )
      assert.equal(claim.status, 'issued')
      assert.deepEqual(await foundBy(`乙${tried}新名`), [caseId])
    }
    await node.database.pool.query('select pg_stat_force_next_flush()')
    const { rows } = await node.database.pool.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    )
    assert.equal(rows[0].deadlocks, 0)
  })
})
