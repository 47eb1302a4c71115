import type { Reader } from '#core/db.ts'
import { coreRefusals, type Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { caseById } from '#platform/cases/index.ts'
import { admissionsOf, organisationOf, tiesBetween } from '#platform/directory/index.ts'
import {
  type Admission,
  agreementFor,
  type Exclusion,
  orderAllowed,
  type Rulebook,
  SERVICE_KINDS,
  type ServiceKind,
} from '#business/vouchers/browser.ts'
import {
  agreementsOnRecord,
  barsInForce,
  findVoucher,
  rulebookById,
  type Voucher,
} from '#business/vouchers/index.ts'
import type { Paths } from './reckon.ts'
import { redemptionRefusals } from './refusals.ts'

export type Asked = {
  buyerId: string
  providerId: string
  service: ServiceKind
  contains: readonly Exclusion[]
  contractOn: string
  /** Where the sides of an order were that is there already. */
  paths?: Paths
}
export type Considered = {
  voucher: Voucher
  book: Rulebook
  paths: Paths
  claimedOn: string
  reasons: Refusal[]
}

/** Every reason why the voucher may not pay for such an order today, and what the rules need to tell what it would pay. */
export async function considerOrder(
  db: Reader,
  voucher: Voucher,
  asked: Asked,
  now: Temporal.Instant,
): Promise<Considered> {
  const book = await rulebookById(db, voucher.rulebookId)
  const buyer = await organisationOf(db, asked.buyerId)
  const provider = await organisationOf(db, asked.providerId)
  const { service, contains, contractOn } = asked
  const { paths = { buyer: buyer.regionPath, provider: provider.regionPath } } = asked
  const claimedOn = await claimDay(db, voucher)
  const today = dayOf(now)
  const reasons = orderAllowed(book, await agreementOf(db, paths.buyer, paths.provider, contractOn), {
    applicantPath: paths.buyer,
    provider: { path: paths.provider, admissions: await admissionsFor(db, provider.id) },
    service,
    contains,
    contractOn,
    voucher: { claimedOn, issuedOn: voucher.validFrom.toString(), lastUseDay: voucher.useBy.toString() },
    ties: await tiesBetween(
      db,
      buyer.id,
      provider.id,
      today,
      earlier(Temporal.PlainDate.from(contractOn), today),
    ),
    today: today.toString(),
  })
  return {
    ...{ voucher, book, paths, claimedOn },
    reasons: [
      ...serviceDiffers(voucher, service),
      ...reasons,
      ...(await providerBarred(db, voucher, provider, now)),
    ],
  }
}

/** A provider that redeemed falsely is barred by the authority that pays: no new orders with its vouchers for the term. */
async function providerBarred(
  db: Reader,
  { authorityId }: Voucher,
  { id, name: provider }: { id: string; name: string },
  now: Temporal.Instant,
): Promise<Refusal[]> {
  const bars = await barsInForce(db, id, dayOf(now))
  return bars
    .filter((bar) => bar.authorityId === authorityId)
    .map(({ reason, clause, fromDay, toDay }) => {
      const data = { provider, reason, clause, from: fromDay.toString(), to: toDay.toString() }
      return redemptionRefusals.make('order_provider_barred', data)
    })
}

/** Nothing that moves money while the buyer is unverified or its code disputed. */
export async function standingOf(db: Reader, buyerId: string): Promise<Refusal[]> {
  const { status } = await organisationOf(db, buyerId)
  return status === 'verified' ? [] : [redemptionRefusals.make('order_buyer_barred')]
}

const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) < 0 ? a : b

/** A voucher names the service it was claimed for. */
function serviceDiffers(voucher: Voucher, service: ServiceKind): Refusal[] {
  if (voucher.serviceKind === service) return []
  const { zh, en } = SERVICE_KINDS[service]
  const granted = SERVICE_KINDS[voucher.serviceKind]
  const data = { serviceZh: zh, serviceEn: en, grantedZh: granted.zh, grantedEn: granted.en }
  return [redemptionRefusals.make('order_service_differs', data)]
}

async function agreementOf(db: Reader, home: readonly string[], other: readonly string[], day: string) {
  return agreementFor(await agreementsOnRecord(db), home[0] ?? '', other[0] ?? '', day)
}

/** Admissions as the rules read them: a withdrawn one ends the day before its withdrawal counts. */
async function admissionsFor(db: Reader, providerId: string): Promise<Admission[]> {
  const admissions = await admissionsOf(db, providerId)
  return admissions.map(({ withdrawal, ...admission }) => ({
    ...admission,
    scope: admission.scope as ServiceKind[] | null,
    lastDay: withdrawal ? endBefore(withdrawal.from, admission.lastDay) : admission.lastDay,
  }))
}

function endBefore(withdrawnFrom: string, lastDay: string | null): string {
  const before = Temporal.PlainDate.from(withdrawnFrom).subtract({ days: 1 }).toString()
  return lastDay !== null && lastDay < before ? lastDay : before
}

/** The day the voucher was claimed: caps and windows go by it. */
export async function claimDay(db: Reader, voucher: Voucher): Promise<string> {
  const claim = await caseById(db, voucher.claimId)
  if (!claim) throw new Error(`voucher ${voucher.number} has no claim`)
  return dayOf(claim.submittedAt).toString()
}

/** @throws Refusal not_found, as for what one may not see */
export async function voucherOf(db: Reader, id: string): Promise<Voucher> {
  return (await findVoucher(db, id)) ?? coreRefusals.refuse('not_found')
}
