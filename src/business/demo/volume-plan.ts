import { dayOf } from '#core/time.ts'
import type { Region } from '#platform/directory/index.ts'
import type { ServiceKind } from '#business/vouchers/browser.ts'
import { ANCI, LANGFANG, YUHUA } from './cast.ts'
import type { Days } from './days.ts'
import { fenOf, yearsOf } from './hero-opening.ts'
import { firmName, tradeOf, wordsOf } from './names.ts'
import { randomOf } from './random.ts'
import type { Story } from './story.ts'

/** Everything that will happen in the volume, from the seed alone: pure, the same on every machine and after every restart. */
export type FirmPlan = {
  name: string
  regionCode: string
  cityCode: string
  staff: number
  revenueYuan: number
  rdShareBp: number
  ipClassI: number
}
export type Fate = 'issued' | 'county_refuses' | 'city_refuses' | 'withdrawn' | 'forgotten'
export type Use = 'redeemed' | 'in_part' | 'unused' | 'given_back' | 'cancelled'
export type ClaimLife = {
  no: number
  firm: number
  at: Temporal.Instant
  service: ServiceKind
  title: string
  purpose: string
  crossRegion: boolean
  amountFen: bigint
  contractFen: bigint
  supplement: boolean
  fate: Fate
  use: Use
}
export type VolumePlan = { firms: FirmPlan[]; claims: ClaimLife[]; counties: string[]; cities: string[] }

/** Firms by prefecture, roughly as industry lies. */
const SHARES: Record<string, number> = {
  ...{ 130100: 20, 130200: 13, 130300: 5, 130400: 8, 130500: 6, 130600: 13 },
  ...{ 130700: 3, 130800: 3, 130900: 10, 131000: 14, 131100: 5 },
}
const COUNTIES_OF_A_CITY = 4
const FATES: { fate: Fate; share: number }[] = [
  { fate: 'issued', share: 87 },
  { fate: 'county_refuses', share: 5 },
  { fate: 'city_refuses', share: 3 },
  { fate: 'withdrawn', share: 3 },
  { fate: 'forgotten', share: 2 },
]
const USES: { use: Use; share: number }[] = [
  { use: 'redeemed', share: 55 },
  { use: 'in_part', share: 14 },
  { use: 'unused', share: 23 },
  { use: 'given_back', share: 4 },
  { use: 'cancelled', share: 4 },
]
const CROSS: readonly string[] = ['testing', 'cooperative_rd', 'commissioned_development']
const PER_CLAIM_YUAN = 200_000
const PER_YEAR_YUAN = 300_000
/** Working days, about, from filing to the voucher. */
const REVIEW_DAYS = 16

export type Size = { firms: number; claims: number; issuedYuan: number }

export function planVolume(story: Story, regions: readonly Region[], days: Days, size: Size): VolumePlan {
  const places = placesOf(regions)
  const firms = Array.from({ length: size.firms }, (_, no) => planFirm(story, places, no))
  const claims = size.claims > 0 ? scaled(planClaims(story, days, size), days, size) : []
  return {
    firms,
    claims,
    counties: [...new Set(firms.map((one) => one.regionCode))].sort(),
    cities: [...new Set(firms.map((one) => one.cityCode))].sort(),
  }
}

type Place = { city: string; name: string; counties: string[]; share: number }

function placesOf(regions: readonly Region[]): Place[] {
  return Object.entries(SHARES).map(([city, share]) => {
    const own = regions.filter((one) => one.parentCode === city && one.kind === 'unit').map((one) => one.code)
    const first = own.sort().slice(0, COUNTIES_OF_A_CITY)
    const told = city === LANGFANG ? ANCI : city === YUHUA.slice(0, 4).padEnd(6, '0') ? YUHUA : null
    const name = (regions.find((one) => one.code === city)?.name.zh ?? '').replace(/市$/, '')
    return { city, name, share, counties: [...new Set([...(told ? [told] : []), ...first])] }
  })
}

