import type { Reader } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { type Facts as CaseFacts, programmesInForce } from '#platform/cases/index.ts'
import { factsInForce, organisationOf } from '#platform/directory/index.ts'
import { voucherRefusals } from './contract.ts'
import type { FactEntry, FactId, Facts, FactValue } from './facts.ts'
import { barsInForce } from './vouchers.store.ts'

type Organisation = Awaited<ReturnType<typeof organisationOf>>
type Profile = Awaited<ReturnType<typeof factsInForce>>

/**
 * What the platform knows of an applicant, as the rule engine asks for it: the profile with the standing of each fact, and
 * what the registers of the platform itself say (where it is registered, whether it is barred, who sponsors it).
 */
export async function applicantFacts(
  db: Reader,
  organisation: Organisation,
  now: Temporal.Instant,
): Promise<Facts> {
  const profile = await factsInForce(db, organisation.id)
  const registered: FactEntry['standing'] = organisation.status === 'verified' ? 'confirmed' : 'declared'
  const register = (value: FactValue, standing = registered): FactEntry => ({ value, standing })
  const bars = await barsInForce(db, organisation.id, dayOf(now))
  const facts: Facts = {
    ...fromProfile(profile, dayOf(now).year),
    registeredRegion: register(organisation.regionPath),
    goodRecord: register(bars.length === 0, 'confirmed'),
    legalPerson: register(organisation.kind !== 'team'),
  }
  if (organisation.kind !== 'team') return facts
  return { ...facts, ...(await sponsorFacts(db, organisation)) }
}

async function sponsorFacts(db: Reader, team: Organisation): Promise<Facts> {
  if (!team.sponsorId) return { sponsored: { value: false, standing: 'confirmed' } }
  const sponsor = await organisationOf(db, team.sponsorId)
  const standing = team.status === 'verified' ? 'confirmed' : 'declared'
  return {
    sponsored: { value: true, standing },
    sponsorRegion: { value: sponsor.regionPath, standing },
  }
}

/** One fact of the profile as the engine names it; yearly figures of the latest accounting year before this one. */
const named: { [key: string]: { fact: FactId; value: (value: never) => FactValue } } = {
  staff: { fact: 'staff', value: (count: number) => count },
  revenueFen: { fact: 'revenueFen', value: (fen: string) => fen },
  rdSpendFen: { fact: 'priorYearRdFen', value: (fen: string) => fen },
  smeProvincial: { fact: 'smeProvincialValidTo', value: (of: { validTo: string }) => of.validTo },
  smeNational: { fact: 'smeNationalValidTo', value: (of: { validTo: string }) => of.validTo },
  hnte: { fact: 'hnteValidTo', value: (of: { validTo: string }) => of.validTo },
  ipClassI: { fact: 'ipClass1', value: (count: number) => count },
  teamCoreMembers: { fact: 'teamCoreMembers', value: (count: number) => count },
}

function fromProfile(profile: Profile, year: number): Facts {
  const facts: Facts = {}
  const latestFirst = [...profile].sort((a, b) => (b.year ?? 0) - (a.year ?? 0))
  for (const { key, value, standing, year: of } of latestFirst) {
    const name = named[key]
    if (!name || (of !== null && of >= year)) continue
    const entry: FactEntry = { value: name.value(value as never), standing }
    if (facts[name.fact] && facts[name.fact]?.standing === 'confirmed') continue
    facts[name.fact] ??= entry
    if (key === 'revenueFen') facts.priorYearSalesFen ??= entry
  }
  return facts
}

/** The snapshot that a case keeps. */
export function asCaseFacts(facts: Facts): CaseFacts {
  const kept = Object.entries(facts).filter(([, entry]) => entry && entry.standing !== 'entered')
  return Object.fromEntries(
    kept.map(([id, entry]) => {
      const { value, standing } = entry as FactEntry
      return [id, { value, standing: standing as 'declared' | 'evidenced' | 'confirmed' }]
    }),
  )
}

/** The programme by which a scheme takes claims on a day. */
export async function claimProgramme(
  db: Reader,
  scheme: string,
  day: Temporal.PlainDate,
  outcome = 'voucher.issue',
) {
  const programmes = await programmesInForce(db, day)
  const found = programmes.find(
    (programme) => programme.outcome === outcome && programme.rulebook?.id === scheme,
  )
  return found ?? voucherRefusals.refuse('rulebook_not_found', { day: day.toString() })
}
