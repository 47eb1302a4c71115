export { directory } from './contract.ts'
export { Dispute, Fact, Organisation, OrganisationCard, Provider, Tie } from './shapes.ts'
export {
  type FactKey,
  factKeys,
  factNames,
  factSchemas,
  type FactValues,
  registerKeys,
  yearlyFacts,
} from './profile.ts'
export { providerStates, providerTones, registerStates, tieKinds, type TieKind, tieNames } from './rules.ts'
export { isUscc, normaliseUscc, readUscc, usccKindNames } from './uscc.ts'
