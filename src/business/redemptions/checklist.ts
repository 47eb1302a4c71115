import type { Reader } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { bankAccountOf, organisationOf } from '#platform/directory/index.ts'
import { type Evaluation, evaluationOf, type Order } from '#platform/orders/index.ts'
import { EVIDENCE, type Evidence, type Rulebook } from '#business/vouchers/browser.ts'
import type { Voucher } from '#business/vouchers/index.ts'
import { datesOf, orderFacts } from './filing.ts'
import {
  byEye,
  byRules,
  conflictText,
  type Finding,
  fileProofs,
  invoiceProofs,
  lostText,
  paymentGap,
  type Proof,
  usedElsewhere,
  warning,
} from './findings.ts'
import { askedBy } from './funding.ts'
import { codesOf, factsOfInvoice, type Invoice, type Occupied } from './invoices.ts'
import { considerOrder } from './ordering.ts'
import { dateReasons, evidenceReasons, invoiceReasons, neededEvidence, type RequestFacts } from './rules.ts'
import { asAgreed, pathsOf } from './reckon.ts'
import type { Redemption } from './store.ts'

export type Documents = { kind: Evidence; files: { id: string; name: string; usedElsewhere: number }[] }[]
export type Looked = {
  redemption: Redemption
  order: Order
  voucher: Voucher
  book: Rulebook
  invoices: Invoice[]
  occupied: Occupied[]
  conflicts: ReadonlyMap<string, number>
  documents: Documents
}

/**
 * What the same rules say now, each beside the document that proves it, and what only eyes can check (domain §2.11). The order
 * is judged again as of today, for ties and withdrawn admissions come to light later; dates are judged as of the filing.
 */
export async function checklist(db: Reader, looked: Looked, now: Temporal.Instant): Promise<Finding[]> {
  const { redemption, order, voucher, book, invoices, documents } = looked
  const asked = await considerOrder(db, voucher, askedBy(order), now)
  const facts = await factsFor(db, looked)
  const files = (kind: Evidence) => fileProofs(documents.find((row) => row.kind === kind)?.files ?? [])
  const theOrder: Proof = { kind: 'order', id: order.id, name: order.number }
  const { invoicedFen } = redemption
  const due = asAgreed(voucher, book, { paths: pathsOf(order), service: voucher.serviceKind }, invoicedFen)
  const receipts = [...files('full_payment'), ...files('own_share_payment')]
  return [
    byRules('order', ORDER, asked.reasons, [
      ...files('contract'),
      theOrder,
      { kind: 'provider', id: order.providerId, name: order.providerName },
    ]),
    byEye('contract', CONTRACT, [...files('contract'), theOrder]),
    byRules('dates', DATES, dateReasons(book, facts), [theOrder]),
    byRules(
      'invoice_facts',
      INVOICES,
      facts.invoices.flatMap((one) => invoiceReasons(one, facts)),
      invoiceProofs(invoices),
    ),
    ...invoiceWarnings(looked),
    warning(
      'payment_sum',
      PAID,
      paymentGap({ invoicedFen, paidFen: redemption.paidByFirmFen, dueFen: due.paidFen }),
      receipts,
    ),
    byEye('payment', BETWEEN, receipts),
    byRules('evidence', ALL_THERE, evidenceReasons(facts), [], facts.needed.clause),
    ...lookAt(facts.needed, files),
    ...evaluated(facts.needed, await evaluationOf(db, order.id), theOrder),
    warning('same_files', SAME, usedElsewhere(documents.flatMap((row) => row.files)), []),
    ...(await account(db, redemption, now)),
  ]
}

async function factsFor(
  db: Reader,
  { redemption, order, voucher, book, invoices, documents }: Looked,
): Promise<RequestFacts> {
  const buyer = await organisationOf(db, order.buyerId)
  const provider = await organisationOf(db, order.providerId)
  return {
    today: dayOf(redemption.filedAt).toString(),
    voucher: await datesOf(db, voucher),
    order: orderFacts(order),
    ...(await codesOf(db, buyer, provider)),
    invoices: invoices.map(factsOfInvoice),
    payments: [],
    betweenCompanies: true,
    needed: neededEvidence(book, order.serviceKind),
    given: new Set([
      ...documents.map((row) => row.kind).filter((kind) => kind !== 'service_evaluation'),
      ...((await evaluationOf(db, order.id)) ? (['service_evaluation'] as const) : []),
    ]),
    buyer: buyer.name,
  }
}

