// Browser-safe.
import { floorTo, shareBp } from '#core/money.ts'
import type { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { formatPercent, notEligible, type Step, step, yuan } from './amount.ts'
import { type Citation, cite } from './parameter.ts'
import { ruleRefusals } from './rule-refusals.ts'
import type { Limits, Rulebook } from './rulebook.ts'
import { limitsFor, ratioFor } from './versions.ts'
import { APPLICANTS, type ApplicantKind, FIRM_CLASSES, type FirmClass, type ServiceKind } from './words.ts'

export type ClaimCase = {
  applicant: ApplicantKind
  firmClass?: FirmClass
  service: ServiceKind
  crossRegion: boolean
  /** The contract amount the applicant declares. */
  contractFen: bigint
  /** What it asks for; everything it can have when left out. */
  requestedFen?: bigint
  /** `takenFen`: redeemed or reserved in the year of the claim. `claims…`: claims that were issued or are live. */
  history: { takenFen: bigint; claimsThisYear: number; claimsEver: number }
}
export type Claimable = { amountFen: bigint; maxFen: bigint; steps: Step[]; assumed: boolean }
type Limit = { id: string; fen: bigint; rule: Citation; word: Text; says: Text }

/** The amount a claim may be issued for, with its derivation; or the refusal with what to ask for instead. */
export function claimable(book: Rulebook, of: ClaimCase): Claimable | Refusal {
  const limits = limitsFor(book, of.applicant, of.firmClass)
  if (!limits || !book.applicants.some((one) => one.kind === of.applicant)) {
    const { zh, en } = APPLICANTS[of.applicant]
    return ruleRefusals.make('claim_applicant_not_admitted', { applicantZh: zh, applicantEn: en })
  }
  const ratio = ratioFor(book, of)
  if (!ratio) return notEligible('claim_service_not_eligible', book, of.service)
  const { cross } = book.settlement
  if (of.crossRegion && cross.value === null)
    return ruleRefusals.make('claim_cross_region_not_supported', { clause: cite(cross) })
  const used = usedUp(limits, of)
  if (used) return used
  const bounds = boundsOf(limits, of, ratio)
  const binding = bounds.reduce((least, bound) => (bound.fen < least.fen ? bound : least))
  const stepFen = book.claimStepFen.value
  const maxFen = floorTo(binding.fen, stepFen)
  const refused = refusedAmount(book, of, maxFen, binding)
  if (refused) return refused
  const steps = [
    ...bounds.map((bound) => step(bound.id, bound.fen, bound.rule, bound.says)),
    step('claimable', maxFen, book.claimStepFen, {
      zh: `取最小者（${binding.word.zh}），向下取整到${yuan(stepFen)}元的整数倍`,
      en: `the least (${binding.word.en}), rounded down to a multiple of CNY ${yuan(stepFen)}`,
    }),
  ]
  return { amountFen: of.requestedFen ?? maxFen, maxFen, steps, assumed: steps.some((one) => one.assumed) }
}

function usedUp(limits: Limits, of: ClaimCase): Refusal | null {
  const { claimsPerYear, perYearFen } = limits
  if (claimsPerYear.value !== null && of.history.claimsThisYear >= claimsPerYear.value)
    return ruleRefusals.make('claim_count_used', {
      count: of.history.claimsThisYear,
      clause: cite(claimsPerYear),
    })
  if (perYearFen.value !== null && of.history.takenFen >= perYearFen.value)
    return ruleRefusals.make('claim_year_cap_used', { cap: yuan(perYearFen.value), clause: cite(perYearFen) })
  return null
}

function boundsOf(limits: Limits, of: ClaimCase, ratio: Citation & { value: number }): [Limit, ...Limit[]] {
  const raw = shareBp(of.contractFen, ratio.value)
  const percent = formatPercent(ratio.value)
  const as = of.firmClass ? FIRM_CLASSES[of.firmClass] : null
  const bounds: [Limit, ...Limit[]] = [
    {
      id: 'by_ratio',
      fen: raw,
      rule: ratio,
      word: { zh: '合同金额与比例', en: 'contract amount and ratio' },
      says: {
        zh: `合同金额${yuan(of.contractFen)}元×${percent}${as ? `（${as.zh}）` : ''}＝${yuan(raw)}元`,
        en: `contract CNY ${yuan(of.contractFen)} × ${percent}${as ? ` (${as.en})` : ''} = CNY ${yuan(raw)}`,
      },
    },
  ]
  const cap = (id: string, rule: Limits['perClaimFen'], word: Text, takenFen = 0n) => {
    if (rule.value === null) return
    const fen = rule.value - takenFen
    const taken = takenFen
      ? { zh: `，已占用${yuan(takenFen)}元`, en: `, taken CNY ${yuan(takenFen)}` }
      : { zh: '', en: '' }
    const says = {
      zh: `${word.zh}${yuan(rule.value)}元${taken.zh}`,
      en: `${word.en} CNY ${yuan(rule.value)}${taken.en}`,
    }
    bounds.push({ id, fen, rule, word, says })
  }
  cap('per_claim', limits.perClaimFen, { zh: '单次申领上限', en: 'limit per claim' })
  if (of.history.claimsEver === 0)
    cap('first_claim', limits.firstClaimFen, { zh: '首次申领上限', en: 'limit of the first claim' })
  cap('per_year', limits.perYearFen, { zh: '年度额度', en: 'yearly cap' }, of.history.takenFen)
  return bounds
}

function refusedAmount(book: Rulebook, of: ClaimCase, maxFen: bigint, binding: Limit): Refusal | null {
  const stepFen = book.claimStepFen.value
  const limit = { limitZh: binding.word.zh, limitEn: binding.word.en, clause: cite(binding.rule) }
  const asked = of.requestedFen
  if (asked !== undefined && asked <= 0n) return ruleRefusals.make('claim_amount_not_positive')
  if (maxFen === 0n) return ruleRefusals.make('claim_nothing_left', { ...limit, step: yuan(stepFen) })
  if (asked === undefined) return null
  if (asked > maxFen)
    return ruleRefusals.make('claim_above_limit', { ...limit, asked: yuan(asked), max: yuan(maxFen) })
  if (asked % stepFen === 0n) return null
  const lower = floorTo(asked, stepFen)
  return ruleRefusals.make('claim_not_multiple', {
    step: yuan(stepFen),
    lower: yuan(lower > 0n ? lower : stepFen),
    upper: yuan(lower + stepFen),
    clause: cite(book.claimStepFen),
  })
}
