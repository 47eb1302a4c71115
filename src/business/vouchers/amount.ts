// Browser-safe.
import { floorTo, formatFen, minFen, shareBp } from '#core/money.ts'
import type { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { type Citation, cite, type Parameter } from './parameter.ts'
import { ruleRefusals } from './rule-refusals.ts'
import type { Rulebook } from './rulebook.ts'
import { limitsFor, ratioFor, settlementFor } from './versions.ts'
import {
  type ApplicantKind,
  type FirmClass,
  SERVICE_KINDS,
  type ServiceKind,
  type SettlementMode,
} from './words.ts'

/** One line of a derivation, as it is shown and printed. */
export type Step = {
  id: string
  says: Text
  amountFen: bigint
  clause: string | null
  source: string | null
  assumed: boolean
  note?: Text
}
export type LimitedBy = 'cost' | 'unpaid' | 'face' | 'year_cap' | 'pool'
export const LIMIT_WORDS: Record<LimitedBy, Text> = {
  cost: { zh: '有效支出与比例', en: 'eligible cost and ratio' },
  unpaid: { zh: '委托方尚未支付的部分', en: 'what the firm has not paid' },
  face: { zh: '券面余额', en: 'what is left on the voucher' },
  year_cap: { zh: '年度额度余额', en: 'what is left of the yearly cap' },
  pool: { zh: '资金余额', en: 'what is left of the budget' },
}

export type Formula = {
  contractFen: bigint
  invoicedFen: bigint
  paidFen: bigint
  excludedFen: bigint
  ratioBp: number
  faceLeftFen: bigint
  /** Null: no cap. Must not count this voucher's own reservation. */
  capLeftFen: bigint | null
  /** Null: reserved at issue, so the pool cannot shorten it. Must not count this voucher's own reservation. */
  poolLeftFen: bigint | null
  stepFen: bigint
  mode: SettlementMode
}
export type Amount = { eligibleFen: bigint; rawFen: bigint; approvedFen: bigint; limitedBy: LimitedBy }

const atLeastZero = (fen: bigint) => (fen > 0n ? fen : 0n)

/**
 * The formula of the field (domain §2.12): min(contract, invoiced, paid) − excluded, × ratio, then the smallest of what is
 * left on the voucher, of the yearly cap and of the pool, rounded down to the step. Where the provider redeems (通兑) the
 * enterprise has paid its own share only, so the payment proves the cost of which it is that share, and what it paid beyond
 * that share the provider can't be paid a second time.
 */
export function redeemableFen(of: Formula): Amount {
  const paid =
    of.mode === 'settle_enterprise'
      ? of.paidFen
      : costProvenByShare(atLeastZero(of.paidFen - of.excludedFen), of.ratioBp, of.contractFen) +
        of.excludedFen
  const eligibleFen = atLeastZero(minFen(of.contractFen, of.invoicedFen, paid) - of.excludedFen)
  const rawFen = shareBp(eligibleFen, of.ratioBp)
  const limits: [LimitedBy, bigint | null][] = [
    ['cost', rawFen],
    ['unpaid', unpaidFen(of)],
    ['face', of.faceLeftFen],
    ['year_cap', of.capLeftFen],
    ['pool', of.poolLeftFen],
  ]
  let limitedBy: LimitedBy = 'cost'
  let least = rawFen
  for (const [name, fen] of limits)
    if (fen !== null && fen < least) {
      least = fen
      limitedBy = name
    }
  return { eligibleFen, rawFen, approvedFen: floorTo(atLeastZero(least), of.stepFen), limitedBy }
}

/** What the provider has not been paid by the firm: the voucher pays no more. Null where the firm is the one who is paid. */
const unpaidFen = (of: Formula): bigint | null =>
  of.mode === 'settle_enterprise' ? null : atLeastZero(minFen(of.contractFen, of.invoicedFen) - of.paidFen)

/** What the firm pays itself where the provider redeems: the least that proves the whole cost. */
export const ownShareFen = (costFen: bigint, ratioBp: number): bigint => costFen - shareBp(costFen, ratioBp)

/** The cost of which a payment is the own share: paid ÷ (1 − ratio), rounded down. A ratio of 100 % proves any cost. */
function costProvenByShare(paidFen: bigint, ratioBp: number, allFen: bigint): bigint {
  const own = 10_000n - BigInt(ratioBp)
  return own === 0n ? allFen : (paidFen * 10_000n) / own
}

export type RedemptionCase = {
  service: ServiceKind
  applicant?: ApplicantKind
  firmClass?: FirmClass
  crossRegion: boolean
  contractFen: bigint
  /** Cost of the same contract that other live or paid requests present. */
  presentedFen?: bigint
  /** What this request presents. */
  invoicedFen: bigint
  paidFen: bigint
  excluded?: readonly { what: Text; fen: bigint }[]
  /** `usedFen`: redeemed or under request on this voucher, this request apart. */
  voucher: { faceFen: bigint; usedFen: bigint }
  /** `takenFen`: redeemed or reserved by the firm in the cap year, all included; `ownFen`: this voucher's part of it still reserved. */
  year: { takenFen: bigint; ownFen: bigint }
  /** `leftFen`: the budget's unreserved money; `ownFen`: what this voucher holds reserved of it. Not read when reserved at issue. */
  pool: { leftFen: bigint; ownFen: bigint }
}
export type Redeemable = Amount & {
  payee: 'enterprise' | 'provider'
  mode: SettlementMode
  ratioBp: number
  capLeftFen: bigint | null
  steps: Step[]
  assumed: boolean
}

/** What a redemption request is worth under its rulebook, with every step of the derivation; or why it is worth nothing. */
export function redeemable(book: Rulebook, of: RedemptionCase): Redeemable | Refusal {
  const ratio = ratioFor(book, of)
  if (!ratio) return notEligible('redemption_service_not_eligible', book, of.service)
  const settlement = settlementFor(book, of.crossRegion)
  const mode = settlement.value
  if (mode === null)
    return ruleRefusals.make('redemption_cross_region_not_supported', { clause: cite(settlement) })
  if (!book.usableInParts.value && of.voucher.usedFen > 0n)
    return ruleRefusals.make('redemption_not_in_parts', {
      used: yuan(of.voucher.usedFen),
      clause: cite(book.usableInParts),
    })
  const cap = limitsFor(book, of.applicant ?? 'enterprise', of.firmClass)?.perYearFen ?? null
  const formula = formulaOf(book, of, ratio.value, mode, cap)
  const amount = redeemableFen(formula)
  const steps = stepsOf(book, of, { formula, amount, ratio, settlement, cap })
  if (amount.approvedFen === 0n)
    return ruleRefusals.make(
      amount.limitedBy === 'unpaid' ? 'redemption_paid_already' : 'redemption_nothing_left',
      {
        limitZh: LIMIT_WORDS[amount.limitedBy].zh,
        limitEn: LIMIT_WORDS[amount.limitedBy].en,
        clause: cite(amount.limitedBy === 'year_cap' && cap ? cap : ratio),
      },
    )
  return {
    ...amount,
    payee: mode === 'settle_enterprise' ? 'enterprise' : 'provider',
    mode,
    ratioBp: ratio.value,
    capLeftFen: formula.capLeftFen,
    steps,
    assumed: steps.some((step) => step.assumed),
  }
}

function formulaOf(
  book: Rulebook,
  of: RedemptionCase,
  ratioBp: number,
  mode: SettlementMode,
  cap: Parameter<bigint | null> | null,
): Formula {
  return {
    contractFen: atLeastZero(of.contractFen - (of.presentedFen ?? 0n)),
    invoicedFen: of.invoicedFen,
    paidFen: of.paidFen,
    excludedFen: (of.excluded ?? []).reduce((sum, item) => sum + item.fen, 0n),
    ratioBp,
    faceLeftFen: atLeastZero(of.voucher.faceFen - of.voucher.usedFen),
    capLeftFen: cap?.value == null ? null : atLeastZero(cap.value - of.year.takenFen + of.year.ownFen),
    poolLeftFen: book.budget.reservedAtIssue.value ? null : atLeastZero(of.pool.leftFen + of.pool.ownFen),
    stepFen: book.payStepFen.value,
    mode,
  }
}

type Working = {
  formula: Formula
  amount: Amount
  ratio: Parameter<number>
  settlement: Parameter<SettlementMode | null>
  cap: Parameter<bigint | null> | null
}

function stepsOf(
  book: Rulebook,
  of: RedemptionCase,
  { formula, amount, ratio, settlement, cap }: Working,
): Step[] {
  const own = formula.mode === 'settle_provider'
  const percent = formatPercent(ratio.value)
  const paidText: Text = own
    ? {
        zh: `自付部分付款${yuan(of.paidFen)}元（按自付比例折算为已发生支出）`,
        en: `own share paid CNY ${yuan(of.paidFen)}, which proves the cost it is the share of`,
      }
    : { zh: `已付款${yuan(of.paidFen)}元`, en: `paid CNY ${yuan(of.paidFen)}` }
  const steps: Step[] = [
    step('eligible_cost', amount.eligibleFen, own ? unstated(settlement) : settlement, {
      zh: `有效支出＝合同可用${yuan(formula.contractFen)}元、发票${yuan(of.invoicedFen)}元、${paidText.zh}中的最小者，减去不予支持${yuan(formula.excludedFen)}元`,
      en: `eligible cost = least of contract left CNY ${yuan(formula.contractFen)}, invoiced CNY ${yuan(of.invoicedFen)}, ${paidText.en}; less excluded CNY ${yuan(formula.excludedFen)}`,
    }),
    step('raw', amount.rawFen, ratio, {
      zh: `有效支出×${percent}＝${yuan(amount.rawFen)}元`,
      en: `eligible cost × ${percent} = CNY ${yuan(amount.rawFen)}`,
    }),
    step('face_left', formula.faceLeftFen, book.usableInParts, {
      zh: `券面余额＝面额${yuan(of.voucher.faceFen)}元－本券已兑付或在办${yuan(of.voucher.usedFen)}元`,
      en: `left on the voucher = face CNY ${yuan(of.voucher.faceFen)} − redeemed or requested CNY ${yuan(of.voucher.usedFen)}`,
    }),
  ]
  const unpaid = unpaidFen(formula)
  if (unpaid !== null)
    steps.splice(
      2,
      0,
      step('unpaid', unpaid, unstated(settlement), {
        zh: `委托方尚未支付＝合同可用与发票中较小者－已付款${yuan(of.paidFen)}元，服务机构不能重复收款`,
        en: `not paid by the firm = the lesser of contract left and invoiced − paid CNY ${yuan(of.paidFen)}; nobody is paid twice`,
      }),
    )
  if (formula.capLeftFen !== null && cap?.value != null)
    steps.push(
      step('cap_left', formula.capLeftFen, cap, {
        zh: `年度额度余额＝上限${yuan(cap.value)}元－本年度已兑付或占用${yuan(of.year.takenFen)}元＋其中本券自身占用${yuan(of.year.ownFen)}元`,
        en: `left of the yearly cap = cap CNY ${yuan(cap.value)} − redeemed or reserved CNY ${yuan(of.year.takenFen)} + this voucher's own reservation in it CNY ${yuan(of.year.ownFen)}`,
      }),
    )
  steps.push(
    formula.poolLeftFen === null
      ? step('pool', formula.faceLeftFen, book.budget.reservedAtIssue, {
          zh: '资金已在发券时预留，资金余额不影响本次兑付',
          en: 'the money was reserved at issue; the budget cannot shorten this redemption',
        })
      : step('pool', formula.poolLeftFen, book.budget.reservedAtIssue, {
          zh: `资金余额${yuan(of.pool.leftFen)}元＋本券自身预留${yuan(of.pool.ownFen)}元`,
          en: `left of the budget CNY ${yuan(of.pool.leftFen)} + this voucher's own reservation CNY ${yuan(of.pool.ownFen)}`,
        }),
    step('approved', amount.approvedFen, book.payStepFen, {
      zh: `取最小者（${LIMIT_WORDS[amount.limitedBy].zh}），向下取整到${yuan(formula.stepFen)}元的整数倍`,
      en: `the least (${LIMIT_WORDS[amount.limitedBy].en}), rounded down to a multiple of CNY ${yuan(formula.stepFen)}`,
    }),
  )
  return steps
}

/** 通兑's share arithmetic is ours: sources say only that the own share's payment is proved (S07). */
const unstated = (rule: Citation): Citation => ({
  ...rule,
  standing: 'assumed',
  note: {
    zh: '来源只要求证明自付部分已付款，折算方法为本平台假定',
    en: 'sources only ask for proof that the own share was paid; the arithmetic is assumed',
  },
})

export function step(id: string, amountFen: bigint, rule: Citation, says: Text): Step {
  const { clause, source, standing, note } = rule
  return { id, says, amountFen, clause, source, assumed: standing === 'assumed', ...(note ? { note } : {}) }
}

export const yuan = (fen: bigint) => formatFen(fen, { bare: true })

export function formatPercent(bp: number): string {
  return `${Math.floor(bp / 100)}${
    bp % 100
      ? `.${String(bp % 100)
          .padStart(2, '0')
          .replace(/0$/, '')}`
      : ''
  }%`
}

export function notEligible(
  code: 'redemption_service_not_eligible' | 'claim_service_not_eligible' | 'order_service_not_eligible',
  book: Rulebook,
  service: ServiceKind,
): Refusal {
  const { zh, en } = SERVICE_KINDS[service]
  return ruleRefusals.make(code, { serviceZh: zh, serviceEn: en, clause: servicesClause(book) })
}

/** Where the list of services stands: the citation most of its rows share. */
function servicesClause(book: Rulebook): Text {
  const sourced = book.services.find((service) => service.standing === 'sourced')
  return cite(sourced ?? book.services[0] ?? { clause: null, source: null, standing: 'assumed' })
}