function invoiceWarnings({ invoices, occupied, conflicts }: Looked): Finding[] {
  const contested = invoices.filter((invoice) => conflicts.has(invoice.id))
  const lostFen = occupied.reduce((sum, line) => sum + (line.occupied ? line.lostFen : 0n), 0n)
  return [
    warning(
      'invoice_conflicts',
      ONE_VERSION,
      conflictText(contested.map((one) => one.number)),
      invoiceProofs(contested),
    ),
    warning('invoice_reversed', NOT_REVERSED, lostText(lostFen), invoiceProofs(invoices)),
  ]
}

/** Marks and seals that no rule can read: one line for each document the service needs, beyond those above. */
const READ: readonly Evidence[] = ['result_report', 'accredited_report', 'contract_registration']
const lookAt = (needed: RequestFacts['needed'], files: (kind: Evidence) => Proof[]): Finding[] =>
  READ.filter((kind) => needed.kinds.includes(kind) || files(kind).length > 0).map((kind) =>
    byEye(
      kind,
      { zh: `核对${EVIDENCE[kind].zh}`, en: `Look at the ${EVIDENCE[kind].en}` },
      files(kind),
      needed.clause,
    ),
  )

/** What the buyer said of the service, where the rulebook asks for it; that it is missing, the evidence tells. */
const evaluated = (needed: RequestFacts['needed'], found: Evaluation | undefined, order: Proof): Finding[] =>
  needed.kinds.includes('service_evaluation') && found
    ? [
        {
          ...byRules('service_evaluation', EVALUATED, [], [order], needed.clause),
          detail: {
            zh: `${found.score}分（满分5分）：${found.remark}`,
            en: `${found.score} of 5: ${found.remark}`,
          },
        },
      ]
    : []

async function account(
  db: Reader,
  { payeeId, status, organisationName, providerName, organisationId }: Redemption,
  now: Temporal.Instant,
) {
  if (status !== 'in_review' && status !== 'passed' && status !== 'in_batch') return []
  const found = await bankAccountOf(db, payeeId, now)
  const missing = {
    zh: '收款账户尚未核实，核实之前不能通过。',
    en: 'The account is not confirmed; the request can’t pass before it is.',
  }
  const name = payeeId === organisationId ? organisationName : providerName
  return [
    warning('account', ACCOUNT, found ? null : missing, [{ kind: 'profile', id: payeeId, name: name ?? '' }]),
  ]
}

const ORDER = {
  zh: '订单可以用券：服务类型、服务机构入库范围、合同日期、关联关系',
  en: 'The voucher may pay: service, admission and scope of the provider, day of the contract, ties',
}
const CONTRACT = {
  zh: '合同双方名称与订单一致，签字盖章和附件齐全',
  en: 'The contract names both parties as the order does, signed and sealed, annexes complete',
}
const DATES = { zh: '在兑付期限和受理期内提出', en: 'Filed within the period and the window' }
const INVOICES = {
  zh: '发票购销双方与订单双方一致，开票日期不早于合同',
  en: 'Buyer and seller of the invoices are the parties, and none is older than the contract',
}
const ONE_VERSION = {
  zh: '发票没有待核的另一版本',
  en: 'No other version of an invoice waits for a decision',
}
const NOT_REVERSED = { zh: '发票未被红字冲减', en: 'No red-letter invoice took anything back' }
const PAID = { zh: '付款金额与发票相符', en: 'What was paid covers what is invoiced' }
const BETWEEN = {
  zh: '单位账户对单位账户付款，收款人为合同的服务机构',
  en: 'Paid from company account to company account, to the provider of the contract',
}
const ALL_THERE = { zh: '办法要求的材料齐全', en: 'Every document the rulebook asks for is there' }
const EVALUATED = { zh: '委托方已评价服务', en: 'The buyer evaluated the service' }
const SAME = { zh: '材料未在其他办件中使用过', en: 'No document was used in another case' }
const ACCOUNT = { zh: '收款账户已核实', en: 'The payee’s account is confirmed' }
