import { sql } from 'kysely'
import { cases } from '#platform/cases/browser.ts'
import { recordFact } from '#platform/directory/index.ts'
import * as pay from '../payments.ts'
import { request } from './claiming.ts'
import { all, type Move, one, type Row } from './rows.ts'
import type { World } from './world.ts'

/** From a passed request to the money; each move first brings about what it needs. */

const passed = sql<Row>`select r.case_id as id, null as other from redemption r where r.status = 'passed' and not exists (
  select from batch_row b where b.redemption_id = r.case_id and b.status in ('listed', 'held', 'approved')) limit 4`

/** A new request that every reviewer lets pass. */
const pass: Move = async (world, pick) => {
  const id = await request(world, pick)
  if (!id) return false
  for (const official of world.officials) {
    const who = await world.as(official)
    const told = await world.node.call(cases.get, { params: { id } }, who).catch(() => null)
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

const deciding = sql<Row>`select distinct b.id, null as other from batch b join batch_row r on r.batch_id = b.id
  where b.status = 'deciding' and r.status = 'listed'`
const decide: Move = async (world, pick) => {
  const found = await one(world, pick, deciding, notice)
  if (!found) return false
  const listed = sql<Row>`select redemption_id as id, null as other from batch_row
    where batch_id = ${found.id} and status = 'listed'`
  const rows = (await all(world, listed)).map(({ id: redemptionId }, at) =>
    (pick + at) % 4 === 0
      ? { redemptionId, decision: 'decline' as const, reason: '不符合支付条件' }
      : { redemptionId, decision: 'approve' as const },
  )
  await pay.decide(world, found.id, rows)
  return true
}

const payable = sql<Row>`select r.case_id as id, null as other from redemption r where r.status = 'approved'
  and not exists (select from payment_row p where p.redemption_id = r.case_id and p.status in ('prepared', 'sent', 'paid'))`
const run: Move = async (world, pick) => {
  if (!(await one(world, pick, payable, (_, at) => decide(world, 4 * at + 1)))) return false
  const ids = (await all(world, payable)).map(({ id }) => id)
  await pay.prepare(world, ids.slice(0, 1 + (pick % 2)), ids)
  return true
}

const onRun =
  (status: string, act: (world: World, id: string) => Promise<unknown>, bring: Move): Move =>
  async (world, pick) => {
    const runs = sql<Row>`select id, number as other from payment_run where status = ${status}`
    const found = await one(world, pick, runs, bring)
    if (found) await act(world, found.id)
    return found !== null
  }
const approve = onRun('prepared', pay.approve, run)
const send = onRun('approved', pay.send, approve)

/** The bank's answer about one row that is on its way. */
const bank =
  (isPaid: boolean): Move =>
  async (world, pick) => {
    const sent = sql<Row>`select p.id, concat_ws(',', n.number, p.row_no, round(p.amount_fen / 100.0, 2)) as other
      from payment_row p join payment_run n on n.id = p.run_id where p.status = 'sent'`
    const found = await one(world, pick, sent, send)
    if (!found) return false
    const [number = '', rowNo = '', yuan = ''] = found.other?.split(',') ?? []
    const unpaid = `${found.other},未支付,,,账号有误`
    await pay.confirm(world, [isPaid ? pay.paidLine(world, number, Number(rowNo), yuan) : unpaid])
    return true
  }

export const bankPaid = bank(true)

let accounts = 0
/** A register tells another account of whoever is paid: what was approved for the old one stops. */
const accountChanges: Move = async (world, pick) => {
  const firm = world.firms[pick % Math.max(world.firms.length, 1)]
  if (!firm) return false
  const value = { name: firm.name, bank: '示例银行新支行', number: String(6217_0000_0000_0000 + ++accounts) }
  const organisationId = world.payeeOf(firm)
  await world.node.database.db
    .transaction()
    .execute((tx) =>
      recordFact(
        tx,
        { organisationId, key: 'bankAccount', value, source: '示例登记' },
        world.node.clock.now(),
      ),
    )
  return true
}

export const settlingMoves: Record<string, Move> = {
  'a request passes': pass,
  batch,
  'a notice ends': notice,
  decide,
  run,
  'approve a run': approve,
  'cancel a run': onRun('prepared', pay.cancel, run),
  'send a run': send,
  'the bank paid': bankPaid,
  'the bank did not pay': bank(false),
  'an account changes': accountChanges,
}
