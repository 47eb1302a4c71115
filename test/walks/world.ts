import { cases } from '#platform/cases/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import * as binhai from '../binhai.ts'
import { claimBody, person, type Who } from '../community.ts'
import * as pay from '../payments.ts'
import { countyReviewer, type SchemePlace } from '../places.ts'
import { acceptedOrder, file, invoiceOf, redemptionNode, requestBody } from '../redemptions.ts'

export type Firm = { id: string; name: string; owner: Who; clerk: Who }

/** A scheme with its people, its money and its ways: what the moves need of it. */
export type World = pay.Payer & {
  scheme: string
  budgetId: string
  /** Where its claims and its requests go. */
  programmes: { claim: string; request: string }
  firms: Firm[]
  lab: { id: string; owner: Who; clerk: Who }
  /** Whose account the money of a firm's request goes to. */
  payeeOf: (firm: Firm) => string
  newFirm: () => Promise<Firm>
  /** Whoever passes a claim, in the order of its reviews. */
  reviewers: [Who, ...Who[]]
  /** Everybody besides the firms who may do something on a case. */
  officials: Who[]
  /** Another director than the one who decides and finds things false. */
  deputy: Who
  claim: (firm: Firm, amountFen: bigint) => Promise<string>
  /** An order of this price served and paid, and its request by whoever is to be paid. */
  request: (firm: Firm, voucherId: string, priceFen: bigint) => Promise<string>
}

const deputyOf = ({ node, province }: pay.Payer): Promise<Who> =>
  node.database.db
    .transaction()
    .execute((tx) => person(tx, province.id, '副负责人', ['director'], node.clock.now()))

export async function hebei(): Promise<World> {
  const scene = await redemptionNode()
  const { county, city, province } = scene
  const deputy = await deputyOf(scene)
  return {
    ...scene,
    scheme: claimBody.scheme,
    programmes: { claim: 'voucher-claim', request: 'voucher-redemption' },
    firms: [],
    payeeOf: ({ id }) => id,
    newFirm: () => pay.newFirm(scene),
    reviewers: [county.reviewer, city.reviewer],
    officials: [
      ...[county, city, province].flatMap((desk) => [desk.reviewer, desk.second, desk.director]),
      deputy,
    ],
    deputy,
    claim: async (firm, amountFen) => {
      const body = { ...claimBody, amountFen }
      const { caseId } = await scene.node.call(vouchers.fileClaim, { body }, await scene.as(firm.clerk))
      return caseId
    },
    request: async (firm, voucherId, priceFen) => {
      const day = Temporal.PlainDate.from(pay.today(scene))
      const orderId = await acceptedOrder(scene, voucherId, firm, {
        contractSignedOn: day.toString(),
        deliverBy: day.add({ days: 60 }).toString(),
        lines: [{ what: '扫描电镜分析', quantity: 1, unit: '项', unitPriceFen: priceFen }],
      })
      const invoiceId = await invoiceOf(scene, firm, [priceFen], { issuedOn: day.toString() })
      const body = await requestBody(scene, orderId, invoiceId, {}, firm)
      const lines = body.lines.map((line) => ({ ...line, amountFen: priceFen }))
      const payments = body.payments.map((payment) => ({
        ...{ ...payment, amountFen: priceFen, paidOn: day.toString() },
      }))
      return (await file(scene, { ...body, lines, payments }, firm)).id
    },
  }
}

/** Any other scheme of the pack, from a day on, with a budget of two million yuan. */
export async function schemeOf(place: SchemePlace, at: string): Promise<World> {
  const scene = await binhai.binhaiNode(at, 200_000_000n, place)
  const { node, officers, lab } = scene
  await binhai.admit(scene, '2023-01-01')
  const county = place.county ? await countyReviewer(scene, place.county) : null
  const world = { ...scene, province: { id: scene.authorityId, ...officers } }
  const deputy = await deputyOf(world)
  let firms = 0
  return {
    ...world,
    scheme: place.scheme,
    programmes: { claim: `${place.scheme}-claim`, request: `${place.scheme}-redemption` },
    firms: [],
    payeeOf: ({ id }) => (place.payee === 'firm' ? id : lab.id),
    newFirm: () =>
      node.database.db
        .transaction()
        .execute((tx) => binhai.firmAt(tx, place, `示例第${++firms}科技有限公司`, node.clock.now())),
    reviewers: [county ?? officers.reviewer, ...(county ? [officers.reviewer] : [])],
    officials: [
      ...(county ? [county] : []),
      officers.reviewer,
      officers.second,
      officers.director,
      deputy,
      lab.clerk,
    ],
    deputy,
    claim: (firm, amountFen) => binhai.claimed(scene, firm, { amountFen }),
    request: async (firm, voucherId, priceFen) => {
      const orderId = await binhai.ordered(scene, voucherId, firm, priceFen)
      await binhai.served(scene, orderId, firm)
      await binhai.evaluate(scene, orderId, firm.clerk)
      const by = place.payee === 'firm' ? firm.clerk : lab.clerk
      const paidFen = place.payee === 'firm' ? priceFen : priceFen / 2n
      const body = await binhai.requestBody(scene, orderId, { firm, by, paidFen, priceFen })
      return (await binhai.file(scene, body, by)).id
    },
  }
}

/** Claimed and passed by everybody whose turn it is: a voucher, or a place in the queue. */
export async function issue(world: World, firm: Firm, amountFen: bigint): Promise<string | null> {
  const { node, as } = world
  const id = await world.claim(firm, amountFen)
  for (const reviewer of world.reviewers) {
    const body = { reason: '材料齐全，符合条件' }
    await node.call(cases.act, { params: { id, action: 'pass' }, body }, await as(reviewer))
  }
  const { voucherId } = await node.call(vouchers.claim, { params: { id } }, await as(firm.owner))
  return voucherId
}
