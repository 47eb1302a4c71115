import { sql } from 'kysely'
import { jobNames } from '#core/jobs.ts'
import { byHand, cases } from '#platform/cases/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { Who } from '../community.ts'
import * as pay from '../payments.ts'
import { acceptedOrder, file, invoiceOf, requestBody, type Scene } from '../redemptions.ts'
import { claimAndPass, claimBody, person } from '../community.ts'

/** One thing that somebody may do now; false where there is nothing to do it to. */
export type Move = (scene: Scene, pick: number) => Promise<boolean>

const firms = new Map<Scene, Awaited<ReturnType<typeof pay.newFirm>>[]>()

async function firmOf(scene: Scene, pick: number) {
  const known = firms.get(scene) ?? []
  firms.set(scene, known)
  if (known.length < 6 || pick % 7 === 0) known.push(await pay.newFirm(scene))
  return known[pick % known.length] as (typeof known)[number]
}

type Row = { id: string; other: string | null }
/** One of the rows, or none. */
async function one(scene: Scene, pick: number, query: ReturnType<typeof sql<Row>>): Promise<Row | null> {
  const { rows } = await query.execute(scene.node.database.db)
  return rows.length > 0 ? (rows[pick % rows.length] as Row) : null
}

async function all(scene: Scene, query: ReturnType<typeof sql<Row>>): Promise<string[]> {
  return (await query.execute(scene.node.database.db)).rows.map(({ id }) => id)
}

const bodyFor = (action: string, pick: number): object => {
  if (action === 'request_supplement') return { reason: '请补充说明', fields: ['purpose'] }
  if (action === 'extend') return { reason: '案情复杂', workingDays: 1 + (pick % 3), order: '延期通知' }
  if (action === 'supply') return { form: {} }
  return { reason: '随机办理' }
}

const hands: readonly string[] = byHand

/** Any action that the case offers to somebody of the county, the city, the province or the firm. */
const onCase =
  (programme: string, wanted?: readonly string[]): Move =>
  async (scene, pick) => {
    const { node, county, city, province } = scene
    const found = await one(
      scene,
      pick,
      sql<Row>`select id, organisation_id as other from case_file
        where programme_id = ${programme} and status in ('open', 'supplement', 'held', 'refused', 'appealed')
        order by submitted_at desc limit 12`,
    )
    if (!found) return false
    const firm = (firms.get(scene) ?? []).find(({ id }) => id === found.other)
    const people: Who[] = [county, city, province].flatMap((desk) => [
      desk.reviewer,
      desk.second,
      desk.director,
    ])
    if (firm) people.push(firm.clerk)
    for (let at = 0; at < people.length; at++) {
      const who = await scene.as(people[(pick + at) % people.length] as Who)
      const told = await node.call(cases.get, { params: { id: found.id } }, who).catch(() => null)
      const may = (told?.available ?? []).filter(
        ({ action, allowed }) => allowed && (wanted ?? hands).includes(action),
      )
      const chosen = may[Math.floor(pick / 11) % Math.max(may.length, 1)]
      if (!chosen) continue
      const params = { id: found.id, action: chosen.action as 'pass' }
      await node.call(cases.act, { params, body: bodyFor(chosen.action, pick) as never }, who)
      return true
    }
    return false
  }

const claim: Move = async (scene, pick) => {
  const firm = await firmOf(scene, pick)
  const body = { ...claimBody, amountFen: BigInt(1 + (pick % 8)) * 1_000_000n }
  await scene.node.call(vouchers.fileClaim, { body }, await scene.as(firm.clerk))
  return true
}

/** An order with a voucher that nothing hangs on yet, its invoice and the request; where there is none, its claim goes first. */
const request: Move = async (scene, pick) => {
  const idle = sql<Row>`select v.id, v.organisation_id as other from voucher v where v.status = 'active' and v.remaining_fen > 0
    and not exists (select from redemption r where r.voucher_id = v.id and r.status not in ('withdrawn', 'refused'))`
  const ofFirms = async () => {
    const found = await one(scene, pick, idle)
    return { found, firm: (firms.get(scene) ?? []).find(({ id }) => id === found?.other) }
  }
  let { found, firm } = await ofFirms()
  if (!found || !firm) {
    await claimAndPass(scene, (await firmOf(scene, pick)).clerk, { amountFen: 4_000_000n })
    const later = await ofFirms()
    found = later.found
    firm = later.firm
  }
  if (!found || !firm) return false
  const day = Temporal.PlainDate.from(pay.today(scene))
  const dates = { contractSignedOn: day.toString(), deliverBy: day.add({ days: 60 }).toString() }
  const orderId = await acceptedOrder(scene, found.id, firm, dates)
  const invoiceId = await invoiceOf(scene, firm, [20_000_000n], { issuedOn: day.toString() })
  const body = await requestBody(scene, orderId, invoiceId, {}, firm)
  const paid = body.payments.map((payment) => ({ ...payment, paidOn: day.toString() }))
  await file(scene, { ...body, payments: paid }, firm)
  return true
}

