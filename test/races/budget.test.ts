import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { cases } from '#platform/cases/browser.ts'
import { auditLedger, balance } from '#platform/ledger/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { accountsOf } from '#business/vouchers/index.ts'
import { claimBody, fitFirm, makeCommunity, openBudget, pass } from '../community.ts'
import { testNode } from '../node.ts'
import { both, codeOf, tries } from './tries.ts'

const node = await testNode()
after(node.dispose)
const { db } = node.database
const TRIES = tries(30)
const AMOUNT = 100_000n
const community = await makeCommunity(node)
const { as, county, city, province } = community
// Allotted once, for every round of all three races.
const budgetId = await openBudget(community, 10_000_000_000n + BigInt(TRIES) * 70_000_000n, 1n)

let count = 0
const newFirm = () =>
  db.transaction().execute((tx) => fitFirm(tx, `廊坊竞速第${++count}机械有限公司`, node.clock.now()))
type Firm = Awaited<ReturnType<typeof newFirm>>

const claim = async (firm: Firm, amountFen = AMOUNT): Promise<string> => {
  const { caseId } = await node.call(
    vouchers.fileClaim,
    { body: { ...claimBody, contractFen: 60_000_000n, amountFen } },
    await as(firm.clerk),
  )
  return caseId
}

/** Everything but the last word. */
async function almost(caseId: string): Promise<string> {
  await pass(community, caseId, county.reviewer)
  await node.call(cases.act, { params: { id: caseId, action: 'take' }, body: {} }, await as(city.reviewer))
  return caseId
}

const lastWord = async (caseId: string) =>
  node.call(
    cases.act,
    { params: { id: caseId, action: 'pass' }, body: { reason: '材料齐全，符合条件' } },
    await as(city.reviewer),
  )

const release = async (amountFen: bigint) =>
  node.call(
    vouchers.release,
    { params: { id: budgetId }, body: { amountFen, reason: '追加' } },
    await as(province.finance),
  )

const statusOf = async (caseId: string) => {
  const row = await db
    .selectFrom('claim')
    .select('status')
    .where('caseId', '=', caseId)
    .executeTakeFirstOrThrow()
  return row.status
}

test(`the last yuan of a budget, ${TRIES} times: one claim has it, the other queues and is next`, async () => {
  const firms = [await newFirm(), await newFirm()] as const
  for (let i = 0; i < TRIES; i++) {
    // The yearly cap would end the race: each pair of firms runs for a hundred rounds.
    if (i % 100 === 99) Object.assign(firms, [await newFirm(), await newFirm()])
    const [one, two] = [await almost(await claim(firms[0])), await almost(await claim(firms[1]))]
    await release(AMOUNT)
    await Promise.all([lastWord(one), lastWord(two)])
    const told = [await statusOf(one), await statusOf(two)]
    assert.deepEqual(told.sort(), ['issued', 'queued'])
    const left = await balance(db, accountsOf(budgetId).available)
    assert.equal(left.availableFen, 1n)
    await release(AMOUNT)
    assert.deepEqual([await statusOf(one), await statusOf(two)], ['issued', 'issued'])
  }
})

test(`money released while the last word falls, ${TRIES} times: the claim is issued whichever came first`, async () => {
  let firm = await newFirm()
  for (let i = 0; i < TRIES; i++) {
    if (i % 100 === 99) firm = await newFirm()
    const caseId = await almost(await claim(firm))
    await Promise.all([lastWord(caseId), release(AMOUNT)])
    assert.equal(await statusOf(caseId), 'issued')
  }
})

test(`money taken back while the last word falls, ${TRIES} times: it is in a voucher or back, never both`, async () => {
  let firm = await newFirm()
  const body = { amountFen: AMOUNT, reason: '多释放' }
  const finance = await as(province.finance)
  const takeBack = () => node.call(vouchers.takeBack, { params: { id: budgetId }, body }, finance)
  for (let i = 0; i < TRIES; i++) {
    if (i % 100 === 99) firm = await newFirm()
    const caseId = await almost(await claim(firm))
    await release(AMOUNT)
    const [, taken] = await both(() => lastWord(caseId), takeBack)
    const told = [await statusOf(caseId), codeOf(taken as PromiseSettledResult<unknown>)]
    assert.ok(['issued,budget_reserved', 'queued,done'].includes(told.join()), told.join())
    if (told[0] === 'queued') await release(AMOUNT)
    assert.equal(await statusOf(caseId), 'issued')
    assert.equal((await balance(db, accountsOf(budgetId).available)).availableFen, 1n)
  }
})

test(`a firm's yearly cap, ${TRIES} times: of two claims filed and decided at once only what the cap bears is issued`, async () => {
  const CAP = 30_000_000n
  for (let i = 0; i < TRIES; i++) {
    const firm = await newFirm()
    await release(2n * CAP)
    const filed = await both(
      () => claim(firm, 18_000_000n),
      () => claim(firm, 18_000_000n),
    )
    const ids = filed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    assert.ok(
      filed.every((one) => ['done', 'claim_above_limit'].includes(codeOf(one))),
      filed.map(codeOf).join(),
    )
    for (const id of ids) await almost(id)
    const told = await Promise.allSettled(ids.map(lastWord))
    assert.equal(told.filter((one) => one.status === 'fulfilled').length, 1)
    assert.ok(
      told.every((one) => ['done', 'claim_year_cap_used'].includes(codeOf(one))),
      told.map(codeOf).join(),
    )
    const { rows } = await sql<{ issued: bigint; counted: bigint }>`
      select coalesce(sum(face_fen), 0)::bigint as issued,
        (select claimed_fen from firm_year where organisation_id = ${firm.id}) as counted
      from voucher where organisation_id = ${firm.id}`.execute(db)
    assert.deepEqual(rows, [{ issued: 18_000_000n, counted: 18_000_000n }])
  }
})

test('after all of it the books agree and no number was given twice', async () => {
  assert.deepEqual(await auditLedger(db), [])
  const { rows } = await sql<{ same: boolean }>`
    select count(*) = count(distinct number) as same from case_file`.execute(db)
  assert.deepEqual(rows, [{ same: true }])
})
