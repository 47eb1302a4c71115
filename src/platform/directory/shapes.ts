/** What the directory's endpoints take and answer. Browser-safe. */
import { z } from 'zod'
import { Day, Id, Line, Moment, Paragraphs, RegionCode, TextSchema } from '#core/contract.ts'
import { Invitation, organisationKinds } from '#platform/identity/browser.ts'
import { factKeys, standings } from './profile.ts'
import { statuses, tieKinds } from './rules.ts'

export const Kind = z.enum(organisationKinds)
export const Level = z.enum(['province', 'city', 'county'])
export const Reason = Paragraphs(1000)
/** Services, classes and lists are named by rulebooks and agreements; the directory keeps their codes. */
export const Code = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,80}$/)
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

/** A card for those who act on it: `waitsSince` is null while it is the organisation's own turn. */
export const WaitingCard = OrganisationCard.extend({ waitsSince: Moment.nullable() })

/** An authority as an administrator sees it while its first people are sought. */
export const Authority = OrganisationCard.extend({
  /** How many hold a role there now. */
  people: z.number().int(),
  /** Those that can still be accepted. */
  invitations: z.array(Invitation),
  abilities: z.array(z.string()),
})

const Dated = {
  id: Id,
  validFrom: Day,
  validTo: Day.nullable(),
  /** It was entered by mistake and does not count. Only for its own people, officers of its region and who entered it. */
  withdrawn: z.object({ at: Moment, reason: z.string() }).nullable(),
  /** The reader's authority entered it, and may take it back while nothing relies on it. */
  correctable: z.boolean(),
}
export const Organisation = OrganisationCard.extend({
  names: z.array(z.object({ name: z.string(), ...Dated })),
  regions: z.array(z.object({ regionCode: RegionCode, regionName: TextSchema, ...Dated })),
  /** How it was closed, while that counts. */
  closing: z
    .object({
      id: Id,
      on: Day,
      evidence: z.string(),
      /** The reader's authority recorded it, and may take it back. */
      correctable: z.boolean(),
    })
    .nullable(),
  /** Only for its own people and officers of its region. */
  licence: z
    .object({ fileId: Id.nullable(), remark: z.string().nullable(), waitsSince: Moment.nullable() })
    .nullable(),
  /** The case by which alone the reader sees the profile: its applicant has moved out of his region since. */
  openCase: z.object({ id: Id, number: z.string() }).nullable(),
  abilities: z.array(z.string()),
})

export const Dispute = z.object({
  id: Id,
  organisation: z.object({ id: Id, name: z.string(), uscc: z.string().nullable(), regionCode: RegionCode }),
  claimedName: z.string(),
  claimant: z.string(),
  /** The reader is the claimant. */
  mine: z.boolean(),
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
  state: z.enum(['in_force', 'pending', 'rejected', 'superseded', 'withdrawn']),
  /** Its last day is over: it decides nothing any more. */
  expired: z.boolean(),
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
  /** The same as people call them. */
  names: z.object({ list: TextSchema, providerClass: TextSchema, scope: TextSchema }),
  from: Day,
  lastDay: Day.nullable(),
  state: z.enum(['coming', 'admitted', 'over', 'withdrawn', 'closed']),
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

/** An authority looks again at an admission, because a service of the provider was found false. */
export const AdmissionReview = z.object({
  id: Id,
  admissionId: Id,
  organisation: z.object({ id: Id, name: z.string() }),
  list: TextSchema,
  cause: z.object({ number: z.string(), reason: z.string() }),
  /** What the rulebook expects of it. */
  expected: z.enum(['withdrawn', 'reviewed']),
  openedAt: Moment,
  outcome: z.enum(['kept', 'withdrawn']).nullable(),
  endedAt: Moment.nullable(),
  endedBy: z.string().nullable(),
  reason: z.string().nullable(),
  abilities: z.array(z.string()),
})
