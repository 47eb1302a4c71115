import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Actor, type Role, thePublic } from '#core/actor.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { Refusal } from '#core/refusal.ts'
import { movableClock } from '#core/time.ts'
import { filesModule } from '#platform/files/index.ts'
import { type TestDatabase, testDatabase } from '#test/database.ts'
import { type FundedOrder, ordersModule, registerFunding, runningOrders, voidOrder } from './index.ts'
import { cancellable, moves, ORDER_STATUS, type OrderFacts, type OrderStatus, refusalOf } from './rules.ts'

const clock = movableClock('2026-11-23T09:00:00+08:00')
let database: TestDatabase
let http: ReturnType<typeof createHttp>
type Who = Actor & { fileId: string }
let firm: Who, lab: Who, rival: Who, officer: Who, far: Who

async function organisation(name: string, kind: string, path: string[], role: Role): Promise<Who> {
  const [id, userId, fileId] = [uuidv7(), uuidv7(), uuidv7()]
  const code = path.at(-1) as string
  const [db, now] = [database.db, clock.now()]
  const uscc = kind === 'authority' ? null : `91${code}MA${id.replaceAll('-', '').slice(-8).toUpperCase()}`
  await sql`insert into auth."user" (id, name, email) values (${userId}, ${name}, ${`${userId}@example.cn`})`.execute(
    db,
  )
  await sql`insert into organisation (id, kind, uscc, name, region_code, region_path, level, created_at)
    values (${id}, ${kind}, ${uscc}, ${name}, ${code}, ${path}, ${kind === 'authority' ? 'city' : null}, ${now})`.execute(
    db,
  )
  const sha = fileId.replaceAll('-', '').repeat(2)
  await sql`insert into file_blob (sha256, size, media_type, stored_at) values (${sha}, 9, 'application/pdf', ${now})`.execute(
    db,
  )
  await sql`insert into file (id, sha256, name, purpose, owner_organisation, uploaded_by, at)
    values (${fileId}, ${sha}, 'a.pdf', 'contract', ${id}, ${userId}, ${now})`.execute(db)
  const roles = new Set(['public', 'user', role])
  return {
    ...thePublic,
    kind: 'user',
    userId,
    organisationId: id,
    regionCode: code,
    label: name,
    roles,
    fileId,
  }
}

const seen: { when: string; action: string; number: string | null }[] = []
let refuse: string | null = null
const note =
  (when: string) =>
  async (_tx: unknown, _ctx: unknown, { number }: FundedOrder, action: string) => {
    if (when === 'before' && refuse === action)
      throw new Refusal('test_no', { kind: 'conflict', zh: '不行', en: 'no' })
    seen.push({ when, action, number })
  }
registerFunding('test_fund', { before: note('before'), after: note('after') })

before(async () => {
  database = await testDatabase()
  http = createHttp({
    database,
    modules: [filesModule, ordersModule],
    actorOf: async () => thePublic,
    clock,
    place: { dataDir: '', url: '', demo: false },
    log: createLog('silent'),
    measures: createMeasures(),
  })
  firm = await organisation(
    '廊坊示例精密机械',
    'enterprise',
    ['130000', '131000', '131002'],
    'applicant_clerk',
  )
  rival = await organisation('廊坊示例对手', 'enterprise', ['130000', '131000', '131002'], 'applicant_clerk')
  lab = await organisation('天津示例大学实验室', 'institute', ['120000', '120104'], 'provider_clerk')
  officer = await organisation('廊坊市示例局', 'authority', ['130000', '131000'], 'reviewer')
  far = await organisation('石家庄市示例局', 'authority', ['130000', '130100'], 'reviewer')
})
after(() => database.dispose())

type Standing = { id: string; number: string; status: string; step: number; feeFen?: string }
const call = async <T = Standing>(who: Actor, name: string, raw: object) =>
  (await http.dispatch(`orders.${name}`, { actor: who, now: clock.now() }, raw)) as T
const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

