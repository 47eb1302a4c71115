export { act, type Acted, foldCase, type OpenCase, openCase } from './actions.ts'
export { loadProgrammes, type ProgrammeFile, type ReadProgrammes, readProgrammes } from './load.ts'
export {
  type CaseCtx,
  type OutcomeEffects,
  registerDecidedBeside,
  registerOutcome,
  registerRelation,
} from './outcomes.ts'
export {
  selectProgramme as programmeVersionOf,
  selectProgrammeOn as programmeFor,
  selectProgrammesOn as programmesInForce,
} from './programmes.store.ts'
export { casesModule } from './routes.ts'
export { type CaseFile, selectCase as caseById } from './store.ts'
export type { Action, ActionData, CaseState, Form, Status } from './state.ts'
export type { Fact, Facts } from './form.ts'
export { asideOfCase, hasKin } from './aside.ts'
export { registerRolesOfAnswering } from './vacancies.ts'
