import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { uuidv7 } from '#core/id.ts'
import { runJob } from '#core/jobs.ts'
import { dayOf } from '#core/time.ts'
import { directory } from '#platform/directory/browser.ts'
import { recordFact } from '#platform/directory/index.ts'
import { auditLedger } from '#platform/ledger/index.ts'
import { makeFile, makeUser } from '#test/actors.ts'
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
import { untilRead } from '#test/jobs.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { vouchers } from './contract.ts'
import { takeFromYear } from './claims.store.ts'
import { queueText } from './queue-words.ts'
import { insertBar, insertVoucher } from './vouchers.store.ts'
import { actorOfUser } from '#platform/identity/index.ts'

type Firm = Community['firm']

/** A scheme whose money is short: what is released of it, and what a firm reads of its claim. */
async function shortOfMoney() {
  const node = await testNode()
  const community = await makeCommunity(node)
  const budgetId = await openBudget(community, 1_000_000_000n, 1_000_000n)
  return {
    node,
    community,
    newFirm: (name: string) =>
      node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now())),
    release: async (amountFen: bigint) =>
      node.call(
        vouchers.release,
        { params: { id: budgetId }, body: { amountFen, reason: '追加额度' } },
        await community.as(community.province.finance),
      ),
    claimOf: async (caseId: string, firm: Firm) =>
      node.call(vouchers.claim, { params: { id: caseId } }, await community.as(firm.clerk)),
  }
}
type Scene = Awaited<ReturnType<typeof shortOfMoney>>

/** Somebody disputes a firm's code while its claim waits: it keeps its place, and nobody waits for it. */
describe('a queue with a firm in dispute', () => {
  let node: TestNode
  let community: Community
  let newFirm: Scene['newFirm']
  let release: Scene['release']
  let claimOf: Scene['claimOf']
  before(async () => {
    ;({ node, community, newFirm, release, claimOf } = await shortOfMoney())
  })
  after(() => node.dispose())

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
    assert.deepEqual([waiting.status, waiting.queuePlace, waiting.onHold], ['queued', 1, 'disputed'])
    assert.equal((await release(8_000_000n)).issued, 0, 'the money stays, nobody else waits')
    await settle(dispute)
    await untilRead(node.database, 'vouchers.disputes', node.clock.now())
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
      } else assert.equal(claim.onHold, 'disputed')
      await settle(dispute)
      await runJob({ ...node, place: place() }, 'vouchers.serve')
      assert.equal((await claimOf(caseId, firm)).status, 'issued')
    }
  })

  test('barred at the head with more than there is: refused, and those behind do not wait for money that it would take', async () => {
    const { db } = node.database
    const barred = (firm: Firm) =>
      db.transaction().execute((tx) =>
        insertBar(tx, {
          ...{ organisationId: firm.id, authorityId: community.province.id, decisionId: uuidv7() },
          ...{ reason: '虚假兑付', clause: '第二十三条' },
          ...{ fromDay: dayOf(node.clock.now()), toDay: dayOf(node.clock.now()).add({ years: 3 }) },
        }),
      )
    const [a, b, c, d] = [
      await newFirm('庚机械'),
      await newFirm('辛机械'),
      await newFirm('壬机械'),
      await newFirm('癸机械'),
    ]
    const first = await claimAndPass(community, a.clerk)
    const second = await claimAndPass(community, b.clerk, { amountFen: 2_000_000n })
    await barred(a)
    assert.equal((await release(2_000_000n)).issued, 1)
    assert.deepEqual(
      [(await claimOf(first, a)).status, (await claimOf(second, b)).status],
      ['refused', 'issued'],
    )
    const third = await claimAndPass(community, c.clerk)
    const fourth = await claimAndPass(community, d.clerk, { amountFen: 2_000_000n })
    assert.equal((await release(2_000_000n)).issued, 0, 'the first waits for more, and the second for it')
    await barred(c)
    await runJob({ ...node, place: place() }, 'vouchers.serve')
    assert.deepEqual(
      [(await claimOf(third, c)).status, (await claimOf(fourth, d)).status],
      ['refused', 'issued'],
    )
    assert.deepEqual(await auditLedger(db), [])
  })

  test('a year used up while it waited, or before it is approved: refused at once with the clause, however short the money', async () => {
    const { db } = node.database
    const [a, b] = [await newFirm('子用满机械'), await newFirm('丑用满机械')]
    const usedUp = ({ id: organisationId }: Firm) =>
      db.transaction().execute((tx) =>
        takeFromYear(tx, {
          ...{ organisationId, scheme: SCHEME, year: dayOf(node.clock.now()).year },
          ...{ amountFen: 25_000_000n, capFen: 30_000_000n },
        }),
      )
    const first = await claimAndPass(community, a.clerk)
    const waiting = await claimOf(first, a)
    assert.deepEqual([waiting.status, waiting.refusedBecause], ['queued', null])
    await usedUp(a)
    await runJob({ ...node, place: place() }, 'vouchers.serve')
    const refused = await claimOf(first, a)
    assert.equal(refused.status, 'refused')
    assert.match(refused.refusedBecause?.zh ?? '', /本年度额度|年度/)
    const { caseId } = await node.call(
      vouchers.fileClaim,
      { body: claimBody as never },
      await community.as(b.clerk),
    )
    await pass(community, caseId, community.county.reviewer)
    await usedUp(b)
    const approved = pass(community, caseId, community.city.reviewer)
    await assert.rejects(approved, (error) => (error as { code?: string }).code === 'claim_year_cap_used')
  })

  test('decided at the moment of a release: the first is served if the dispute was over, else the next one', async () => {
    for (let tried = 0; tried < 6; tried++) {
      const [a, b] = [await newFirm(`戊${tried}机械`), await newFirm(`己${tried}机械`)]
      const first = await claimAndPass(community, a.clerk)
      const second = await claimAndPass(community, b.clerk)
      const dispute = await disputed(a)
      const [, { issued }] = await Promise.all([settle(dispute), release(8_000_000n)])
      assert.equal(issued, 1)
      const claims = [await claimOf(first, a), await claimOf(second, b)]
      assert.deepEqual(claims.map(({ status }) => status).sort(), ['issued', 'queued'])
      assert.equal((await release(8_000_000n)).issued, 1)
    }
    assert.deepEqual(await auditLedger(node.database.db), [])
  })
})

