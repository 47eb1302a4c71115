import { z } from 'zod'
import {
  ById,
  command,
  Day,
  Id,
  Line,
  Moment,
  Page,
  PageQuery,
  Paragraphs,
  query,
  RegionCode,
  TextSchema,
} from '#core/contract.ts'
import { organisationKinds } from '#platform/identity/browser.ts'
import { factKeys, standings } from './profile.ts'
import { statuses, tieKinds } from './rules.ts'

const Kind = z.enum(organisationKinds)
const Level = z.enum(['province', 'city', 'county'])
const Reason = Paragraphs(1000)
/** Services, classes and lists are named by rulebooks and agreements; the directory keeps their codes. */
const Code = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,80}$/)
const Year = z.number().int().min(1990).max(2200)

export const OrganisationCard = z.object({
  id: Id,
  kind: Kind,
  name: z.string(),
  uscc: z.string().nullable(),
  regionCode: RegionCode,
  regionName: TextSchema,
  level: Level.nullable(),
  status: z.enum(statuses),
  host: z.object({ id: Id, name: z.string() }).nullable(),
  sponsor: z.object({ id: Id, name: z.string() }).nullable(),
})

const Dated = { validFrom: Day, validTo: Day.nullable() }
export const Organisation = OrganisationCard.extend({
  names: z.array(z.object({ name: z.string(), ...Dated })),
  regions: z.array(z.object({ regionCode: RegionCode, regionName: TextSchema, ...Dated })),
  /** Only for its own people and officers of its region. */
  licence: z.object({ fileId: Id.nullable(), remark: z.string().nullable() }).nullable(),
  abilities: z.array(z.string()),
})

export const Dispute = z.object({
  id: Id,
  organisation: z.object({ id: Id, name: z.string(), uscc: z.string().nullable(), regionCode: RegionCode }),
  claimedName: z.string(),
  claimant: z.string(),
  statement: z.string(),
  fileId: Id.nullable(),
  status: z.enum(['open', 'kept', 'transferred', 'withdrawn']),
  openedAt: Moment,
  decidedAt: Moment.nullable(),
  reason: z.string().nullable(),
  abilities: z.array(z.string()),
})

export const Register = z.object({
  kind: z.enum(['enterprise', 'institute', 'incubator', 'team']),
  name: Line(100, 2),
  uscc: z.string().max(60).optional(),
  regionCode: RegionCode,
  sponsorId: Id.optional(),
  licenceFileId: Id.optional(),
  /** Shown to the officer if somebody else holds the code already. */
  statement: Paragraphs(1000).optional(),
})

export const Fact = z.object({
  id: Id,
  organisationId: Id,
  key: z.enum(factKeys),
  label: TextSchema,
  year: z.number().nullable(),
  /** As `factSchemas[key]` encodes it; the number of a bank account is masked for those who don't pay. */
  value: z.unknown(),
  standing: z.enum(standings),
  standingLabel: TextSchema,
  source: z.string(),
  fileId: Id.nullable(),
  validFrom: Day.nullable(),
  validTo: Day.nullable(),
  state: z.enum(['in_force', 'pending', 'rejected', 'superseded']),
  declaredBy: z.string().nullable(),
  declaredAt: Moment,
  decidedAt: Moment.nullable(),
  reason: z.string().nullable(),
})

export const Declare = z.object({
  key: z.enum(factKeys),
  year: Year.optional(),
  value: z.unknown(),
  fileId: Id.optional(),
  source: Line(200).optional(),
  validFrom: Day.optional(),
})

export const Person = z.object({
  id: Id,
  name: z.string(),
  paperKind: z.enum(['id_card', 'passport', 'other']),
  paper: z.string(),
  post: z.string(),
  core: z.boolean(),
  validFrom: Day,
  validTo: Day.nullable(),
})

export const Tie = z.object({
  id: Id,
  from: z.object({ id: Id, name: z.string() }),
  to: z.object({ id: Id, name: z.string() }),
  kind: z.enum(tieKinds),
  label: TextSchema,
  standing: z.enum(['declared', 'recorded']),
  evidence: z.string(),
  fileId: Id.nullable(),
  validFrom: Day,
  validTo: Day.nullable(),
})

export const Provider = z.object({
  /** Of the admission. */
  id: Id,
  organisation: z.object({ id: Id, name: z.string() }),
  host: z.object({ id: Id, name: z.string() }).nullable(),
  authority: z.object({ id: Id, name: z.string() }),
  regionCode: RegionCode,
  regionName: TextSchema,
  list: Code,
  providerClass: Code,
  /** Null: all that its class may offer. */
  scope: z.array(Code).nullable(),
  from: Day,
  lastDay: Day.nullable(),
  state: z.enum(['coming', 'admitted', 'over', 'withdrawn']),
  withdrawal: z
    .object({ from: Day, reason: z.string(), effect: z.enum(['finish_running', 'stop_running']) })
    .nullable(),
})

