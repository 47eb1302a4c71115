// The node that `ledger.ts` kills: opens the data folder, tells what it finds there, sees to it that enough approvals wait,
// and serves. One JSON line for each of the three.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { json } from '#core/db.ts'
import { createLog } from '#core/log.ts'
import { runningPostmaster } from '#core/postgres-process.ts'
import { movableClock } from '#core/time.ts'
import { auditLedger, trialBalance } from '#platform/ledger/index.ts'
import { createNode } from '../../src/node.ts'
import { admitLab, fitFirm, makeCommunity, openBudget } from '../community.ts'
import { batched, job, publish } from '../payments.ts'
import {
  acceptedOrder,
  file,
  invoiceOf,
  requestBody,
  reviewed,
  type Scene,
  voucherOf,
} from '../redemptions.ts'

const [, , dataDir = '', wanted = '500'] = process.argv
const FIRMS = 20
const AT_ONCE = 8
const say = (line: object) => process.stdout.write(`${json(line)}\n`)
const clockFile = join(dataDir, 'clock')
const first = !existsSync(clockFile)
const clock = movableClock(first ? '2026-03-02T09:00:00+08:00' : readFileSync(clockFile, 'utf8'))

const began = performance.now()
const config = {
  ...{ port: 0, url: 'http://localhost:3000', publicUrl: false, dataDir, community: 'jingjinji' },
  ...{ databaseUrl: null, smtpUrl: null, demo: false },
}
const node = Object.assign(
  await createNode(config, { clock, log: createLog('silent'), background: false, poolSize: 24 }),
  { clock },
)
const { db } = node.database
say({ upMs: Math.round(performance.now() - began) })
say({ found: await found() })

const scene: Scene = { ...(await makeCommunity(node)), budgetId: '' }
if (first) await openBudget(scene, 90_000_000_000n)
await admitLab(scene, dayBefore())
const missing = Number(wanted) - (await waiting()).length
if (missing > 0) await prepare(missing)
writeFileSync(clockFile, clock.now().toString())
const cookie = await node.auth.cookieFor(scene.province.director.userId)
say({
  url: await node.listen(0),
  cookie,
  work: await waiting(),
  cluster: runningPostmaster(join(dataDir, 'pg')),
})

/** What a careful auditor would look at after a crash. */
async function found() {
  const { rows: twice } = await sql<{ id: string }>`
    select hold_id as id from ledger_transfer where code = 'voucher.redeem' group by hold_id having count(*) > 1`.execute(
    db,
  )
  const { rows: sums } = await sql<{ approved: bigint; posted: bigint; payable: bigint }>`
    select coalesce((select sum(approved_fen) from redemption where status = 'approved'), 0)::bigint as approved,
      coalesce((select sum(amount_fen) from ledger_transfer where code = 'voucher.redeem'), 0)::bigint as posted,
      coalesce((select sum(r.approved_fen) from batch_row b join redemption r on r.case_id = b.redemption_id
        where b.status = 'approved' and r.status = 'approved'), 0)::bigint as payable`.execute(db)
  const { rows: approved } = await sql<{ id: string }>`
    select case_id as id from redemption where status = 'approved'`.execute(db)
  return {
    totalFen: (await trialBalance(db)).totalFen,
    discrepancies: await auditLedger(db),
    twice: twice.map((row) => row.id),
    sums: sums[0],
    approved: approved.map((row) => row.id),
  }
}

async function waiting() {
  const { rows } = await sql<{ batchId: string; redemptionId: string }>`
    select b.id as batch_id, r.redemption_id from batch b join batch_row r on r.batch_id = b.id
    where b.status = 'deciding' and r.status = 'listed' order by random()`.execute(db)
  return rows
}

/** From the claim to the closed notice, `count` times, by a few firms at once. */
async function prepare(count: number): Promise<void> {
  const firms: Scene['firm'][] = []
  for (let i = 0; i < FIRMS; i++)
    firms.push(await db.transaction().execute((tx) => fitFirm(tx, `廊坊示例第${i}机械有限公司`, clock.now())))
  let next = 0
  const ids: string[] = []
  const one = async () => {
    while (next < count) {
      const firm = firms[next++ % FIRMS] as Scene['firm']
      ids.push(await request(firm))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  const { id } = await batched(scene, ids)
  const notice = await publish(scene, id)
  clock.set(`${notice.closesOn}T23:00:00+08:00`)
  clock.advance({ hours: 2 })
  await job(scene, 'notices.close_due')
}

async function request(firm: Scene['firm']): Promise<string> {
  const day = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
  const amounts = { amountFen: 100_000n, contractFen: 20_000_000n }
  const voucherId = await voucherOf(scene, firm, amounts)
  const dates = { contractSignedOn: day.toString(), deliverBy: day.add({ days: 60 }).toString() }
  const orderId = await acceptedOrder(scene, voucherId, firm, dates)
  const invoiceId = await invoiceOf(scene, firm, [20_000_000n], { issuedOn: day.toString() })
  const body = await requestBody(scene, orderId, invoiceId, {}, firm)
  const payments = body.payments.map((payment) => ({ ...payment, paidOn: day.toString() }))
  const { id } = await file(scene, { ...body, payments }, firm)
  await reviewed(scene, id)
  return id
}

function dayBefore(): string {
  return clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().subtract({ days: 1 }).toString()
}