/** A small voucher that nobody needs after all; where money is short its claim waits instead. */
const giveBack: Move = async (scene, pick) => {
  const firm = await firmOf(scene, pick)
  const caseId = await claimAndPass(scene, firm.clerk, { amountFen: 1_000_000n })
  const owner = await scene.as(firm.owner)
  const { voucherId } = await scene.node.call(vouchers.claim, { params: { id: caseId } }, owner)
  if (!voucherId) return false
  const input = { params: { id: voucherId }, body: { reason: '项目取消' } }
  await scene.node.call(vouchers.giveBack, input, owner)
  return true
}

const batch: Move = async (scene) => {
  const ids = await all(
    scene,
    sql<Row>`select r.case_id as id, null as other from redemption r where r.status = 'passed' and not exists (
      select from batch_row b where b.redemption_id = r.case_id and b.status in ('listed', 'held', 'approved')) limit 4`,
  )
  if (ids.length === 0) return false
  const { id } = await pay.batched(scene, ids)
  await pay.publish(scene, id)
  return true
}

const decide: Move = async (scene, pick) => {
  const found = await one(
    scene,
    pick,
    sql<Row>`select distinct b.id, null as other from batch b join batch_row r on r.batch_id = b.id
      where b.status = 'deciding' and r.status = 'listed'`,
  )
  if (!found) return false
  const ids = await all(
    scene,
    sql<Row>`select redemption_id as id, null as other from batch_row where batch_id = ${found.id} and status = 'listed'`,
  )
  const rows = ids.map((redemptionId, at) =>
    (pick + at) % 4 === 0
      ? { redemptionId, decision: 'decline' as const, reason: '不符合支付条件' }
      : { redemptionId, decision: 'approve' as const },
  )
  await pay.decide(scene, found.id, rows)
  return true
}

const payable = sql<Row>`select r.case_id as id, null as other from redemption r where r.status = 'approved'
  and not exists (select from payment_row p where p.redemption_id = r.case_id and p.status in ('prepared', 'sent', 'paid'))`

const run: Move = async (scene, pick) => {
  const ids = await all(scene, payable)
  if (ids.length === 0) return false
  await pay.prepare(scene, ids.slice(0, 1 + (pick % 2)), ids)
  return true
}

const runsIn = (status: string) =>
  sql<Row>`select id, number as other from payment_run where status = ${status}`
const onRun =
  (status: string, act: (scene: Scene, id: string) => Promise<unknown>): Move =>
  async (scene, pick) => {
    const found = await one(scene, pick, runsIn(status))
    if (found) await act(scene, found.id)
    return found !== null
  }

/** The bank's answer about one row that is on its way. */
const bank =
  (paid: boolean): Move =>
  async (scene, pick) => {
    const { rows } = await sql<{ number: string; rowNo: number; amountFen: bigint }>`
      select n.number, p.row_no, p.amount_fen from payment_row p join payment_run n on n.id = p.run_id
      where p.status = 'sent'`.execute(scene.node.database.db)
    const row = rows[pick % Math.max(rows.length, 1)]
    if (!row) return false
    const yuan = `${row.amountFen / 100n}.${String(row.amountFen % 100n).padStart(2, '0')}`
    const unpaid = `${row.number},${row.rowNo},${yuan},未支付,,,账号有误`
    await pay.confirm(scene, [paid ? pay.paidLine(scene, row.number, row.rowNo, yuan) : unpaid])
    return true
  }

const recover: Move = async (scene, pick) => {
  const found = await one(
    scene,
    pick,
    sql<Row>`select redemption_id as id, null as other from payment_row where status = 'paid'`,
  )
  if (!found) return false
  const body = pay.recoverBody(BigInt(1 + (pick % 5)) * 100_000n, pick % 2 ? 'overpaid' : 'falsehood')
  await scene.node.call(
    payments.recover,
    { params: { id: found.id }, body },
    await scene.as(scene.province.director),
  )
  return true
}

const deputies = new Map<Scene, Promise<Who>>()
/** Another director than the one who finds things false. */
function deputyOf(scene: Scene): Promise<Who> {
  const { node, province } = scene
  const made = deputies.get(scene)
  if (made) return made
  const deputy = node.database.db
    .transaction()
    .execute((tx) => person(tx, province.id, '副负责人', ['director'], node.clock.now()))
  deputies.set(scene, deputy)
  return deputy
}

