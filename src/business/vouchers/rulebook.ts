// Browser-safe.
import { z } from 'zod'
import { Day, Fen, PositiveFen, RegionCode, TextSchema } from '#core/contract.ts'
import { FACTS, type FactId, FactValue, type FactKind, factSpec, fits } from './facts.ts'
import { citation, citedWell, parameter } from './parameter.ts'
import {
  APPLICANTS,
  EVIDENCE,
  EXCLUSIONS,
  FIRM_CLASSES,
  HONOURS,
  keysOf,
  MODES,
  RETURN_CAUSES,
  SERVICE_KINDS,
  TIES,
} from './words.ts'

const Ratio = z.int().min(0).max(10_000)
const Days = z.int().min(1).max(3_660)
const WorkingDays = z.int().min(1).max(250)
const Slug = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/)
const Kind = z.enum(keysOf(SERVICE_KINDS))
const Applicant = z.enum(keysOf(APPLICANTS))
const Mode = z.enum(keysOf(MODES))
const FirmClass = z.enum(keysOf(FIRM_CLASSES))

/** How a criterion compares. Days: `before` and `after` are strict; `validOn` asks that the fact's last day is not over. */
export const COMPARISONS = {
  atLeast: ['count', 'fen', 'bp'],
  atMost: ['count', 'fen', 'bp'],
  before: ['day'],
  after: ['day'],
  validOn: ['day'],
  oneOf: ['code', 'path', 'set'],
  noneOf: ['code', 'path', 'set'],
  isTrue: ['bool'],
  isFalse: ['bool'],
} as const satisfies Record<string, readonly FactKind[]>
export type Comparison = keyof typeof COMPARISONS

const VALUELESS: readonly Comparison[] = ['isTrue', 'isFalse', 'validOn']
/** Facts computed from others are asked for; their parts are not, so that one change never undoes another. */
const OPERANDS: readonly FactId[] = ['priorYearSalesFen', 'priorYearRdFen']

export const Criterion = z
  .strictObject({
    id: Slug,
    fact: z.enum(keysOf(FACTS)),
    is: z.enum(keysOf(COMPARISONS)),
    /** A digit string for fen, a whole number for counts and basis points, a day, or a list for oneOf and noneOf. */
    value: FactValue.optional(),
    says: TextSchema,
    ...citation,
  })
  .superRefine((rule, context) => {
    citedWell(rule, context)
    const { kind } = factSpec(rule.fact)
    if (!(COMPARISONS[rule.is] as readonly FactKind[]).includes(kind))
      context.addIssue(`${rule.is} cannot compare ${rule.fact}, which is a ${kind}`)
    if (OPERANDS.includes(rule.fact)) context.addIssue(`${rule.fact} is asked for through rdRatioBp`)
    if (VALUELESS.includes(rule.is)) {
      if (rule.value !== undefined) context.addIssue(`${rule.is} takes no value`)
    } else if (rule.is === 'oneOf' || rule.is === 'noneOf') {
      if (!Array.isArray(rule.value) || rule.value.length === 0) context.addIssue(`${rule.is} takes a list`)
    } else if (rule.value === undefined || !fits(kind, rule.value))
      context.addIssue(`the value does not fit ${rule.fact}`)
  })
export type Criterion = z.infer<typeof Criterion>

/** One criterion, or a choice: each alternative is a list of which all must hold. `for`: every kind of applicant unless told. */
export const Requirement = z.union([
  z.strictObject({ for: z.array(Applicant).min(1).optional(), rule: Criterion }),
  z.strictObject({
    for: z.array(Applicant).min(1).optional(),
    id: Slug,
    says: TextSchema,
    anyOf: z.array(z.array(Criterion).min(1)).min(2).max(6),
  }),
])
export type Requirement = z.infer<typeof Requirement>

/** Our reading where every text read is silent; versions published before the question was asked have it, too. */
const silent = <T>(value: T) => ({
  value,
  clause: null,
  source: null,
  standing: 'assumed' as const,
  note: { zh: '各来源未写明，为本平台假定', en: 'no source says so; assumed here' },
})

const HardDate = z.union([
  z.strictObject({ date: Day }),
  z.strictObject({
    monthDay: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
    yearsLater: z.int().min(0).max(5),
  }),
])
export type HardDate = z.infer<typeof HardDate>

const Stage = z
  .strictObject({
    id: Slug,
    level: z.enum(['county', 'city', 'province', 'district']),
    says: TextSchema,
    workingDays: WorkingDays,
    /** What a supplement request does to the clock of the stage. */
    supplement: z.enum(['pause', 'reset', 'continue']),
    supplementWorkingDays: WorkingDays,
    ...citation,
  })
  .superRefine(citedWell)
