import assert from 'node:assert/strict'
import { runJob } from '#core/jobs.ts'
import { answer, type QueryCtx } from '#core/query.ts'
import { directory } from '#platform/directory/browser.ts'
import { invoices } from '#platform/invoices/browser.ts'
import { auditLedger, balance, trialBalance } from '#platform/ledger/index.ts'
import { cells, readTable } from '#platform/tables/index.ts'
import { payments } from '#business/payments/browser.ts'
import { paymentsModule } from '#business/payments/index.ts'
import { accountsOf } from '#business/vouchers/index.ts'
import { type Community, fitFirm, SCHEME, type Who } from './community.ts'
import {
  acceptedOrder,
  file,
  fileOf,
  invoiceOf,
  requestBody,
  reviewed,
  type Scene,
  voucherOf,
} from './redemptions.ts'

export const refusedWith = (code: string) => (error: unknown) =>
  (error as { code?: string }).code === code || assert.fail(`expected ${code}, got ${String(error)}`)

let firms = 0
export const newFirm = (
  scene: Scene,
  name = `廊坊示例第${++firms}机械有限公司`,
): Promise<Community['firm']> =>
  scene.node.database.db.transaction().execute((tx) => fitFirm(tx, name, scene.node.clock.now()))

/** A request of a new firm, all of it dated today, that passed its review. */
export async function passed(scene: Scene, given?: Community['firm']) {
  const firm = given ?? (await newFirm(scene))
  const day = Temporal.PlainDate.from(today(scene))
  const voucherId = await voucherOf(scene, firm)
  const dates = { contractSignedOn: day.toString(), deliverBy: day.add({ days: 60 }).toString() }
  const orderId = await acceptedOrder(scene, voucherId, firm, dates)
  const invoiceId = await invoiceOf(scene, firm, [20_000_000n], { issuedOn: day.toString() })
  const body = await requestBody(scene, orderId, invoiceId, {}, firm)
  const onDay = body.payments.map((payment) => ({ ...payment, paidOn: day.toString() }))
  const made = await file(scene, { ...body, payments: onDay }, firm)
  await reviewed(scene, made.id)
  return { ...made, voucherId, orderId, invoiceId, firm }
}

/** Whoever pays, by whichever scheme. */
export type Payer = Pick<Scene, 'node' | 'as' | 'province'>

export async function batched(scene: Payer, redemptionIds: string[], scheme = SCHEME) {
  const body = { scheme, redemptionIds }
  return scene.node.call(payments.createBatch, { body }, await scene.as(scene.province.reviewer))
}

export const job = (scene: Pick<Scene, 'node'>, name: string) =>
  runJob(
    { ...scene.node, place: { dataDir: scene.node.config.dataDir, url: scene.node.config.url, demo: false } },
    name,
  )

export async function publish(scene: Payer, id: string) {
  return scene.node.call(
    payments.publishBatch,
    { params: { id }, body: {} },
    await scene.as(scene.province.reviewer),
  )
}

/** In a batch, on notice, the period over. */
export async function noticed(scene: Scene, redemptionIds: string[]) {
  const { id } = await batched(scene, redemptionIds)
  const notice = await publish(scene, id)
  scene.node.clock.set(`${notice.closesOn}T23:00:00+08:00`)
  scene.node.clock.advance({ hours: 2 })
  await job(scene, 'notices.close_due')
  return { id, notice }
}

export async function decide(
  scene: Payer,
  id: string,
  rows: { redemptionId: string; decision: 'approve' | 'decline'; reason?: string }[],
  who: Who = scene.province.director,
) {
  return scene.node.call(payments.decideBatch, { params: { id }, body: { rows } }, await scene.as(who))
}

/** The whole way to an approved request that waits for its money. */
export async function approved(scene: Scene, count = 1) {
  const made = []
  for (let at = 0; at < count; at++) made.push(await passed(scene))
  const ids = made.map(({ id }) => id)
  return { made, ids, batch: await allApproved(scene, ids) }
}

/** Passed requests through a batch, its notice and the decision. */
export async function allApproved(scene: Scene, ids: string[]) {
  const batch = await noticed(scene, ids)
  await decide(
    scene,
    batch.id,
    ids.map((redemptionId) => ({ redemptionId, decision: 'approve' as const })),
  )
  return batch
}

export async function prepare(scene: Payer, redemptionIds: string[], acceptChanged: string[] = []) {
  const body = { redemptionIds, acceptChanged }
  return scene.node.call(payments.prepareRun, { body }, await scene.as(scene.province.preparer))
}

export async function approve(scene: Payer, id: string, who: Who = scene.province.approver) {
  return scene.node.call(payments.approveRun, { params: { id }, body: {} }, await scene.as(who))
}

export async function send(scene: Payer, id: string) {
  return scene.node.call(
    payments.sendRun,
    { params: { id }, body: {} },
    await scene.as(scene.province.preparer),
  )
}

export async function sent(scene: Scene, redemptionIds: string[]) {
  const run = await prepare(scene, redemptionIds)
  await approve(scene, run.id)
  await send(scene, run.id)
  return run
}

export const HEAD = '拨付单号,行号,金额,支付结果,支付日期,银行流水号,未支付原因'

export const today = (scene: Pick<Scene, 'node'>) =>
  scene.node.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()

let references = 0
export const paidLine = (
  scene: Pick<Scene, 'node'>,
  run: string,
  rowNo: number,
  yuan: string,
  reference = `BK${++references}`,
) => `${run},${rowNo},${yuan},已支付,${today(scene)},${reference},`