let slips = 0
const recoveryWhere = (scene: Scene, pick: number, which: ReturnType<typeof sql>) =>
  one(scene, pick, sql<Row>`select id, null as other from recovery where ${which}`)

const slip = (pick: number) => ({
  amountFen: BigInt(1 + (pick % 3)) * 50_000n,
  bankReference: `WALK-${++slips}`,
})

/** Money comes back of an open recovery. */
const comesBack =
  (which = sql`status = 'open'`): Move =>
  async (scene, pick) => {
    const found = await recoveryWhere(scene, pick, which)
    if (!found) return false
    const body = { ...slip(pick), receivedOn: pay.today(scene) }
    const finance = await scene.as(scene.province.finance)
    await scene.node.call(payments.bookReturn, { params: { id: found.id }, body }, finance)
    return true
  }

/** A finding of falsehood falls. */
const overturn =
  (which = sql`true`): Move =>
  async (scene, pick) => {
    const found = await recoveryWhere(
      scene,
      pick,
      sql`cause = 'falsehood' and status <> 'overturned' and ${which}`,
    )
    if (!found) return false
    const body = { reason: '行政复议决定撤销' }
    const deputy = await scene.as(await deputyOf(scene))
    await scene.node.call(payments.overturnFalsehood, { params: { id: found.id }, body }, deputy)
    return true
  }

const due = sql`refunded_fen < refund_fen`
/** What came back is paid again; where nothing is due, some falsehood first comes back in part and falls. */
const paidAgain: Move = async (scene, pick) => {
  if (!(await recoveryWhere(scene, pick, due))) {
    const falsehood = sql`cause = 'falsehood' and status = 'open'`
    if (!(await recoveryWhere(scene, pick, falsehood))) await recover(scene, pick - (pick % 2))
    await comesBack(falsehood)(scene, pick)
    await overturn(sql`returned_fen > 0`)(scene, pick)
  }
  const found = await recoveryWhere(scene, pick, due)
  if (!found) return false
  const body = { ...slip(0), paidOn: pay.today(scene) }
  const finance = await scene.as(scene.province.finance)
  await scene.node.call(payments.bookRefund, { params: { id: found.id }, body }, finance)
  return true
}

/** What a finance officer does to the budget; what is not there to be taken back is refused. */
const money =
  (endpoint: 'release' | 'takeBack' | 'allot' | 'cut'): Move =>
  async (scene, pick) => {
    const body = { amountFen: BigInt(1 + (pick % 9)) * 1_000_000n, reason: '预算调整' }
    const finance = await scene.as(scene.province.finance)
    const params = { id: scene.budgetId }
    const { call } = scene.node
    if (endpoint === 'allot')
      await call(vouchers.allot, { params, body: { ...body, from: 'appropriation' } }, finance)
    else if (endpoint === 'cut')
      await call(vouchers.cut, { params, body: { ...body, to: 'appropriation' } }, finance)
    else await call(vouchers[endpoint], { params, body }, finance)
    return true
  }

/** Days pass, and everything that runs by itself has run. */
const time: Move = async (scene, pick) => {
  scene.node.clock.advance({ days: [1, 2, 8, 20][pick % 4] as number })
  const names = jobNames().filter(
    (name) => /^(cases|notices|vouchers|payments)\./.test(name) && !/mail/.test(name),
  )
  for (const name of names) await pay.job(scene, name)
  return true
}

export const moves: Record<string, Move> = {
  claim,
  'any action on a claim': onCase('voucher-claim'),
  'a claim onward': onCase('voucher-claim', ['take', 'pass', 'release_hold', 'supply', 'overturn']),
  'a claim ends without a voucher': onCase('voucher-claim', ['refuse', 'withdraw']),
  request,
  'any action on a request': onCase('voucher-redemption'),
  'a request onward': onCase('voucher-redemption', ['take', 'pass', 'release_hold', 'supply', 'overturn']),
  'a request ends without money': onCase('voucher-redemption', ['refuse', 'withdraw']),
  'give a voucher back': giveBack,
  batch,
  decide,
  run,
  'approve a run': onRun('prepared', pay.approve),
  'cancel a run': onRun('prepared', pay.cancel),
  'send a run': onRun('approved', pay.send),
  'the bank paid': bank(true),
  'the bank did not pay': bank(false),
  recover,
  'money comes back': comesBack(),
  'a finding is overturned': overturn(),
  'paid again': paidAgain,
  release: money('release'),
  allot: money('allot'),
  'take back a release': money('takeBack'),
  'cut an allotment': money('cut'),
  time,
}