export type Stage = z.infer<typeof Stage>

const Service = z.strictObject({
  kind: Kind,
  ...citation,
  /** The most specific row that fits decides; a row without firm class or cross fits any. */
  ratios: z
    .array(
      z.strictObject({
        firmClass: FirmClass.optional(),
        cross: z.boolean().optional(),
        bp: parameter(Ratio),
      }),
    )
    .min(1),
  evidence: parameter(z.array(z.enum(keysOf(EVIDENCE))).min(1)),
})

const Limits = z.strictObject({
  applicant: Applicant,
  firmClass: FirmClass.optional(),
  perClaimFen: parameter(PositiveFen.nullable()),
  firstClaimFen: parameter(PositiveFen.nullable()),
  perYearFen: parameter(PositiveFen.nullable()),
  claimsPerYear: parameter(z.int().min(1).max(1000).nullable()),
})
export type Limits = z.infer<typeof Limits>

const Window = z.strictObject({
  id: Slug,
  claimedFrom: Day,
  claimedTo: Day,
  opens: Day,
  closes: Day.nullable(),
})

/** A rulebook: one version of one scheme of one authority, in force from a day to a day, both included. */
export const Rulebook = z
  .strictObject({
    id: Slug,
    scheme: Slug,
    version: Slug,
    authority: RegionCode,
    title: TextSchema,
    summary: TextSchema,
    effectiveFrom: Day,
    effectiveTo: Day.nullable(),
    /** How firm the dates above are. */
    dating: z.object(citation).superRefine(citedWell),
    documents: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        grade: z.enum(['A', 'B', 'C', 'D']),
        address: z.string(),
      }),
    ),
    /** The day whose text decides; a case keeps its version. */
    decidedBy: parameter(z.literal('claim_day')),
    settlement: z.strictObject({ intra: parameter(Mode), cross: parameter(Mode.nullable()) }),
    form: parameter(z.enum(['electronic', 'paper'])),
    usableInParts: parameter(z.boolean()),
    transferable: parameter(z.boolean()),
    pledgeable: parameter(z.boolean()),
    applicants: z.array(z.strictObject({ kind: Applicant, sponsorNeeded: parameter(z.boolean()) })).min(1),
    requirements: z.array(Requirement).min(1),
    firmClasses: z.array(z.strictObject({ id: FirmClass, says: TextSchema })),
    /** Honours that go first in the queue when money is short; confirmed on the day of acceptance. */
    priority: parameter(z.array(z.enum(keysOf(HONOURS)))),
    services: z.array(Service).min(1),
    excluded: z.array(
      z.strictObject({ kind: z.enum(keysOf(EXCLUSIONS)), ...citation }).superRefine(citedWell),
    ),
    limits: z.array(Limits).min(1),
    claimStepFen: parameter(PositiveFen),
    payStepFen: parameter(PositiveFen),
    /** The year of the claim alone: vouchers and redemptions are counted by it. */
    capYear: parameter(z.literal('claim_year')),
    /** Which causes of a repayment in full, within the year of the claim, give the amount back to the firm's yearly cap. */
    capAfterReturn: parameter(z.array(z.enum(keysOf(RETURN_CAUSES)))).default(silent(['voluntary'])),
    contractFrom: parameter(z.enum(['issue_day', 'claim_day'])),
    usePeriod: z.strictObject({ days: parameter(Days), hardDate: parameter(HardDate.nullable()) }),
    redeemPeriod: z.strictObject({
      days: parameter(Days),
      counted: parameter(z.enum(['from_acceptance', 'from_issue', 'from_last_use_day'])),
      hardDate: parameter(HardDate.nullable()),
    }),
    redemptionWindows: parameter(z.array(Window)),
    review: z.strictObject({ claim: z.array(Stage).min(1), redemption: z.array(Stage).min(1) }),
    publicNotice: z.strictObject({ workingDays: parameter(WorkingDays) }),
    appealWorkingDays: parameter(WorkingDays),
    budget: z.strictObject({
      reservedAtIssue: parameter(z.boolean()),
      /** The queue is served first come, first served; `stop`: no claim is taken or accepted beyond the money. */
      whenShort: parameter(z.enum(['queue', 'stop'])),
      release: parameter(z.enum(['instalments', 'once'])),
      commissionBp: parameter(Ratio.nullable()),
    }),
    providers: z.strictObject({
      classes: z
        .array(
          z
            .strictObject({ id: Slug, says: TextSchema, scope: z.array(Kind).nullable(), ...citation })
            .superRefine(citedWell),
        )
        .min(1),
      admittedBeforeContract: parameter(z.boolean()),
      afterWithdrawal: parameter(z.enum(['finish_running', 'stop_running'])),
    }),
    bannedTies: z.array(z.strictObject({ tie: z.enum(keysOf(TIES)), ...citation }).superRefine(citedWell)),
    penalties: z.strictObject({
      falseRedemptionBanYears: parameter(z.int().min(1).max(20)),
      /** A further falsehood while a bar runs: the terms run side by side, or one after the other. */
      repeatedBar: parameter(z.enum(['later_end', 'added'])).default(silent('later_end')),
      providerAdmission: parameter(z.enum(['withdrawn', 'reviewed'])),
    }),
  })
  .superRefine((book, context) => {
    if (book.id !== `${book.scheme}.${book.version}`) context.addIssue('the id is scheme.version')
    if (book.effectiveTo && book.effectiveTo < book.effectiveFrom) context.addIssue('ends before it begins')
    const criteria = book.requirements.flatMap((item) => ('rule' in item ? [item.rule] : item.anyOf.flat()))
    const groups = book.requirements.flatMap((item) => ('rule' in item ? [] : [item.id]))
    const lists: [string, string[]][] = [
      ['criterion', [...criteria.map((rule) => rule.id), ...groups]],
      ['service', book.services.map((service) => service.kind)],
      ['exclusion', book.excluded.map((item) => item.kind)],
      ['provider class', book.providers.classes.map((item) => item.id)],
      ['tie', book.bannedTies.map((item) => item.tie)],
      ['stage', [...book.review.claim, ...book.review.redemption].map((stage) => stage.id)],
    ]
    for (const [what, ids] of lists)
      for (const id of ids.filter((one, at) => ids.indexOf(one) !== at))
        context.addIssue(`${what} ${id} twice`)
    const known = new Set(book.documents.map((document) => document.id))
    for (const source of sourcesIn(book))
      if (!known.has(source)) context.addIssue(`unknown document ${source}`)
    for (const { kind } of book.applicants)
      if (!book.limits.some((limits) => limits.applicant === kind && limits.firmClass === undefined))
        context.addIssue(`no limits for ${kind}`)
    const classes = [...book.limits, ...book.services.flatMap((service) => service.ratios)]
    for (const { firmClass } of classes)
      if (firmClass && !book.firmClasses.some((one) => one.id === firmClass))
        context.addIssue(`unknown firm class ${firmClass}`)
    if (book.priority.value.length > 0 && book.budget.whenShort.value !== 'queue')
      context.addIssue('priority orders a queue, and there is none')
    for (const service of book.services)
      if (!service.ratios.some((row) => row.firmClass === undefined && row.cross === undefined))
        context.addIssue(`${service.kind} has no general ratio`)
  })
