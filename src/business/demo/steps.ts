import type { CallInput } from '#core/contract.ts'
import { dayOf } from '#core/time.ts'
import { cases } from '#platform/cases/browser.ts'
import { invoices } from '#platform/invoices/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { type ServiceKind, vouchers } from '#business/vouchers/browser.ts'
import type { Player, Who } from './player.ts'

/** What people do in the story, each with its papers. Every step takes its key, who does it and when. */

export const SCHEME = 'hebei-provincial-voucher'
const yuan = (fen: bigint) => `${(fen / 100n).toLocaleString('zh-CN')}元`
const dayText = (at: Temporal.Instant) => dayOf(at).toString()

export type Buyer = { id: string; name: string; uscc: string | null; clerk: Who }
export type Provider = { id: string; name: string; host: { name: string; uscc: string | null }; clerk: Who }
export type ClaimPlan = {
  /** The provincial scheme unless told. */
  scheme?: string
  service: ServiceKind
  crossRegion: boolean
  purpose: string
  contractFen: bigint
  amountFen: bigint
}
/** `ownFen`: where the provider redeems (通兑), what the buyer pays it; then the provider asks. */
export type Work = ClaimPlan & {
  title: string
  buyer: Buyer
  provider: Provider
  ownFen?: bigint
  plain?: boolean
}
const asker = ({ buyer, provider, ownFen }: Work) => (ownFen === undefined ? buyer.clerk : provider.clerk)

export async function fileClaim(
  p: Player,
  key: string,
  by: Who,
  at: Temporal.Instant,
  claim: ClaimPlan,
): Promise<string> {
  const { scheme = SCHEME, service, crossRegion, purpose, contractFen, amountFen } = claim
  const body = { scheme, service, crossRegion, purpose, contractFen, amountFen }
  return (await p.call(key, vouchers.fileClaim, { body }, by, at)).caseId
}

type Deed = { reason?: string; form?: Record<string, string | string[]>; fields?: string[] }
type ByHand =
  | 'take'
  | 'request_supplement'
  | 'supply'
  | 'pass'
  | 'refuse'
  | 'withdraw'
  | 'appeal'
  | 'overturn'
  | 'uphold'

export const act = (
  p: Player,
  key: string,
  by: Who,
  at: Temporal.Instant,
  id: string,
  action: ByHand,
  body: Deed = {},
) => p.call(key, cases.act, { params: { id, action }, body }, by, at)

/** The voucher of a claim; null while the claim waits for money, or was not accepted. */
export async function voucherOf(
  p: Player,
  by: Who,
  at: Temporal.Instant,
  claimId: string,
): Promise<string | null> {
  return (await p.ask(vouchers.claim, { params: { id: claimId } }, by, at)).voucherId
}

/** One number for all papers of a work, whichever step they belong to. */
function contractNo(key: string): string {
  const work = key.slice(0, key.lastIndexOf('/'))
  const digits = [...work].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 900_000, 7)
  return `示例合同第${100_000 + digits}号`
}

export async function proposeOrder(
  p: Player,
  key: string,
  at: Temporal.Instant,
  work: Work,
  voucherId: string,
): Promise<string> {
  const { buyer, provider, service, title, contractFen, purpose, plain } = work
  const contractFileId = await p.file(`${key}/contract`, buyer.clerk, at, {
    ...{ name: '技术服务合同.pdf', title: '技术服务合同', plain: plain ?? false },
    lines: [
      ...[`委托方：${buyer.name}`, `服务方：${provider.host.name}${provider.name}`, `服务内容：${title}`],
      ...[`合同金额：${yuan(contractFen)}`, `签订日期：${dayText(at)}`, `合同编号：${contractNo(key)}`],
    ],
  })
  const body: CallInput<typeof orders.propose>['body'] = {
    ...{ providerId: provider.id, serviceKind: service, title, description: purpose },
    lines: [{ what: title, quantity: 1, unit: '项', unitPriceFen: contractFen }],
    ...{ contractNo: contractNo(key), contractSignedOn: dayText(at), contractFileId },
    deliverBy: dayOf(at).add({ days: 120 }).toString(),
    terms: {
      ...{
        buyerMayCancelUntil: 'delivered',
        buyerFeeBp: 1000,
        providerMayCancelUntil: 'confirmed',
        providerFeeBp: 0,
      },
      ...{ buyerFreeWhenLate: true, note: '成果归委托方使用，双方保密三年。' },
    },
    funding: { kind: 'voucher', id: voucherId },
  }
  return (await p.call(key, orders.propose, { body }, buyer.clerk, at)).id
}