const terms = {
  buyerMayCancelUntil: 'delivered',
  buyerFeeBp: 1000,
  providerMayCancelUntil: 'confirmed',
  providerFeeBp: 500,
}
let counter = 0
const draft = (change: object = {}) => ({
  providerId: lab.organisationId,
  serviceKind: 'test_and_trial',
  title: '扫描电镜检测',
  description: '对12件样品做断口分析',
  lines: [
    { what: '制样', quantity: 12, unit: '件', unitPriceFen: '10001' },
    { what: '报告', quantity: 1, unit: '份', unitPriceFen: '300000' },
  ],
  contractNo: `合同-${++counter}`,
  contractSignedOn: '2026-11-20',
  contractFileId: firm.fileId,
  deliverBy: '2026-12-20',
  terms,
  ...change,
})
const propose = (change: object = {}) => call(firm, 'propose', { body: draft(change) })
const verb = (who: Actor, name: string, { id }: { id: string }, body: object = {}) =>
  call(who, name, { params: { id }, body })
type Page = {
  priceFen: string
  status: string
  late: boolean
  steps: { action: string; side: string; reason: string | null; feeFen: string | null }[]
  actions: { action: string; reason: { code: string } | null; feeFen: string | null }[]
}
const page = (who: Actor, { id }: { id: string }) => call<Page>(who, 'get', { params: { id } })
const can = async (who: Actor, order: { id: string }) =>
  (await page(who, order)).actions.filter(({ reason }) => !reason).map(({ action }) => action)

test('an order goes its whole way, with rework, and each side is shown what it can do', async () => {
  const order = await propose()
  assert.match(order.number, /^单-2026-\d{6}$/)
  assert.equal((await page(firm, order)).priceFen, '420012')
  assert.deepEqual([await can(firm, order), await can(lab, order)], [['cancel'], ['confirm', 'decline']])
  await verb(lab, 'confirm', order)
  assert.deepEqual([await can(firm, order), await can(lab, order)], [['cancel'], ['deliver']])
  await assert.rejects(verb(lab, 'deliver', order, { fileId: firm.fileId }), refusedAs('file_gone'))
  await verb(lab, 'deliver', order, { fileId: lab.fileId, note: '初稿' })
  assert.deepEqual([await can(firm, order), await can(lab, order)], [['accept', 'return'], []])
  await verb(firm, 'sendBack', order, { reason: '缺3号样品' })
  const stale = verb(lab, 'deliver', order, { fileId: lab.fileId, seen: 3 })
  await assert.rejects(stale, refusedAs('order_moved'))
  await verb(lab, 'deliver', order, { fileId: lab.fileId, seen: 4 })
  await verb(firm, 'accept', order)
  const { steps, status } = await page(officer, order)
  assert.equal(status, 'accepted')
  assert.deepEqual(
    steps.map(({ action, side }) => `${side} ${action}`),
    [
      'buyer propose',
      'provider confirm',
      'provider deliver',
      'buyer return',
      'provider deliver',
      'buyer accept',
    ],
  )
  assert.deepEqual((await page(officer, order)).actions, [])
})

test('what you may not see you can not find', async () => {
  const order = await propose()
  for (const who of [rival, far]) {
    await assert.rejects(page(who, order), refusedAs('not_found'))
    const { rows } = await call<{ rows: unknown[] }>(who, 'list', { query: {} })
    assert.equal(rows.length, 0)
  }
  await assert.rejects(verb(rival, 'accept', order), refusedAs('not_found'))
  await assert.rejects(
    verb(officer, 'cancel', order, { reason: '不行', feeFen: '0' }),
    refusedAs('not_allowed'),
  )
  await assert.rejects(verb(firm, 'confirm', order), refusedAs('not_allowed'))
  const mine = async (who: Actor, query: object) =>
    (await call<{ rows: { id: string }[] }>(who, 'list', { query })).rows.map(({ id }) => id)
  assert.ok((await mine(lab, { role: 'provider', status: 'proposed' })).includes(order.id))
  assert.deepEqual(await mine(lab, { role: 'buyer' }), [])
  assert.ok((await mine(officer, {})).includes(order.id))
  const first = await call<{ rows: unknown[]; next: string }>(firm, 'list', { query: { limit: '1' } })
  assert.equal((await mine(firm, { limit: '1', cursor: first.next })).length, 1)
})

