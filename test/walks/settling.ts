import { sql } from 'kysely'
import { recordFact } from '#platform/directory/index.ts'
import * as pay from '../payments.ts'
import { decide } from './batches.ts'
import { all, type Move, one, type Row } from './rows.ts'
import type { World } from './world.ts'

/** From an approved request to the money; each move first brings about what it needs. */

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
  run,
  'approve a run': approve,
  'cancel a run': onRun('prepared', pay.cancel, run),
  'send a run': send,
  'the bank paid': bankPaid,
  'the bank did not pay': bank(false),
  'an account changes': accountChanges,
}
