export { openAdmissionReviews } from './admission-reviews.ts'
export { reviewersOf } from './admission-reviews.store.ts'
export {
  authorityAt,
  authorityOf,
  heldOrganisation,
  holdStanding,
  organisationOf,
  organisationsNamed,
  regionNames,
  requireGoodStanding,
} from './cards.ts'
export {
  bankAccountOf,
  factsAtBest,
  factsOf,
  type Known,
  type KnownFacts,
  recordFact,
  yearsOf,
} from './facts.ts'
export { type Founding, foundOrganisation } from './organisations.ts'
export { type FactKey, factNames, type FactValues, maskNumber } from './profile.ts'
export { admissionsOf, nameAdmissions } from './providers.ts'
export { type Named, type ProviderWords, useProviderWords } from './provider-words.ts'
export { directoryModule } from './routes.ts'
export { type Admission, admissionState, directoryRefusals, moneyBar, type TieKind } from './rules.ts'
export { type OpenCase, useOpenCases } from './case-readers.ts'
export { type Entry, registerReliance } from './reliance.ts'
export { type TieBetween, tiesBetween } from './ties.ts'
export {
  fullNameOf,
  nearestFirst,
  pathOf,
  regionAt,
  regionsAt,
  type Region,
  resolveName,
  successorsOf,
} from './regions.ts'
export { loadRegions, readRegions } from './regions.store.ts'
export { authoritiesOf, type Seat, type Staffed, staffedAuthorities } from './staffing.ts'
export { makeUscc, readUscc } from './uscc.ts'
