import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { actorOfUser } from '#platform/identity/index.ts'
import { cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { auditLedger, trialBalance } from '#platform/ledger/index.ts'
import { notices } from '#platform/notices/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { figures } from '#business/figures/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { demo } from './browser.ts'
import { startDemo } from './index.ts'
import { readStory } from './story.ts'
import { planLabs } from './labs.ts'
import { readRegions, regionsAt } from '#platform/directory/index.ts'

const AT = '2026-11-23T15:00:00+08:00'
/** So little is released that the story ends with a queue, as the whole one does. */
const RELEASES: [number, number, number] = [9, 1, 1]
const SLICE = { size: { firms: 5, claims: 20, issuedYuan: 420_000 }, labs: 0, releases: RELEASES }

const whole = await testNode({ at: AT, demo: true })
const broken = await testNode({ at: AT, demo: true })
after(async () => {
  await whole.dispose()
  await broken.dispose()
})

/** Who signs in by a demo account. */
async function as(node: TestNode, account: string) {
  const row = await node.database.db
    .selectFrom('demoAccount')
    .select('userId')
    .where('account', '=', account)
    .executeTakeFirstOrThrow()
  return { actor: await actorOfUser(node.database.db, row.userId, node.clock.now()) }
}

/** Everything a reader could compare of two plays, without ids. */
async function told(node: TestNode) {
  const { db } = node.database
  const rows =
    await sql`select number, applicant, status, stage, amount_fen::text, due_at::text from case_card order by number`.execute(
      db,
    )
  const { rows: budgets } = await node.call(figures.budgets, {})
  const counted = budgets.map(({ id: _, authorityId: __, ...rest }) => rest)
  const events = await sql<{
    command: string
    n: string
  }>`select command, count(*)::text as n from event where command not like '%sweep%' group by 1 order by 1`.execute(
    db,
  )
  return { cases: rows.rows, budgets: counted, events: events.rows }
}

test('a play that breaks off three times tells what an unbroken one tells, and nothing twice', async () => {
  let calls = 0
  // The answer of one step is lost on the way; later the node is stopped in the middle.
  const leaky: TestNode['call'] = async (...given) => {
    const answer = await broken.call(...given)
    if (++calls === 120) throw new Error('the process was killed after the commit')
    return answer
  }
  const first = startDemo({ ...broken, call: leaky }, SLICE)
  const unbroken = startDemo(whole, SLICE)
  while (calls < 260) await new Promise((resolve) => setTimeout(resolve, 20))
  await first.dispose()
  assert.equal((await first.ended).finished, false)
  const halfway = await broken.call(demo.state, {})
  assert.equal(halfway.progress?.finishedAt, null)
  assert.ok(
    Temporal.Instant.compare(broken.story.now(), broken.clock.now()) < 0,
    'jobs still live in the story',
  )
  const second = startDemo(broken, SLICE)
  const told2026 = async () => ((await broken.call(demo.state, {})).progress?.storyDay ?? '') >= '2026-06-01'
  while (!(await told2026())) await new Promise((resolve) => setTimeout(resolve, 50))
  await second.dispose()
  assert.equal((await startDemo(broken, SLICE).ended).finished, true)
  assert.equal((await unbroken.ended).finished, true)
  assert.deepEqual(await told(broken), await told(whole))
  assert.equal((await startDemo(whole, SLICE).ended).commands, 0, 'a finished story is not told again')
})

test('the money of the story is sound', async () => {
  const { db } = whole.database
  assert.equal((await trialBalance(db)).totalFen, 0n)
  assert.deepEqual(await auditLedger(db), [])
  const { rows } = await whole.call(figures.budgets, {})
  assert.equal(rows.filter((one) => one.scheme === 'hebei-provincial-voucher').length, 3)
  for (const one of rows) {
    assert.equal(one.issuedFen, one.reservedFen + one.redeemedFen + one.lapsedFen, `${one.year}`)
    assert.ok(one.paidFen <= one.redeemedFen)
  }
  const recovered = rows.reduce((sum, one) => sum + one.recoveredFen, 0n)
  assert.ok(recovered > 0n, 'something was recovered')
})

test('every desk has its work today', async () => {
  for (const account of ['county', 'city', 'director']) {
    const { rows } = await whole.call(
      cases.list,
      { query: { desk: 'true' } as never },
      await as(whole, account),
    )
    assert.ok(rows.length > 0, account)
  }
  const proposed = { query: { status: 'proposed' as const } }
  for (const account of ['lab-clerk', 'beijing-lab'])
    assert.ok((await whole.call(orders.list, proposed, await as(whole, account))).rows.length > 0, account)
  const delivered = await whole.call(
    orders.list,
    { query: { status: 'delivered' } },
    await as(whole, 'firm-clerk'),
  )
  assert.ok(delivered.rows.length > 0, 'firm-clerk')
  assert.ok((await whole.call(payments.batchCandidates, {}, await as(whole, 'province'))).rows.length >= 2)
  assert.ok((await whole.call(payments.paymentsDue, {}, await as(whole, 'preparer'))).rows.length >= 2)
  assert.ok(
    (await whole.call(payments.runs, { query: { status: 'prepared' } }, await as(whole, 'approver'))).rows
      .length > 0,
  )
  assert.ok(
    (await whole.call(payments.recoveries, { query: { status: 'open' } }, await as(whole, 'finance'))).rows
      .length > 0,
  )
  assert.ok(
    (
      await whole.call(
        notices.objections,
        { query: { waiting: 'true' } as never },
        await as(whole, 'director'),
      )
    ).rows.length > 0,
  )
  assert.ok(
    (await whole.call(vouchers.list, { query: { status: 'active' } }, await as(whole, 'team-founder'))).rows
      .length > 0,
  )
  assert.ok(
    (await whole.call(vouchers.list, { query: { status: 'active' } }, await as(whole, 'shijiazhuang-firm')))
      .rows.length > 0,
  )
  const teams = await whole.call(directory.sponsored, {}, await as(whole, 'incubator'))
  assert.ok(
    teams.rows.some((team) => team.status === 'unverified'),
    'incubator',
  )
  for (const { id } of teams.rows) {
    const people = await whole.call(directory.people, { params: { id } }, await as(whole, 'incubator'))
    assert.ok(people.rows.length >= 3, 'a sponsor knows the people of the team')
  }
})

test('at the end money is short: a firm with an honour stands in the queue before one that came earlier', async () => {
  const waits = async (account: string) => {
    const { rows } = await whole.call(
      vouchers.claims,
      { query: { status: 'queued' } },
      await as(whole, account),
    )
    return rows.map(({ queuePlace, priority, firstAhead }) => ({ queuePlace, priority, firstAhead }))
  }
  assert.deepEqual(await waits('honoured-firm'), [
    { queuePlace: 1, priority: ['contest_winner'], firstAhead: 0 },
  ])
  assert.deepEqual(await waits('firm-clerk'), [{ queuePlace: 2, priority: [], firstAhead: 1 }])
  const { rows } = await whole.call(vouchers.claims, { query: { status: 'queued' } }, await as(whole, 'city'))
  const [first, second] = rows.toSorted((a, b) => (a.queuePlace ?? 0) - (b.queuePlace ?? 0))
  assert.ok(first?.acceptedAt && second?.acceptedAt)
  assert.ok(Temporal.Instant.compare(first.acceptedAt, second.acceptedAt) > 0, 'accepted later, served first')
})

test('what is ordered differs by service and by trade', async () => {
  const rows = await whole.database.db.selectFrom('serviceOrder').select(['title', 'description']).execute()
  const titles = new Set(rows.map(({ title }) => title))
  assert.ok(titles.size > rows.length / 2, `${titles.size} titles of ${rows.length} orders`)
  for (const { title, description } of rows) assert.doesNotMatch(title + description, /[{}]/)
})

test('an account for each kind of user, and papers that open', async () => {
  const { accounts, on } = await whole.call(demo.state, {})
  assert.equal(on, true)
  assert.equal(accounts.length, 32)
  for (const { label } of accounts) assert.ok(label.zh && label.en)
  const sent = await whole.app.request('/api/auth/demo/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
    body: JSON.stringify({ account: 'firm-clerk' }),
  })
  assert.equal(sent.status, 200)
  const cookie = sent.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const { id } = await whole.database.db
    .selectFrom('file')
    .select('id')
    .where('name', '=', '技术服务合同.pdf')
    .limit(1)
    .executeTakeFirstOrThrow()
  const clerk = (await as(whole, 'firm-clerk')).actor
  const own = await whole.database.db
    .selectFrom('file')
    .select('id')
    .where('ownerOrganisation', '=', clerk.organisationId)
    .limit(1)
    .executeTakeFirst()
  const file = await whole.app.request(`/api/files/${own?.id ?? id}`, { headers: { cookie } })
  assert.equal(file.status, 200)
  assert.match(
    Buffer.from(await file.arrayBuffer())
      .subarray(0, 5)
      .toString(),
    /^%PDF-/,
  )
})

