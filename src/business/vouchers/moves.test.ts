import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { constraintOf } from '#core/db.ts'
import { runJob } from '#core/jobs.ts'
import { dayOf } from '#core/time.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { files } from '#platform/files/browser.ts'
import { auditLedger } from '#platform/ledger/index.ts'
import { search } from '#platform/search/browser.ts'
import {
  type Community,
  claimAndPass,
  claimBody,
  fitFirm,
  makeCommunity,
  openBudget,
  SCHEME,
  type Who,
} from '#test/community.ts'
import { told } from '#test/jobs.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { refusedWith } from '#test/payments.ts'
import { fileOf } from '#test/redemptions.ts'
import { vouchers } from './contract.ts'

type Firm = Community['firm']
const TIANJIN = '120104'

/** A firm moves while something of it is under way. */
describe('a firm that moves', () => {
  let node: TestNode
  let community: Community
  let budgetId: string
  before(async () => {
    node = await testNode()
    community = await makeCommunity(node)
    budgetId = await openBudget(community, 1_000_000_000n, 1_000_000n)
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
  const file = async (firm: Firm) =>
    node.call(vouchers.fileClaim, { body: claimBody as never }, await community.as(firm.clerk))
  const moved = async (firm: Firm, regionCode = TIANJIN, who: Who = community.county.reviewer) => {
    node.clock.advance({ days: 1 })
    const from = dayOf(node.clock.now()).toString()
    await node.call(
      directory.move,
      { params: { id: firm.id }, body: { regionCode, from, evidence: '迁移通知' } },
      await community.as(who),
    )
  }
  const correct = async (firm: Firm) => {
    const as = await community.as(community.county.reviewer)
    const { regions } = await node.call(directory.get, { params: { id: firm.id } }, as)
    const entry = regions.find(({ correctable }) => correctable)
    assert.ok(entry)
    return node.call(directory.correctPlace, { params: { id: entry.id }, body: { reason: '选错了地区' } }, as)
  }
  const values = {
    staff: { value: 36, year: 2024 },
    bankAccount: { value: { name: '申机械', bank: '示例银行', number: '6222000011112222' } },
  }
  /** A fact that is declared with a paper. */
  const paper = async (firm: Firm, key: keyof typeof values) => {
    const fileId = await fileOf(community, firm.clerk)
    const body = { key, ...values[key], fileId }
    await node.call(directory.declare, { params: { id: firm.id }, body }, await community.as(firm.clerk))
    return fileId
  }
  const papersFor = async (who: Who, { id }: Firm) => {
    const params = { kind: 'organisation', id }
    const found = await node.call(files.of, { params }, await community.as(who))
    return found.files.map((file) => file.id).sort()
  }
  const toldTo = async (who: Who, title: RegExp) =>
    (await told(node, await community.as(who), title)).find((row) => title.test(row.title.zh))

  test('gets no voucher of the region it left: the claim that waited is refused, says why, and holds up nobody', async () => {
    const [a, b] = [await newFirm('子机械'), await newFirm('丑机械')]
    const first = await claimAndPass(community, a.clerk)
    const second = await claimAndPass(community, b.clerk)
    await moved(a)
    assert.equal((await release(8_000_000n)).issued, 1)
    const gone = await claimOf(first, a)
    assert.equal(gone.status, 'refused')
    assert.match(gone.refusedBecause?.zh ?? '', /已迁至天津市南开区.*迁入地的办法/)
    assert.match(gone.refusedBecause?.en ?? '', /claim there/)
    assert.equal((await claimOf(second, b)).status, 'issued')
    const told = await toldTo(a.clerk, /不再符合发券条件$/)
    assert.equal(told?.body.zh, gone.refusedBecause?.zh)
    await assert.rejects(correct(a), refusedWith('entry_relied_on'), 'the refusal relies on it')
    assert.ok(await toldTo(community.county.second, /子机械.*迁至天津市/))
    assert.deepEqual(await auditLedger(node.database.db), [])
  })

  test('within the province it is served; moved by mistake and put right, it keeps its place', async () => {
    const [a, b] = [await newFirm('寅机械'), await newFirm('卯机械')]
    const first = await claimAndPass(community, a.clerk)
    const second = await claimAndPass(community, b.clerk)
    await moved(a, '130104')
    await moved(b)
    await correct(b)
    assert.ok(await toldTo(b.clerk, /迁址登记已更正/))
    assert.equal((await release(16_000_000n)).issued, 2)
    assert.equal((await claimOf(first, a)).status, 'issued')
    assert.equal((await claimOf(second, b)).status, 'issued')
  })

  test('moves at the moment of a release: a voucher before the move, or none; the database issues none after it', async () => {
    for (let tried = 0; tried < 4; tried++) {
      const firm = await newFirm(`辰${tried}机械`)
      const caseId = await claimAndPass(community, firm.clerk)
      node.clock.advance({ days: 1 })
      await Promise.all([moved(firm), release(8_000_000n)])
      await runJob({ ...node, place: place() }, 'vouchers.serve')
      const { status, refusedBecause } = await claimOf(caseId, firm)
      assert.ok(status === 'issued' || (status === 'refused' && refusedBecause), status)
      await sweep()
    }
    const firm = await newFirm('巳机械')
    await claimAndPass(community, firm.clerk)
    await moved(firm)
    const forced =
      sql`insert into voucher (id, number, claim_id, organisation_id, authority_id, budget_id, region_path,
        rulebook_id, scheme, service_kind, year, face_fen, remaining_fen, hold_id, valid_from, use_by, redeem_by)
      select uuidv7(), '冀券-0', case_id, organisation_id, authority_id, ${budgetId}, region_path, rulebook_id, scheme,
        service_kind, year, amount_fen, amount_fen, uuidv7(), current_date, current_date, current_date
        from claim where organisation_id = ${firm.id}`.execute(node.database.db)
    await assert.rejects(forced, (error) => constraintOf(error) === 'voucher_home')
  })
  const place = () => ({ dataDir: node.config.dataDir, url: node.config.url, demo: false })
  /** Nobody of an earlier turn waits on. */
  const sweep = () =>
    node.database.db
      .updateTable('claim')
      .set({ status: 'withdrawn' })
      .where('scheme', '=', SCHEME)
      .where('status', '=', 'queued')
      .execute()

  test('a case filed under an entry keeps it, also filed at the moment of its correction', async () => {
    const firm = await newFirm('午机械')
    await moved(firm, '130104')
    const { number } = await file(firm)
    await assert.rejects(correct(firm), (error) => {
      assert.match(String((error as Error).message), new RegExp(number))
      return refusedWith('entry_relied_on')(error)
    })
    const forced = node.database.db
      .updateTable('organisationRegion')
      .set({ withdrawnAt: node.clock.now(), withdrawnBy: firm.owner.userId, withdrawnReason: '错' })
      .where('organisationId', '=', firm.id)
      .where('validTo', 'is', null)
      .execute()
    await assert.rejects(forced, (error) => constraintOf(error) === 'organisation_entry_relied')
    for (let tried = 0; tried < 6; tried++) {
      const other = await newFirm(`未${tried}机械`)
      await moved(other, '130104')
      const [filed, corrected] = await Promise.allSettled([file(other), correct(other)])
      assert.equal(filed.status, 'fulfilled')
      const caseId = filed.status === 'fulfilled' ? filed.value.caseId : ''
      const { regionPath } = await node.database.db
        .selectFrom('caseFile')
        .select('regionPath')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow()
      assert.equal(regionPath.at(-1), corrected.status === 'fulfilled' ? '131002' : '130104')
    }
  })

  test('moved with a case under way: who decides it reads the facts, by the log, until it is over; nobody else of the old place', async () => {
    const firm = await newFirm('申机械')
    const [proof, account] = [await paper(firm, 'staff'), await paper(firm, 'bankAccount')]
    const { caseId } = await file(firm)
    await moved(firm, '130104')
    const as = async (who: Who) => community.as(who)
    const card = async (who: Who) =>
      node
        .call(directory.get, { params: { id: firm.id } }, await as(who))
        .then(({ openCase, abilities }) => ({
          openCase: openCase?.id ?? null,
          abilities: abilities.filter((one) => !one.startsWith('organisation.')).sort(),
        }))
    const facts = async (who: Who) =>
      (await node.call(directory.profile, { params: { id: firm.id }, query: {} }, await as(who))).rows.map(
        ({ key }) => key,
      )
    const { county, city, province } = community
    for (const who of [county.reviewer, county.director, city.reviewer]) {
      const keys = await facts(who)
      assert.ok(keys.includes('staff') && !keys.includes('bankAccount'), keys.join())
      assert.deepEqual(await card(who), { openCase: caseId, abilities: ['person.read', 'profile.read'] })
      assert.deepEqual(await papersFor(who, firm), [proof], 'the paper of an account shows its number')
      const opened = node.call(files.get, { params: { id: account } }, await as(who))
      await assert.rejects(opened, refusedWith('not_found'))
    }
    assert.ok((await facts(province.reviewer)).includes('bankAccount'), 'the province is its region still')
    assert.equal((await card(province.reviewer)).openCase, null)
    assert.deepEqual(await papersFor(province.reviewer, firm), [proof, account].sort())
    for (const who of [county.finance, county.auditor, city.approver])
      await assert.rejects(facts(who), refusedWith('not_found'))
    const looks = await node.database.db
      .selectFrom('accessLog')
      .select('outcome')
      .where('subjectId', '=', firm.id)
      .where('actorUser', '=', county.reviewer.userId)
      .where('what', '=', 'directory.profile')
      .execute()
    assert.deepEqual(
      looks.map(({ outcome }) => outcome),
      ['seen'],
    )
    await node.call(
      cases.act,
      { params: { id: caseId, action: 'withdraw' }, body: { reason: '不再需要' } },
      await as(firm.clerk),
    )
    for (const who of [county.reviewer, city.reviewer]) {
      await assert.rejects(facts(who), refusedWith('not_found'))
      assert.deepEqual(await card(who), { openCase: null, abilities: [] })
    }
  })

  test('a case is found by every name that its applicant has borne, and says both; not by one entered by mistake', async () => {
    const firm = await newFirm('酉老字号机械')
    const { caseId } = await file(firm)
    const reviewer = await community.as(community.county.reviewer)
    const rename = async (of: Firm, name: string) => {
      const body = { name, from: dayOf(node.clock.now()).toString(), evidence: '准予变更登记通知书' }
      await node.call(directory.rename, { params: { id: of.id }, body }, reviewer)
    }
    const foundBy = async (q: string) =>
      (await node.call(cases.list, { query: { q } }, reviewer)).rows.map(({ id, applicant, nameNow }) => ({
        ...{ id, applicant, nameNow },
      }))
    const filed = { id: caseId, applicant: '酉老字号机械' }
    assert.deepEqual(await foundBy('酉老字号'), [{ ...filed, nameNow: null }])
    node.clock.advance({ days: 1 })
    await rename(firm, '酉错录装备')
    assert.deepEqual(await foundBy('错录装备'), [{ ...filed, nameNow: '酉错录装备' }])
    const { names } = await node.call(directory.get, { params: { id: firm.id } }, reviewer)
    const entry = names.find(({ correctable }) => correctable)?.id as string
    const dated = { from: dayOf(node.clock.now()).toString(), evidence: '准予变更登记通知书' }
    const body = { reason: '登记有误', instead: { name: '酉中间名装备', ...dated } }
    await node.call(directory.correctName, { params: { id: entry }, body }, reviewer)
    node.clock.advance({ days: 1 })
    await rename(firm, '酉现用名科技')
    assert.deepEqual(await foundBy('错录装备'), [])
    for (const q of ['酉老字号', '中间名装备', '现用名科技'])
      assert.deepEqual(await foundBy(q), [{ ...filed, nameNow: '酉现用名科技' }], q)
    const detail = await node.call(cases.get, { params: { id: caseId } }, reviewer)
    assert.deepEqual([detail.applicant, detail.nameNow], ['酉老字号机械', '酉现用名科技'])
    const { groups } = await node.call(search.find, { query: { q: '现用名科技' } }, reviewer)
    const hits = groups.find(({ kind }) => kind === 'case')?.hits ?? []
    assert.match(hits[0]?.title.zh ?? '', /酉老字号机械（现名 酉现用名科技）/)
    for (let tried = 0; tried < 5; tried++) {
      const other = await newFirm(`戌${tried}旧名机械`)
      node.clock.advance({ days: 1 })
      const [made] = await Promise.all([file(other), rename(other, `戌${tried}新名科技`)])
      const found = await foundBy(`戌${tried}新名`)
      assert.deepEqual(
        found.map(({ id }) => id),
        [made.caseId],
        'filed at the moment of a new name',
      )
    }
  })
})
