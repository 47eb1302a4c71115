import { dayOf } from '#core/time.ts'
import { directory } from '#platform/directory/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { buyerOf, numberOf, providerOf, type Scene, WAN } from './hero-parts.ts'
import { afterNotice, announceBatch, approveAndSend, confirmRun, decideBatch } from './settling.ts'
import { openBatch, prepareRun, publishBatch } from './settling.ts'
import {
  acceptOrder,
  act,
  confirmOrder,
  deliverOrder,
  evaluateOrder,
  fileClaim,
  fileRedemption,
  proposeOrder,
  registerInvoice,
  voucherOf,
  type Work,
} from './steps.ts'

/**
 * Tianjin Binhai beside the province: in the 2024 round the laboratory redeems two vouchers, one claimed under the 2022 text and
 * one under that of 2024; since the text of 2025 the firm redeems, and that is where its desks stand today.
 */
const SCHEME = 'binhai-voucher'
const YUAN_A_YEAR = 3_000_000n

/** Every year's money, released at once as the district's rulebooks say. */
async function openBudgets({ p, days, cast, story }: Scene): Promise<void> {
  const by = cast.desk.binhaiFinance
  for (let year = Number(story.begins.slice(0, 4)); year <= dayOf(days.end).year; year++) {
    const at = days.on(`${year}-01-04`, 9 * 60 + 20)
    if (Temporal.Instant.compare(at, days.end) > 0) return
    const key = `binhai/budget/${year}`
    const { id } = await p.call(key, vouchers.openBudget, { body: { scheme: SCHEME, year } }, by, at)
    const params = { id }
    const amountFen = YUAN_A_YEAR * 100n
    const allotted = {
      amountFen,
      from: 'appropriation' as const,
      reason: `${year}年度区级科技创新券资金下达`,
    }
    await p.call(`${key}/allot`, vouchers.allot, { params, body: allotted }, by, at.add({ minutes: 5 }))
    const released = { amountFen, reason: '一次发放' }
    await p.call(`${key}/release`, vouchers.release, { params, body: released }, by, at.add({ minutes: 9 }))
  }
}

async function admit({ p, days, cast, story }: Scene): Promise<void> {
  const { name, host, regionCode } = cast.binhaiLab
  const row = {
    ...{ name, hostUscc: host.uscc, hostName: host.name, regionCode },
    ...{ providerClass: 'listed_provider', from: '2022-01-01' },
  }
  const body = { list: SCHEME, batch: '入库服务机构（示例）', rows: [row] }
  const at = days.on(story.begins, 550)
  await p.call('binhai/admit', directory.importProviders, { body }, cast.desk.binhaiDirector, at)
}

type Dates = { claim: string; order: string; delivered: string; asked: string }

/** From the claim to the laboratory's request; the firm pays four tenths of the price, its own share as a high-tech firm. */
async function redeemedByLab(scene: Scene, key: string, work: Work, on: Dates): Promise<string> {
  const { p, days, cast } = scene
  const at = (day: string, minute: number) => days.on(day, minute)
  const claimId = await fileClaim(p, `${key}/claim`, work.buyer.clerk, at(on.claim, 580), work)
  const passedAt = days.later(at(on.claim, 580), 2, 620)
  const fits = { reason: '高新技术企业证书有效，符合申领条件。' }
  await act(p, `${key}/claim/pass`, cast.desk.binhai, passedAt, claimId, 'pass', fits)
  const voucherId = await voucherOf(p, work.buyer.clerk, passedAt, claimId)
  if (!voucherId) throw new Error(`demo: ${key} has no voucher`)
  const orderId = await proposeOrder(p, `${key}/order`, at(on.order, 570), work, voucherId)
  await confirmOrder(p, `${key}/order/confirm`, at(on.order, 690), work, orderId)
  await deliverOrder(p, `${key}/order/deliver`, at(on.delivered, 600), work, orderId)
  const acceptedAt = days.later(at(on.delivered, 600), 3, 610)
  await acceptOrder(p, `${key}/order/accept`, acceptedAt, work, orderId)
  await evaluateOrder(p, `${key}/order/evaluate`, acceptedAt.add({ minutes: 20 }), work, orderId)
  const invoicedAt = at(on.asked, 590)
  const invoiceId = await registerInvoice(p, `${key}/invoice`, invoicedAt, work, numberOf(key))
  const of = { orderId, invoiceId, paidOn: dayOf(invoicedAt).toString() }
  const id = await fileRedemption(p, `${key}/redemption`, at(on.asked, 640), work, of)
  const first = { reason: '材料齐全，自付部分已付。' }
  await act(p, `${key}/first`, cast.desk.binhai, days.later(at(on.asked, 0), 2, 600), id, 'pass', first)
  const second = { reason: '合同、发票、自付款和评价相符，同意兑现。' }
  await act(
    p,
    `${key}/second`,
    cast.desk.binhaiSecond,
    days.later(at(on.asked, 0), 4, 600),
    id,
    'pass',
    second,
  )
  return id
}