/** One row of a list of providers, as read from a table. A laboratory without a code of its own names its host's. */
export const ProviderRow = z
  .object({
    name: Line(200, 2),
    uscc: z.string().max(60).optional(),
    hostUscc: z.string().max(60).optional(),
    hostName: Line(200, 2).optional(),
    providerClass: Code,
    regionCode: RegionCode,
    scope: z.array(Code).min(1).optional(),
    from: Day,
    lastDay: Day.optional(),
  })
  .refine((row) => row.uscc || row.hostUscc, { path: ['uscc'] })
export type ProviderRow = z.infer<typeof ProviderRow>

export const ImportReport = z.object({
  rows: z.array(
    z.object({
      row: z.number(),
      name: z.string().nullable(),
      outcome: z.enum(['added', 'unchanged', 'refused']),
      problems: z.array(z.object({ path: z.string(), text: TextSchema })),
    }),
  ),
  added: z.number(),
  unchanged: z.number(),
  refused: z.number(),
})

const usccRefusals = [
  'uscc_length',
  'uscc_alphabet',
  'uscc_leading',
  'uscc_region',
  'uscc_organisation_check',
  'uscc_check',
]
const Empty = z.object({})

export const directory = {
  regions: query({
    path: '/regions',
    query: z.object({ day: Day.optional(), within: RegionCode.optional() }),
    returns: z.object({
      rows: z.array(
        z.object({
          code: RegionCode,
          name: TextSchema,
          level: Level,
          kind: z.string(),
          path: z.array(z.string()),
        }),
      ),
    }),
    allow: 'region.read',
    summary: { zh: '行政区划', en: 'Regions' },
  }),
  register: command({
    path: '/organisations',
    body: Register,
    returns: z.object({
      organisation: OrganisationCard.nullable(),
      membershipId: Id.nullable(),
      disputeId: Id.nullable(),
    }),
    allow: 'organisation.register',
    refuses: [
      ...usccRefusals,
      'uscc_missing',
      'region_unknown',
      'sponsor_unfit',
      'already_yours',
      'dispute_open_already',
    ],
    summary: { zh: '注册单位', en: 'Register an organisation' },
  }),
  establish: command({
    path: '/authorities',
    body: z.object({
      name: Line(100, 2),
      level: Level,
      regionCode: RegionCode,
      directorEmail: z.email().toLowerCase(),
    }),
    returns: OrganisationCard,
    allow: 'organisation.establish',
    refuses: ['region_unknown', 'authority_known'],
    summary: { zh: '设立主管部门', en: 'Establish an authority' },
  }),
  get: query({
    path: '/organisations/{id}',
    params: ById,
    returns: Organisation,
    allow: 'organisation.read',
    summary: { zh: '单位', en: 'An organisation' },
  }),
  list: query({
    path: '/organisations',
    query: PageQuery.extend({
      q: z.string().trim().max(100).optional(),
      status: z.enum(statuses).optional(),
      kind: Kind.optional(),
    }),
    returns: Page(OrganisationCard),
    allow: 'organisation.list',
    summary: { zh: '本区域的单位', en: 'Organisations of my region' },
  }),
  licence: command({
    method: 'PUT',
    path: '/organisations/{id}/licence',
    params: ById,
    body: z.object({ fileId: Id }),
    returns: OrganisationCard,
    allow: 'organisation.licence',
    summary: { zh: '上传证照', en: 'Give the licence' },
  }),
  verify: command({
    path: '/organisations/{id}/verification',
    params: ById,
    body: z.object({ accept: z.boolean(), remark: Reason }),
    returns: OrganisationCard,
    allow: 'organisation.verify',
    refuses: ['licence_missing', 'verified_already', 'organisation_disputed', 'organisation_closed'],
    summary: { zh: '核实证照', en: 'Accept or turn down the licence' },
  }),
  sponsor: command({
    path: '/organisations/{id}/sponsorship',
    params: ById,
    body: z.object({ accept: z.boolean(), remark: Reason }),
    returns: OrganisationCard,
    allow: 'organisation.sponsor',
    refuses: ['verified_already', 'sponsor_unfit'],
    summary: { zh: '推荐创业团队', en: 'Sponsor a founders’ team' },
  }),
  rename: command({
    path: '/organisations/{id}/names',
    params: ById,
    body: z.object({ name: Line(100, 2), from: Day, evidence: Line(200) }),
    returns: OrganisationCard,
    allow: 'organisation.change',
    refuses: ['day_not_later'],
    summary: { zh: '登记更名', en: 'Record a new name' },
  }),
  move: command({
    path: '/organisations/{id}/regions',
    params: ById,
    body: z.object({ regionCode: RegionCode, from: Day, evidence: Line(200) }),
    returns: OrganisationCard,
    allow: 'organisation.change',
    refuses: ['day_not_later', 'region_unknown'],
    summary: { zh: '登记迁址', en: 'Record a move' },
  }),
  profile: query({
    path: '/organisations/{id}/facts',
    params: ById,
    query: z.object({ history: z.stringbool().default(false) }),
    returns: z.object({ rows: z.array(Fact) }),
    allow: 'profile.read',
    summary: { zh: '单位档案', en: 'Profile of an organisation' },
  }),
  declare: command({
    path: '/organisations/{id}/facts',
    params: ById,
    body: Declare,
    returns: Fact,
    allow: 'profile.declare',
    refuses: ['fact_value_wrong'],
    summary: { zh: '申报档案事项', en: 'Declare a fact' },
  }),
  pending: query({
    path: '/facts',
    query: PageQuery,
    returns: Page(Fact),
    allow: 'fact.list',
    summary: { zh: '待核实的档案事项', en: 'Facts waiting to be checked' },
  }),
  decideFact: command({
    path: '/facts/{id}/decision',
    params: ById,
    body: z.object({ confirm: z.boolean(), reason: Reason }),
    returns: Fact,
    allow: 'fact.decide',
    refuses: ['fact_decided', 'fact_own_word'],
    summary: { zh: '核实档案事项', en: 'Confirm or reject a fact' },
  }),
  people: query({
    path: '/organisations/{id}/people',
    params: ById,
    returns: z.object({ rows: z.array(Person) }),
    allow: 'person.read',
    summary: { zh: '团队成员', en: 'People of a team' },
  }),
  addPerson: command({
    path: '/organisations/{id}/people',
    params: ById,
    body: z.object({
      name: Line(60),
      paperKind: z.enum(['id_card', 'passport', 'other']),
      paperNumber: Line(40, 4),
      post: Line(60),
      core: z.boolean(),
      from: Day,
    }),
    returns: Person,
    allow: 'person.record',
    refuses: ['paper_number_wrong'],
    summary: { zh: '登记团队成员', en: 'Add a person' },
  }),
  endPerson: command({
    path: '/people/{id}/end',
    params: ById,
    body: Empty,
    returns: Person,
    allow: 'person.record',
    summary: { zh: '成员退出', en: 'A person leaves' },
  }),
  disputes: query({
    path: '/disputes',
    query: z.object({ status: z.enum(['open', 'kept', 'transferred', 'withdrawn']).optional() }),
    returns: z.object({ rows: z.array(Dispute) }),
    allow: 'dispute.read',
    summary: { zh: '代码争议', en: 'Disputes about codes' },
  }),
  decideDispute: command({
    path: '/disputes/{id}/decision',
    params: ById,
    body: z.object({ outcome: z.enum(['kept', 'transferred']), reason: Reason }),
    returns: Dispute,
    allow: 'dispute.decide',
    refuses: ['dispute_decided'],
    summary: { zh: '裁定代码争议', en: 'Decide a dispute' },
  }),
  withdrawDispute: command({
    path: '/disputes/{id}/withdrawal',
    params: ById,
    body: Empty,
    returns: Dispute,
    allow: 'dispute.withdraw',
    refuses: ['dispute_decided'],
    summary: { zh: '撤回异议', en: 'Withdraw a dispute' },
  }),
  ties: query({
    path: '/organisations/{id}/ties',
    params: ById,
    returns: z.object({ rows: z.array(Tie) }),
    allow: 'tie.read',
    summary: { zh: '关联关系', en: 'Ties of an organisation' },
  }),
  addTie: command({
    path: '/organisations/{id}/ties',
    params: ById,
    body: z.object({
      otherId: Id,
      kind: z.enum(tieKinds),
      /** The organisation of the path stands above, owns or hosts the other; otherwise the reverse. */
      above: z.boolean().default(true),
      evidence: Paragraphs(500),
      fileId: Id.optional(),
      from: Day,
    }),
    returns: Tie,
    allow: 'tie.create',
    refuses: ['tie_known', 'tie_to_itself'],
    summary: { zh: '登记关联关系', en: 'Record a tie' },
  }),
  endTie: command({
    path: '/ties/{id}/end',
    params: ById,
    body: z.object({ on: Day, reason: Reason }),
    returns: Tie,
    allow: 'tie.end',
    summary: { zh: '结束关联关系', en: 'End a tie' },
  }),
  providers: query({
    path: '/providers',
    query: PageQuery.extend({
      q: z.string().trim().max(100).optional(),
      region: RegionCode.optional(),
      service: Code.optional(),
      providerClass: Code.optional(),
      list: Code.optional(),
      /** Also those not yet, no longer or never again admitted. */
      all: z.stringbool().default(false),
    }),
    returns: Page(Provider),
    allow: 'provider.read',
    summary: { zh: '服务机构库', en: 'Provider library' },
  }),
  importProviders: command({
    path: '/providers/imports',
    body: z.object({ list: Code, batch: Line(100, 2), rows: z.array(z.unknown()).min(1).max(3000) }),
    returns: ImportReport,
    allow: 'provider.admit',
    summary: { zh: '导入服务机构名单', en: 'Import a list of providers' },
  }),
  withdrawProvider: command({
    path: '/providers/{id}/withdrawal',
    params: ById,
    body: z.object({ from: Day, reason: Reason, effect: z.enum(['finish_running', 'stop_running']) }),
    returns: Provider,
    allow: 'provider.withdraw',
    refuses: ['admission_withdrawn'],
    summary: { zh: '移出服务机构库', en: 'Withdraw an admission' },
  }),
}