function planFirm(story: Story, places: readonly Place[], no: number): FirmPlan {
  const random = randomOf(`${story.seed}/firm/${no}`)
  const place = random.weighted(places)
  return {
    name: firmName(story, place.name, no),
    regionCode: random.pick(place.counties),
    cityCode: place.city,
    staff: random.int(12, 240),
    revenueYuan: Math.round(9_000_000 * random.logNormal(0.8)),
    rdShareBp: random.int(260, 900),
    ipClassI: random.int(1, 6),
  }
}

function planClaims(story: Story, days: Days, size: Size): (ClaimLife & { weight: number })[] {
  const years = yearsOf(story, days.end)
  const taken = new Map<string, number>()
  const claims = Array.from({ length: size.claims }, (_, no) => {
    const random = randomOf(`${story.seed}/claim/${no}`)
    const { year } = random.weighted(years)
    const service = random.weighted(story.services)
    const firm = leastTaken(taken, year, [random.int(0, size.firms - 1), random.int(0, size.firms - 1)])
    const { fate } = random.weighted(FATES)
    return {
      ...{ no, firm, at: dayIn(days, year, random.next(), random.int(545, 1010)) },
      ...{
        service: service.kind as ServiceKind,
        ...wordsOf(random, service, partOf(story, firm, no)),
      },
      crossRegion: CROSS.includes(service.kind) && random.chance(0.72),
      ...{ amountFen: 0n, contractFen: 0n, weight: random.logNormal(0.55) },
      supplement: fate === 'forgotten' || (fate !== 'withdrawn' && random.chance(0.13)),
      ...{ fate, use: random.weighted(USES).use },
    }
  })
  return claims.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || a.no - b.no)
}

/** What the firm wants it for; drawn by itself, so that it moves no other draw. */
const partOf = (story: Story, firm: number, no: number) =>
  randomOf(`${story.seed}/part/${no}`).pick(tradeOf(story, firm).makes)

/** Of two firms the one that has claimed less often this year, so that few run into their yearly cap. */
function leastTaken(taken: Map<string, number>, year: number, firms: readonly number[]): number {
  const count = (firm: number) => taken.get(`${year}/${firm}`) ?? 0
  const firm = [...firms].sort((a, b) => count(a) - count(b))[0] as number
  taken.set(`${year}/${firm}`, count(firm) + 1)
  return firm
}

/** A working day of the year, up to the story's end. */
function dayIn(days: Days, year: number, share: number, minute: number): Temporal.Instant {
  const first = Temporal.PlainDate.from(`${year}-01-08`)
  const end = dayOf(days.end)
  const last = year === end.year ? end.subtract({ days: 1 }) : Temporal.PlainDate.from(`${year}-12-22`)
  const span = Math.max(0, first.until(last).days)
  return days.on(first.add({ days: Math.floor(span * share) }).toString(), minute)
}

/** Amounts such that what will be issued by the story's end sums to what the pack wants, within the caps. */
function scaled(claims: (ClaimLife & { weight: number })[], days: Days, { issuedYuan }: Size): ClaimLife[] {
  const issuable = claims.filter(
    (one) =>
      one.fate === 'issued' && Temporal.Instant.compare(days.later(one.at, REVIEW_DAYS, 0), days.end) < 0,
  )
  const weight = issuable.reduce((sum, one) => sum + one.weight, 0)
  const year = new Map<string, number>()
  return claims
    .map(({ weight: own, ...claim }) => {
      const key = `${dayOf(claim.at).year}/${claim.firm}`
      const left = PER_YEAR_YUAN - (year.get(key) ?? 0)
      const wanted = Math.min(PER_CLAIM_YUAN, left, Math.max(2_000, (issuedYuan * own) / weight))
      const yuan = Math.max(0, Math.floor(wanted / 100) * 100)
      year.set(key, (year.get(key) ?? 0) + yuan)
      return { ...claim, amountFen: fenOf(yuan), contractFen: fenOf(yuan * 2 + (claim.no % 7) * 1_000) }
    })
    .filter((claim) => claim.amountFen > 0n)
}
