import { sql } from 'kysely'
import { payments } from '#business/payments/browser.ts'
import type { Who } from '../community.ts'
import * as pay from '../payments.ts'
import { type Move, one, type Row } from './rows.ts'
import { bankPaid } from './settling.ts'
import type { World } from './world.ts'

/** From paid money back, and again; each move first brings about what it needs. */

const paid = sql<Row>`select p.redemption_id as id, r.payee_id as other
  from payment_row p join redemption r on r.case_id = p.redemption_id where p.status = 'paid'`
const recover: Move = async (world, pick) => {
  const found = await one(world, pick, paid, bankPaid)
  if (!found) return false
  const body = pay.recoverBody(BigInt(1 + (pick % 5)) * 100_000n, pick % 2 ? 'overpaid' : 'falsehood')
  const director = await world.as(world.province.director)
  await world.node.call(payments.recover, { params: { id: found.id }, body }, director)
  return true
}

const isFalse: Move = (world, pick) => recover(world, pick - (pick % 2))

const recoveries = (which: ReturnType<typeof sql>) =>
  sql<Row>`select id, null as other from recovery where ${which}`
const falsehood = sql`cause = 'falsehood' and status <> 'overturned'`

let slips = 0
const slip = (pick: number) => ({
  amountFen: BigInt(1 + (pick % 3)) * 50_000n,
  bankReference: `WALK-${++slips}`,
})

/** Money comes back of an open recovery. */
const comesBack =
  (which: ReturnType<typeof sql>, bring: Move): Move =>
  async (world, pick) => {
    const found = await one(world, pick, recoveries(sql`status = 'open' and ${which}`), bring)
    if (!found) return false
    const body = { ...slip(pick), receivedOn: pay.today(world) }
    const finance = await world.as(world.province.finance)
    await world.node.call(payments.bookReturn, { params: { id: found.id }, body }, finance)
    return true
  }

/** A finding of falsehood falls. */
const overturn =
  (which: ReturnType<typeof sql>, bring: Move): Move =>
  async (world, pick) => {
    const found = await one(world, pick, recoveries(sql`${falsehood} and ${which}`), bring)
    if (!found) return false
    const body = { reason: '行政复议决定撤销' }
    const deputy = await world.as(world.deputy)
    await world.node.call(payments.overturnFalsehood, { params: { id: found.id }, body }, deputy)
    return true
  }

/** What came back is paid again. */
const paidAgain: Move = async (world, pick) => {
  const due = recoveries(sql`refunded_fen < refund_fen`)
  const found = await one(world, pick, due, overturn(sql`returned_fen > 0`, comesBack(falsehood, isFalse)))
  if (!found) return false
  const body = { ...slip(0), paidOn: pay.today(world) }
  const finance = await world.as(world.province.finance)
  await world.node.call(payments.bookRefund, { params: { id: found.id }, body }, finance)
  return true
}

const holderOf = (world: World, id: string | null): { owner: Who; clerk: Who } =>
  world.firms.find((firm) => firm.id === id) ?? world.lab

/** Whoever was paid returns a part by itself. */
const volunteer: Move = async (world, pick) => {
  const found = await one(world, pick, paid, bankPaid)
  if (!found) return false
  const body = { amountFen: BigInt(1 + (pick % 5)) * 50_000n, reason: '自查多报' }
  const owner = await world.as(holderOf(world, found.other).owner)
  await world.node.call(payments.returnVoluntarily, { params: { id: found.id }, body }, owner)
  return true
}

/** What has not come back need not. */
const waive: Move = async (world, pick) => {
  const overpaid = recoveries(sql`status = 'open' and cause <> 'falsehood'`)
  const found = await one(world, pick, overpaid, (_, at) => recover(world, at | 1))
  if (!found) return false
  const director = await world.as(world.province.director)
  const input = { params: { id: found.id }, body: { reason: '企业注销，无可追回' } }
  await world.node.call(payments.waiveRecovery, input, director)
  return true
}

const invoiced = sql<Row>`select i.id, i.registered_by as other from invoice i where i.kind = 'blue' and exists (
  select from invoice_presentation p join redemption r on r.case_id = p.subject_id
  where p.invoice_id = i.id and r.status = 'approved')`
/** A part of an approved request's invoice is taken back by whoever registered it. */
const redLetter: Move = async (world, pick) => {
  const blue = await one(world, pick, invoiced, bankPaid)
  if (blue)
    await pay.redLetter(world, blue.id, holderOf(world, blue.other).clerk, BigInt(1 + (pick % 4)) * 50_000n)
  return blue !== null
}

const undecided = sql<Row>`select id, redemption_id as other from recovery_proposal where status = 'open'`
/** A red-letter invoice has money come back. */
const follow: Move = async (world, pick) => {
  const found = await one(world, pick, undecided, redLetter)
  if (!found) return false
  const proposalId = found.id
  const body = { ...pay.recoverBody(50_000n, 'red_invoice'), proposalId }
  const director = await world.as(world.province.director)
  await world.node.call(payments.recover, { params: { id: found.other ?? '' }, body }, director)
  return true
}

/** A red-letter invoice changes nothing after all. */
const dismiss: Move = async (world, pick) => {
  const found = await one(world, pick, undecided, redLetter)
  if (!found) return false
  const director = await world.as(world.province.director)
  const input = { params: { id: found.id }, body: { reason: '已补开发票，金额不变' } }
  await world.node.call(payments.dismissProposal, input, director)
  return true
}

export const recoveringMoves: Record<string, Move> = {
  recover,
  'money comes back': comesBack(sql`true`, recover),
  'money comes back by itself': volunteer,
  waive,
  'a finding is overturned': overturn(sql`true`, isFalse),
  'paid again': paidAgain,
  'a red-letter invoice': redLetter,
  'a proposal is followed': follow,
  'a proposal is dismissed': dismiss,
}
