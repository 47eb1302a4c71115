import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { runJob } from '#core/jobs.ts'
import { dayOf } from '#core/time.ts'
import { type byHand, cases } from '#platform/cases/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { authorityAt, recordFact } from '#platform/directory/index.ts'
import { actorOfUser, type MemberRole } from '#platform/identity/index.ts'
import { invoices } from '#platform/invoices/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { payments } from '#business/payments/browser.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { organisation, person, type Who } from './community.ts'
import { testNode } from './node.ts'
import { fileOf } from './redemptions.ts'

/** Tianjin Binhai, where the provider redeems (通兑): its officers, a high-tech firm, a plain one, and a university's laboratory. */

export const BINHAI = '120116'
export const BINHAI_SCHEME = 'binhai-voucher'
let count = 0

type Fact = Pick<Parameters<typeof recordFact>[1], 'key' | 'value' | 'year'>
/** An authority with its scheme, where its firms and its laboratory are, and what makes a firm fit. */
export type Place = {
  region: string
  scheme: string
  firmRegion: string
  labRegion: string
  providerClass: string
  facts: readonly Fact[]
  /** What is claimed for and ordered; testing unless told. */
  service?: 'testing' | 'pilot_production'
}
const BINHAI_PLACE: Place = {
  ...{ region: BINHAI, scheme: BINHAI_SCHEME, firmRegion: BINHAI, labRegion: '120104' },
  ...{ providerClass: 'listed_provider', facts: [] },
}

export async function binhaiNode(
  at = '2024-03-04T09:00:00+08:00',
  allottedFen = 200_000_000n,
  place = BINHAI_PLACE,
) {
  const scene = await makeBinhai(at, place)
  return { ...scene, budgetId: await openBinhaiBudget(scene, allottedFen) }
}

export type BinhaiScene = Awaited<ReturnType<typeof binhaiNode>>
type Base = Awaited<ReturnType<typeof makeBinhai>>

const HNTE: Fact = { key: 'hnte', value: { number: 'GR202312000001', validTo: '2026-12-01' } }

/** A firm that fits the place's scheme. */
export async function firmAt(
  tx: Tx,
  { firmRegion, facts }: Place,
  name: string,
  now: Temporal.Instant,
  more: readonly Fact[] = [],
) {
  const id = await organisation(tx, { kind: 'enterprise', name, regionCode: firmRegion }, now)
  for (const fact of [...facts, ...more])
    await recordFact(tx, { organisationId: id, source: '示例登记', ...fact }, now)
  const owner = await person(tx, id, `${name}负责人`, ['applicant_owner'], now)
  const clerk = await person(tx, id, `${name}经办人`, ['applicant_clerk'], now)
  return { id, name, owner, clerk }
}

async function makeBinhai(at: string, place: Place) {
  const node = await testNode({ at })
  const now = node.clock.now()
  const made = await node.database.db.transaction().execute(async (tx) => {
    const { id, name } = await authorityAt(tx, place.region)
    const one = (role: MemberRole) => person(tx, id, `${name}${role}`, [role], now)
    const officers = {
      reviewer: await one('reviewer'),
      second: await one('reviewer'),
      director: await one('director'),
      finance: await one('finance'),
      preparer: await one('preparer'),
      approver: await one('approver'),
      auditor: await one('auditor'),
    }
    const university = await organisation(
      tx,
      { kind: 'institute', name: '津海示例大学', regionCode: place.labRegion },
      now,
    )
    const labId = await organisation(
      tx,
      { kind: 'institute', name: '海洋装备实验室', regionCode: place.labRegion, hostId: university },
      now,
    )
    await recordFact(
      tx,
      {
        organisationId: labId,
        key: 'bankAccount',
        value: { name: '津海示例大学', bank: '示例银行南开支行', number: '6222000011112222' },
        source: '示例登记',
      },
      now,
    )
    return {
      officers,
      authorityId: id,
      firm: await firmAt(tx, place, '滨海示例海洋装备有限公司', now),
      hnteFirm: await firmAt(tx, place, '滨海示例高新材料有限公司', now, [HNTE]),
      university,
      lab: {
        id: labId,
        owner: await person(tx, labId, '实验室负责人', ['provider_owner'], now),
        clerk: await person(tx, labId, '实验室经办人', ['provider_clerk'], now),
      },
    }
  })
  const as = async (who: Who): Promise<{ actor: Actor }> => ({
    actor: await actorOfUser(node.database.db, who.userId, node.clock.now()),
  })
  return { ...made, node, as, place }
}

export async function openBinhaiBudget(
  { node, as, officers, place }: Base,
  amountFen: bigint,
): Promise<string> {
  const finance = await as(officers.finance)
  const year = dayOf(node.clock.now()).year
  const { id } = await node.call(vouchers.openBudget, { body: { scheme: place.scheme, year } }, finance)
  const params = { id }
  const allotted = { amountFen, from: 'appropriation' as const, reason: '年度预算下达' }
  await node.call(vouchers.allot, { params, body: allotted }, finance)
  await node.call(vouchers.release, { params, body: { amountFen, reason: '一次发放' } }, finance)
  return id
}

