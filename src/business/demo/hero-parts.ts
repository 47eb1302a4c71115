import { createHash } from 'node:crypto'
import { dayOf } from '#core/time.ts'
import type { Cast, Firm, Lab } from './cast.ts'
import type { Days } from './days.ts'
import { wordsOf } from './names.ts'
import type { Player, Who } from './player.ts'
import { randomOf } from './random.ts'
import type { Story } from './story.ts'
import {
  acceptOrder,
  act,
  type Buyer,
  confirmOrder,
  deliverOrder,
  fileClaim,
  fileRedemption,
  invoiceNumber,
  type Provider,
  proposeOrder,
  registerInvoice,
  voucherOf,
  type Work,
} from './steps.ts'

/** What the scenes share. */
export type Scene = { p: Player; cast: Cast; days: Days; story: Story; hero: Buyer & { owner: Who } }

export const providerOf = ({ id, name, host, clerk }: Lab): Provider => ({ id, name, host, clerk })
export const buyerOf = ({ id, name, uscc, clerk }: Firm): Buyer => ({ id, name, uscc, clerk })

export const WAN = 1_000_000n

const PURPOSES: Record<string, string> = {
  轴承失效分析: '主轴轴承寿命不稳定，需做扫描电镜与能谱分析，找出失效原因。',
  主轴轴承失效分析: '主轴轴承寿命不稳定，需做扫描电镜与能谱分析，找出失效原因。',
}

/** A test at the Tianjin laboratory: contract in ten thousands, a voucher for four tenths of it. */
export function testing(buyer: Buyer, lab: Lab, contractWan: number, title = '轴承失效分析'): Work {
  return {
    ...{ service: 'testing', crossRegion: true, title, buyer, provider: providerOf(lab) },
    purpose: PURPOSES[title] ?? `为改进产品，需完成${title}，取得报告和原始数据。`,
    contractFen: BigInt(contractWan) * WAN,
    amountFen: (BigInt(contractWan) * WAN * 4n) / 10n,
  }
}

/** The same of something that the firm makes: by its trade, and by the seed. */
export function testOf({ story }: Scene, key: string, buyer: Buyer, lab: Lab, contractWan: number): Work {
  const random = randomOf(`${story.seed}/work/${key}`)
  const service = story.services.find(({ kind }) => kind === 'testing')
  const trade = story.firms.trades.find(({ name }) => buyer.name.includes(name))
  if (!service || !trade) throw new Error(`demo: the story has no words for ${buyer.name}`)
  return { ...testing(buyer, lab, contractWan), ...wordsOf(random, service, random.pick(trade.makes)) }
}

export type Reviewers = { county: Who; city: Who }
export const reviewersOf = ({ cast }: Scene, firm: { regionCode?: string }): Reviewers =>
  firm.regionCode === cast.shijiazhuang.regionCode
    ? { county: cast.desk.shijiazhuangCounty, city: cast.desk.shijiazhuangCity }
    : { county: cast.desk.county, city: cast.desk.city }

/** Filed, reviewed twice, issued: begins `from` days before the end. The voucher's id. */
export async function issued(
  { p, days }: Scene,
  key: string,
  work: Work,
  by: Reviewers,
  from: number,
): Promise<string> {
  const { clerk } = work.buyer
  const claimId = await fileClaim(p, `${key}/claim`, clerk, days.ago(from, '09:40'), work)
  await act(p, `${key}/county`, by.county, days.ago(from - 2, '10:20'), claimId, 'pass', {
    reason: '材料齐全，符合申领条件。',
  })
  await act(p, `${key}/city`, by.city, days.ago(from - 4, '15:10'), claimId, 'pass', { reason: '同意发放。' })
  const voucherId = await voucherOf(p, clerk, days.ago(from - 4, '15:20'), claimId)
  if (!voucherId) throw new Error(`demo: ${key} has no voucher`)
  return voucherId
}

/** Ordered under the voucher and confirmed. */
export async function ordered(
  { p, days }: Scene,
  key: string,
  work: Work,
  voucherId: string,
  from: number,
): Promise<string> {
  const orderId = await proposeOrder(p, `${key}/order`, days.ago(from, '09:30'), work, voucherId)
  await confirmOrder(p, `${key}/order/confirm`, days.ago(from - 1, '11:00'), work, orderId)
  return orderId
}

/** Delivered and accepted. */
export async function served(
  { p, days }: Scene,
  key: string,
  work: Work,
  orderId: string,
  from: number,
): Promise<void> {
  await deliverOrder(p, `${key}/order/deliver`, days.ago(from, '14:00'), work, orderId)
  await acceptOrder(p, `${key}/order/accept`, days.ago(from - 2, '10:10'), work, orderId)
}

/** Numbers of the told story lie above those of the volume. */
export const numberOf = (key: string): string =>
  invoiceNumber(
    900_000_000 +
      (Number.parseInt(createHash('sha256').update(key).digest('hex').slice(0, 7), 16) % 90_000_000),
  )

/** Invoiced, paid, asked for. The redemption's id. */
export async function requested(
  { p, days }: Scene,
  key: string,
  work: Work,
  orderId: string,
  from: number,
): Promise<string> {
  const at = days.ago(from, '09:50')
  const invoiceId = await registerInvoice(p, `${key}/invoice`, at, work, numberOf(key))
  const paidOn = dayOf(at).toString()
  return fileRedemption(p, `${key}/redemption`, days.ago(from - 1, '16:00'), work, {
    orderId,
    invoiceId,
    paidOn,
  })
}

/** From the claim to a passed request that waits for its batch; takes 30 days and ends `to` days before the end. */
export async function wholeWay(
  scene: Scene,
  key: string,
  work: Work,
  by: Reviewers,
  to: number,
): Promise<string> {
  const voucherId = await issued(scene, key, work, by, to + 30)
  const orderId = await ordered(scene, key, work, voucherId, to + 24)
  await served(scene, key, work, orderId, to + 10)
  const id = await requested(scene, key, work, orderId, to + 6)
  await act(scene.p, `${key}/redemption/city`, by.city, scene.days.ago(to, '14:30'), id, 'pass', {
    reason: '合同、发票、付款和成果相符，同意兑付。',
  })
  return id
}
