import { makeUscc } from '#platform/directory/index.ts'
import { cases } from '#platform/cases/browser.ts'
import { invoices } from '#platform/invoices/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { admitLab, type Community, claimAndPass, makeCommunity, openBudget, type Who } from './community.ts'
import { testNode } from './node.ts'

/** The community with a budget and an admitted laboratory. */
export async function redemptionNode(at = '2026-03-02T09:00:00+08:00') {
  const node = await testNode({ at })
  const community = await makeCommunity(node)
  const budgetId = await openBudget(community, 200_000_000_00n)
  await admitLab(community, '2026-01-05')
  return { ...community, budgetId }
}

export type Scene = Awaited<ReturnType<typeof redemptionNode>>

/** Counts names and codes; a program that starts again on the same data (chaos) begins behind those it used. */
let count = Number(process.env.XIECHUANG_TEST_COUNT ?? 0)

/** A file that somebody uploaded; its bytes are nobody's business here. */
export async function fileOf({ node }: Pick<Scene, 'node'>, who: Who, name = '附件.pdf'): Promise<string> {
  const sha256 = String(++count).padStart(64, '0')
  const at = node.clock.now()
  await node.database.db
    .insertInto('fileBlob')
    .values({ sha256, size: 10n, mediaType: 'application/pdf', storedAt: at })
    .execute()
  const row = {
    sha256,
    name,
    purpose: 'evidence',
    ownerOrganisation: who.organisationId,
    uploadedBy: who.userId,
    visitor: null,
    at,
  }
  const { id } = await node.database.db
    .insertInto('file')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

type Firm = Community['firm']

/** A voucher of the firm: claimed, reviewed twice, issued. */
export async function voucherOf(scene: Scene, firm: Firm = scene.firm, body: object = {}): Promise<string> {
  const caseId = await claimAndPass(scene, firm.clerk, body)
  const { voucherId } = await scene.node.call(
    vouchers.claim,
    { params: { id: caseId } },
    await scene.as(firm.owner),
  )
  if (!voucherId) throw new Error('no voucher was issued')
  return voucherId
}

export async function orderBody(scene: Scene, firm: Firm, voucherId: string, more: object = {}) {
  return {
    ...{
      providerId: scene.lab.id,
      serviceKind: 'testing',
      title: '轴承失效分析',
      description: '扫描电镜与能谱分析',
    },
    lines: [{ what: '扫描电镜分析', quantity: 1, unit: '项', unitPriceFen: 20_000_000n }],
    ...{
      contractNo: `合同-${++count}`,
      contractSignedOn: '2026-03-02',
      contractFileId: await fileOf(scene, firm.clerk, '合同.pdf'),
    },
    deliverBy: '2026-06-30',
    terms: {
      buyerMayCancelUntil: 'delivered',
      buyerFeeBp: 1000,
      providerMayCancelUntil: 'confirmed',
      providerFeeBp: 0,
      buyerFreeWhenLate: true,
      note: '',
    },
    funding: { kind: 'voucher', id: voucherId },
    ...more,
  }
}

/** Proposed with the voucher, confirmed, delivered and accepted. */
export async function acceptedOrder(
  scene: Scene,
  voucherId: string,
  firm: Firm = scene.firm,
  more: object = {},
): Promise<string> {
  const { node, as, lab } = scene
  const { id } = await node.call(
    orders.propose,
    { body: (await orderBody(scene, firm, voucherId, more)) as never },
    await as(firm.clerk),
  )
  const params = { id }
  await node.call(orders.confirm, { params, body: {} }, await as(lab.clerk))
  const fileId = await fileOf(scene, lab.clerk, '检测报告.pdf')
  await node.call(orders.deliver, { params, body: { fileId, note: '' } }, await as(lab.clerk))
  await node.call(orders.accept, { params, body: {} }, await as(firm.clerk))
  return id
}

async function usccOf({ node }: Scene, id: string): Promise<{ uscc: string; name: string }> {
  const row = await node.database.db
    .selectFrom('organisationCard')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { uscc: row.uscc ?? makeUscc('120104', 9999, '12'), name: row.name ?? '' }
}

/** An invoice from the laboratory's university to the firm, registered by the firm. */
export async function invoiceOf(
  scene: Scene,
  firm: Firm = scene.firm,
  amounts: bigint[] = [20_000_000n],
  more: object = {},
) {
  const seller = await usccOf(scene, scene.university.id)
  const buyer = await usccOf(scene, firm.id)
  const body = {
    ...{
      code: '',
      number: `26${String(++count).padStart(18, '0')}`,
      sellerCode: seller.uscc,
      sellerName: seller.name,
    },
    ...{ buyerCode: buyer.uscc, buyerName: buyer.name, issuedOn: '2026-03-02' },
    totalFen: amounts.reduce((a, b) => a + b, 0n),
    lines: amounts.map((amountFen) => ({ what: '检测费', amountFen })),
    fileId: await fileOf(scene, firm.clerk, '发票.pdf'),
    ...more,
  }
  const { id } = await scene.node.call(invoices.register, { body: body as never }, await scene.as(firm.clerk))
  return id
}

export async function requestBody(
  scene: Scene,
  orderId: string,
  invoiceId: string,
  more: object = {},
  firm: Firm = scene.firm,
) {
  return {
    ...{ orderId, lines: [{ invoiceId, lineNo: 1, amountFen: 20_000_000n }] },
    payments: [
      { amountFen: 20_000_000n, paidOn: '2026-03-02', fileId: await fileOf(scene, firm.clerk, '回单.pdf') },
    ],
    ...{ betweenCompanies: true, excluded: [], files: {} },
    ...more,
  }
}

export async function file(scene: Scene, body: object, firm: Firm = scene.firm, key?: string) {
  const as = await scene.as(firm.clerk)
  return scene.node.call(redemptions.file, { body: body as never }, key ? { ...as, key } : as)
}

/** From the claim to a request in review. */
export async function requested(scene: Scene, firm: Firm = scene.firm, more: object = {}) {
  const voucherId = await voucherOf(scene, firm)
  const orderId = await acceptedOrder(scene, voucherId, firm)
  const invoiceId = await invoiceOf(scene, firm)
  const made = await file(scene, await requestBody(scene, orderId, invoiceId, more, firm), firm)
  return { ...made, voucherId, orderId, invoiceId }
}

export async function act(scene: Scene, who: Who, id: string, action: string, body: object = {}) {
  return scene.node.call(cases.act, { params: { id, action: action as 'pass' }, body }, await scene.as(who))
}

/** The city's reviewer takes it and lets it pass. */
export async function reviewed(scene: Scene, id: string) {
  await act(scene, scene.city.reviewer, id, 'take')
  return act(scene, scene.city.reviewer, id, 'pass', { reason: '材料齐全' })
}
