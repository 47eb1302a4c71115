import { sql } from 'kysely'
import { cases } from '#platform/cases/browser.ts'
import { notices } from '#platform/notices/browser.ts'
import { payments } from '#business/payments/browser.ts'
import * as pay from '../payments.ts'
import { request } from './claiming.ts'
import { all, type Move, notSeen, one, type Row } from './rows.ts'

/** From a request to the decision; each move first brings about what it needs. */

const passed = sql<Row>`select r.case_id as id, null as other from redemption r where r.status = 'passed' and not exists (
  select from batch_row b where b.redemption_id = r.case_id and b.status in ('listed', 'held', 'approved')) limit 4`

/** A new request that every reviewer lets pass. */
const pass: Move = async (world, pick) => {
  const id = await request(world, pick)
  if (!id) return false
  for (const official of world.officials) {
    const who = await world.as(official)
    const told = await world.node.call(cases.get, { params: { id } }, who).catch(notSeen)
    if (!told?.available.some(({ action, allowed }) => allowed && action === 'pass')) continue
    const input = { params: { id, action: 'pass' as const }, body: { reason: '材料齐全' } }
    await world.node.call(cases.act, input, who)
  }
  return true
}

const batch: Move = async (world, pick) => {
  if (!(await one(world, pick, passed, pass))) return false
  const ids = (await all(world, passed)).map(({ id }) => id)
  const { id } = await pay.batched(world, ids, world.scheme)
  await pay.publish(world, id)
  return true
}

/** A batch is published and its notice ends. */
const notice: Move = async (world, pick) => {
  const open = sql<Row>`select n.id, n.closes_on::text as other from public_notice n where n.status = 'open'`
  const found = await one(world, pick, open, batch)
  if (!found) return false
  const end = Temporal.PlainDate.from(found.other ?? '')
    .add({ days: 1 })
    .toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '01:00' })
    .toInstant()
  if (Temporal.Instant.compare(end, world.node.clock.now()) > 0) world.node.clock.set(end.toString())
  await pay.job(world, 'notices.close_due')
  return true
}

const listedRows = sql<Row>`select r.notice_id as id, r.row_no::text as other from public_notice_row r
  join public_notice n on n.id = r.notice_id where n.status = 'open' and r.status = 'listed'`
/** Somebody who gives his name holds a row; somebody who doesn't holds nothing. */
const object: Move = async (world, pick) => {
  const row = await one(world, pick, listedRows, batch)
  if (!row) return false
  const named = pick % 3 > 0 && { name: '王某', contact: '13800000000' }
  const kind = named ? ('real_name' as const) : ('anonymous' as const)
  const body = { kind, ...named, statement: '服务并未发生' }
  await world.node.call(notices.object, { params: { id: row.id, row: Number(row.other) }, body }, {})
  return true
}

const undecided = sql<Row>`select id, null as other from objection where decided_at is null`
const answer: Move = async (world, pick) => {
  const found = await one(world, pick, undecided, object)
  if (!found) return false
  const decision = pick % 2 ? ('upheld' as const) : ('rejected' as const)
  const body = { decision, reason: '经核实，材料属实' }
  const director = await world.as(world.province.director)
  await world.node.call(notices.decide, { params: { id: found.id }, body }, director)
  return true
}

const dissolve: Move = async (world, pick) => {
  const open = sql<Row>`select id, null as other from batch where status in ('collecting', 'on_notice')`
  const found = await one(world, pick, open, batch)
  if (!found) return false
  const input = { params: { id: found.id }, body: { reason: '名单有误' } }
  await world.node.call(payments.dissolveBatch, input, await world.as(world.province.reviewer))
  return true
}

const deciding = sql<Row>`select distinct b.id, null as other from batch b join batch_row r on r.batch_id = b.id
  where b.status = 'deciding' and r.status = 'listed'`
export const decide: Move = async (world, pick) => {
  const found = await one(world, pick, deciding, notice)
  if (!found) return false
  const listed = sql<Row>`select redemption_id as id, null as other from batch_row
    where batch_id = ${found.id} and status = 'listed'`
  const rows = (await all(world, listed)).map(({ id: redemptionId }, at) =>
    (pick + at) % 4 === 0
      ? { redemptionId, decision: 'decline' as const, reason: '不符合支付条件' }
      : { redemptionId, decision: 'approve' as const },
  )
  await pay.decide(world, found.id, rows, pick % 3 ? world.province.director : world.deputy)
  return true
}

export const batchMoves: Record<string, Move> = {
  'a request passes': pass,
  batch,
  'a batch is dissolved': dissolve,
  'somebody objects': object,
  'an objection is answered': answer,
  'a notice ends': notice,
  decide,
}
