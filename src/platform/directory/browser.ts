export { directory, Dispute, Fact, Organisation, OrganisationCard, Provider, Tie } from './contract.ts'
export {
  type FactKey,
  factKeys,
  factNames,
  factSchemas,
  type FactValues,
  standingNames,
  yearlyFacts,
} from './profile.ts'
export { tieKinds, type TieKind, tieNames } from './rules.ts'
export { isUscc, normaliseUscc, readUscc, usccKindNames } from './uscc.ts'
