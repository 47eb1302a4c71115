import { z } from 'zod'
import {
  command,
  Day,
  Fen,
  Id,
  Line,
  Moment,
  Page,
  PageQuery,
  Paragraphs,
  query,
  RegionCode,
  SEEN,
  TextSchema,
  Words,
} from '#core/contract.ts'
import { PlaceCursor } from '#core/page.ts'
import { LevelName, Programme } from './programme.ts'
import { caseReasons } from './refusals.ts'
import { actions, statuses } from './state.ts'

const Key = z.string().regex(/^[a-z][a-z0-9_]{0,60}$/)
const Typed = z.string().max(20_000).regex(SEEN.paragraphs)
export const FormValue = z.union([Typed, z.number(), z.boolean(), z.null(), z.array(Typed).max(50)])
export const Form = z.record(Key, FormValue)

const Fact = z.object({
  value: FormValue,
  standing: z.enum(['declared', 'evidenced', 'confirmed']),
  source: z.string().optional(),
})

const Clock = z.object({
  of: z.enum(['stage', 'supplement', 'notice', 'appeal_window', 'appeal']),
  startedOn: Day,
  workingDays: z.number().int(),
  extendedBy: z.number().int(),
  pauses: z.array(z.object({ from: Day, to: Day.nullable() })),
})
const Decided = z.object({
  action: z.enum(['pass', 'refuse', 'approve', 'decline', 'uphold', 'overturn', 'revoke', 'reinstate']),
  stage: z.string(),
  by: z.string().nullable(),
  label: z.string(),
  on: Day,
  reason: z.string().nullable(),
})
export const State = z.object({
  seq: z.number().int(),
  stage: z.string(),
  status: z.enum(statuses),
  assignee: z.object({ userId: z.string(), label: z.string() }).nullable(),
  round: z.number().int(),
  clock: Clock.nullable(),
  wait: Clock.nullable(),
  dueOn: Day.nullable(),
  provisional: z.boolean(),
  escalated: z.boolean(),
  decisions: z.array(Decided),
  supplement: z.object({ fields: z.array(z.string()), reason: z.string().nullable() }).nullable(),
  appeal: z
    .object({ stage: z.string(), filedOn: Day, outcome: z.enum(['upheld', 'overturned']).nullable() })
    .nullable(),
  batch: z.object({ id: z.string(), stage: z.string() }).nullable(),
  noticeId: z.string().nullable(),
})

export const CaseRow = z.object({
  id: Id,
  number: z.string(),
  programmeId: z.string(),
  title: TextSchema,
  /** The name it was filed under. */
  applicant: z.string(),
  /** What the applicant is called today, where that is another name. */
  nameNow: z.string().nullable(),
  organisationId: Id,
  stage: z.string(),
  stageTitle: TextSchema,
  status: z.enum(statuses),
  /** Of the last action, to be sent back as `seen`. */
  seq: z.number().int(),
  dueAt: Moment.nullable(),
  /** The last day, kept until its end in Shanghai. */
  dueOn: Day.nullable(),
  /** Working days left until it, negative when late. */
  daysLeft: z.number().int().nullable(),
  provisional: z.boolean(),
  overdue: z.boolean(),
  escalated: z.boolean(),
  assignee: Id.nullable(),
  amountFen: Fen.nullable(),
  submittedAt: Moment,
})
const Action = z.enum(actions)
const Answer = z.object({ action: Action, allowed: z.boolean(), reason: z.enum(caseReasons).optional() })
const Step = z.object({
  seq: z.number().int(),
  at: Moment,
  action: Action,
  actor: z.string(),
  role: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  dueOn: Day.nullable(),
  provisional: z.boolean(),
})
const Deadline = z.object({
  of: Clock.shape.of,
  due: Day.nullable(),
  provisional: z.boolean(),
  daysUsed: z.number().int(),
  daysLeft: z.number().int(),
  days: z.array(z.object({ day: Day, counts: z.boolean(), provisional: z.boolean(), why: TextSchema })),
})
export const CaseDetail = CaseRow.extend({
  programmeVersion: z.number().int(),
  regionPath: z.array(z.string()),
  submittedBy: z.string(),
  form: Form,
  facts: z.record(z.string(), Fact),
  state: State,
  available: z.array(Answer),
  timeline: z.array(Step),
  /** Objections upheld against it that did nothing to the case any more. */
  beside: z.array(
    z.object({ noticeId: Id, noticeNumber: z.string(), at: Moment, actor: z.string(), reason: z.string() }),
  ),
  deadline: Deadline.nullable(),
  /** It waits for a role that nobody holds. */
  vacant: z.boolean(),
  /** Whoever holds the role stepped aside, is related, or decided it before: it waits for another person. */
  aside: z.boolean(),
  programme: Programme,
})

/** What people do by hand; batches, notices and revocations come from the modules that own them. */
export const byHand = [
  'take',
  'release',
  'recuse',
  'request_supplement',
  'supply',
  'pass',
  'refuse',
  'withdraw',
  'appeal',
  'uphold',
  'overturn',
  'approve',
  'decline',
  'correct',
  'reopen',
] as const
const inBulk = ['take', 'release', 'pass', 'refuse', 'approve', 'decline'] as const