/** The laboratory stands in the district's library from a day. */
export async function admit({ node, as, officers, university, place }: Base, from = '2023-01-01') {
  const host = await node.database.db
    .selectFrom('organisationCard')
    .select(['uscc', 'name'])
    .where('id', '=', university)
    .executeTakeFirstOrThrow()
  const row = {
    ...{ name: '海洋装备实验室', hostUscc: host.uscc, hostName: host.name },
    ...{ regionCode: place.labRegion, providerClass: place.providerClass, from },
  }
  await node.call(
    directory.importProviders,
    { body: { list: place.scheme, batch: '入库服务机构', rows: [row] } },
    await as(officers.director),
  )
}

export const claimBody = {
  ...{ scheme: BINHAI_SCHEME, service: 'testing' as const, crossRegion: false },
  ...{ purpose: '深海连接件需要做耐压与疲劳试验', contractFen: 10_000_000n, amountFen: 5_000_000n },
} as const

export async function claimed(scene: BinhaiScene, firm: BinhaiScene['firm'], more: object = {}) {
  const { scheme, service = 'testing' } = scene.place
  const body = { ...claimBody, scheme, service, ...more }
  const { caseId } = await scene.node.call(vouchers.fileClaim, { body }, await scene.as(firm.clerk))
  return caseId
}

type ByHand = (typeof byHand)[number]

export const act = async ({ node, as }: Base, who: Who, id: string, action: ByHand, body = {}) =>
  node.call(cases.act, { params: { id, action }, body }, await as(who))

/** Claimed and passed by the district. */
export async function issued(scene: BinhaiScene, firm = scene.firm, more: object = {}): Promise<string> {
  const id = await claimed(scene, firm, more)
  await act(scene, scene.officers.reviewer, id, 'pass', { reason: '符合条件' })
  const { voucherId } = await scene.node.call(vouchers.claim, { params: { id } }, await scene.as(firm.clerk))
  if (!voucherId) throw new Error('no voucher was issued')
  return voucherId
}

/** What an order costs unless told. */
const PRICE_FEN = 10_000_000n

export const today = ({ node }: Base) => dayOf(node.clock.now()).toString()

export async function orderBody(
  scene: BinhaiScene,
  voucherId: string,
  firm = scene.firm,
  priceFen = PRICE_FEN,
) {
  return {
    ...{
      providerId: scene.lab.id,
      serviceKind: scene.place.service ?? 'testing',
      title: '耐压试验',
      description: '耐压与疲劳试验',
    },
    lines: [{ what: '耐压试验', quantity: 1, unit: '项', unitPriceFen: priceFen }],
    ...{ contractNo: `滨合-${++count}`, contractSignedOn: today(scene) },
    contractFileId: await fileOf(scene, firm.clerk, '合同.pdf'),
    deliverBy: dayOf(scene.node.clock.now()).add({ days: 300 }).toString(),
    terms: {
      ...{ buyerMayCancelUntil: 'delivered' as const, buyerFeeBp: 0 },
      ...{
        providerMayCancelUntil: 'confirmed' as const,
        providerFeeBp: 0,
        buyerFreeWhenLate: true,
        note: '',
      },
    },
    funding: { kind: 'voucher', id: voucherId },
  }
}

/** Proposed with the voucher and confirmed by the laboratory. */
export async function ordered(
  scene: BinhaiScene,
  voucherId: string,
  firm = scene.firm,
  priceFen = PRICE_FEN,
): Promise<string> {
  const { node, as, lab } = scene
  const body = await orderBody(scene, voucherId, firm, priceFen)
  const { id } = await node.call(orders.propose, { body }, await as(firm.clerk))
  await node.call(orders.confirm, { params: { id }, body: {} }, await as(lab.clerk))
  return id
}

export async function served(scene: BinhaiScene, id: string, firm = scene.firm): Promise<void> {
  const { node, as, lab } = scene
  const fileId = await fileOf(scene, lab.clerk, '试验报告.pdf')
  await node.call(orders.deliver, { params: { id }, body: { fileId, note: '' } }, await as(lab.clerk))
  await node.call(orders.accept, { params: { id }, body: {} }, await as(firm.clerk))
}

export async function evaluate({ node, as }: Base, id: string, who: Who) {
  const body = { score: 5, remark: '试验规范，按期完成' }
  return node.call(orders.evaluate, { params: { id }, body }, await as(who))
}

