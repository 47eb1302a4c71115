import { dayOf } from '#core/time.ts'
import { orders } from '#platform/orders/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { Days } from './days.ts'
import { type Random, randomOf } from './random.ts'
import type { Player } from './player.ts'
import {
  acceptOrder,
  act,
  confirmOrder,
  deliverOrder,
  fileClaim,
  fileRedemption,
  invoiceNumber,
  proposeOrder,
  registerInvoice,
  voucherOf,
  type Work,
} from './steps.ts'
import type { Story } from './story.ts'
import type { VolumeFirm, VolumeLab } from './volume-people.ts'
import type { ClaimLife } from './volume-plan.ts'

/** One thread of what happens: between its yields time passes, and others act. It yields the moment at which it goes on. */
export type Life = AsyncGenerator<Temporal.Instant, void>

export type Volume = {
  p: Player
  story: Story
  days: Days
  firms: VolumeFirm[]
  labs: VolumeLab[]
  /** Passed requests that wait for the next batch. */
  waiting: string[]
}

/** Moves along working days, at the minutes that offices keep. */
function stepper(days: Days, random: Random, start: Temporal.Instant) {
  let at = start
  return {
    at: () => at,
    after: (least: number, most: number) => {
      const next = days.later(at, random.int(least, most), random.int(545, 1020))
      at = Temporal.Instant.compare(next, at) > 0 ? next : at.add({ minutes: random.int(5, 25) })
      return at
    },
  }
}

const reasons = {
  county: ['材料齐全，符合申领条件。', '单位信息已核实，同意上报。', '服务内容属于研发活动，同意。'],
  city: ['同意发放。', '经审核符合条件，同意。'],
  refused: [
    '申请所述服务为强制检验，不在支持范围。',
    '拟购服务属于日常批量检验，不属于创新活动。',
    '服务内容与单位主营业务不符，且未说明理由。',
  ],
  supplement: ['请补充样品和检测项目说明。', '请说明拟解决的技术问题。'],
  redemption: ['合同、发票、付款和成果相符，同意兑付。', '材料一致，同意。'],
  redemptionRefused: ['付款人与合同委托方不一致。', '成果报告未载明检测依据。'],
} as const

export async function* lifeOf(v: Volume, plan: ClaimLife): Life {
  const { p, days, story } = v
  const random = randomOf(`${story.seed}/life/${plan.no}`)
  const firm = v.firms[plan.firm] as VolumeFirm
  const time = stepper(days, random, plan.at)
  const key = `v/${plan.no}`
  const work = workOf(v, plan, firm, random)
  const claimId = await fileClaim(p, `${key}/claim`, firm.clerk, plan.at, work)
  if (plan.fate === 'withdrawn') {
    yield time.after(1, 3)
    await act(p, `${key}/withdraw`, firm.clerk, time.at(), claimId, 'withdraw', { reason: '项目计划调整。' })
    return
  }
  if (plan.supplement) {
    yield time.after(1, 3)
    await act(p, `${key}/ask`, firm.county, time.at(), claimId, 'request_supplement', {
      reason: random.pick(reasons.supplement),
      fields: ['purpose'],
    })
    if (plan.fate === 'forgotten') return
    yield time.after(1, 4)
    await act(p, `${key}/supply`, firm.clerk, time.at(), claimId, 'supply', {
      form: { purpose: `${plan.purpose}已补充样品和检测项目说明。` },
    })
  }
  yield time.after(1, 4)
  const refuses = plan.fate === 'county_refuses'
  await act(p, `${key}/county`, firm.county, time.at(), claimId, refuses ? 'refuse' : 'pass', {
    reason: random.pick(refuses ? reasons.refused : reasons.county),
  })
  if (refuses) return
  yield time.after(1, 8)
  const cityRefuses = plan.fate === 'city_refuses'
  await act(p, `${key}/city`, firm.city, time.at(), claimId, cityRefuses ? 'refuse' : 'pass', {
    reason: random.pick(cityRefuses ? reasons.refused : reasons.city),
  })
  if (cityRefuses) return
  for (let tries = 0; tries < 5; tries++) {
    const voucherId = await voucherOf(p, firm.clerk, time.at(), claimId)
    if (voucherId) return yield* useOf(v, { key, plan, firm, work, random, time, voucherId })
    // It waits for money: the next instalment.
    yield time.after(24, 30)
  }
}

/** Beijing's and Tianjin's laboratories serve across the border, Hebei's at home. */
function workOf(v: Volume, plan: ClaimLife, firm: VolumeFirm, random: Random): Work {
  const { service, crossRegion, purpose, contractFen, amountFen, title } = plan
  const labs = v.labs.filter((lab) => (lab.province === '130000') !== crossRegion)
  return {
    ...{ service, crossRegion, purpose, contractFen, amountFen, title },
    buyer: firm,
    provider: random.pick(labs),
    plain: true,
  }
}

type Using = {
  key: string
  plan: ClaimLife
  firm: VolumeFirm
  work: Work
  random: Random
  time: ReturnType<typeof stepper>
  voucherId: string
}

async function* useOf(v: Volume, using: Using): Life {
  const { p } = v
  const { key, plan, firm, random, time, voucherId } = using
  if (plan.use === 'unused') return
  yield time.after(3, 55)
  if (plan.use === 'given_back') {
    await p.call(
      `${key}/back`,
      vouchers.giveBack,
      { params: { id: voucherId }, body: { reason: '项目取消，不再需要该项服务。' } },
      firm.owner,
      time.at(),
    )
    return
  }
  const work =
    plan.use === 'in_part' ? { ...using.work, contractFen: (using.work.contractFen * 7n) / 10n } : using.work
  const orderId = await proposeOrder(p, `${key}/order`, time.at(), work, voucherId)
  yield time.after(0, 3)
  await confirmOrder(p, `${key}/confirm`, time.at(), work, orderId)
  yield time.after(8, 45)
  if (plan.use === 'cancelled') {
    const feeFen = work.contractFen / 10n
    await p.call(
      `${key}/cancel`,
      orders.cancel,
      { params: { id: orderId }, body: { reason: '产品方案变更。', feeFen } },
      firm.clerk,
      time.at(),
    )
    return
  }
  await deliverOrder(p, `${key}/deliver`, time.at(), work, orderId)
  yield time.after(1, 5)
  await acceptOrder(p, `${key}/accept`, time.at(), work, orderId)
  yield time.after(1, 12)
  const invoiceId = await registerInvoice(p, `${key}/invoice`, time.at(), work, invoiceNumber(plan.no + 1))
  const paidOn = dayOf(time.at()).toString()
  yield time.after(1, 24)
  const id = await fileRedemption(p, `${key}/redemption`, time.at(), work, { orderId, invoiceId, paidOn })
  yield time.after(1, 9)
  const refuses = random.chance(0.03)
  await act(p, `${key}/review`, firm.city, time.at(), id, refuses ? 'refuse' : 'pass', {
    reason: random.pick(refuses ? reasons.redemptionRefused : reasons.redemption),
  })
  if (!refuses) v.waiting.push(id)
}