export async function confirm(scene: Payer, lines: string[], who: Who = scene.province.preparer) {
  const csv = [HEAD, ...lines].join('\n')
  return scene.node.call(payments.confirm, { body: { csv } }, await scene.as(who))
}

/** Approved, sent and confirmed as paid. */
export async function paid(scene: Scene, given?: Community['firm']) {
  const first = await passed(scene, given)
  await allApproved(scene, [first.id])
  const run = await sent(scene, [first.id])
  await confirm(scene, [paidLine(scene, run.number, 1, '80000.00')])
  return { ...first, run }
}

/** The payment file as bytes, through the query door. */
export async function fileOfRun(scene: Scene, id: string, who: Who): Promise<Uint8Array> {
  const { actor } = await scene.as(who)
  const { node } = scene
  const handler = paymentsModule.handlers.runFile as (ctx: QueryCtx, input: unknown) => Promise<unknown>
  const found = await answer(
    node.database,
    { dataDir: node.config.dataDir, url: node.config.url, demo: false },
    {
      name: 'payments.runFile',
      endpoint: payments.runFile,
      actor,
      now: node.clock.now(),
      handle: (ctx) => handler(ctx, { params: { id } }),
    },
  )
  return new Uint8Array(await (found as Response).arrayBuffer())
}

export const readRunFile = (bytes: Uint8Array) =>
  readTable(bytes, [
    { key: 'run', titles: ['拨付单号'], parse: cells.text(), required: true },
    { key: 'rowNo', titles: ['行号'], parse: cells.integer, required: true },
    { key: 'account', titles: ['收款账号'], parse: cells.text(), required: true },
    { key: 'amountFen', titles: ['金额'], parse: cells.yuan, required: true },
  ])

let reds = 0
/** The firm registers a red-letter invoice that takes back a part of line 1. */
export async function redLetter(
  scene: Pick<Scene, 'node' | 'as'>,
  invoiceId: string,
  clerk: Who,
  amountFen: bigint,
) {
  const { db } = scene.node.database
  const blue = await db
    .selectFrom('invoice')
    .selectAll()
    .where('id', '=', invoiceId)
    .executeTakeFirstOrThrow()
  const body = {
    code: '',
    number: String(26999999999999990000n + BigInt(++reds)),
    blue: { code: blue.code, number: blue.number },
    issuedOn: today(scene),
    totalFen: amountFen,
    lines: [{ blueLineNo: 1, amountFen }],
    fileId: await fileOf(scene, clerk, '红字发票.pdf'),
  }
  return scene.node.call(invoices.registerRed, { body }, await scene.as(clerk))
}

/** The undecided proposal about a redemption. */
export async function proposalOf(scene: Scene, redemptionId: string) {
  const query = { status: 'open' as const, redemptionId }
  const found = await scene.node.call(payments.proposals, { query }, await scene.as(scene.province.director))
  return found.rows[0] ?? assert.fail('no proposal is open')
}

export async function dismissed(scene: Scene, redemptionId: string) {
  const { id } = await proposalOf(scene, redemptionId)
  const body = { reason: '已补开发票，金额不变' }
  return scene.node.call(
    payments.dismissProposal,
    { params: { id }, body },
    await scene.as(scene.province.director),
  )
}

let accounts = 0
type Firm = Community['firm']

/** The firm declares another account. */
export async function declareAccount(scene: Scene, firm: Firm): Promise<string> {
  const value = { name: firm.name, bank: '示例银行新支行', number: String(6217_0000_0000_0000 + ++accounts) }
  const declared = await scene.node.call(
    directory.declare,
    { params: { id: firm.id }, body: { key: 'bankAccount', value } },
    await scene.as(firm.owner),
  )
  return declared.id
}

/** The county confirms it. */
export async function confirmAccount(scene: Scene, id: string): Promise<void> {
  const body = { confirm: true, reason: '开户许可核对一致' }
  await scene.node.call(directory.decideFact, { params: { id }, body }, await scene.as(scene.county.reviewer))
}

export async function changeAccount(scene: Scene, firm: Firm): Promise<void> {
  await confirmAccount(scene, await declareAccount(scene, firm))
}

export async function cancel(scene: Payer, id: string) {
  const body = { reason: '账户变更' }
  return scene.node.call(
    payments.cancelRun,
    { params: { id }, body },
    await scene.as(scene.province.preparer),
  )
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export async function books(scene: Scene, budgetId = scene.budgetId) {
  const { db } = scene.node.database
  const of = accountsOf(budgetId)
  const fen = async (path: string) => (await balance(db, path)).balanceFen
  return {
    available: await fen(of.available),
    payable: await fen(of.payable),
    paid: await fen(of.paid),
    receivable: await fen(of.receivable),
  }
}

/** Whatever happened: the books sum to nothing, agree with their entries, and with the rows of the payments. */
export async function sound(scene: Payer): Promise<void> {
  const { db } = scene.node.database
  assert.equal((await trialBalance(db)).totalFen, 0n)
  assert.deepEqual(await auditLedger(db), [])
  const told = await scene.node.call(payments.reconciliation, {}, await scene.as(scene.province.auditor))
  assert.equal(
    told.balanced,
    true,
    JSON.stringify(told.budgets, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
  )
}

export const recoverBody = (
  amountFen: bigint,
  cause: 'falsehood' | 'overpaid' | 'red_invoice' = 'falsehood',
) => ({
  cause,
  amountFen,
  reason: '经核查不实',
  clause: '管理办法第二十条',
  workingDays: 20,
})
