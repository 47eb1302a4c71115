/** Endpoints of the lists (名单) by which facts come out of registers. Browser-safe. */
import { z } from 'zod'
import { ById, command, Day, Id, Line, Moment, Page, PageQuery, query, TextSchema } from '#core/contract.ts'
import { registerKeys } from './profile.ts'
import { tableCodes } from './providers.contract.ts'
import { Reason } from './shapes.ts'

export const registerOutcomes = ['recorded', 'replaced', 'unchanged', 'unknown', 'refused'] as const

const Source = {
  key: z.enum(registerKeys),
  /** As it is published, with its document number (文号) and day. */
  name: Line(120, 2),
  documentNumber: Line(60, 2),
  publishedOn: Day,
}

export const RegisterList = z.object({
  id: Id,
  ...Source,
  label: TextSchema,
  importedAt: Moment,
  importedBy: z.string(),
  rows: z.number(),
  inForce: z.number(),
  withdrawn: z.number(),
})

const Validity = { number: z.string(), validFrom: Day, validTo: Day }

export const RegisterRow = z.object({
  /** Of the fact. */
  id: Id,
  organisation: z.object({ id: Id, name: z.string(), uscc: z.string().nullable() }),
  ...Validity,
  state: z.enum(['in_force', 'superseded', 'withdrawn']),
  withdrawal: z.object({ at: Moment, reason: z.string() }).nullable(),
  abilities: z.array(z.string()),
})

const RegisterReport = z.object({
  /** Null of a trial. */
  listId: Id.nullable(),
  rows: z.array(
    z.object({
      row: z.number(),
      name: z.string().nullable(),
      outcome: z.enum(registerOutcomes),
      problems: z.array(z.object({ path: z.string(), text: TextSchema })),
      /** What should be looked at, though the row is recorded. */
      remarks: z.array(TextSchema),
    }),
  ),
  counts: z.record(z.enum(registerOutcomes), z.number()),
})

export const registerEndpoints = {
  registerLists: query({
    path: '/register-lists',
    query: PageQuery,
    returns: Page(RegisterList).extend({
      imports: z.boolean().describe('The reader’s authority may bring lists in'),
    }),
    allow: 'register.read',
    summary: { zh: '已导入的登记名单', en: 'Register lists that were imported' },
  }),
  registerRows: query({
    path: '/register-lists/{id}/rows',
    params: ById,
    query: PageQuery,
    returns: Page(RegisterRow),
    allow: 'register.read',
    summary: { zh: '登记名单的记录', en: 'What a register list recorded' },
  }),
  importRegister: command({
    path: '/register-lists',
    /** One of an uploaded xlsx, or csv and pasted cells as text. A trial records nothing and reports the same. */
    body: z.object({
      ...Source,
      fileId: Id.optional(),
      text: z.string().min(1).max(900_000).optional(),
      trial: z.boolean(),
    }),
    returns: RegisterReport,
    allow: 'register.import',
    refuses: [
      'register_of_above',
      'register_list_differs',
      'register_to_come',
      'import_source',
      ...tableCodes,
    ],
    summary: { zh: '导入登记名单', en: 'Import a register list' },
  }),
  takeRegisterRowBack: command({
    path: '/register-rows/{id}/withdrawal',
    params: ById,
    body: z.object({ reason: Reason }),
    returns: RegisterRow,
    allow: 'register.import',
    refuses: ['register_row_taken_back', 'register_row_replaced'],
    summary: { zh: '撤回登记名单的一条记录', en: 'Take a row of a register list back' },
  }),
  registerTemplate: query({
    path: '/register-list-template',
    returns: z.unknown(),
    raw: true,
    allow: 'register.import',
    summary: { zh: '登记名单模板（xlsx）', en: 'Template of a register list (xlsx)' },
  }),
}