const Deed = z.object({
  reason: Paragraphs(2000).optional(),
  form: Form.optional(),
  fields: z.array(Key).max(100).optional(),
  userId: Id.optional().describe('The officer who is told to step aside'),
  seen: z.number().int().min(1).optional().describe('`state.seq` of the case as it was shown'),
})
const Standing = z.object({
  id: Id,
  number: z.string(),
  stage: z.string(),
  status: z.enum(statuses),
  dueAt: Moment.nullable(),
  seq: z.number().int(),
})
const Refused = z.object({ code: z.string(), text: TextSchema })
const Draft = z.object({ form: Form, version: z.number().int(), savedAt: Moment, savedBy: z.string() })
const DraftOf = z.object({ programme: z.string().max(80) })
const OnDay = z.object({ day: Day.optional() })

/** A programme, and whether there is a place where every step of it has somebody who may take it. */
const Offered = Programme.extend({ served: z.boolean() })
const DeskThere = z.object({
  stage: z.string(),
  title: TextSchema,
  level: LevelName,
  role: z.string(),
  roleName: TextSchema,
  /** Null where no authority of that level answers for the region. */
  authority: z.string().nullable(),
  vacant: z.boolean(),
})
const Vacancy = z.object({
  organisationId: Id,
  regionCode: RegionCode,
  name: z.string(),
  role: z.string(),
  roleName: TextSchema,
  /** At the authority of who asks. */
  own: z.boolean(),
  /** Whether a director is there, who may invite. */
  led: z.boolean(),
  /** Cases that wait for it. */
  waiting: z.number().int(),
  /** Those of them that everybody who holds it must leave to another person. */
  aside: z.number().int(),
})

export const cases = {
  list: query({
    path: '/cases',
    summary: { zh: '办件列表', en: 'Cases, due first' },
    query: PageQuery.extend({
      cursor: PlaceCursor().optional(),
      stage: z.string().max(80).optional(),
      status: z.enum(statuses).optional(),
      programme: z.string().max(80).optional(),
      organisation: Id.optional().describe('The applicant: its earlier cases'),
      overdue: z.stringbool().optional(),
      mine: z.stringbool().optional().describe('Taken by me'),
      desk: z.stringbool().optional().describe('Waiting at my level, for my role'),
      q: Words(100).optional().describe('Part of a number or of any name the applicant has borne'),
    }),
    returns: Page(CaseRow),
    allow: 'case.read',
  }),
  get: query({
    path: '/cases/{id}',
    summary: {
      zh: '办件',
      en: 'A case with its timeline, its deadline day by day, and what can be done now',
    },
    params: z.object({ id: Id }),
    returns: CaseDetail,
    allow: 'case.read',
  }),
  act: command({
    path: '/cases/{id}/actions/{action}',
    summary: { zh: '办理', en: 'Act on a case' },
    params: z.object({ id: Id, action: z.enum(byHand) }),
    body: Deed,
    returns: Standing,
    allow: 'case.act',
    refuses: [...caseReasons, 'case_reason_missing', 'case_data_missing', 'case_form_incomplete'],
  }),
  bulk: command({
    path: '/case-bulk-actions',
    summary: { zh: '批量办理', en: 'Act on many cases, with a result for each' },
    body: z.object({
      action: z.enum(inBulk),
      reason: Paragraphs(2000).optional(),
      cases: z
        .array(z.object({ id: Id, seen: z.number().int().min(1).optional() }))
        .min(1)
        .max(200),
    }),
    returns: z.object({
      results: z.array(z.object({ id: Id, done: Standing.nullable(), refused: Refused.nullable() })),
    }),
    allow: 'case.bulk',
  }),
  extend: command({
    path: '/case-extensions',
    summary: { zh: '统一延期', en: 'Extend the running deadlines of a region by order' },
    body: z.object({
      programme: z.string().max(80).optional(),
      workingDays: z.number().int().min(1).max(250),
      order: Line(200),
      reason: Paragraphs(2000),
    }),
    returns: z.object({ extended: z.number().int(), skipped: z.number().int() }),
    allow: 'case.extend',
  }),
  draft: query({
    path: '/drafts/{programme}',
    summary: { zh: '读取草稿', en: 'The draft of one’s organisation' },
    params: DraftOf,
    returns: z.object({ draft: Draft.nullable() }),
    allow: 'case.draft',
  }),
  saveDraft: command({
    method: 'PUT',
    path: '/drafts/{programme}',
    summary: { zh: '保存草稿', en: 'Save a draft' },
    params: DraftOf,
    body: z.object({ form: Form, version: z.number().int().min(0) }),
    returns: Draft,
    allow: 'case.draft',
    refuses: ['draft_changed'],
  }),
  programmes: query({
    path: '/programmes',
    summary: { zh: '事项列表', en: 'Programmes in force on a day' },
    query: OnDay,
    returns: z.object({ programmes: z.array(Offered) }),
    allow: 'programme.read',
  }),
  programme: query({
    path: '/programmes/{programme}',
    summary: { zh: '事项', en: 'A programme in force on a day' },
    params: DraftOf,
    query: OnDay,
    returns: Offered,
    allow: 'programme.read',
  }),
  desks: query({
    path: '/programmes/{programme}/desks',
    summary: { zh: '某地申请由哪些部门办理', en: 'Which authorities handle an application from a region' },
    params: DraftOf,
    query: z.object({ region: RegionCode }),
    returns: z.object({ desks: z.array(DeskThere) }),
    allow: 'programme.read',
  }),
  vacancies: query({
    path: '/vacancies',
    summary: { zh: '空岗', en: 'Roles that a step needs and nobody holds' },
    returns: z.object({ rows: z.array(Vacancy) }),
    allow: 'vacancy.read',
  }),
}