/** The 2024 round: both requests in one batch, on notice, decided, and paid to the university. */
async function round2024(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { desk } = cast
  const parties = { buyer: buyerOf(cast.binhaiFirm), provider: providerOf(cast.binhaiLab) }
  const common = {
    ...{ ...parties, scheme: SCHEME, service: 'testing' as const, crossRegion: false },
    purpose: '深海连接件需做耐压与疲劳试验，查明密封失效的原因。',
  }
  const old = {
    ...common,
    title: '水下连接器耐压试验',
    contractFen: 10n * WAN,
    amountFen: 6n * WAN,
    ownFen: 4n * WAN,
  }
  const young = {
    ...common,
    title: '海工钢疲劳试验',
    contractFen: 15n * WAN,
    amountFen: 9n * WAN,
    ownFen: 6n * WAN,
  }
  const rows = [
    await redeemedByLab(scene, 'binhai/old', old, {
      ...{ claim: '2024-01-09', order: '2024-01-22', delivered: '2024-10-28', asked: '2024-12-03' },
    }),
    await redeemedByLab(scene, 'binhai/young', young, {
      ...{ claim: '2024-04-10', order: '2024-04-22', delivered: '2024-11-04', asked: '2024-12-04' },
    }),
  ]
  const key = 'binhai/b1'
  const batch = await openBatch(p, key, desk.binhai, days.on('2024-12-16', 560), rows, SCHEME)
  const notice = await publishBatch(p, `${key}/publish`, desk.binhai, days.on('2024-12-17', 560), batch)
  const at = await afterNotice(p, days, key, notice)
  const approve = rows.map((redemptionId) => ({ redemptionId, decision: 'approve' as const }))
  await decideBatch(p, `${key}/decide`, desk.binhaiDirector, at, batch, approve)
  await announceBatch(p, `${key}/announce`, desk.binhaiDirector, at.add({ minutes: 20 }), batch)
  const payers = {
    ...{ province: desk.binhai, director: desk.binhaiDirector, finance: desk.binhaiFinance },
    ...{ preparer: desk.binhaiPreparer, approver: desk.binhaiApprover },
  }
  const on = (workingDays: number) => days.later(at, workingDays, 620)
  const run = await prepareRun(p, `${key}/run`, desk.binhaiPreparer, on(2), rows)
  await approveAndSend(p, `${key}/run`, payers, [on(3), on(4)], run.id)
  await confirmRun(p, `${key}/run`, desk.binhaiPreparer, on(6), run.id, () => null)
}

/** Today, under the text of 2025: a claim at the reviewer's desk, and a service that the firm has to evaluate. */
async function today({ p, days, cast }: Scene): Promise<void> {
  const parties = { buyer: buyerOf(cast.binhaiFirm), provider: providerOf(cast.binhaiLab) }
  const common = { ...parties, scheme: SCHEME, crossRegion: false }
  const pilot: Work = {
    ...{ ...common, service: 'pilot_production', title: '耐压壳体中试' },
    purpose: '新型耐压壳体已完成小试，需要中试验证工艺稳定性。',
    ...{ contractFen: 12n * WAN, amountFen: 6n * WAN },
  }
  const computing: Work = {
    ...{ ...common, service: 'computing_power', title: '流固耦合仿真算力' },
    purpose: '壳体在极限水深下的流固耦合仿真，需要算力支持。',
    ...{ contractFen: 8n * WAN, amountFen: 4n * WAN },
  }
  const { clerk } = pilot.buyer
  const claimId = await fileClaim(p, 'binhai/pilot', clerk, days.ago(120, '10:00'), pilot)
  const fits = { reason: '属于中试服务，符合条件。' }
  await act(p, 'binhai/pilot/pass', cast.desk.binhai, days.ago(117), claimId, 'pass', fits)
  const voucherId = (await voucherOf(p, clerk, days.ago(117, '10:30'), claimId)) as string
  const orderId = await proposeOrder(p, 'binhai/pilot/order', days.ago(110), pilot, voucherId)
  await confirmOrder(p, 'binhai/pilot/order/confirm', days.ago(108), pilot, orderId)
  await deliverOrder(p, 'binhai/pilot/deliver', days.ago(9), pilot, orderId)
  await acceptOrder(p, 'binhai/pilot/accept', days.ago(4), pilot, orderId)
  await fileClaim(p, 'binhai/computing', clerk, days.ago(2, '14:10'), computing)
}

export async function binhai(scene: Scene): Promise<void> {
  await openBudgets(scene)
  await admit(scene)
  await round2024(scene)
  await today(scene)
}