export type Rulebook = z.infer<typeof Rulebook>
export type RulebookJson = z.input<typeof Rulebook>

function sourcesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sourcesIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'source' in value && typeof value.source === 'string' ? [value.source] : []
  return [...own, ...Object.values(value).flatMap(sourcesIn)]
}

/** An agreement by which regions accept each other's providers. Money is not pooled: the applicant's region pays. */
export const Agreement = z
  .strictObject({
    id: Slug,
    title: TextSchema,
    effectiveFrom: Day,
    effectiveTo: Day.nullable(),
    dating: z.object(citation).superRefine(citedWell),
    documents: Rulebook.shape.documents,
    /** Province-level codes. */
    members: z.array(RegionCode).min(2),
    services: parameter(z.array(Kind).min(1)),
    settlement: parameter(Mode),
    evidence: parameter(z.array(z.enum(keysOf(EVIDENCE))).min(1)),
    providerClass: parameter(Slug),
    openLabs: z.strictObject({
      byRegion: parameter(z.record(RegionCode, z.int().min(0))),
      total: parameter(z.int()),
    }),
    payer: parameter(z.literal('home_region_of_applicant')),
  })
  .superRefine((agreement, context) => {
    const sum = Object.values(agreement.openLabs.byRegion.value).reduce((a, b) => a + b, 0)
    if (sum !== agreement.openLabs.total.value) context.addIssue('the open labs do not add up to the total')
    for (const code of Object.keys(agreement.openLabs.byRegion.value))
      if (!agreement.members.includes(code)) context.addIssue(`${code} is no member`)
    const known = new Set(agreement.documents.map((document) => document.id))
    for (const source of sourcesIn(agreement))
      if (!known.has(source)) context.addIssue(`unknown document ${source}`)
  })
export type Agreement = z.infer<typeof Agreement>

/** The amount of a parameter as the wire carries it. */
export const AmountParameter = parameter(Fen)
