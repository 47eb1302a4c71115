import type { Reader } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { type Facts as CaseFacts, programmesInForce } from '#platform/cases/index.ts'
import { factsAtBest, type KnownFacts, organisationOf } from '#platform/directory/index.ts'
import { voucherRefusals } from './contract.ts'
import type { FactEntry, FactId, Facts, FactValue } from './facts.ts'
import { barsInForce } from './vouchers.store.ts'

type Organisation = Awaited<ReturnType<typeof organisationOf>>

/**
 * What the platform knows of an applicant, as the rule engine asks for it: the profile with the standing of each fact, and
 * what the registers of the platform itself say (where it is registered, whether it is barred, who sponsors it).
 */
export async function applicantFacts(
  db: Reader,
  organisation: Organisation,
  now: Temporal.Instant,
  known: { bars?: readonly unknown[] } = {},
): Promise<Facts> {
  const profile = await factsAtBest(db, organisation.id, dayOf(now))
  const registered: FactEntry['standing'] = organisation.status === 'verified' ? 'confirmed' : 'declared'
  const register = (value: FactValue, standing = registered): FactEntry => ({ value, standing })
  const bars = known.bars ?? (await barsInForce(db, organisation.id, dayOf(now)))
  const facts: Facts = {
    ...fromProfile(profile),
    registeredRegion: register(organisation.regionPath),
    goodRecord: register(bars.length === 0 && profile.goodRecord?.value !== false, 'confirmed'),
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

/** The profile as the engine names it: yearly figures of the latest year told, which are the prior year's. */
function fromProfile(profile: KnownFacts): Facts {
  const { staff, revenueFen, rdSpendFen, smeProvincial, smeNational, hnte, teamCoreMembers } = profile
  return {
    ...entry('staff', staff, staff?.value),
    ...entry('revenueFen', revenueFen, revenueFen?.value.toString()),
    ...entry('priorYearSalesFen', revenueFen, revenueFen?.value.toString()),
    ...entry('priorYearRdFen', rdSpendFen, rdSpendFen?.value.toString()),
    ...entry('smeProvincialValidTo', smeProvincial, smeProvincial?.value.validTo),
    ...entry('smeNationalValidTo', smeNational, smeNational?.value.validTo),
    ...entry('hnteValidTo', hnte, hnte?.value.validTo),
    ...entry('ipClass1', profile.ipClassI, profile.ipClassI?.value),
    ...entry('smallOrMicro', profile.smallOrMicro, profile.smallOrMicro?.value),
    ...entry('honours', profile.honours, profile.honours?.value),
    ...entry('teamCoreMembers', teamCoreMembers, teamCoreMembers?.value),
  }
}

function entry(
  fact: FactId,
  known: { standing: FactEntry['standing'] } | undefined,
  value: FactValue | undefined,
): Facts {
  return known && value !== undefined ? { [fact]: { value, standing: known.standing } } : {}
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