/** Money is short: confirmed honours of the rulebook's list (优先支持名单) go first, within each group whoever was accepted first. */
describe('a queue with honours', () => {
  let node: TestNode
  let community: Community
  let newFirm: Scene['newFirm']
  let release: Scene['release']
  let claimOf: Scene['claimOf']
  before(async () => {
    ;({ node, community, newFirm, release, claimOf } = await shortOfMoney())
  })
  after(() => node.dispose())

  const confirm = (firm: Firm, key: 'hnte' | 'honours', value: unknown) =>
    node.database.db
      .transaction()
      .execute((tx) =>
        recordFact(tx, { organisationId: firm.id, key, value, source: '认定公告' }, node.clock.now()),
      )
  const winner = async (name: string) => {
    const firm = await newFirm(name)
    await confirm(firm, 'honours', ['contest_winner', 'some_other_prize'])
    return firm
  }
  const seen = async (caseId: string, firm: Firm) => queueText(await claimOf(caseId, firm))?.zh ?? 'served'

  test('go before who was accepted earlier; each sees its place and why, and the money follows the order', async () => {
    const [plain, later] = [await newFirm('甲先到机械'), await newFirm('乙后到机械')]
    const [prize, hnte] = [await winner('丙获奖机械'), await newFirm('丁高新机械')]
    await confirm(hnte, 'hnte', { number: 'GR202513000001', validTo: '2028-11-30' })
    const lapsed = await newFirm('戊过期机械')
    await confirm(lapsed, 'hnte', { number: 'GR202213000002', validTo: '2026-03-01' })
    const boasts = await newFirm('己自称机械')
    await node.call(
      directory.declare,
      { params: { id: boasts.id }, body: { key: 'honours', value: ['contest_winner'] } },
      await community.as(boasts.owner),
    )
    const firms = [plain, later, prize, hnte, lapsed, boasts]
    const ids: string[] = []
    for (const firm of firms) ids.push(await claimAndPass(community, firm.clerk))
    const told = () => Promise.all(firms.map((firm, at) => seen(ids[at] as string, firm)))
    assert.deepEqual(await told(), [
      '排队第 3 位，前面有 2 件属优先支持名单',
      '排队第 4 位，前面有 2 件属优先支持名单',
      '排队第 1 位，属优先支持名单（创新创业大赛获奖企业），先于其他申领',
      '排队第 2 位，属优先支持名单（高新技术企业），先于其他申领',
      '排队第 5 位，前面有 2 件属优先支持名单',
      '排队第 6 位，前面有 2 件属优先支持名单',
    ])
    const query = {
      scheme: SCHEME,
      service: 'testing',
      crossRegion: 'true',
      contractFen: '20000000',
    } as const
    const before = async (firm: Firm) =>
      node.call(vouchers.claimPreview, { query }, await community.as(firm.clerk))
    const [asked, other] = [await before(await winner('庚获奖机械')), await before(await newFirm('辛机械'))]
    assert.deepEqual([asked.queued, asked.priority], [2, ['contest_winner']])
    assert.deepEqual([other.queued, other.priority], [6, []])
    const payer = await community.as(community.province.preparer)
    const first = { status: 'queued', scheme: SCHEME, limit: 4 } as const
    const head = await node.call(vouchers.claims, { query: first }, payer)
    const rest = await node.call(vouchers.claims, { query: { ...first, cursor: head.next ?? '' } }, payer)
    const places = [...head.rows, ...rest.rows].map(({ queuePlace }) => queuePlace)
    assert.deepEqual(places, [1, 2, 3, 4, 5, 6], 'page by page in its order, also for who pays')
    await confirm(later, 'honours', ['contest_winner'])
    assert.equal(
      (await told())[1],
      '排队第 4 位，前面有 2 件属优先支持名单',
      'confirmed after the acceptance',
    )
    assert.equal((await release(16_000_000n)).issued, 2)
    assert.deepEqual(
      (await told()).map((one) => one.slice(0, 7)),
      ['排队第 1 位', '排队第 2 位', 'served', 'served', '排队第 3 位', '排队第 4 位'],
    )
    assert.equal((await release(8_000_000n)).issued, 1)
    assert.equal(await seen(ids[0] as string, plain), 'served')
  })

  test('the database issues no voucher past somebody who may be served, and moves nobody in the queue', async () => {
    const { db } = node.database
    const [behind, ahead] = [await newFirm('壬机械'), await winner('癸获奖机械')]
    const late = await claimAndPass(community, behind.clerk)
    const first = await claimAndPass(community, ahead.clerk)
    const like = await db.selectFrom('voucher').selectAll().limit(1).executeTakeFirstOrThrow()
    const id = crypto.randomUUID()
    const voucher = { ...like, id, number: '冀券-插队', claimId: late, organisationId: behind.id, holdId: id }
    await assert.rejects(
      db.transaction().execute((tx) => insertVoucher(tx, voucher as never)),
      (error: { constraint?: string; code?: string }) =>
        error.constraint === 'voucher_order' && error.code === '40001',
    )
    const moved = db.updateTable('claim').where('caseId', '=', late)
    const broke = (error: { constraint?: string }) => error.constraint === 'claim_place'
    await assert.rejects(moved.set({ priority: ['hnte'] }).execute(), broke)
    await assert.rejects(moved.set({ acceptedAt: node.clock.now().subtract({ hours: 99 }) }).execute(), broke)
    assert.equal((await claimOf(first, ahead)).queuePlace, 1)
  })

  test('accepted at the moment of a release: it goes first, or the one before it had been served', async () => {
    const eventOf = async (subjectId: string) => {
      const found = node.database.db.selectFrom('event').select('id').where('subjectId', '=', subjectId)
      return (await found.orderBy('id', 'desc').executeTakeFirstOrThrow()).id
    }
    await release(40_000_000n)
    for (let tried = 0; tried < 6; tried++) {
      const [plain, prize] = [await newFirm(`先${tried}机械`), await winner(`奖${tried}机械`)]
      const waits = await claimAndPass(community, plain.clerk)
      const { caseId } = await node.call(
        vouchers.fileClaim,
        { body: claimBody },
        await community.as(prize.clerk),
      )
      await pass(community, caseId, community.county.reviewer)
      await Promise.all([pass(community, caseId, community.city.reviewer), release(8_000_000n)])
      const [one, other] = [await claimOf(waits, plain), await claimOf(caseId, prize)]
      assert.deepEqual([one.status, other.status].sort(), ['issued', 'queued'])
      assert.equal((one.status === 'queued' ? one : other).queuePlace, 1)
      if (one.voucherId) assert.ok((await eventOf(one.voucherId)) < (await eventOf(caseId)))
      assert.equal((await release(8_000_000n)).issued, 1)
    }
    assert.deepEqual(await auditLedger(node.database.db), [])
  })
})