test('a contract is ordered once; a wrong order is cancelled and placed anew', async () => {
  await assert.rejects(propose({ providerId: firm.organisationId }), refusedAs('order_provider_is_buyer'))
  await assert.rejects(propose({ providerId: officer.organisationId }), refusedAs('order_provider_unknown'))
  await assert.rejects(propose({ contractSignedOn: '2026-11-24' }), refusedAs('order_contract_future'))
  await assert.rejects(propose({ deliverBy: '2026-11-19' }), refusedAs('order_delivery_past'))
  await assert.rejects(propose({ contractFileId: rival.fileId }), refusedAs('file_gone'))
  const dear = [{ what: '贵', quantity: 100_000, unit: '件', unitPriceFen: '999999999999999' }]
  await assert.rejects(propose({ lines: dear }), refusedAs('order_too_dear'))
  const contractNo = '合同-唯一'
  const both = await Promise.allSettled([propose({ contractNo }), propose({ contractNo })])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const order = both.find((one) => one.status === 'fulfilled')?.value as Standing
  const again = (error: unknown) => error instanceof Refusal && error.data.number === order.number
  await assert.rejects(propose({ contractNo }), again)
  await verb(firm, 'cancel', order, { reason: '单价有误', feeFen: '0' })
  assert.equal((await propose({ contractNo })).status, 'proposed')
})

test('cancelling costs what was shown, and refuses the click when that has changed', async () => {
  const order = await propose()
  assert.equal((await page(firm, order)).actions.find(({ action }) => action === 'cancel')?.feeFen, '0')
  const cancel = (who: Actor, feeFen: string) => verb(who, 'cancel', order, { reason: '计划有变', feeFen })
  await assert.rejects(cancel(lab, '0'), refusedAs('order_decline_instead'))
  await verb(lab, 'confirm', order)
  await assert.rejects(cancel(firm, '0'), refusedAs('order_fee_changed'))
  await assert.rejects(cancel(lab, '0'), refusedAs('order_cancel_closed'))
  assert.equal(
    (await page(firm, order)).actions.find(({ action }) => action === 'cancel')?.feeFen,
    '42001',
    '10%, rounded down',
  )
  assert.equal((await cancel(firm, '42001')).feeFen, '42001')
  assert.equal((await page(lab, order)).steps.at(-1)?.feeFen, '42001')
  await assert.rejects(cancel(firm, '42001'), refusedAs('order_cancel_ended'))
  const slow = await propose({ terms: { ...terms, buyerMayCancelUntil: 'confirmed' } })
  await verb(lab, 'confirm', slow)
  assert.deepEqual(await can(firm, slow), [])
  clock.set('2026-12-21T00:00:00+08:00')
  assert.equal((await page(firm, slow)).late, true)
  await verb(firm, 'cancel', slow, { reason: '逾期未交付', feeFen: '0' })
  clock.set('2026-11-23T09:00:00+08:00')
})

test('two act at once: one is done, the other is told what happened', async () => {
  for (let round = 0; round < 20; round++) {
    const order = await propose()
    const acts = await Promise.allSettled([
      verb(lab, 'confirm', order),
      round % 2
        ? verb(lab, 'decline', order, { reason: '排期已满' })
        : verb(firm, 'cancel', order, { reason: '不做了', feeFen: '0' }),
    ])
    const failed = acts.filter((one) => one.status === 'rejected').map((one) => one.reason as Refusal)
    assert.equal(failed.length, 1)
    const [why] = failed
    assert.ok(['order_moved', 'order_fee_changed'].includes(why?.code ?? ''), String(why))
    if (why?.code === 'order_moved') assert.match(why.text.zh, /已于2026-11-23 09:00办理/)
    assert.equal((await page(firm, order)).steps.length, 2)
  }
})