/** The laboratory's request: the invoice of the whole price, and what the firm paid of it. */
export async function requestBody(
  scene: BinhaiScene,
  orderId: string,
  { firm = scene.firm, by = scene.lab.clerk, paidFen = 5_000_000n, priceFen = PRICE_FEN } = {},
) {
  const { node, as, university } = scene
  const cards = await node.database.db
    .selectFrom('organisationCard')
    .select(['id', 'uscc', 'name'])
    .where('id', 'in', [university, firm.id])
    .execute()
  const of = (id: string) => cards.find((row) => row.id === id)
  const invoice = {
    ...{ code: '', number: `24${String(++count).padStart(18, '0')}`, issuedOn: today(scene) },
    ...{ sellerCode: of(university)?.uscc ?? '', sellerName: '津海示例大学' },
    ...{ buyerCode: of(firm.id)?.uscc ?? '', buyerName: firm.name, totalFen: priceFen },
    lines: [{ what: '耐压试验费', amountFen: priceFen }],
    fileId: await fileOf(scene, by, '发票.pdf'),
  }
  const { id: invoiceId } = await node.call(invoices.register, { body: invoice }, await as(by))
  return {
    ...{ orderId, lines: [{ invoiceId, lineNo: 1, amountFen: priceFen }] },
    payments: [{ amountFen: paidFen, paidOn: today(scene), fileId: await fileOf(scene, by, '回单.pdf') }],
    ...{ betweenCompanies: true, excluded: [], files: {} },
  }
}

export async function file(scene: BinhaiScene, body: object, who: Who = scene.lab.clerk) {
  return scene.node.call(redemptions.file, { body: body as never }, await scene.as(who))
}

/** An accepted, evaluated order, on a day of the 2024 window. */
export async function readyOrder(scene: BinhaiScene, firm = scene.firm, voucherId?: string) {
  const voucher = voucherId ?? (await issued(scene, firm))
  const orderId = await ordered(scene, voucher, firm)
  scene.node.clock.set('2024-11-20T10:00:00+08:00')
  await served(scene, orderId, firm)
  await evaluate(scene, orderId, firm.clerk)
  scene.node.clock.set('2024-12-03T10:00:00+08:00')
  return { orderId, voucherId: voucher }
}

const job = ({ node }: Base, name: string) =>
  runJob({ ...node, place: { dataDir: node.config.dataDir, url: node.config.url, demo: false } }, name)

/** Its one review or two. */
export async function reviewed(scene: BinhaiScene, id: string, reviews = 2): Promise<void> {
  await act(scene, scene.officers.reviewer, id, 'pass', { reason: '材料齐全' })
  if (reviews > 1) await act(scene, scene.officers.second, id, 'pass', { reason: '相符' })
}

/** In a batch of its own whose notice is over. Answers the batch. */
export async function noticed(scene: BinhaiScene, id: string): Promise<string> {
  const { node, as, officers } = scene
  const body = { scheme: scene.place.scheme, redemptionIds: [id] }
  const batch = await node.call(payments.createBatch, { body }, await as(officers.reviewer))
  const params = { id: batch.id }
  const notice = await node.call(payments.publishBatch, { params, body: {} }, await as(officers.reviewer))
  node.clock.set(`${notice.closesOn}T23:00:00+08:00`)
  node.clock.advance({ hours: 12 })
  await job(scene, 'notices.close_due')
  return batch.id
}

type Decision = { decision: 'approve' } | { decision: 'decline'; reason: string }

export async function decided(
  { node, as }: BinhaiScene,
  batchId: string,
  id: string,
  by: Who,
  decision: Decision = { decision: 'approve' },
) {
  const rows = [{ redemptionId: id, ...decision }]
  return node.call(payments.decideBatch, { params: { id: batchId }, body: { rows } }, await as(by))
}

/** From the filed request to the money: its reviews, batch, notice, decision, payment. Answers the payment run. */
export async function paid(scene: BinhaiScene, id: string, reviews = 2): Promise<string> {
  await reviewed(scene, id, reviews)
  await decided(scene, await noticed(scene, id), id, scene.officers.director)
  return paidOut(scene, id)
}

/** The money of an approved request. Answers the payment run. */
export async function paidOut(scene: BinhaiScene, id: string): Promise<string> {
  const { node, as, officers } = scene
  const prepared = { redemptionIds: [id], acceptChanged: [] }
  const run = await node.call(payments.prepareRun, { body: prepared }, await as(officers.preparer))
  await node.call(payments.approveRun, { params: { id: run.id }, body: {} }, await as(officers.approver))
  await node.call(payments.sendRun, { params: { id: run.id }, body: {} }, await as(officers.preparer))
  const { number, list } = await node.call(
    payments.run,
    { params: { id: run.id } },
    await as(officers.preparer),
  )
  const line = `${number},1,${Number(list[0]?.amountFen) / 100},已支付,${today(scene)},流水${number},`
  const csv = `拨付单号,行号,金额,支付结果,支付日期,银行流水号,未支付原因\n${line}`
  await node.call(payments.confirm, { body: { csv, name: '回单.csv' } }, await as(officers.preparer))
  return run.id
}
