import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { constraintOf } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { directory } from '#platform/directory/browser.ts'
import { authorityAt } from '#platform/directory/index.ts'
import { type Community, fitFirm, makeCommunity, person, type Who } from '#test/community.ts'
import { told } from '#test/jobs.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { refusedWith } from '#test/payments.ts'

const [MISTAKEN, RIGHT] = ['130104', '130105']
type Firm = Community['firm']

/** A move that was entered by mistake, and what came between. */
describe('a corrected move', () => {
  let node: TestNode
  let community: Community
  let mistaken: Who
  let right: Who
  before(async () => {
    node = await testNode()
    community = await makeCommunity(node)
    const reviewer = (region: string) =>
      node.database.db.transaction().execute(async (tx) => {
        const { id } = await authorityAt(tx, region)
        return person(tx, id, `${region}审核人`, ['reviewer'], node.clock.now())
      })
    mistaken = await reviewer(MISTAKEN)
    right = await reviewer(RIGHT)
  })
  after(() => node.dispose())

  const newFirm = (name: string) =>
    node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))
  const today = () => dayOf(node.clock.now()).toString()
  const at = async (who: Who) => community.as(who)
  const moved = async (firm: Firm) => {
    node.clock.advance({ hours: 24 })
    const body = { regionCode: MISTAKEN, from: today(), evidence: '迁移通知' }
    await node.call(directory.move, { params: { id: firm.id }, body }, await at(community.county.reviewer))
  }
  const correct = async (firm: Firm, regionCode?: string) => {
    const officer = await at(community.county.reviewer)
    const { regions } = await node.call(directory.get, { params: { id: firm.id } }, officer)
    const entry = regions.find(({ correctable }) => correctable)
    assert.ok(entry)
    const instead = regionCode && { regionCode, from: today(), evidence: '迁移通知' }
    const body = { reason: '选错了区', ...(instead ? { instead } : {}) }
    return node.call(directory.correctPlace, { params: { id: entry.id }, body }, officer)
  }
  const tied = async (who: Who, { id }: Firm, otherId: string) => {
    const tie = { otherId, kind: 'ownership' as const, above: true, evidence: '股东名册', from: '2025-01-01' }
    return node.call(directory.addTie, { params: { id }, body: tie }, await at(who))
  }

  test('to a third county is told there, where it was by mistake, and in the county that it left', async () => {
    const firm = await newFirm('甲迁址机械')
    await moved(firm)
    await correct(firm, RIGHT)
    for (const who of [community.county.second, mistaken, right]) {
      const rows = await told(node, await at(who), /甲迁址机械.*迁址登记已更正/)
      const one = rows.find((row) => /甲迁址机械.*迁址登记已更正/.test(row.title.zh))
      assert.match(one?.title.zh ?? '', /所在地为河北省石家庄市/)
      assert.match(one?.body.en ?? '', /was wrong and was taken back; from/)
    }
  })

  test('a tie that the mistaken place recorded or ended is relied on; the firm’s word and another place’s are not', async () => {
    const [firm, other] = [await newFirm('乙迁址机械'), await newFirm('丙机械')]
    await moved(firm)
    await tied(firm.owner, firm, community.lab.id)
    await tied(community.county.reviewer, other, firm.id)
    await correct(firm)
    await moved(firm)
    await tied(mistaken, firm, (await newFirm('丁机械')).id)
    const relied = (error: unknown) => {
      assert.match(String((error as { text?: { zh: string } }).text?.zh), /关联关系/)
      return refusedWith('entry_relied_on')(error)
    }
    await assert.rejects(correct(firm), relied)
    const forced = node.database.db
      .updateTable('organisationRegion')
      .set({ withdrawnAt: node.clock.now(), withdrawnReason: '选错了区' })
      .where('organisationId', '=', firm.id)
      .where('validTo', 'is', null)
      .where('withdrawnAt', 'is', null)
    await assert.rejects(forced.execute(), (error) => constraintOf(error) === 'organisation_place_relied')
    const third = await newFirm('戊迁址机械')
    const tie = await tied(community.county.reviewer, third, community.lab.id)
    await moved(third)
    const end = { params: { id: tie.id }, body: { on: today(), reason: '股权已转让' } }
    await node.call(directory.endTie, end, await at(mistaken))
    await assert.rejects(correct(third), relied)
  })

  test('recorded at the moment of the correction: the tie comes before and holds it, or finds nothing to record', async () => {
    const firm = await newFirm('己迁址机械')
    await moved(firm)
    const held = await node.database.pool.connect()
    await held.query('begin')
    await held.query('select from organisation where id = $1 for update', [community.lab.id])
    const recording = tied(mistaken, firm, community.lab.id)
    await Promise.race([recording, waiting(1)])
    const correcting = correct(firm)
    const both = Promise.allSettled([recording, correcting])
    await Promise.race([both, waiting(2)])
    await held.query('commit')
    held.release()
    const [first, second] = await both
    assert.equal(first.status, 'fulfilled')
    assert.ok(second.status === 'rejected' && refusedWith('entry_relied_on')(second.reason))
    const late = await newFirm('庚迁址机械')
    await moved(late)
    const tries = await Promise.allSettled([correct(late), tied(mistaken, late, community.lab.id)])
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  /** Until so many wait for a lock of somebody else. */
  async function waiting(count: number): Promise<void> {
    for (;;) {
      const { rows } = await node.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows.length >= count) return
      await sleep(10)
    }
  }
})
