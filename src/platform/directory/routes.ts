import { type Handlers, module } from '#core/module.ts'
import { dayOf } from '#core/time.ts'
import type { QueryCtx } from '#core/query.ts'
import { keepAdmission, readReviews } from './admission-reviews.ts'
import { inviteIntoAuthority, listAuthorities, revokeFromAuthority } from './authorities.ts'
import { listOrganisations, readOrganisation } from './cards.ts'
import { closeOrganisation, takeClosingBack } from './closings.ts'
import { directory } from './contract.ts'
import { correctName, correctPlace } from './corrections.ts'
import { decideDispute, listDisputes, withdrawDispute } from './disputes.ts'
import { confirmFacts } from './facts-together.ts'
import { declareFact, decideFact, pendingFacts, readProfile } from './facts.ts'
import {
  establishAuthority,
  giveLicence,
  isSetUpNeeded,
  registerOrganisation,
  setUpNode,
  verifyOrganisation,
} from './organisations.ts'
import { moveOrganisation, renameOrganisation } from './moves.ts'
import './finding.ts'
import './history.ts'
import { directoryLists } from './lists.ts'
import { addPerson, endPerson, listPeople } from './people.ts'
import './policy.ts'
import { providerTemplate } from './provider-file.ts'
import { providerWords } from './provider-words.ts'
import { importProviders, searchProviders, withdrawProvider } from './providers.ts'
import { pathOf, regionsAt } from './regions.ts'
import { registerTemplate } from './register-file.ts'
import { readRegisterRows, readRegisters, takeRegisterRowBack } from './register-rows.ts'
import { importRegister } from './registers.ts'
import { readRegions } from './regions.store.ts'
import { askSponsor, decideSponsorship, findIncubators, sponsoredTeams } from './sponsors.ts'
import { addTie, endTie, listTies } from './ties.ts'

const handlers = {
  regions: async (ctx, { query }) => ({ rows: await regions(ctx, query) }),
  register: (ctx, { body }) => registerOrganisation(ctx, body),
  establish: (ctx, { body }) => establishAuthority(ctx, body),
  authorities: (ctx, { query }) => listAuthorities(ctx, query),
  inviteIntoAuthority: (ctx, { params, body }) => inviteIntoAuthority(ctx, params.id, body),
  revokeFromAuthority: (ctx, { params }) => revokeFromAuthority(ctx, params.id),
  setUpState: async ({ db }) => ({ needed: await isSetUpNeeded(db) }),
  setUp: (ctx, { body }) => setUpNode(ctx, body),
  get: (ctx, { params }) => readOrganisation(ctx, params.id),
  list: (ctx, { query }) => listOrganisations(ctx, query),
  licence: (ctx, { params, body }) => giveLicence(ctx, params.id, body.fileId),
  verify: (ctx, { params, body }) => verifyOrganisation(ctx, params.id, body),
  sponsor: (ctx, { params, body }) => decideSponsorship(ctx, params.id, body),
  incubators: async (ctx, { query }) => ({ rows: await findIncubators(ctx, query.q) }),
  askSponsor: (ctx, { params, body }) => askSponsor(ctx, params.id, body.sponsorId),
  sponsored: async (ctx) => ({ rows: await sponsoredTeams(ctx) }),
  rename: (ctx, { params, body }) => renameOrganisation(ctx, params.id, body),
  move: (ctx, { params, body }) => moveOrganisation(ctx, params.id, body),
  correctName: (ctx, { params, body }) => correctName(ctx, params.id, body),
  correctPlace: (ctx, { params, body }) => correctPlace(ctx, params.id, body),
  close: (ctx, { params, body }) => closeOrganisation(ctx, params.id, body),
  takeClosingBack: (ctx, { params, body }) => takeClosingBack(ctx, params.id, body.reason),
  profile: async (ctx, { params, query }) => ({ rows: await readProfile(ctx, params.id, query.history) }),
  declare: (ctx, { params, body }) => declareFact(ctx, params.id, body),
  pending: (ctx, { query }) => pendingFacts(ctx, query),
  decideFact: (ctx, { params, body }) => decideFact(ctx, params.id, body),
  confirmFacts: (ctx, { body }) => confirmFacts(ctx, body.facts, body.reason),
  people: async (ctx, { params }) => ({ rows: await listPeople(ctx, params.id) }),
  addPerson: (ctx, { params, body }) => addPerson(ctx, params.id, body),
  endPerson: (ctx, { params }) => endPerson(ctx, params.id),
  disputes: async (ctx, { query }) => ({ rows: await listDisputes(ctx, query.status) }),
  decideDispute: (ctx, { params, body }) => decideDispute(ctx, params.id, body),
  withdrawDispute: (ctx, { params }) => withdrawDispute(ctx, params.id),
  ties: async (ctx, { params }) => ({ rows: await listTies(ctx, params.id) }),
  addTie: (ctx, { params, body }) => addTie(ctx, params.id, body),
  endTie: (ctx, { params, body }) => endTie(ctx, params.id, body),
  providers: (ctx, { query }) => searchProviders(ctx, query),
  importProviders: (ctx, { body }) => importProviders(ctx, body),
  providerTemplate: (ctx) => providerTemplate(ctx),
  providerWords: ({ db }) => providerWords(db),
  withdrawProvider: (ctx, { params, body }) => withdrawProvider(ctx, params.id, body),
  registerLists: (ctx, { query }) => readRegisters(ctx, query),
  registerRows: (ctx, { params, query }) => readRegisterRows(ctx, params.id, query),
  importRegister: (ctx, { body }) => importRegister(ctx, body),
  takeRegisterRowBack: (ctx, { params, body }) => takeRegisterRowBack(ctx, params.id, body.reason),
  registerTemplate: (ctx) => registerTemplate(ctx),
  admissionReviews: (ctx, { query }) => readReviews(ctx, query),
  keepProvider: (ctx, { params, body }) => keepAdmission(ctx, params.id, body.reason),
} satisfies Handlers<typeof directory>

export const directoryModule = module({
  name: 'directory',
  contract: directory,
  handlers,
  lists: directoryLists,
})

async function regions(
  { db, now }: QueryCtx,
  asked: { day?: string | undefined; within?: string | undefined },
) {
  const all = await readRegions(db)
  const day = asked.day ?? dayOf(now).toString()
  return regionsAt(all, day)
    .map((region) => ({ ...region, path: pathOf(all, region.code, day) }))
    .filter((region) => !asked.within || region.path.includes(asked.within))
}
