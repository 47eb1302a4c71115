/** The rules of vouchers: pure, browser-safe. Screens show what they say before the click, actions throw what they refuse. */
export {
  type Formula,
  LIMIT_WORDS,
  type LimitedBy,
  type Redeemable,
  type RedemptionCase,
  redeemable,
  ownShareFen,
  redeemableFen,
  type Step,
} from './amount.ts'
export { ChangeWire, FindingWire, SelfCheckWire, StepWire } from './check-wire.ts'
export { type Claimable, type ClaimCase, claimable } from './claim.ts'
export { compareRulebooks, type Difference } from './compare.ts'
export {
  type CheckOptions,
  type Finding,
  firmClassOf,
  type Outcome,
  type SelfCheck,
  selfCheck,
} from './eligibility.ts'
export {
  enteredFacts,
  FACTS,
  FactEntries,
  type FactEntry,
  type FactId,
  type Facts,
  FactValue,
  factText,
} from './facts.ts'
export { type Admission, afterWithdrawal, type OrderCase, orderAllowed } from './order.ts'
export { type Citation, cite, type Parameter } from './parameter.ts'
export {
  issueYear,
  type Period,
  redeemPeriod,
  redemptionWindow,
  usePeriod,
  type WindowState,
} from './periods.ts'
export { ruleRefusals } from './rule-refusals.ts'
export { relatedParty, type Tie } from './related.ts'
export { type PastCase, type Replay, type ReplayRow, replay } from './replay.ts'
export { Agreement, Rulebook, type RulebookJson } from './rulebook.ts'
export { applyChanges, type Change } from './smallest-change.ts'
export {
  agreementFor,
  checkRulebooks,
  isCrossRegion,
  limitsFor,
  parseAgreement,
  parseRulebooks,
  ratioFor,
  rulebookFor,
  rulebooksOn,
  settlementFor,
} from './versions.ts'
export {
  APPLICANTS,
  type ApplicantKind,
  EVIDENCE,
  type Evidence,
  EXCLUSIONS,
  type Exclusion,
  FIRM_CLASSES,
  type FirmClass,
  type Honour,
  HONOURS,
  keysOf,
  MODES,
  RETURN_CAUSES,
  SERVICE_KINDS,
  type ServiceKind,
  type SettlementMode,
  TIES,
  type TieKind,
} from './words.ts'
