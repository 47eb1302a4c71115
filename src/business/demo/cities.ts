import { dayOf } from '#core/time.ts'
import { directory } from '#platform/directory/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { Lab } from './cast.ts'
import { buyerOf, ordered, providerOf, requested, type Scene, served, WAN } from './hero-parts.ts'
import type { Who } from './player.ts'
import { act, fileClaim, voucherOf, type Work } from './steps.ts'

/** Two more schemes as they stand today: Beijing's, where the laboratory redeems at home, and Shijiazhuang's small vouchers. */

type City = {
  scheme: string
  finance: Who
  yuan: bigint
  why: string
  by: Who
  lab: Lab
  providerClass: string
}

/** This year's money, and the laboratory in the scheme's own list. */
async function open({ p, days, story }: Scene, city: City): Promise<void> {
  const { scheme, finance, yuan, why, by, lab, providerClass } = city
  const { name, host, regionCode } = lab
  const row = {
    name,
    hostUscc: host.uscc,
    hostName: host.name,
    regionCode,
    providerClass,
    from: '2018-12-01',
  }
  const body = { list: scheme, batch: '服务机构名单（示例）', rows: [row] }
  await p.call(`${scheme}/admit`, directory.importProviders, { body }, by, days.on(story.begins, 555))
  for (const year of new Set([dayOf(days.ago(130)).year, dayOf(days.end).year])) {
    const at = days.on(`${year}-01-04`, 9 * 60 + 40)
    const key = `${scheme}/budget/${year}`
    const { id } = await p.call(key, vouchers.openBudget, { body: { scheme, year } }, finance, at)
    const params = { id }
    const amountFen = yuan * 100n
    const allotted = { amountFen, from: 'appropriation' as const, reason: `${year}年度${why}` }
    await p.call(`${key}/allot`, vouchers.allot, { params, body: allotted }, finance, at.add({ minutes: 5 }))
    const released = { amountFen, reason: '一次发放' }
    await p.call(
      `${key}/release`,
      vouchers.release,
      { params, body: released },
      finance,
      at.add({ minutes: 9 }),
    )
  }
}

/** Filed and passed by each reviewer in turn, two days apart. */
async function issuedBy(
  { p, days }: Scene,
  key: string,
  work: Work,
  reviewers: readonly Who[],
  from: number,
): Promise<string> {
  const { clerk } = work.buyer
  const claimId = await fileClaim(p, `${key}/claim`, clerk, days.ago(from, '09:40'), work)
  for (const [no, reviewer] of reviewers.entries()) {
    const passed = { reason: '材料齐全，符合申领条件。' }
    const at = days.ago(from - 3 - 2 * no, '10:20')
    await act(p, `${key}/pass/${no}`, reviewer, at, claimId, 'pass', passed)
  }
  const voucherId = await voucherOf(p, clerk, days.ago(from - 8), claimId)
  if (!voucherId) throw new Error(`demo: ${key} has no voucher`)
  return voucherId
}

/** The firm paid its half; its laboratory has to ask for the rest today. One more claim waits for the reviewer. */
async function beijing(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { beijingReviewer, beijingFinance: finance, beijing: by } = cast.desk
  const scheme = 'beijing-voucher'
  await open(scene, {
    ...{ scheme, finance, by, yuan: 5_000_000n, why: '首都科技创新券资金下达' },
    ...{ lab: cast.beijingLab, providerClass: 'key_lab' },
  })
  const work: Work = {
    ...{ scheme, service: 'testing', crossRegion: false, title: '封装材料热膨胀测试' },
    purpose: '新型封装基板热循环后翘曲，需要测定材料的热膨胀系数。',
    ...{ contractFen: 16n * WAN, amountFen: 8n * WAN, ownFen: 8n * WAN },
    ...{ buyer: buyerOf(cast.beijingFirm), provider: providerOf(cast.beijingLab) },
  }
  const voucherId = await issuedBy(scene, 'bj/a', work, [beijingReviewer], 90)
  const orderId = await ordered(scene, 'bj/a', work, voucherId, 78)
  await served(scene, 'bj/a', work, orderId, 12)
  const next = { ...work, title: '键合线失效分析', contractFen: 6n * WAN, amountFen: 3n * WAN }
  await fileClaim(p, 'bj/b/claim', work.buyer.clerk, days.ago(3, '11:20'), next)
}

/** A first voucher of 50,000, used in part and asked for; the second claim waits in the county. */
async function shijiazhuang(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { shijiazhuangCounty, shijiazhuangCity: by, shijiazhuangFinance: finance } = cast.desk
  const scheme = 'shijiazhuang-voucher'
  await open(scene, {
    ...{ scheme, finance, by, yuan: 2_000_000n, why: '市级科技创新券资金下达' },
    ...{ lab: cast.cityLab, providerClass: 'listed_provider' },
  })
  const work: Work = {
    ...{ scheme, service: 'testing', crossRegion: false, title: '纳米粉体粒度与比表面测试' },
    purpose: '纳米粉体批次间比表面差异大，需要测试分析原因。',
    ...{ contractFen: 10n * WAN, amountFen: 5n * WAN },
    ...{ buyer: buyerOf(cast.smallFirm), provider: providerOf(cast.cityLab) },
  }
  const voucherId = await issuedBy(scene, 'small/a', work, [shijiazhuangCounty, by], 100)
  const first = { ...work, contractFen: 6n * WAN }
  const orderId = await ordered(scene, 'small/a', first, voucherId, 85)
  await served(scene, 'small/a', first, orderId, 26)
  await requested(scene, 'small/a', first, orderId, 9)
  const next = { ...work, title: '涂层附着力测试', contractFen: 8n * WAN, amountFen: 4n * WAN }
  await fileClaim(p, 'small/b/claim', work.buyer.clerk, days.ago(2, '10:40'), next)
}

export async function cities(scene: Scene): Promise<void> {
  await beijing(scene)
  await shijiazhuang(scene)
}