test('the fund is asked before and told after, and its refusal undoes everything', async () => {
  const funding = { kind: 'test_fund', id: uuidv7() }
  await assert.rejects(
    propose({ funding: { kind: 'nobody', id: uuidv7() } }),
    refusedAs('order_funding_unknown'),
  )
  refuse = 'propose'
  const contractNo = '合同-资金'
  await assert.rejects(propose({ funding, contractNo }), refusedAs('test_no'))
  refuse = 'confirm'
  seen.length = 0
  const order = await propose({ funding, contractNo })
  assert.deepEqual(seen, [
    { when: 'before', action: 'propose', number: null },
    { when: 'after', action: 'propose', number: order.number },
  ])
  await assert.rejects(verb(lab, 'confirm', order), refusedAs('test_no'))
  assert.equal((await page(firm, order)).steps.length, 1)
  refuse = null
  await verb(lab, 'confirm', order)
  const running = await runningOrders(database.db, { funding })
  assert.deepEqual(
    running.map(({ id }) => id),
    [order.id],
  )
  const stop = () =>
    database.db.transaction().execute((tx) => {
      const ctx = { actor: officer, now: clock.now(), event: () => {}, enqueue: async () => {} }
      return voidOrder(tx, ctx, order.id, '入库资格已撤销')
    })
  assert.deepEqual([await stop(), await stop()], [true, false])
  assert.equal(seen.at(-1)?.action, 'void')
  await assert.rejects(verb(lab, 'deliver', order, { fileId: lab.fileId }), refusedAs('order_moved'))
})

test('the database refuses another price, another way and another past', async () => {
  const { id } = await propose()
  const broken = (statement: ReturnType<typeof sql>, constraint: string) =>
    assert.rejects(
      statement.execute(database.db),
      (error: { constraint?: string }) => error.constraint === constraint,
    )
  await broken(sql`update service_order set price_fen = 1 where id = ${id}`, 'service_order_frozen')
  await broken(sql`update service_order set status = 'returned' where id = ${id}`, 'service_order_moves')
  await broken(
    sql`update service_order_line set quantity = 2 where order_id = ${id}`,
    'service_order_line_frozen',
  )
  await broken(
    sql`insert into service_order_line (order_id, line_no, what, quantity, unit, unit_price_fen) values (${id}, 9, 'x', 1, 'x', 1)`,
    'service_order_price_sum',
  )
  await broken(sql`delete from service_order_step where order_id = ${id}`, 'service_order_step_append_only')
})

test('over all orders and terms a fee is within the price, and an ended order is never moved', () => {
  const until = fc.constantFrom('confirmed' as const, 'delivered' as const)
  const facts = fc.record({
    status: fc.constantFrom(...(Object.keys(ORDER_STATUS) as OrderStatus[])),
    priceFen: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    deliverBy: fc.constantFrom('2026-11-01', '2026-12-01'),
    terms: fc.record({
      ...{
        buyerMayCancelUntil: until,
        providerMayCancelUntil: until,
        buyerFreeWhenLate: fc.boolean(),
        note: fc.constant(''),
      },
      ...{
        buyerFeeBp: fc.integer({ min: 0, max: 10_000 }),
        providerFeeBp: fc.integer({ min: 0, max: 10_000 }),
      },
    }),
    closed: fc.constantFrom(null, 'buyer' as const, 'provider' as const),
    last: fc.constant({ action: 'propose' as const, by: 'x', at: '2026-11-20 09:00' }),
  })
  const side = fc.constantFrom('buyer' as const, 'provider' as const)
  fc.assert(
    fc.property(facts, side, (order: OrderFacts, who) => {
      const found = cancellable(order, who, '2026-11-23')
      const ended = ['declined', 'accepted', 'cancelled', 'voided'].includes(order.status)
      if (!(found instanceof Refusal)) {
        assert.ok(!ended && found.feeFen >= 0n && found.feeFen <= order.priceFen)
      }
      for (const action of Object.keys(moves) as (keyof typeof moves)[]) {
        if (ended) assert.ok(refusalOf(order, who, action))
      }
    }),
  )
})
