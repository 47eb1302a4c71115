import type { Reader } from '#core/db.ts'
import type { Refusal } from '#core/refusal.ts'
import { organisationOf } from '#platform/directory/index.ts'
import { balance } from '#platform/ledger/index.ts'
import {
  isCrossRegion,
  ownShareFen,
  ratioFor,
  type Redeemable,
  type RedemptionCase,
  redeemable,
  type Rulebook,
  type ServiceKind,
  settlementFor,
  type SettlementMode,
} from '#business/vouchers/browser.ts'
import { accountsOf, type Voucher, yearTaken } from '#business/vouchers/index.ts'
import type { ExcludedItem } from './rules.ts'
import { presentedBefore } from './store.ts'

/** Where both sides were when the order was proposed; of one that is only planned, where they are. */
export type Paths = { buyer: readonly string[]; provider: readonly string[] }

type Places = { regionPath: readonly string[]; providerPath: readonly string[] }

export type Worth = {
  orderId: string | null
  /** The request itself, so that it does not count against itself; null before it is filed. */
  caseId: string | null
  buyerId: string
  paths: Paths
  service: ServiceKind
  contractFen: bigint
  invoicedFen: bigint
  paidFen: bigint
  excluded: readonly ExcludedItem[]
}

/**
 * What a request (or a planned order) is worth under the voucher's rulebook, with the derivation (domain §2.12). The yearly
 * cap counts the year of the claim and leaves out what this voucher itself has reserved of it.
 */
export async function reckon(
  db: Reader,
  voucher: Voucher,
  book: Rulebook,
  of: Worth,
): Promise<Redeemable | Refusal> {
  const { organisationId, scheme, year, faceFen, remainingFen } = voucher
  const buyer = await organisationOf(db, of.buyerId)
  const asked: RedemptionCase = {
    service: of.service,
    ...(voucher.firmClass ? { firmClass: voucher.firmClass } : {}),
    applicant: buyer.kind === 'team' ? 'team' : 'enterprise',
    crossRegion: crosses(of.paths),
    contractFen: of.contractFen,
    presentedFen: of.orderId ? await presentedBefore(db, of.orderId, of.caseId) : 0n,
    invoicedFen: of.invoicedFen,
    paidFen: of.paidFen,
    excluded: of.excluded.map(({ what, amountFen }) => ({ what: { zh: what, en: what }, fen: amountFen })),
    voucher: { faceFen, usedFen: faceFen - remainingFen },
    year: { takenFen: await yearTaken(db, organisationId, scheme, year), ownFen: remainingFen },
    pool: { leftFen: await poolLeft(db, voucher, book), ownFen: remainingFen },
  }
  return redeemable(book, asked)
}

type Agreed = { paths: Paths; service: ServiceKind }

/**
 * The amounts of an order that is invoiced in full and paid as its settlement asks: in full by the firm that redeems, its own
 * share where the provider does.
 */
export function asAgreed(voucher: Voucher, book: Rulebook, of: Agreed, priceFen: bigint) {
  const crossRegion = crosses(of.paths)
  const firmClass = voucher.firmClass ? { firmClass: voucher.firmClass } : {}
  const ratio = ratioFor(book, { service: of.service, crossRegion, ...firmClass })?.value ?? 0
  const provided = settlementFor(book, crossRegion).value === 'settle_provider'
  const paidFen = provided ? ownShareFen(priceFen, ratio) : priceFen
  return { contractFen: priceFen, invoicedFen: priceFen, paidFen }
}

/** Not asked where the money was reserved at issue: then the pool can't shorten a redemption. */
async function poolLeft(db: Reader, voucher: Voucher, book: Rulebook): Promise<bigint> {
  if (book.budget.reservedAtIssue.value) return 0n
  return (await balance(db, accountsOf(voucher.budgetId).available)).availableFen
}

/** Who is paid, and so who asks: the firm (通用) or the provider (通兑). Null where the rulebook pays nobody across the border. */
export const modeOf = (book: Rulebook, paths: Paths): SettlementMode | null =>
  settlementFor(book, crosses(paths)).value

export const crosses = ({ buyer, provider }: Paths): boolean => isCrossRegion(buyer, provider)

export const pathsOf = ({ regionPath, providerPath }: Places): Paths => ({
  buyer: regionPath,
  provider: providerPath,
})