test('the agreement’s laboratories: 427 in Beijing, 238 in Tianjin, 88 in Hebei, two of them told by name', async () => {
  const regions = regionsAt(await readRegions(whole.database.db), '2024-01-02')
  const labs = planLabs(readStory('jingjinji'), regions)
  assert.equal(labs.length, 753 - 2)
  assert.equal(new Set(labs.map((lab) => `${lab.hostUscc} ${lab.name}`)).size, labs.length, 'no two alike')
  const hosts = new Map(labs.map((lab) => [lab.hostUscc, lab.hostName]))
  assert.equal(new Set(hosts.values()).size, hosts.size, 'no two hosts of one name')
})

test('in Binhai the laboratory redeemed under the texts of 2022 and 2024, and was paid; today the firm evaluates', async () => {
  const lab = await as(whole, 'binhai-lab')
  const { rows } = await whole.call(redemptions.list, { query: {} }, lab)
  assert.deepEqual(rows.map((row) => [row.status, row.amountFen]).sort(), [
    ['approved', 6_000_000n],
    ['approved', 9_000_000n],
  ])
  const books = await Promise.all(
    rows.map(
      async ({ id }) => (await whole.call(redemptions.get, { params: { id } }, lab)).inside?.rulebookId,
    ),
  )
  assert.deepEqual(books.sort(), ['binhai-voucher.2022', 'binhai-voucher.2024'])
  const budgets = (await whole.call(figures.budgets, {})).rows.filter(
    (one) => one.scheme === 'binhai-voucher',
  )
  assert.equal(budgets.find((one) => one.year === 2024)?.paidFen, 15_000_000n)
  const firm = await whole.call(redemptions.unasked, {}, await as(whole, 'binhai-firm'))
  assert.deepEqual(
    firm.rows.map((row) => [row.turn, row.payee, row.evaluate]),
    [['buyer', 'buyer', true]],
  )
  const desk = await whole.call(cases.list, { query: { desk: 'true' } as never }, await as(whole, 'binhai'))
  assert.equal(desk.rows.length, 1)
})

test('in Beijing a laboratory has to redeem today; in Shijiazhuang a part of a small voucher is asked for', async () => {
  const lab = await whole.call(redemptions.unasked, {}, await as(whole, 'beijing-lab'))
  assert.deepEqual(
    lab.rows.map((row) => [row.turn, row.payee]),
    [['provider', 'provider']],
  )
  const { rows } = await whole.call(redemptions.list, { query: {} }, await as(whole, 'small-firm'))
  assert.deepEqual(
    rows.map((row) => [row.status, row.amountFen]),
    [['in_review', 3_000_000n]],
  )
  for (const account of ['beijingReviewer', 'shijiazhuangCity']) {
    const desk = await whole.call(cases.list, { query: { desk: 'true' } as never }, await as(whole, account))
    assert.ok(desk.rows.length >= 1, account)
  }
})
