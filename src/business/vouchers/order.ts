// Browser-safe.
import type { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { notEligible } from './amount.ts'
import { within } from './days.ts'
import { type Citation, cite } from './parameter.ts'
import { ruleRefusals } from './rule-refusals.ts'
import { relatedParty, type Tie } from './related.ts'
import type { Agreement, Rulebook } from './rulebook.ts'
import { isCrossRegion } from './versions.ts'
import { EXCLUSIONS, type Exclusion, SERVICE_KINDS, type ServiceKind } from './words.ts'

/**
 * One admission of a provider. `list`: the scheme of a rulebook, or the id of an agreement for a recognised open lab.
 * `scope`: the services it is admitted for, null for all of its class. `lastDay` belongs to it, null while it stands.
 */
export type Admission = {
  list: string
  providerClass: string
  scope: readonly ServiceKind[] | null
  from: string
  lastDay: string | null
}
export type OrderCase = {
  applicantPath: readonly string[]
  provider: { path: readonly string[]; admissions: readonly Admission[] }
  service: ServiceKind
  /** What the order contains that rulebooks may exclude. */
  contains: readonly Exclusion[]
  contractOn: string
  voucher: { claimedOn: string; issuedOn: string; lastUseDay: string }
  /** Ties between the two, and the day up to which they are looked at. */
  ties: readonly Tie[]
  today: string
}

/** Every reason why a voucher may not pay for an order; empty when it may. The agreement is the one joining the two, or null. */
export function orderAllowed(book: Rulebook, agreement: Agreement | null, order: OrderCase): Refusal[] {
  const cross = isCrossRegion(order.applicantPath, order.provider.path)
  return [
    ...serviceReasons(book, order),
    ...dateReasons(book, order),
    ...(cross ? crossReasons(book, agreement, order) : admissionReasons(book, order, book.scheme)),
    ...relatedParty(book, order.ties, { from: earlierOf(order.contractOn, order.today), to: order.today }),
  ]
}

const earlierOf = (a: string, b: string) => (a < b ? a : b)

/** The service must be listed at home even across the border: mutual recognition joins providers, not rulebooks. */
function serviceReasons(book: Rulebook, order: OrderCase): Refusal[] {
  const reasons: Refusal[] = []
  if (!book.services.some((service) => service.kind === order.service))
    reasons.push(notEligible('order_service_not_eligible', book, order.service))
  for (const kind of new Set(order.contains)) {
    const ban = book.excluded.find((item) => item.kind === kind)
    if (!ban) continue
    const { zh, en } = EXCLUSIONS[kind]
    const data = { exclusion: kind, exclusionZh: zh, exclusionEn: en, clause: cite(ban) }
    reasons.push(
      ruleRefusals.make(kind === 'statutory_test' ? 'order_statutory_test' : 'order_content_excluded', data),
    )
  }
  return reasons
}

function dateReasons(book: Rulebook, { contractOn, voucher }: OrderCase): Refusal[] {
  const clause = cite(book.contractFrom)
  const validFrom = book.contractFrom.value === 'claim_day' ? voucher.claimedOn : voucher.issuedOn
  if (contractOn < validFrom)
    return [ruleRefusals.make('order_before_voucher', { contractOn, validFrom, clause })]
  if (contractOn > voucher.lastUseDay)
    return [
      ruleRefusals.make('order_after_voucher', {
        contractOn,
        validTo: voucher.lastUseDay,
        clause: cite(book.usePeriod.days),
      }),
    ]
  return []
}

function crossReasons(book: Rulebook, agreement: Agreement | null, order: OrderCase): Refusal[] {
  const { settlement } = book
  if (settlement.cross.value === null)
    return [ruleRefusals.make('order_cross_region_not_supported', { clause: cite(settlement.cross) })]
  const { contractOn } = order
  const [home = '', other = ''] = [order.applicantPath[0], order.provider.path[0]]
  const joined =
    agreement?.members.includes(home) &&
    agreement.members.includes(other) &&
    within(contractOn, agreement.effectiveFrom, agreement.effectiveTo)
  if (!agreement || !joined)
    return [ruleRefusals.make('order_no_agreement', { contractOn, clause: cite(settlement.cross) })]
  const reasons: Refusal[] = []
  if (!agreement.services.value.includes(order.service))
    reasons.push(
      ruleRefusals.make('order_service_not_cross_region', {
        ...serviceWords(order.service),
        clause: cite(agreement.services),
      }),
    )
  const recognised = order.provider.admissions.some(
    (one) => one.list === agreement.id && one.providerClass === agreement.providerClass.value,
  )
  if (!recognised)
    reasons.push(
      ruleRefusals.make('order_provider_not_recognised', { clause: cite(agreement.providerClass) }),
    )
  else reasons.push(...admissionReasons(book, order, agreement.id))
  return reasons
}

/** Admission is looked up on the day of the contract, in one list, with the scope of the provider and of its class. */
function admissionReasons(book: Rulebook, order: OrderCase, list: string): Refusal[] {
  const rule = book.providers.admittedBeforeContract
  const { contractOn, service } = order
  const classOf = (one: Admission) => book.providers.classes.find((item) => item.id === one.providerClass)
  const admissions = order.provider.admissions.filter((one) => one.list === list && classOf(one))
  const standing = admissions.filter((one) => within(contractOn, one.from, one.lastDay))
  const covers = (one: Admission) =>
    (one.scope === null || one.scope.includes(service)) && inScope(classOf(one)?.scope ?? null, service)
  if (standing.some(covers)) return []
  const [first] = standing
  if (first) {
    const clause = cite((inScope(classOf(first)?.scope ?? null, service) ? null : classOf(first)) ?? rule)
    return [ruleRefusals.make('order_provider_outside_scope', { ...serviceWords(service), clause })]
  }
  const later = admissions
    .filter((one) => one.from > contractOn)
    .sort((a, b) => (a.from < b.from ? -1 : 1))[0]
  const ended = admissions.filter((one) => one.lastDay !== null && one.lastDay < contractOn)
  const last = ended.sort((a, b) => ((a.lastDay ?? '') < (b.lastDay ?? '') ? -1 : 1)).at(-1)
  if (last)
    return [
      ruleRefusals.make('order_admission_ended', { contractOn, endedOn: last.lastDay, clause: cite(rule) }),
    ]
  if (!later) return [ruleRefusals.make('order_provider_not_admitted', { clause: cite(rule) })]
  if (!rule.value) return []
  return [
    ruleRefusals.make('order_before_admission', { contractOn, admittedOn: later.from, clause: cite(rule) }),
  ]
}

const inScope = (scope: readonly ServiceKind[] | null, service: ServiceKind) =>
  scope === null || scope.includes(service)

function serviceWords(service: ServiceKind) {
  return { serviceZh: SERVICE_KINDS[service].zh, serviceEn: SERVICE_KINDS[service].en }
}

/** What happens to a running order when its provider's admission is withdrawn. */
export function afterWithdrawal(
  book: Rulebook,
  of: { contractOn: string; withdrawnOn: string },
): {
  effect: 'finishes' | 'stops'
  says: Text
  rule: Citation
} {
  const rule = book.providers.afterWithdrawal
  const finishes = of.contractOn < of.withdrawnOn && rule.value === 'finish_running'
  return {
    effect: finishes ? 'finishes' : 'stops',
    says: finishes
      ? {
          zh: `入库资格自${of.withdrawnOn}起撤销；此前签订的合同可继续履行和兑付，不得再接新单。`,
          en: `The admission is withdrawn from ${of.withdrawnOn}; contracts signed before may be finished and redeemed, new orders are not taken.`,
        }
      : {
          zh: `入库资格自${of.withdrawnOn}起撤销；未完成的订单停止使用创新券，券额释放，可另选机构。`,
          en: `The admission is withdrawn from ${of.withdrawnOn}; unfinished orders lose the voucher, its amount is released and another provider may be chosen.`,
        },
    rule,
  }
}