export const confirmOrder = (p: Player, key: string, at: Temporal.Instant, work: Work, id: string) =>
  p.call(key, orders.confirm, { params: { id }, body: {} }, work.provider.clerk, at)

export async function deliverOrder(
  p: Player,
  key: string,
  at: Temporal.Instant,
  work: Work,
  id: string,
): Promise<void> {
  const fileId = await p.file(`${key}/report`, work.provider.clerk, at, {
    ...{ name: '服务成果报告.pdf', title: `${work.title}报告`, plain: work.plain ?? false },
    lines: [
      `委托方：${work.buyer.name}`,
      `报告编号：${key}`,
      '结论：符合合同约定的技术要求。',
      `日期：${dayText(at)}`,
    ],
  })
  await p.call(key, orders.deliver, { params: { id }, body: { fileId, note: '' } }, work.provider.clerk, at)
}

export const acceptOrder = (p: Player, key: string, at: Temporal.Instant, work: Work, id: string) =>
  p.call(key, orders.accept, { params: { id }, body: {} }, work.buyer.clerk, at)

export const evaluateOrder = (p: Player, key: string, at: Temporal.Instant, work: Work, id: string) =>
  p.call(
    key,
    orders.evaluate,
    { params: { id }, body: { score: 5, remark: '按合同完成，数据完整，按期交付。' } },
    work.buyer.clerk,
    at,
  )

/** Twenty digits that no other invoice of the story bears. */
export const invoiceNumber = (no: number) => `26${String(no).padStart(18, '0')}`

export async function registerInvoice(
  p: Player,
  key: string,
  at: Temporal.Instant,
  work: Work,
  number: string,
): Promise<string> {
  const { buyer, provider, contractFen, title, plain } = work
  const fileId = await p.file(`${key}/invoice`, asker(work), at, {
    ...{ name: '电子发票.pdf', title: '电子发票（普通发票）', plain: plain ?? false },
    lines: [
      ...[`发票号码：${number}`, `开票日期：${dayText(at)}`, `购买方：${buyer.name} ${buyer.uscc ?? ''}`],
      ...[
        `销售方：${provider.host.name} ${provider.host.uscc ?? ''}`,
        `项目：${title}`,
        `价税合计：${yuan(contractFen)}`,
      ],
    ],
  })
  const body = {
    ...{ code: '', number, sellerCode: provider.host.uscc ?? '', sellerName: provider.host.name },
    ...{ buyerCode: buyer.uscc, buyerName: buyer.name, issuedOn: dayText(at), totalFen: contractFen },
    ...{ lines: [{ what: title, amountFen: contractFen }], fileId },
  }
  return (await p.call(key, invoices.register, { body }, asker(work), at)).id
}

const REGISTERED = [
  'commissioned_development',
  'cooperative_rd',
  'software_development',
  'technology_transfer',
]

export async function fileRedemption(
  p: Player,
  key: string,
  at: Temporal.Instant,
  work: Work,
  { orderId, invoiceId, paidOn }: { orderId: string; invoiceId: string; paidOn: string },
): Promise<string> {
  const { buyer, provider, contractFen, service, plain, ownFen: paidFen = contractFen } = work
  const by = asker(work)
  const paper = async (name: string, title: string, lines: string[]) =>
    p.file(`${key}/${title}`, by, at, { name: `${name}.pdf`, title, lines, plain: plain ?? false })
  const receipt = await paper('银行回单', '银行电子回单', [
    ...[`付款人：${buyer.name}`, `收款人：${provider.host.name}`, `金额：${yuan(paidFen)}`],
    ...[`付款日期：${paidOn}`, `用途：技术服务费 ${key}`],
  ])
  const registration = REGISTERED.includes(service)
    ? await paper('技术合同登记证明', '技术合同登记证明', [
        `合同编号：${contractNo(key)}`,
        `登记日期：${paidOn}`,
        `卖方：${provider.host.name}`,
      ])
    : null
  const body = {
    ...{ orderId, lines: [{ invoiceId, lineNo: 1, amountFen: contractFen }] },
    payments: [{ amountFen: paidFen, paidOn, fileId: receipt }],
    ...{
      betweenCompanies: true,
      excluded: [],
      files: registration ? { contract_registration: [registration] } : {},
    },
  }
  return (await p.call(key, redemptions.file, { body }, by, at)).id
}
