import type { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import {
  cite,
  EVIDENCE,
  type Evidence,
  redeemPeriod,
  redemptionWindow,
  type Rulebook,
} from '#business/vouchers/browser.ts'
import { redemptionRefusals } from './refusals.ts'

/** Pure, browser-safe. Days are YYYY-MM-DD. What a request must be before its amount is reckoned (domain §2.11). */

export const STATUS = {
  in_review: { zh: '审核中', en: 'in review' },
  passed: { zh: '已通过，待编入批次', en: 'passed, waiting for a batch' },
  in_batch: { zh: '已编入批次', en: 'in a batch' },
  approved: { zh: '已批准', en: 'approved' },
  refused: { zh: '未获批准', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  lapsed: { zh: '逾期失效', en: 'lapsed' },
  revoked: { zh: '已撤销', en: 'revoked' },
} as const satisfies Record<string, Text>
/** Why an approved request is not paid: whose code is in dispute. */
export const DISPUTED = {
  payee: {
    zh: '收款单位的代码存在争议，裁定前暂不拨付',
    en: 'The payee’s code is in dispute: nothing is paid before that is decided',
  },
  holder: {
    zh: '持券单位的代码存在争议，裁定前暂不拨付',
    en: 'The code of the voucher’s holder is in dispute: nothing is paid before that is decided',
  },
} as const satisfies Record<string, Text>

export type RedemptionStatus = keyof typeof STATUS
export const LIVE = ['in_review', 'passed', 'in_batch'] as const satisfies readonly RedemptionStatus[]

export type InvoiceFacts = {
  id: string
  number: string
  kind: 'blue' | 'red'
  issuedOn: string
  /** Null where the buyer has none (founders without a company). */
  buyerCode: string | null
  sellerCode: string
}
export type RequestFacts = {
  today: string
  voucher: { claimedOn: string; issuedOn: string; useBy: string; redeemBy: string }
  order: { number: string; status: string; contractOn: string; acceptedOn: string | null }
  /** Credit codes that may stand on the invoices: of the firm (a team's incubator), of the provider or its host unit. */
  buyerCodes: readonly (string | null)[]
  sellerCodes: readonly string[]
  invoices: readonly InvoiceFacts[]
  payments: readonly { amountFen: bigint; paidOn: string }[]
  betweenCompanies: boolean
  /** Documents the rulebook asks for and those that are there. */
  needed: { kinds: readonly Evidence[]; clause: Text | null }
  given: ReadonlySet<Evidence>
  /** Who evaluates the service on the order, where the rulebook asks for it. */
  buyer: string
}

/** Every reason why the request can't be filed; empty when it may. */
export function requestReasons(book: Rulebook, of: RequestFacts): Refusal[] {
  return [
    ...orderReasons(of),
    ...dateReasons(book, of),
    ...of.invoices.flatMap((invoice) => invoiceReasons(invoice, of)),
    ...paymentReasons(of),
    ...evidenceReasons(of),
  ]
}

function orderReasons({ order }: RequestFacts): Refusal[] {
  if (order.status === 'accepted' && order.acceptedOn) return []
  return [redemptionRefusals.make('redemption_order_not_accepted', { order: order.number })]
}

/** The last day to ask, for an order accepted on a day: never later than the voucher's own. */
export function lastRedeemDay(
  book: Rulebook,
  of: { issuedOn: string; useBy: string; redeemBy: string; acceptedOn: string | null },
) {
  const { issuedOn, useBy: lastUseDay, acceptedOn } = of
  const period = redeemPeriod(book, { issuedOn, lastUseDay, acceptedOn })
  return { ...period, lastDay: period.lastDay < of.redeemBy ? period.lastDay : of.redeemBy }
}

export function dateReasons(book: Rulebook, { today, voucher, order }: RequestFacts): Refusal[] {
  const reasons: Refusal[] = []
  const period = lastRedeemDay(book, { ...voucher, acceptedOn: order.acceptedOn })
  if (today > period.lastDay)
    reasons.push(
      redemptionRefusals.make('redemption_period_over', {
        lastDay: period.lastDay,
        saysZh: period.says.zh,
        saysEn: period.says.en,
        clause: period.clause ?? cite(book.redeemPeriod.days),
      }),
    )
  const when = windowWords(book, voucher.claimedOn, today)
  if (when)
    reasons.push(
      redemptionRefusals.make('redemption_window_closed', {
        whenZh: when.zh,
        whenEn: when.en,
        clause: cite(book.redemptionWindows),
      }),
    )
  return reasons
}

/** Null when requests are taken today. */
function windowWords(book: Rulebook, claimedOn: string, today: string): Text | null {
  const window = redemptionWindow(book, claimedOn, today)
  if (window.state === 'always' || window.state === 'open') return null
  if (window.state === 'none')
    return { zh: '该券没有对应的受理期', en: 'no window was set for vouchers claimed on that day' }
  const until = window.closes ?? ''
  return window.state === 'later'
    ? { zh: `受理期为${window.opens}至${until}`, en: `the window is ${window.opens} to ${until}` }
    : { zh: `受理期已于${until}结束`, en: `the window closed on ${until}` }
}

export function invoiceReasons(invoice: InvoiceFacts, of: RequestFacts): Refusal[] {
  const { number, issuedOn } = invoice
  const reasons: Refusal[] = []
  if (invoice.kind === 'red') reasons.push(redemptionRefusals.make('redemption_invoice_red', { number }))
  if (!of.buyerCodes.includes(invoice.buyerCode)) {
    const data = {
      number,
      found: invoice.buyerCode ?? '—',
      expected: of.buyerCodes.map((code) => code ?? '—').join(' / '),
    }
    reasons.push(redemptionRefusals.make('redemption_invoice_buyer', data))
  }
  if (!of.sellerCodes.includes(invoice.sellerCode)) {
    const data = { number, found: invoice.sellerCode, expected: of.sellerCodes.join(' / ') }
    reasons.push(redemptionRefusals.make('redemption_invoice_seller', data))
  }
  const { contractOn } = of.order
  if (issuedOn < contractOn)
    reasons.push(redemptionRefusals.make('redemption_invoice_early', { number, issuedOn, contractOn }))
  return reasons
}

export function paymentReasons({ betweenCompanies, payments, today }: RequestFacts): Refusal[] {
  const later = payments.filter(({ paidOn }) => paidOn > today)
  return [
    ...(betweenCompanies ? [] : [redemptionRefusals.make('redemption_payment_not_between_companies')]),
    ...later.map(({ paidOn }) => redemptionRefusals.make('redemption_payment_later', { paidOn })),
  ]
}

export function evidenceReasons({ needed, given, order, buyer }: RequestFacts): Refusal[] {
  const { clause } = needed
  const all = needed.kinds.filter((kind) => !given.has(kind))
  // Not a paper but a step of the order that is the buyer's to do (domain §2.9).
  const evaluation = all.includes('service_evaluation')
    ? [redemptionRefusals.make('redemption_not_evaluated', { order: order.number, buyer, clause })]
    : []
  const missing = all.filter((kind) => kind !== 'service_evaluation')
  if (missing.length === 0) return evaluation
  return [
    ...evaluation,
    redemptionRefusals.make('redemption_evidence_missing', {
      documents: missing.join(' '),
      documentsZh: missing.map((kind) => EVIDENCE[kind].zh).join('、'),
      documentsEn: missing.map((kind) => EVIDENCE[kind].en).join(', '),
      clause,
    }),
  ]
}

/** The documents a service needs, with the clause that asks for them. */
export function neededEvidence(
  book: Rulebook,
  kind: string,
): { kinds: readonly Evidence[]; clause: Text | null } {
  const service = book.services.find((row) => row.kind === kind)
  return service
    ? { kinds: service.evidence.value, clause: cite(service.evidence) }
    : { kinds: [], clause: null }
}

type Told = 'order_not_fundable' | 'redemption_not_ready'

/** One reason is told as itself, several together in one refusal that names each. */
export function allTogether(code: Told, reasons: readonly Refusal[]): Refusal | null {
  const [first] = reasons
  if (!first || reasons.length === 1) return first ?? null
  const numbered = (language: 'zh' | 'en') =>
    reasons.map((reason, at) => `${at + 1}. ${reason.text[language]}`).join(language === 'zh' ? '' : ' ')
  return redemptionRefusals.make(code, {
    count: reasons.length,
    codes: [...new Set(reasons.map((reason) => reason.code))].join(' '),
    reasonsZh: numbered('zh'),
    reasonsEn: numbered('en'),
  })
}

export type ExcludedItem = { what: string; amountFen: bigint; reason: string; by: 'firm' | 'reviewer' }

export const sumFen = (items: readonly { amountFen: bigint }[]): bigint =>
  items.reduce((sum, { amountFen }) => sum + amountFen, 0n)
